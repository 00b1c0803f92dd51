DECLARE @q nvarchar(max), @t sysname = N'Order Details';
SET @q = N'DELETE FROM dbo.' + QUOTENAME(@t) + N' WHERE id = @id';
EXEC sp_executesql @q, N'@id int', @id = 3;
