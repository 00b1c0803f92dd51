CREATE FUNCTION f(mode int, tab text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE q text; tail text := '';
BEGIN
	EXECUTE CASE WHEN mode = 1 THEN 'DELETE FROM a' ELSE 'DELETE FROM b' END;
	EXECUTE replace('SELECT 1 FROM {tab} JOIN c USING (id)', '{tab}', quote_ident(tab));
	IF mode = 2 THEN
		q := 'SELECT x FROM d';
	ELSIF mode = 3 THEN
		q := 'SELECT x FROM e';
	ELSE
		q := 'SELECT x FROM ' || tab;
	END IF;
	IF mode > 1 THEN
		tail := ' WHERE y = 1';
	END IF;
	FOR i IN 1..3 LOOP
		tail := tail || ' AND z = ' || i;
	END LOOP;
	EXECUTE q || coalesce(tail, '');
	SELECT body INTO q FROM queries;
	EXECUTE q;
END $$;
CREATE FUNCTION g(p boolean, t text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE q text;
BEGIN
	IF p THEN q := 'DELETE FROM %I'; ELSE q := 'TRUNCATE %I'; END IF;
	EXECUTE format(q, 'a');
	IF p THEN t := f(1); END IF;
	EXECUTE 'LOCK TABLE ' || t;
END $$;
