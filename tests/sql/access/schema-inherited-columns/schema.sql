CREATE TABLE places (name text, gone text);
CREATE TABLE cities (mayor text) INHERITS (places);
ALTER TABLE places DROP COLUMN gone, ADD COLUMN area integer;
