# What PostgreSQL itself knows of its objects is the oracle: the columns that
# each view uses (pg_depend), and the relations that functions touch
# (plpgsql_check, where it is installed).
. "$(dirname "$0")/../cli/tap.sh"
. "$root/tests/server/server.sh"

pg_start "wal_level = logical" || exit 1
pg_sql postgres -c 'CREATE ROLE quillmere' -c 'CREATE ROLE report_reader'

# same_tables NAME DATABASE - whatever plpgsql_check finds, we find: relations
# and routines of each function, views followed.
same_tables() {
	pg_sql "$2" -c 'CREATE EXTENSION plpgsql_check' 2>check.log || {
		skip "$1" 'plpgsql_check is not installed'
		return
	}
	# shellcheck disable=SC2016 # a dollar of SQL
	pg_sql "$2" -F ' ' >expected 2>check.log <<'END'
SELECT DISTINCT n.nspname || '.' || p.proname, lower(d.type), d.schema || '.' || d.name
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN pg_language l ON l.oid = p.prolang AND l.lanname = 'plpgsql'
LEFT JOIN LATERAL (SELECT tgrelid FROM pg_trigger t WHERE t.tgfoid = p.oid LIMIT 1) t ON true,
LATERAL plpgsql_show_dependency_tb(p.oid, coalesce(t.tgrelid, 0)) d
WHERE n.nspname !~ '^pg_' AND d.schema !~ '^pg_' AND d.type IN ('RELATION', 'FUNCTION')
	AND (p.prorettype <> 'trigger'::regtype OR t.tgrelid IS NOT NULL)
	AND p.prorettype <> 'event_trigger'::regtype
	AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.objid = p.oid AND e.deptype = 'e')
END
	unmoor export --map map.db --format json | jq -r '
		(.nodes | map({(.id): .}) | add) as $nodes |
		.edges[] | $nodes[.from] as $from | $nodes[.to] as $to |
		select(.kind == "reads" or .kind == "writes" or .kind == "calls") |
		"\($from.name) \(if .kind == "calls" then "function" else
			"relation" end) \($to.name)"' |
		sed 's/([^)]*)//g' | LC_ALL=C sort -u >edges
	awk -v edges=edges '
		BEGIN { while ((getline line < edges) > 0) {
			split(line, e, " "); to[e[1]] = to[e[1]] " " e[3] } }
		function follow(name, n, i, list) {
			if (name in seen) return
			seen[name] = 1
			n = split(to[name], list, " ")
			for (i = 1; i <= n; i++) follow(list[i])
		}
		{ delete seen; n = split(to[$1], list, " ")
		  for (i = 1; i <= n; i++) follow(list[i])
		  if (!($3 in seen)) print }' expected >missing
	is "$1: $(grep -c . expected) dependencies" "$(cat check.log missing)" ''
}

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
