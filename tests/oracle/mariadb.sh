# Tables read and written, ours beside those that a MariaDB server locks, on
# the statements of MariaDB's own tests. Those that differ are in the file
# mariadb.known (file, first line of the statement, reason; sorted); one that
# is not there fails, and so does one that is equal again.
. "$(dirname "$0")/../cli/tap.sh"
. "$root/tests/server/server.sh"
cd "$root" || exit 1

# Files with many kinds of DML. Others say no more: of all 1295 files of main,
# those about character sets, settings and plans have the same statements.
main='cte_nonrecursive cte_recursive delete* derived except* group_by insert*
	intersect* join lateral* loaddata merge multi_update nested* parser ps
	replace* row* select set_statement sp sp-for-loop sql_mode subselect
	table_value_constr temp_table trigger union update* user_var view win'
suites='versioning/t period/t'

folder=build/oracle/mariadb
if [ -z "$(mariadb_server)" ]; then
	skip 'tables that MariaDB locks' 'mariadbd is not there'
elif ! sh tests/oracle/mariadb-sources.sh $folder >"$tap_folder/log" 2>&1; then
	skip 'tables that MariaDB locks' 'the packages cannot be fetched'
elif ! "${MAKE:-make}" build/tests/oracle/mariadb >"$tap_folder/log" 2>&1; then
	ok 'the oracle compiles' false
	diag "$(tail "$tap_folder/log")"
else
	# The servers' user reads no folder of ours.
	mkdir "$server_folder/plugin"
	cp $folder/metadata_lock_info.so "$server_folder/plugin"
	cp -r $folder/std_data "$server_folder/std_data"
	chmod -R a+rX "$server_folder"
	mariadb_start --skip-grant-tables --debug-no-sync \
		--innodb-flush-method=nosync --event-scheduler=OFF \
		--log-bin-trust-function-creators=1 --secure-file-priv= \
		--plugin-dir="$server_folder/plugin" \
		--plugin-load-add=metadata_lock_info.so \
		--plugin-maturity=unknown --character-set-server=latin1 || exit 1
	set --
	for pattern in $main; do
		set -- "$@" $folder/main/$pattern.test
	done
	for pattern in $suites; do
		set -- "$@" $folder/suite/$pattern/*.test
	done
	perl tests/oracle/mysqltest.pl --root $folder \
		--set MYSQLTEST_VARDIR="$server_folder" "$@" \
		>"$tap_folder/statements" 2>"$tap_folder/left"
	diag "$(cat "$tap_folder/left")"
	build/tests/oracle/mariadb --list "$mariadb_socket" \
		<"$tap_folder/statements" >"$tap_folder/list"
	awk '/^--- / {
		sub(/^--- /, ""); sub(/:[0-9]+$/, ""); file = $0
		getline; print file "\t" $0
	}' "$tap_folder/list" | LC_ALL=C sort -u >"$tap_folder/differ"
	cut -f 1,2 tests/oracle/mariadb.known >"$tap_folder/known"
	is 'tables are those that MariaDB locks, but for the known' \
		"$(cat "$tap_folder/differ")" "$(cat "$tap_folder/known")"
	summary=$(tail -n 1 "$tap_folder/list")
	diag "$summary"
	like 'the statements were there' "$summary" ' 1[0-9]{4} compared'
fi
done_testing
