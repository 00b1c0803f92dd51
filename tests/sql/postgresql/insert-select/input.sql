INSERT INTO t (a, b) SELECT c, d + 1 FROM u;
