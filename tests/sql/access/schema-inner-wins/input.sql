SELECT name FROM customers WHERE EXISTS (SELECT 1 FROM orders WHERE id = 7);
