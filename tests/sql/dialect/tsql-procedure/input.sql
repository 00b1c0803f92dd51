CREATE PROCEDURE dbo.Close_Order @id int, @by nvarchar(10) = NULL OUTPUT AS
BEGIN
	SET NOCOUNT ON
	DECLARE @n int = (SELECT COUNT(*) FROM dbo.Lines WHERE Ord = @id)
	IF EXISTS (SELECT 1 FROM dbo.Orders WHERE Id = @id)
		UPDATE dbo.Orders SET Closed = 1 WHERE Id = @id
	ELSE
	BEGIN
		INSERT dbo.Errors (Msg) VALUES ('no order')
		RETURN 1
	END
	WHILE @n > 0
		SET @n = @n - 1
	EXEC @n = dbo.Notify @id, @by OUTPUT
	SELECT @by = Name FROM dbo.People
	RETURN 0
END
GO
SELECT Id FROM dbo.Other
