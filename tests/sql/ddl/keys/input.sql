CREATE TABLE line (
	order_id int,
	n int,
	sku text,
	CONSTRAINT line_pkey PRIMARY KEY (order_id, n),
	UNIQUE (sku, n),
	CONSTRAINT positive CHECK (n > 0 AND order_id > 0),
	EXCLUDE USING gist (sku WITH =, n WITH &&)
);
