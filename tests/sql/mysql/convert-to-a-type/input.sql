SELECT CONVERT(name USING utf8mb4), CONVERT(total, DECIMAL(10, 2)), CONVERT(state, CHAR),
	DATE_FORMAT(day, GET_FORMAT(DATE, 'USA')),
	JSON_VALUE(body, '$.a' RETURNING DECIMAL(4, 2) NULL ON EMPTY ERROR ON ERROR)
FROM orders;
SELECT left(concat(name, version()), 1) FROM orders;
