IF (SELECT 1 FROM orders) THEN INSERT INTO log VALUES (1); END IF;
FOR r IN (SELECT id FROM orders) DO DELETE FROM items WHERE order_id = r.id; END FOR;
WHILE (SELECT count(*) FROM jobs) DO CALL work(); END WHILE;
SELECT id FROM orders;
