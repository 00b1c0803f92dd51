# A live PostgreSQL catalog of BENCH_TABLES tables (5,000) of 20 columns each,
# against pg_dump --schema-only of the same server in the same run: the best of
# three each. Without the server's binaries nothing is measured.
. "$(dirname "$0")/../cli/tap.sh" >/dev/null
. "$root/tests/server/server.sh"
[ -n "$pg_bin" ] || { echo 'catalog: no PostgreSQL here'; exit 0; }
tables=${BENCH_TABLES:-5000}

pg_start 'max_locks_per_transaction = 1024' 'shared_buffers = 256MB' \
	'autovacuum = on' || exit 1
pg_sql postgres -c 'CREATE DATABASE bench'
pg_sql bench -v tables="$tables" <<'END'
SELECT set_config('bench.tables', :'tables', false);
DO $do$
DECLARE
	columns text := (SELECT string_agg(format('c%s %s', n, (ARRAY['integer',
		'text NOT NULL', 'numeric(10,2) DEFAULT 0', 'timestamp with time zone',
		'character varying(40)'])[n % 5 + 1]), ', ') FROM generate_series(1, 18) n);
BEGIN
	FOR i IN 1..current_setting('bench.tables')::integer LOOP
		EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, parent integer, %s)',
			i, columns);
		EXECUTE format('CREATE INDEX ON t%s (c1, c2)', i);
		CONTINUE WHEN i = 1;
		EXECUTE format('ALTER TABLE t%s ADD FOREIGN KEY (parent) REFERENCES t%s',
			i, i / 2);
		IF i % 10 = 0 THEN
			EXECUTE format('CREATE VIEW v%s AS SELECT a.*, b.c2 AS other FROM t%s a
				JOIN t%s b ON b.parent = a.id', i, i / 2, i);
			EXECUTE format('CREATE FUNCTION f%s() RETURNS trigger LANGUAGE plpgsql AS
				$$BEGIN UPDATE t%s SET c1 = NEW.c1 WHERE id = NEW.parent; RETURN NEW; END$$',
				i, i / 2);
			EXECUTE format('CREATE TRIGGER g AFTER INSERT ON t%s FOR EACH ROW
				EXECUTE FUNCTION f%s()', i, i);
		END IF;
		IF i % 200 = 0 THEN
			COMMIT;
		END IF;
	END LOOP;
END $do$;
VACUUM ANALYZE;
END

# best COMMAND... - the shortest of three runs, in seconds.
best() {
	for run in 1 2 3; do
		rm -f map.db
		start=$(date +%s.%N)
		"$@" >/dev/null || exit 1
		end=$(date +%s.%N)
		echo "$start $end"
	done | awk '{ t = $2 - $1; if (!n++ || t < b) b = t } END { print b }'
}

dump=$(best "$pg_bin/pg_dump" --schema-only -f dump.sql bench)
scan=$(best unmoor scan --map map.db "$pg_url/bench")
again=$(run=1
	start=$(date +%s.%N)
	unmoor scan --map map.db "$pg_url/bench" >/dev/null
	echo "$start $(date +%s.%N)" | awk '{ print $2 - $1 }')
awk -v d="$dump" -v s="$scan" -v a="$again" -v t="$tables" 'BEGIN {
	printf "catalog: %d tables: pg_dump %.2f s, scan %.2f s, rescan %.2f s\n",
		t, d, s, a
	printf "catalog, PostgreSQL: %.2f (mark: 1)\n", s / d
	printf "catalog, nothing changed: %.2f\n", a / d }'
