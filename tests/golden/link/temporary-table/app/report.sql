CREATE TEMPORARY TABLE picked AS SELECT id FROM orders;
SELECT count(*) FROM picked;
