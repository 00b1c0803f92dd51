WITH s (day, sum) AS (SELECT created, total FROM orders)
SELECT sum AS s, day AS d FROM s WHERE day > now();
