SELECT a INTO #tmp FROM dbo.t;
