SELECT (t).a, (t.b).c, (f(d)).e, (t).* FROM t;
