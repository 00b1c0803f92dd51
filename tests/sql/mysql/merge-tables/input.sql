CREATE TABLE orders (id INT) ENGINE = MERGE UNION = (orders_1, orders_2) INSERT_METHOD = LAST;
ALTER TABLE orders UNION (orders_2, orders_3);
