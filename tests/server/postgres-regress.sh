# PostgreSQL's own regression tests leave a schema of everything that its
# authors thought of: live and as a dump it is one graph, the columns of its
# views are those of pg_depend, and what its functions touch is what
# plpgsql_check finds. Skipped where the sources cannot be had.
. "$(dirname "$0")/../cli/tap.sh"
. "$root/tests/server/server.sh"

sources=$root/build/oracle
if ! sh "$root/tests/oracle/sources.sh" "$sources" >"$tap_folder/log" 2>&1; then
	skip 'the schema of the regression tests' 'no sources of PostgreSQL'
	done_testing
	exit
fi

pg_start 'wal_level = logical' || exit 1
pg_sql postgres -c 'CREATE DATABASE regression'
# Statements fail where the tests bring functions of their own in C along.
for file in test_setup create_misc create_procedure create_table create_type \
	create_schema create_index create_view index_including create_aggregate \
	create_function_sql constraints triggers inherit typed_table \
	updatable_views select_into matview rowsecurity identity generated \
	create_table_like rules publication select_views foreign_key \
	foreign_data domain rangefuncs plpgsql alter_table sequence returning \
	with partition_join partition_prune indexing event_trigger; do
	PG_ABS_SRCDIR=$PWD PG_LIBDIR=$PWD PG_DLSUFFIX=.so timeout 60 \
		"$pg_bin/psql" -X -q -d regression \
		-f "$sources/regress/$file.sql" >"$tap_folder/sql" 2>&1 </dev/null
done
same_graph 'the schema of the regression tests' regression
same_columns 'and its views' regression
same_tables 'and its functions' regression
done_testing
