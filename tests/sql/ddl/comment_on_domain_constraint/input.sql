COMMENT ON CONSTRAINT above ON DOMAIN app.positive IS 'no table';
COMMENT ON CONSTRAINT above ON app.orders IS 'a table''s';
