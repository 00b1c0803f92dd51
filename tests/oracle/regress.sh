# Tables read and written, ours beside libpg_query's, on PostgreSQL's own
# regression statements. Those that differ are in the file known (file, first
# line of the statement, reason; sorted); one that is not there fails, and so
# does one that is equal again.
. "$(dirname "$0")/../cli/tap.sh"
cd "$root" || exit 1

folder=build/oracle
if [ ! -e /usr/include/pg_query.h ]; then
	skip 'tables on regression statements' 'libpg-query-dev is not there'
elif ! sh tests/oracle/sources.sh $folder >"$tap_folder/log" 2>&1; then
	skip 'tables on regression statements' 'the source cannot be fetched'
elif ! "${MAKE:-make}" build/tests/oracle/access >"$tap_folder/log" 2>&1; then
	ok 'the oracle compiles' false
	diag "$(tail "$tap_folder/log")"
else
	build/tests/oracle/access --list $folder/regress/*.sql \
		>"$tap_folder/list"
	# A file and the first line of its statement: numbers of lines are
	# others in each release.
	awk '/^--- / {
		sub(/^--- /, ""); sub(/:[0-9]+$/, ""); file = $0
		getline; print file "\t" $0
	}' "$tap_folder/list" | LC_ALL=C sort -u >"$tap_folder/differ"
	cut -f 1,2 tests/oracle/known >"$tap_folder/known"
	is 'tables are as libpg_query says, but for the known' \
		"$(cat "$tap_folder/differ")" "$(cat "$tap_folder/known")"
	summary=$(tail -n 1 "$tap_folder/list")
	diag "$summary"
	like 'the statements were there' "$summary" '^4[0-9]{4} statements'
	ok 'at most one of a thousand differs' \
		test "$(wc -l <tests/oracle/known)" -le 41
fi
done_testing
