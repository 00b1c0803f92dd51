WITH x AS (SELECT a FROM outer_table)
SELECT d.a, x.a AS b
FROM (WITH x AS (SELECT a FROM inner_table) SELECT a FROM x) AS d, x;
