CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record; t text; n int;
BEGIN
	FOR t IN SELECT unnest(ARRAY['a', 'b']) LOOP
		EXECUTE 'DELETE FROM ' || t;
	END LOOP;
	FOR t, n IN VALUES ('c', 1), ('d', 2) LOOP
		EXECUTE 'DELETE FROM ' || t;
	END LOOP;
	FOR r IN SELECT * FROM (VALUES ('e', 'f')) AS v (source, target) LOOP
		EXECUTE format('INSERT INTO %I SELECT * FROM %I', r.target, r.source);
	END LOOP;
	FOR r IN SELECT format('DROP TABLE %I', tablename) AS command, schemaname FROM pg_tables LOOP
		EXECUTE r.command;
		EXECUTE r.schemaname;
	END LOOP;
END $$;
