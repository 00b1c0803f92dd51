SELECT b, id FROM orders AS o (a, b) JOIN customers AS c (id2, name) ON a = id2;
