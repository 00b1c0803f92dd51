SELECT a # FROM x
FROM t -- FROM y
WHERE b = 1--1 /* ; */;
