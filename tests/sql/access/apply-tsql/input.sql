SELECT c.id, x.total FROM customers c
CROSS APPLY (SELECT TOP 1 o.total FROM orders o WHERE o.customer = c.id) x;
