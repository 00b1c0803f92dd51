DECLARE @q nvarchar(max) = N'SELECT a FROM '
IF @x = 1
	SET @q += 'one'
ELSE
	SET @q = @q + N'two'
EXEC (@q)
EXEC sp_executesql N'UPDATE t SET a = @p', N'@p int', @p = 1
EXEC ('DELETE FROM ' + @name)
