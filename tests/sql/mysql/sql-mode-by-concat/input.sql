SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES');
SELECT id FROM orders WHERE path = 'c:\';
SET sql_mode = CONCAT(@@session.sql_mode, ',ANSI_QUOTES');
SELECT "id" FROM orders WHERE path = 'c:\';
SET @@sql_mode = REPLACE(@@sql_mode, 'ANSI_QUOTES', '');
SELECT "id", total FROM orders WHERE path = 'c:\';
SET sql_mode = DEFAULT;
SELECT total FROM orders WHERE path = 'it\'s';
