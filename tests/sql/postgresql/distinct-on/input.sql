SELECT DISTINCT ON (a, lower(b)) c FROM t ORDER BY a;
