SELECT a FROM b \
 WHERE c = 1;
