CREATE FUNCTION f(x text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE q text;
BEGIN
	q := 'SELECT a FROM t1';
	q := q || ' WHERE b = 1';
	EXECUTE q INTO x;
	q = 'DELETE FROM t2';
	IF x = 'y' THEN
		q := 'DELETE FROM t3';
	END IF;
	EXECUTE q;
END $$;
