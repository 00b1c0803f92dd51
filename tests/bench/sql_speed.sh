# Speed of the SQL reader beside libpg_query's, on short statements and on long
# ones; processor time.
#
# PG_REGRESS is the folder of PostgreSQL's regression statements; without it
# those that the oracle has fetched, else our own cases are read.
if [ ! -x "$BENCH/sql_speed" ]; then
	echo "sql_speed: libpg_query is not installed"
	exit 0
fi
folder=${PG_REGRESS:-build/oracle/regress}
[ -d "$folder" ] || folder=tests/sql/postgresql
echo "short: $folder"
find "$folder" -name '*.sql' | LC_ALL=C sort | xargs "$BENCH/sql_speed"
echo "long: tests/bench/analytical.sql"
"$BENCH/sql_speed" tests/bench/analytical.sql
echo "(mark: 5 x, resolved)"
