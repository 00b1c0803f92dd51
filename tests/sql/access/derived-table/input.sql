SELECT d.total FROM (SELECT amount AS total, tax FROM orders) AS d
WHERE d.tax > 0;
