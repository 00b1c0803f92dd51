SELECT total = o.n * o.price, 'who' = c.name, @v = o.z
FROM orders o JOIN customers c ON c.id = o.cust;
