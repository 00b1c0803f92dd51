CREATE FUNCTION g(p int, text[]) RETURNS SETOF customer LANGUAGE sql STABLE AS $$
	UPDATE hits SET n = n + 1 WHERE id = p;
	SELECT * FROM customer WHERE id = $1;
$$;
