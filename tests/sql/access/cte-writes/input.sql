WITH gone AS (DELETE FROM orders WHERE old RETURNING id, total)
INSERT INTO archive (order_id, total) SELECT id, total FROM gone;
