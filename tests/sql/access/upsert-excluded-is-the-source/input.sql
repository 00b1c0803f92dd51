INSERT INTO totals (k, n) SELECT key, amount FROM moves
ON CONFLICT (k) DO UPDATE SET n = excluded.n;
