CREATE TABLE orders (id integer PRIMARY KEY, customer integer, total numeric);
CREATE TABLE customers (id integer PRIMARY KEY, name text, credit numeric);
