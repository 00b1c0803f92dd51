CREATE TABLE orders (id int, customer int);
CREATE TABLE customers (id int, name text);
