# Speed of the SQL reader beside libpg_query's, on SQL files; processor time.
#
# PG_REGRESS is the folder of PostgreSQL's regression statements; without it
# our own cases are read.
set -- "${PG_REGRESS:-tests/sql/postgresql}"
if [ ! -x "$BENCH/sql_speed" ]; then
	echo "sql_speed: libpg_query is not installed"
	exit 0
fi
find "$1" -name '*.sql' | LC_ALL=C sort | xargs "$BENCH/sql_speed"
echo "(mark: 5 x)"
