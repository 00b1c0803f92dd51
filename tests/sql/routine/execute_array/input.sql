CREATE FUNCTION f(which text[], i int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	t text;
	tabs text[] := ARRAY['a', 'b'];
	more varchar(30)[] := '{c, d}';
BEGIN
	FOREACH t IN ARRAY tabs || 'e'::text LOOP
		EXECUTE 'DELETE FROM ' || t;
	END LOOP;
	FOREACH t IN ARRAY more LOOP
		EXECUTE format('TRUNCATE %I', t);
	END LOOP;
	EXECUTE 'LOCK TABLE ' || tabs[i] || ', ' || array_to_string(more, ', ');
	FOREACH t IN ARRAY which LOOP
		EXECUTE 'DELETE FROM log_' || t;
	END LOOP;
	FOREACH t IN ARRAY string_to_array('g,h', ',') LOOP
		EXECUTE 'DELETE FROM ' || t::regclass;
	END LOOP;
END $$;
