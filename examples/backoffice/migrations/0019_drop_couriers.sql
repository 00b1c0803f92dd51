-- Everything goes by post since spring.
ALTER TABLE orders DROP COLUMN IF EXISTS courier_id;
DROP TABLE IF EXISTS couriers;
