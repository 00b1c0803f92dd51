CREATE TRIGGER dbo.Touch ON dbo.Orders AFTER INSERT, UPDATE AS
IF UPDATE(Total) OR UPDATE(Tax)
	INSERT INTO dbo.Audit (Id, Was)
	SELECT i.Id, d.Total FROM inserted i JOIN deleted d ON d.Id = i.Id
UPDATE o SET Changed = 1 FROM dbo.Orders o JOIN inserted i ON i.Id = o.Id
