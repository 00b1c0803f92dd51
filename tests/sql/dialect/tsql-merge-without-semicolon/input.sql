CREATE TRIGGER trg ON orders AFTER DELETE AS
IF NOT EXISTS (SELECT * FROM deleted) RETURN
MERGE totals AS t USING deleted AS d ON t.cust = d.cust
WHEN MATCHED THEN UPDATE SET t.total = t.total - d.total;
UPDATE o SET gone = 1 FROM orders o
MERGE t USING s ON t.a = s.a WHEN MATCHED THEN DELETE;
