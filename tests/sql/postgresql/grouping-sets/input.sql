SELECT a, b, sum(c) FROM t
GROUP BY GROUPING SETS ((a, b), (), ROLLUP (d, e)), CUBE (f);
