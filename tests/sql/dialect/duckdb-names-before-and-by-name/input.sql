SELECT total: a + b, n: name FROM o: orders WHERE o.x = 1;
SELECT a, b FROM x UNION ALL BY NAME SELECT b, c FROM y;
INSERT INTO t BY NAME SELECT c AS b, d AS a FROM u;
