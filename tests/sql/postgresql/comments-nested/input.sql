SELECT a /* one /* two ; */ still */ FROM t -- FROM u
WHERE b = 1;
