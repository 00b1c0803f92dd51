INSERT INTO archive SELECT * FROM v WHERE total > 3;
CREATE TABLE copied AS SELECT o.* FROM orders o;
INSERT INTO archive SELECT * FROM copied;
WITH gone AS (DELETE FROM orders RETURNING *) INSERT INTO archive SELECT * FROM gone;
