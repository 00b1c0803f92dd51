CREATE POLICY own ON orders
	USING (team IN (SELECT team FROM members))
	WITH CHECK (allowed(owner));
CREATE TABLE prices (
	id int DEFAULT next_price(),
	price numeric
		CHECK (is_price(price))
);
ALTER TABLE a ADD b int; ALTER TABLE a ADD c int;
