CREATE FUNCTION f(p_id int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	n integer DEFAULT count(*) FROM counters;
	name text;
BEGIN
	n := max(x) + p_id FROM a WHERE kind = 'b' AND id = p_id;
	IF n > max(x) FROM b GROUP BY y THEN
		RETURN name FROM c WHERE id = p_id ORDER BY name LIMIT 1;
	END IF;
	WHILE count(*) > 0 FROM d LOOP
		EXIT WHEN bool_or(done) FROM e;
	END LOOP;
	FOR i IN REVERSE (SELECT max(n) FROM g)..1 BY 2 LOOP
		PERFORM f(i) FROM h WHERE id = i;
	END LOOP;
	IF n IS DISTINCT FROM p_id THEN
		RETURN extract(year FROM now());
	END IF;
END $$;
