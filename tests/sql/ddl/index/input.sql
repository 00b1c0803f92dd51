CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS o_i ON ONLY app.orders
	USING btree (a DESC NULLS LAST, lower(b::text), c text_pattern_ops)
	INCLUDE (d) WHERE e > 0;
CREATE INDEX ON app.mv (c);
DROP INDEX CONCURRENTLY IF EXISTS app.o_i;
ALTER INDEX app.a_idx RENAME TO b_idx;
