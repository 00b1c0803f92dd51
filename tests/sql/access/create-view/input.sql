CREATE VIEW big (number, n) AS SELECT id, total * 2 FROM orders WHERE total > 9;
