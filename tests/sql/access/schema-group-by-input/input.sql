-- total is a column of the table before it is an output.
SELECT customer AS total, count(*) AS n FROM orders GROUP BY total, customer;
