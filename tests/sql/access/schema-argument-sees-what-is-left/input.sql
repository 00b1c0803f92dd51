-- w is of the level around: c is behind the function.
SELECT (SELECT sum(n) FROM generate_series(1, w) AS n, c AS d) FROM c;
-- y is a's: the alias of the join hides a from outside, not from inside.
SELECT m FROM (a CROSS JOIN generate_series(1, a.y) AS n) AS d, b CROSS JOIN generate_series(n, z) AS m;
