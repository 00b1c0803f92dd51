CREATE TABLE a (
	b text GENERATED ALWAYS AS (made(c)) STORED,
	EXCLUDE USING gist (near(d) WITH &&) WHERE (kept(e))
) PARTITION BY RANGE (month_of(f));
CREATE TABLE b OF kind_of_b (c WITH OPTIONS DEFAULT next_c());
ALTER TABLE a ALTER b TYPE text USING turned(b), ALTER c SET EXPRESSION AS (other(d));
CREATE DOMAIN d AS text DEFAULT first_d() CHECK (is_d(VALUE));
ALTER DOMAIN d SET DEFAULT next_d();
ALTER DOMAIN d ADD CONSTRAINT e CHECK (is_e(VALUE));
CREATE TYPE t (INPUT = t_in, OUTPUT = t_out, ANALYZE = t_stats);
CREATE TYPE r AS RANGE (SUBTYPE = int, SUBTYPE_DIFF = r_diff);
CREATE PUBLICATION p FOR TABLE a WHERE (seen(b)), c;
CREATE FUNCTION f(a int DEFAULT next_a(), b int = (SELECT max(id) FROM orders))
	RETURNS int LANGUAGE sql AS 'SELECT a';
