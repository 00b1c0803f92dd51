INSERT INTO logs (a, b) FORMAT CSV
1,"it's",SELECT

INSERT INTO logs SETTINGS async_insert = 1 (a, b) VALUES (1, 'x');
INSERT INTO logs FROM INFILE 'x.csv' FORMAT CSV;
EXPLAIN PLAN actions = 1 SELECT database, table FROM system.parts;
