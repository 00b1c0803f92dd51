SELECT * FROM orders UNION ALL SELECT id, id, credit FROM customers;
