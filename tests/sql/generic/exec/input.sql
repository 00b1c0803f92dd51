EXEC dbo.refresh_totals @a = 1;
