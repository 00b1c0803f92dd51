CREATE TABLE price_history (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  product_id int NOT NULL,
  old_cents int NOT NULL,
  new_cents int NOT NULL,
  changed_at datetime NOT NULL
) ENGINE=InnoDB;

DROP TRIGGER IF EXISTS products_bu;

DELIMITER $$
CREATE TRIGGER products_bu BEFORE UPDATE ON products
FOR EACH ROW BEGIN
  SET NEW.updated_at = NOW();
  IF NEW.price_cents <> OLD.price_cents THEN
    INSERT INTO price_history (product_id, old_cents, new_cents, changed_at)
    VALUES (OLD.id, OLD.price_cents, NEW.price_cents, NOW());
  END IF;
END$$
DELIMITER ;
