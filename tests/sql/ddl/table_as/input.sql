CREATE TEMP TABLE recent (id, n) AS
	SELECT o.id, count(*) FROM orders o GROUP BY o.id;
CREATE TABLE IF NOT EXISTS all_of AS TABLE orders WITH NO DATA;
