SELECT string_agg(DISTINCT a, ',' ORDER BY b DESC) FROM t;
