CREATE TABLE line (
  order_id int NOT NULL REFERENCES orders (id),
  product_id int,
  KEY fk_p (product_id),
  CONSTRAINT `fk_p` FOREIGN KEY `fk_p` (`product_id`) REFERENCES `shop`.`product` (`id`) ON DELETE SET NULL ON UPDATE NO ACTION
);
ALTER TABLE line ADD FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE;
