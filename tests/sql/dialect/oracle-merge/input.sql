MERGE INTO bonus b USING (SELECT id, pay FROM emp) e ON (b.id = e.id)
WHEN MATCHED THEN UPDATE SET b.n = b.n + e.pay DELETE WHERE (e.pay > 8)
WHEN NOT MATCHED THEN INSERT (b.id) VALUES (e.id) WHERE (e.pay < 9);
