CREATE FUNCTION app.f(a int, b text) RETURNS int LANGUAGE plpgsql AS $body$
DECLARE
	n int := 0;
	who app.customer%ROWTYPE;
	total app.orders.total%TYPE;
BEGIN
	SELECT count(*) INTO n FROM app.orders WHERE customer_id = a;
	IF EXISTS (SELECT 1 FROM app.customer WHERE name = b) THEN
		UPDATE app.orders SET total = total + n WHERE id = a;
	ELSIF n > 3 THEN
		DELETE FROM app.lines WHERE order_id = a;
	END IF;
	RETURN n;
END
$body$;
