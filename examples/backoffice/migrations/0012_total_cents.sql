-- Money in whole cents. amount_eur stays until nobody reads it.
BEGIN;

ALTER TABLE orders ADD COLUMN total_cents bigint;

UPDATE orders
   SET total_cents = round(amount_eur * 100)
 WHERE amount_eur IS NOT NULL;

COMMIT;
