INSERT INTO hist (id, act)
SELECT id, act FROM (MERGE t USING s ON t.id = s.id
	WHEN MATCHED THEN UPDATE SET v = s.v
	OUTPUT $action, deleted.id) AS ch (act, id);
INSERT INTO gone (id)
SELECT id FROM (DELETE FROM stock OUTPUT deleted.id WHERE n = 0) AS x;
