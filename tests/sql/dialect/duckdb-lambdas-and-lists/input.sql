SELECT list_transform(list, lambda x: x + a) AS f, list_reduce(list, lambda x, y: x + y) AS g FROM t;
SELECT [x + y FOR x IN list IF x > 1] AS r FROM t;
SELECT json_keys(doc -> '$.a') AS k FROM t;
