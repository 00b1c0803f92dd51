-- Without definitions: all columns.
INSERT INTO t VALUES (1, 2);
INSERT INTO t DEFAULT VALUES;
