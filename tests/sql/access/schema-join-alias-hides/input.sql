SELECT j.name, j.total FROM (orders o JOIN customers c ON c.id = o.customer) AS j
ORDER BY credit;
