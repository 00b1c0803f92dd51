-- A condition on a computed column is none on what it is made of.
SELECT d.n FROM (SELECT a + b AS n FROM t) AS d WHERE d.n > 0;
