SELECT DATE '2024-01-01', timestamp with time zone 'now', point '(1,2)', B'1', a FROM t;
