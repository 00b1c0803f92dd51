SELECT [o].[total amount] FROM [dbo].[orders] AS [o] WHERE [o].[id] = @id;
