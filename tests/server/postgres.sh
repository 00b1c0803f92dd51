# A live PostgreSQL server and a dump of it are one graph.
. "$(dirname "$0")/../cli/tap.sh"
. "$root/tests/server/server.sh"

pg_start "wal_level = logical" || exit 1
pg_sql postgres -c 'CREATE ROLE quillmere; CREATE ROLE report_reader'
pg_make office <"$root/examples/dumps/office.sql"
same_graph 'the example' office
pg_make everything <"$root/tests/server/everything.sql"
same_graph 'one of every kind of object' everything
done_testing
