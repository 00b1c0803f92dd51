CREATE TABLE orders (id int);
CREATE TABLE orders_old (LIKE orders);
