SELECT t.a, x.b FROM dbo.t CROSS APPLY (SELECT TOP 1 b FROM dbo.u WHERE u.id = t.id) x;
