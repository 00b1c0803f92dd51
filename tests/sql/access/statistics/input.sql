CREATE STATISTICS app.s (ndistinct) ON a, (b || c) FROM app.t;
COMMENT ON COLUMN t.c IS 'delete from x';
