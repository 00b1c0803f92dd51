SELECT count(*) AS n FROM t WHERE a = 1;
