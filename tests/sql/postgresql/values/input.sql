VALUES (1, 2), (3, (SELECT a FROM t));
SELECT v.x FROM (VALUES (1), (2)) AS v (x);
