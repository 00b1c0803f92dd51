source tables.sql
\. more/views.sql
USE shop;
SELECT id FROM t\G
\! ls
SELECT 2 FROM u \g
