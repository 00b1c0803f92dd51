CREATE FUNCTION f(p text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE q text := 'SELECT 1 FROM a'; r record; n int;
BEGIN
	SELECT string_agg('DROP TABLE ' || quote_ident(relname), '; ' ORDER BY relname) INTO q FROM pg_class;
	EXECUTE q;
	SELECT 'DELETE FROM b', count(*) INTO STRICT q, n FROM c;
	EXECUTE q;
	SELECT format('DELETE FROM d WHERE x = %s', x) AS one INTO r FROM e;
	EXECUTE r.one;
	EXECUTE 'SELECT body FROM bodies' INTO q;
	EXECUTE q;
	q := 'DELETE FROM g';
	INSERT INTO h (x) VALUES (1) RETURNING body INTO q;
	EXECUTE q;
	q := coalesce(NULL, '') || 'DELETE FROM i';
	FETCH cur INTO q;
	EXECUTE q;
END $$;
