SET search_path = app;
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE 'CREATE TABLE t (id int)';
	EXECUTE '
		DELETE FROM
			second_line';
END $$;
