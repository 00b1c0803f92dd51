SELECT CONVERT(nvarchar(max), a) AS x, TRY_CONVERT(date, b) AS y FROM t;
