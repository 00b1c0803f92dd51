INSERT INTO t AS x (id, n) VALUES (1, 2)
ON CONFLICT (id) WHERE active DO UPDATE SET n = x.n + excluded.n
WHERE x.locked RETURNING x.n;
