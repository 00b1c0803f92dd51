# Tables read and written, ours beside libpg_query's, on SQL files.
#
# PG_REGRESS is the folder of PostgreSQL's regression statements, src/test/
# regress/sql of its source; without it our own cases are read.
set -- "${PG_REGRESS:-tests/sql}"
if [ ! -x "$BENCH/sql_oracle" ]; then
	echo "sql_oracle: libpg_query is not installed"
	exit 0
fi
find "$1" -name '*.sql' | LC_ALL=C sort | xargs "$BENCH/sql_oracle" |
	sed -n '$s/^/tables of statements: /p'
