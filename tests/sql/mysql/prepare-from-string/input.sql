PREPARE s FROM 'SELECT a FROM t WHERE b = ?';
SET @shop.q = CONCAT('SELECT a FROM ', 'orders'); PREPARE s FROM @shop.q;
