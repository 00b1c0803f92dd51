WITH gone AS (DELETE FROM a WHERE old RETURNING id, name)
INSERT INTO archive (id, name) SELECT id, name FROM gone;
