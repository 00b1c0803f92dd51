# What PostgreSQL itself knows of its objects is the oracle: the columns that
# each view uses (pg_depend), and the relations that functions touch
# (plpgsql_check, where it is installed).
. "$(dirname "$0")/../cli/tap.sh"
. "$root/tests/server/server.sh"

pg_start "wal_level = logical" || exit 1
pg_sql postgres -c 'CREATE ROLE quillmere' -c 'CREATE ROLE report_reader'

pg_make office <"$root/examples/dumps/office.sql"
same_columns 'views of the example' office
same_tables 'functions of the example' office
pg_make everything <"$root/tests/server/everything.sql"
same_columns 'one view of every kind' everything
same_tables 'functions of every kind' everything
{
	echo 'SET generated.tables = 500;'
	cat "$root/tests/server/generated.sql"
} | pg_make generated
same_columns 'views over views' generated
same_tables 'functions of 500 tables' generated
done_testing
