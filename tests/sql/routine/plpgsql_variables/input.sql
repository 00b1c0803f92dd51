CREATE FUNCTION f(p_id int) RETURNS SETOF orders LANGUAGE plpgsql AS $$
DECLARE
	lim CONSTANT integer NOT NULL DEFAULT 10;
	alias_one ALIAS FOR $1;
	best orders;
BEGIN
	SELECT * INTO STRICT best FROM orders WHERE id = p_id LIMIT lim;
	best.total := (SELECT sum(price) FROM lines WHERE order_id = best.id);
	RETURN QUERY SELECT * FROM orders o WHERE o.id = alias_one AND o.n < lim;
	RETURN NEXT best;
	PERFORM note(p_id) FROM watchers WHERE watched = p_id;
	GET DIAGNOSTICS lim = ROW_COUNT;
	RAISE NOTICE 'n is %', (SELECT count(*) FROM seen);
	ASSERT (SELECT true FROM flags), 'no';
	CALL app.other(p_id);
END $$;
