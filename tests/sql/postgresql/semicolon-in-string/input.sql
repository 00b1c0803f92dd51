SELECT ';', E'\';', a FROM t;
SELECT b FROM u;
