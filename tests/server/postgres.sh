# A live PostgreSQL server and a dump of it are one graph.
. "$(dirname "$0")/../cli/tap.sh"
. "$root/tests/server/server.sh"

pg_start "wal_level = logical" || exit 1
pg_sql postgres -c 'CREATE ROLE quillmere' -c 'CREATE ROLE report_reader'
pg_make office <"$root/examples/dumps/office.sql"
same_graph 'the example' office
pg_make everything <"$root/tests/server/everything.sql"
same_graph 'one of every kind of object' everything
{
	echo 'SET generated.tables = 500;'
	cat "$root/tests/server/generated.sql"
} | pg_make generated
same_graph 'a schema of 500 tables' generated
pg_make empty </dev/null
ok 'a database without anything is scanned' \
	unmoor scan --map empty.db "$pg_url/empty"

run unmoor scan --map map.db "office=$pg_url/office"
is 'a server is scanned' "$status" 0
unmoor export --map map.db --format json >first.json
run unmoor scan --map map.db "office=$pg_url/office"
is 'and when nothing has changed' "$out" 'map.db: nothing has changed'
unmoor export --map map.db --format json >second.json
ok 'the map is the same' cmp first.json second.json
rm map.db
unmoor scan -j 1 --map map.db "office=$pg_url/office" >/dev/null
unmoor export --map map.db --format json >second.json
ok 'with one worker, too' cmp first.json second.json
is 'the location has no user' "$(jq -r '.sources[0].location' first.json)" \
	"postgresql://127.0.0.1:$pg_port/office"

# attribute ID NAME - of a node.
attribute() {
	jq -r --arg id "$1" --arg name "$2" '.nodes[] | select(.id == $id) |
		.attributes[$name] // "none"' first.json
}

is 'tables have sizes' "$(attribute table:office/public.customers bytes |
	grep -c '^[1-9]')" 1
is 'and owners' "$(attribute table:office/public.customers owner)" quillmere
is 'roles are nodes' "$(attribute role:office/dba superuser)" true
is 'the database has a version' "$(attribute database:office/office version |
	cut -d. -f1)" "$("$pg_bin/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')"

pg_sql office -c 'CREATE VIEW late AS SELECT id FROM customers'
unmoor scan --map map.db "office=$pg_url/office" >/dev/null
is 'what is new is found' "$(unmoor readers --map map.db --json customers |
	jq -r '.edges[] | select(.kind == "reads") | .from' | grep late)" \
	view:office/public.late
pg_sql office -c 'DROP VIEW late'
unmoor scan --map map.db "office=$pg_url/office" >/dev/null
is 'what is gone is gone' "$(unmoor export --map map.db --format json |
	grep -c 'public.late')" 0
done_testing
