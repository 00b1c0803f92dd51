SELECT _latin1 0xFF, _utf8mb4 'x', a FROM t;
