SET @s = (SELECT IF(
    (SELECT COUNT(*) FROM information_schema.columns WHERE table_name = 'a') > 0,
    'ALTER TABLE a DROP b',
    'SELECT 1'
));
PREPARE stmt FROM @s;
EXECUTE stmt;
SET @t = CONCAT('DELETE FROM ', 'c'), @n = 3;
PREPARE stmt FROM @t;
PREPARE stmt FROM 'SELECT d FROM e';
PREPARE stmt FROM @unknown;
