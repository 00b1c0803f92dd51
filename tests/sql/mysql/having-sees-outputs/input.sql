SELECT a AS x, SUM(b) total FROM t GROUP BY x HAVING total > 1 ORDER BY total DESC;
