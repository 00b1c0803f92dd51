CREATE TABLE orders (id int, total numeric);
CREATE TABLE audit (id int, total numeric);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO audit SELECT * FROM fresh;
	RETURN NULL;
END $$;
