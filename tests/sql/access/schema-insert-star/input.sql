INSERT INTO customers SELECT * FROM orders;
