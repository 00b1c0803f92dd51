DELETE t1 FROM t1 AS t2, t2 AS t1 WHERE t1.a = t2.b;
