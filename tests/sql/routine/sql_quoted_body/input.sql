CREATE FUNCTION g(p int) RETURNS bigint AS '
	SELECT count(*)
	FROM customer
	WHERE name = ''x;''
	AND id = p
' LANGUAGE 'sql';
SELECT 1 FROM line_8;
