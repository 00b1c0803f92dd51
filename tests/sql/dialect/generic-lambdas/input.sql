SELECT f(doc -> key) AS a, f(list, x -> x + 1) AS b FROM t;
