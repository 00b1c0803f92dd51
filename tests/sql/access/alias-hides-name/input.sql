-- orders.id is of the inner item that has this alias.
SELECT (SELECT max(orders.id) FROM old_orders AS orders) AS newest
FROM orders AS o;
