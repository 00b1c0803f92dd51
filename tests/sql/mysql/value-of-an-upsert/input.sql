INSERT INTO stock (item, count) SELECT item, total FROM orders
ON DUPLICATE KEY UPDATE count = count + VALUE(count);
