.open shop.db
.read script.sql
.import data.csv orders
SELECT a FROM orders;
