DELETE FROM o USING orders AS o JOIN customers AS c ON c.id = o.customer
WHERE c.gone;
