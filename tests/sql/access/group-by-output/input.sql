-- day is not known to be a column, but known to be an output.
SELECT date_trunc('day', created) AS day, count(*) AS n FROM orders
GROUP BY day;
