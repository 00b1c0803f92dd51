-- Without definitions nobody knows whose column it is.
SELECT name FROM customers, orders;
