CREATE FUNCTION f(which text, n int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	base CONSTANT text := 'orders';
	q text := 'DELETE FROM ';
BEGIN
	EXECUTE 'UPDATE lines SET n = $1 WHERE id = $2' USING n, 1;
	EXECUTE 'SELECT 1 FROM ' || base || ' WHERE id = ' || n;
	EXECUTE q || quote_ident(which) || ' WHERE id = 1';
	EXECUTE format('INSERT INTO %I.%I (a) VALUES (%L)', 'app', 'log_' || which, n);
	EXECUTE format('TRUNCATE %1$s, %2$I', base, 'Other');
	EXECUTE concat('DROP TABLE ', base);
	EXECUTE 'DELETE FROM t WHERE a = ' || n + 1 || ' AND b = ' || rec.x::text || f(n, 'y')[1];
	EXECUTE which;
	EXECUTE (SELECT body FROM commands WHERE id = n);
END $$;
