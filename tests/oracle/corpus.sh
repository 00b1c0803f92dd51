# The same comparison on the statements of tests/sql that are PostgreSQL's:
# what each case shows is what libpg_query says, as far as it parses them.
. "$(dirname "$0")/../cli/tap.sh"
cd "$root" || exit 1

if [ ! -e /usr/include/pg_query.h ]; then
	skip 'tables on the cases of tests/sql' 'libpg-query-dev is not there'
elif ! "${MAKE:-make}" build/tests/oracle/access >"$tap_folder/log" 2>&1; then
	ok 'the oracle compiles' false
	diag "$(tail "$tap_folder/log")"
else
	mkdir "$tap_folder/cases"
	for case in tests/sql/postgresql/* tests/sql/access/* tests/sql/ddl/* \
		tests/sql/script/* tests/sql/routine/*; do
		[ ! -e "$case/input.sql" ] || [ -e "$case/dialect" ] ||
			[ -e "$case/cmd" ] || cp "$case/input.sql" \
			"$tap_folder/cases/$(basename "$case").sql"
	done
	build/tests/oracle/access --list "$tap_folder"/cases/*.sql \
		>"$tap_folder/list"
	summary=$(tail -n 1 "$tap_folder/list")
	is 'tables are as libpg_query says' \
		"$(sed '$d' "$tap_folder/list" | head -n 60)" ''
	like 'the statements were there' "$summary" '^[3-9][0-9]{2} statements'
	diag "$summary"
fi
done_testing
