ALTER TABLE dbo.Sales SWITCH PARTITION 3 TO dbo.OldSales PARTITION 3;
SELECT * INTO dbo.Copy ON [PRIMARY] FROM dbo.Sales;
UPDATE Docs SET body.WRITE(N'x', 0, 1), @n = seen = seen + 1 WHERE id = 7;
