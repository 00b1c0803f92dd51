SELECT customer, sum(total) AS total FROM orders
GROUP BY customer HAVING sum(total) > 10;
