SELECT a OPERATOR(pg_catalog.+) b, c COLLATE "C", d AT TIME ZONE e FROM t;
