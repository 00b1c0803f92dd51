WITH orders AS (SELECT id FROM orders)
SELECT id FROM orders;
