INSERT INTO t (a, b) VALUES %s;
