SHOW FULL COLUMNS FROM orders FROM shop WHERE Field = 'id';
SHOW INDEX IN shop.items;
SHOW CREATE VIEW totals;
SHOW CREATE PROCEDURE pay;
SHOW TABLES FROM shop;
DESCRIBE orders;
DESC shop.items name;
