# What plpgsql_check finds in the functions of extensions that are written in
# PL/pgSQL, we find, in a schema that is made by their scripts as if it were
# anybody's. Skipped where the distribution's packages are not installed.
. "$(dirname "$0")/../cli/tap.sh"
. "$root/tests/server/server.sh"

pg_start || exit 1
scripts=$("$pg_bin/pg_config" --sharedir)

# make_of DATABASE SCHEMA FILE... - a database of what the scripts make when
# they are no extension's: in a schema of their own, without what only CREATE
# EXTENSION may do.
make_of() {
	database=$1
	schema=$2
	shift 2
	{
		echo "CREATE SCHEMA IF NOT EXISTS $schema;"
		echo "SET search_path = $schema, public;"
		cat "$@" | sed "/^\\\\echo/d; s/@extschema@/$schema/g
			/pg_extension_config_dump/d"
	} >script.sql
	pg_sql postgres -c "CREATE DATABASE $database"
	"$pg_bin/psql" -X -q -d "$database" -f script.sql >psql.log 2>&1
}

# check_of NAME SCHEMA FILE...
check_of() {
	name=$1
	schema=$2
	shift 2
	for file; do
		[ -e "$file" ] || {
			skip "functions of $name" 'it is not installed'
			return
		}
	done
	make_of "$name" "$schema" "$@"
	map_of "$name"
	same_tables "functions of $name" "$name"
}

check_of partman partman "$scripts"/extension/pg_partman--4.7.2.sql
check_of mimeo mimeo "$scripts"/extension/mimeo--1.5.1.sql
check_of londiste londiste "$scripts"/contrib/pgq_pl_only.sql \
	"$scripts"/contrib/pgq_node.sql \
	"$scripts"/contrib/londiste.sql
done_testing
