-- Tables in five schemas that hang together: foreign keys, views over views,
-- triggers, functions, partitions, inheritance. generated.tables says how many.
DO $do$
DECLARE
	n integer := current_setting('generated.tables');
	s text;
	t text;
BEGIN
	FOR i IN 0..4 LOOP
		EXECUTE format('CREATE SCHEMA area_%s', i);
		EXECUTE format('CREATE TYPE area_%s.state AS ENUM (''open'', ''done'')', i);
	END LOOP;
	FOR i IN 1..n LOOP
		IF i % 100 = 0 THEN COMMIT; END IF;
		s := format('area_%s', i % 5);
		t := format('%I.%I', s, CASE WHEN i % 50 = 0 THEN 'Odd ' ELSE 'item_' END || i);
		EXECUTE format('CREATE TABLE %s (id serial PRIMARY KEY, code varchar(20) NOT NULL UNIQUE,
			name text DEFAULT ''none'', state %s.state DEFAULT ''open'', parent_id integer,
			amount numeric(12,2) CHECK (amount >= 0), net numeric GENERATED ALWAYS AS (amount / 1.2) STORED,
			created timestamptz DEFAULT now(), note text, flags jsonb)', t, s);
		IF i % 25 = 7 THEN
			EXECUTE format('CREATE TABLE %s.child_%s (extra integer) INHERITS (%s)', s, i, t);
		END IF;
		EXECUTE format('CREATE INDEX ON %s (created, lower(name))', t);
		EXECUTE format('COMMENT ON COLUMN %s.note IS ''of %s''', t, i);
		CONTINUE WHEN i % 50 = 0 OR i < 10;
		IF (i - 1) % 50 <> 0 THEN
			EXECUTE format('ALTER TABLE %s ADD FOREIGN KEY (parent_id) REFERENCES area_%s.item_%s (id) ON DELETE CASCADE',
				t, (i - 1) % 5, i - 1);
		END IF;
		IF i % 3 = 0 THEN
			EXECUTE format('CREATE VIEW %s.view_%s AS SELECT a.id, a.name, sum(b.amount) AS total FROM %s a
				LEFT JOIN area_%s.item_%s b ON b.parent_id = a.id WHERE a.state = ''open'' GROUP BY a.id, a.name',
				s, i, t, (i - 3 - ((i - 3) % 50 = 0)::int) % 5, i - 3 - ((i - 3) % 50 = 0)::int);
		END IF;
		IF i % 6 = 0 AND i > 12 AND (i - 6) % 50 <> 0 THEN
			EXECUTE format('CREATE VIEW %s.over_%s AS SELECT v.*, w.total AS other FROM %s.view_%s v
				JOIN area_%s.view_%s w USING (id)', s, i, s, i, (i - 6) % 5, i - 6);
		END IF;
		IF i % 10 = 1 THEN
			EXECUTE format('CREATE FUNCTION %s.keep_%s() RETURNS trigger LANGUAGE plpgsql AS $f$
				BEGIN
					UPDATE area_%s.item_%s SET amount = NEW.amount WHERE id = NEW.parent_id;
					DELETE FROM area_%s.item_%s WHERE code = OLD.code;
					RETURN NEW;
				END $f$', s, i, (i + 1) % 5, i + 1, (i + 2) % 5, i + 2);
			EXECUTE format('CREATE TRIGGER keep AFTER UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION %s.keep_%s()', t, s, i);
			EXECUTE format('CREATE FUNCTION %s.find_%s(what text, lowest integer DEFAULT 1) RETURNS SETOF %s LANGUAGE sql STABLE
				AS $f$ SELECT * FROM %s WHERE name LIKE what AND amount >= lowest $f$', s, i, t, t);
		END IF;
		IF i % 100 = 2 THEN
			EXECUTE format('CREATE TABLE %s.log_%s (at date NOT NULL, what text) PARTITION BY RANGE (at)', s, i);
			FOR y IN 2020..2024 LOOP
				EXECUTE format('CREATE TABLE %s.log_%s_%s PARTITION OF %s.log_%s FOR VALUES FROM (%L) TO (%L)',
					s, i, y, s, i, y || '-01-01', y + 1 || '-01-01');
			END LOOP;
		END IF;
		IF i % 70 = 3 THEN
			EXECUTE format('CREATE MATERIALIZED VIEW %s.total_%s AS SELECT state, count(*) AS n FROM %s GROUP BY state', s, i, t);
		END IF;
	END LOOP;
END $do$;
