SELECT o.id, [key], value FROM orders o CROSS APPLY OPENJSON(o.doc);
SELECT name, n FROM orders o CROSS APPLY OPENJSON(o.doc)
	WITH (name nvarchar(20) '$.name', n int, part nvarchar(max) AS JSON) j;
SELECT value FROM STRING_SPLIT(@list, ',');
SELECT DATEADD(day, before, paid) FROM orders;
