CREATE TABLE orders (id integer PRIMARY KEY, customer integer, total numeric);
CREATE TABLE customers (id integer PRIMARY KEY, name text, credit numeric);

CREATE VIEW late_names AS SELECT name FROM late;
CREATE VIEW late AS SELECT c.*, o.total AS owed
	FROM customers c JOIN orders o ON o.customer = c.id;
