CREATE TABLE items (id integer, order_id integer REFERENCES orders (id));
ALTER TABLE items ADD COLUMN price numeric;
ALTER TABLE items RENAME TO positions;
DROP TABLE IF EXISTS a, b;
