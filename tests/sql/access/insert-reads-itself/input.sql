INSERT INTO t (n) SELECT max(n) + 1 FROM t;
