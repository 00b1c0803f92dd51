DECLARE @q nvarchar(4000), @n int
SELECT @q = 'INSERT INTO hist SELECT a FROM cur WHERE d = ''' + @d + '''', @n = 1
EXEC (@q)
