DO $$
DECLARE r record;
BEGIN
	FOR r IN SELECT tablename FROM pg_tables LOOP
		EXECUTE 'TRUNCATE ' || quote_ident(r.tablename);
	END LOOP;
END $$;
DO LANGUAGE plpgsql 'BEGIN DELETE FROM a; END';
