SELECT column1, v.column2 FROM t, LATERAL (VALUES (t.a, 1), (t.b, 2)) AS v;
INSERT INTO u (x, y) VALUES (1, 2), ((SELECT max(a) FROM t), 3);
