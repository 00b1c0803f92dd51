SELECT (a), ((t.b)) FROM t;
