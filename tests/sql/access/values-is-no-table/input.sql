SELECT v.a, t.b FROM (VALUES (1, 2)) AS v (a, n) JOIN t ON t.n = v.n;
