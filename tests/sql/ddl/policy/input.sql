CREATE POLICY own ON app.orders AS RESTRICTIVE FOR SELECT TO PUBLIC
	USING (customer_id IN (SELECT id FROM app.customer WHERE active));
