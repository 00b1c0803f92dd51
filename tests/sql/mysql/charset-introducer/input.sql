SELECT _utf8mb4'FROM x' COLLATE utf8mb4_bin, N'y', CONVERT(a USING utf8), CAST(b AS CHAR(3)) FROM t;
