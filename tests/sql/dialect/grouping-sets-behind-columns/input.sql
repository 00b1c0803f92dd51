SELECT a, b, sum(c) AS s FROM t GROUP BY a, b GROUPING SETS ((a, b), a, ());
