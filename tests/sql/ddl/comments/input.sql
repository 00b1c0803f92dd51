COMMENT ON TABLE app.t IS 'people; who buy';
COMMENT ON COLUMN app.t.name IS 'it''s a name';
COMMENT ON FUNCTION f(integer) IS 'does';
COMMENT ON COLUMN t.gone IS NULL;
