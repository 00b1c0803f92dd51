INSERT INTO orders SELECT id, name FROM customers;
INSERT INTO customers VALUES (1, 'a', 2);
