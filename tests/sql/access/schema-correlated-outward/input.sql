-- credit is not of the inner table, so it is of the outer one.
SELECT name FROM customers WHERE EXISTS (SELECT 1 FROM orders
	WHERE customer = customers.id AND total > credit);
