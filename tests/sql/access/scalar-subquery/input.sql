SELECT id, (SELECT max(total) FROM orders) AS best FROM customers;
