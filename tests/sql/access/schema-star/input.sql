SELECT * FROM orders;
SELECT o.*, name FROM orders o, customers;
