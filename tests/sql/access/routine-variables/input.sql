CREATE FUNCTION total_of(customer_id integer) RETURNS numeric AS $$
DECLARE
	result numeric;
BEGIN
	SELECT sum(total) AS t INTO result FROM orders WHERE customer = customer_id;
	RETURN result;
END
$$ LANGUAGE plpgsql;
