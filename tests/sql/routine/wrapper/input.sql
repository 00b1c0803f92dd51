CREATE FUNCTION util.run(q text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE q; END $$;
CREATE PROCEDURE audit(tab text, col text DEFAULT 'id') LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('INSERT INTO audit SELECT %I FROM app.%I', col, tab);
	PERFORM util.run('DELETE FROM ' || tab);
END $$;
CREATE FUNCTION user() RETURNS void LANGUAGE plpgsql AS $$
DECLARE q text := 'TRUNCATE a';
BEGIN
	PERFORM util.run(q);
	PERFORM elsewhere.exec(1, 'DELETE FROM b WHERE c = ' || f(1), 'secret');
	SELECT body INTO q FROM bodies;
	PERFORM util.run(q);
	PERFORM note('update', 'delete');
END $$;
CALL audit(col => 'x', tab => 'd');
SELECT run('LOCK TABLE e');
