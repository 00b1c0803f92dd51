CREATE TABLE orders_old LIKE shop.orders;
CREATE TEMPORARY TABLE orders_new (LIKE orders);
