# Real servers for tests, in temporary folders, on free ports, never the
# machine's own; see README.md beside it. Source it behind tap.sh:
#
#   . "$(dirname "$0")/../cli/tap.sh"
#   . "$root/tests/server/server.sh"
#
# Servers refuse to run as root, so they then run as an unprivileged user. They
# end with the test, whatever ends it.
# shellcheck shell=sh disable=SC2034,SC2154

server_folder=$(mktemp -d "${TMPDIR:-/tmp}/unmoor-server.XXXXXX") || exit 1
server_pids=
trap 'server_stop; rm -rf "$server_folder"
	chmod -R u+rwX "$tap_folder"; rm -rf "$tap_folder"' EXIT

server_user=
if [ "$(id -u)" = 0 ]; then
	server_user='--reuid=nobody --regid=nogroup --clear-groups'
	chown nobody:nogroup "$server_folder"
fi

# as_server COMMAND... - runs it as the user of the servers.
as_server() {
	# shellcheck disable=SC2086 # words
	(cd "$server_folder" && exec setpriv $server_user \
		env HOME="$server_folder" "$@" </dev/null)
}

# server_launch LOG COMMAND... - starts it in the background, sets $server_pid;
# it dies with this shell, however that ends.
server_launch() {
	server_log=$1
	shift
	# shellcheck disable=SC2086 # words
	(cd "$server_folder" && exec setpriv $server_user --pdeathsig=KILL \
		env HOME="$server_folder" "$@" </dev/null >"$server_log" 2>&1) &
	server_pid=$!
	server_pids="$server_pids $server_pid"
}

# server_stop [PID] - at once and without a checkpoint; all of them.
server_stop() {
	for server_pid in ${1:-$server_pids}; do
		kill -QUIT "$server_pid" 2>/dev/null
		wait "$server_pid" 2>/dev/null
	done
	[ $# -gt 0 ] || server_pids=
}

# free_port - a port that nobody listens on now.
free_port() {
	perl -MIO::Socket::INET -e '
		my $s = IO::Socket::INET->new(Listen => 1,
			LocalAddr => "127.0.0.1", LocalPort => 0) or exit 1;
		print $s->sockport'
}

# until_true SECONDS COMMAND... - tries it until it succeeds.
until_true() {
	server_tries=$(($1 * 10))
	shift
	while ! "$@" >/dev/null 2>&1; do
		server_tries=$((server_tries - 1))
		[ "$server_tries" -gt 0 ] || return 1
		sleep 0.1
	done
}

# --- PostgreSQL ---------------------------------------------------------------

pg_bin=$(for bin in /usr/lib/postgresql/*/bin; do
	[ ! -x "$bin/postgres" ] || echo "$bin"
done | sort -V | tail -n 1)

# pg_start [SETTING...] - makes a cluster of the superuser dba and starts it:
# sets $pg_port, $pg_pid and $pg_url, the URL less the database; exports PGHOST,
# PGPORT, PGUSER for psql. SETTINGs are lines of postgresql.conf.
pg_start() {
	pg_port=$(free_port)
	pg_data=$server_folder/pg-$pg_port
	as_server "$pg_bin/initdb" -D "$pg_data" -U dba -A trust -E UTF8 \
		--locale=C --no-sync >"$tap_folder/initdb" 2>&1 || {
		diag "$(cat "$tap_folder/initdb")"
		return 1
	}
	{
		echo "port = $pg_port"
		echo "listen_addresses = '127.0.0.1'"
		echo "unix_socket_directories = '$server_folder'"
		echo 'fsync = off'
		echo 'full_page_writes = off'
		echo 'autovacuum = off'
		echo 'max_connections = 20'
		echo 'shared_buffers = 64MB'
		for pg_setting; do
			echo "$pg_setting"
		done
	} | as_server_write "$pg_data/postgresql.auto.conf"
	server_launch "$tap_folder/postgres.log" "$pg_bin/postgres" -D "$pg_data"
	pg_pid=$server_pid
	PGHOST=127.0.0.1 PGPORT=$pg_port PGUSER=dba
	export PGHOST PGPORT PGUSER
	pg_url=postgresql://dba@127.0.0.1:$pg_port
	until_true 30 "$pg_bin/pg_isready" -q -d postgres || {
		diag "$(cat "$tap_folder/postgres.log")"
		return 1
	}
}

# as_server_write FILE - standard input into a file of the servers' user.
as_server_write() {
	cat >"$tap_folder/write" && chmod 644 "$tap_folder/write" &&
		cat "$tap_folder/write" >>"$1"
}

# pg_sql DATABASE [OPTION...] - runs SQL of standard input, or of options.
pg_sql() {
	pg_database=$1
	shift
	"$pg_bin/psql" -X -q -A -t -v ON_ERROR_STOP=1 -d "$pg_database" "$@"
}

# pg_make DATABASE <SQL - a new database of that SQL.
pg_make() {
	pg_sql postgres -c "CREATE DATABASE \"$1\"" </dev/null &&
		pg_sql "$1" >"$tap_folder/sql" 2>&1 || diag "$(
			cat "$tap_folder/sql")"
}

pg_dump_of() {
	"$pg_bin/pg_dump" --schema-only -d "$1"
}

# --- MariaDB ------------------------------------------------------------------

# mariadb_start [OPTION...] - makes a server whose root has no password and
# starts it: sets $mariadb_port, $mariadb_socket, $mariadb_pid, and $mariadb_url,
# the URL of root less the database. OPTIONs are of mariadbd.
mariadb_start() {
	mariadb_port=$(free_port)
	mariadb_data=$server_folder/mariadb-$mariadb_port
	mariadb_socket=$mariadb_data.sock
	as_server mariadb-install-db --no-defaults --datadir="$mariadb_data" \
		--auth-root-authentication-method=normal --skip-test-db \
		--skip-name-resolve >"$tap_folder/install-db" 2>&1 || {
		diag "$(cat "$tap_folder/install-db")"
		return 1
	}
	server_launch "$tap_folder/mariadbd.log" "$(mariadb_server)" \
		--no-defaults --datadir="$mariadb_data" \
		--socket="$mariadb_socket" --port="$mariadb_port" \
		--bind-address=127.0.0.1 --skip-name-resolve \
		--skip-networking=0 --innodb-flush-log-at-trx-commit=0 \
		--innodb-buffer-pool-size=64M --character-set-server=utf8mb4 "$@"
	mariadb_pid=$server_pid
	mariadb_url=mysql://root@127.0.0.1:$mariadb_port
	until_true 60 mariadb_sql -e 'SELECT 1' || {
		diag "$(cat "$tap_folder/mariadbd.log")"
		return 1
	}
}

# Where it is, also where no folder of servers is on the PATH; or nothing.
mariadb_server() {
	(PATH=$PATH:/usr/sbin:/usr/local/sbin && command -v mariadbd)
}

# mariadb_sql [OPTION...] - runs SQL of standard input, or of options, as root.
mariadb_sql() {
	mariadb --no-defaults --user=root --socket="$mariadb_socket" \
		--default-character-set=utf8mb4 --skip-column-names --batch "$@"
}

# mariadb_dump_of DATABASE... - as it is given to unmoor.
mariadb_dump_of() {
	mariadb-dump --no-defaults --user=root --socket="$mariadb_socket" \
		--no-data --routines --events --single-transaction \
		--skip-lock-tables "$@"
}

# mariadb_databases - less those of the system.
mariadb_databases() {
	mariadb_sql -e 'SHOW DATABASES' |
		grep -vxE 'mysql|sys|(information|performance)_schema'
}

# same_mariadb_graph NAME [DATABASE] - a live scan and one of its dump are the
# same; without DATABASE all that there are. What only the server knows of
# itself is an object of the live one.
same_mariadb_graph() {
	# shellcheck disable=SC2046 # words
	mariadb_dump_of --databases ${2-$(mariadb_databases)} \
		>"$tap_folder/dump.sql" 2>"$tap_folder/err" ||
		diag "$(cat "$tap_folder/err")"
	rm -f "$tap_folder/live.db" "$tap_folder/dump.db"
	{
		unmoor scan --map "$tap_folder/live.db" \
			"db=$mariadb_url/${2-}" &&
			unmoor scan --map "$tap_folder/dump.db" \
				"db=$tap_folder/dump.sql"
	} >"$tap_folder/scans" 2>&1 || diag "$(cat "$tap_folder/scans")"
	for mariadb_graph in live dump; do
		graph_of "$tap_folder/$mariadb_graph.db" |
			grep -v '^database ' >"$tap_folder/$mariadb_graph.graph"
	done
	diff -u "$tap_folder/dump.graph" "$tap_folder/live.graph" \
		>"$tap_folder/difference"
	is "$1" "$(wc -l <"$tap_folder/live.graph") lines$(
		head -n 60 "$tap_folder/difference")" \
		"$(wc -l <"$tap_folder/dump.graph") lines"
}

# --- graphs -------------------------------------------------------------------

# graph_of MAP - what a dump and a live server have in common, a line each:
# ids, kinds, attributes less those of use, size and rights, edges with
# operations, columns, pairs; no evidence.
graph_of() {
	unmoor export --map "$1" --format json | jq -r '
		def apart: test("^(role|server|slot|statement):");
		# A dump says NULL for the default that a partition has not.
		def told: del(.owner, .grants, .rows, .bytes, .scans, .reads,
			.writes, .calls, .status) |
			if .default == "NULL" then del(.default) else . end;
		(.nodes[] | select(.id | apart | not) | "\(.kind) \(.id) " +
			(if .kind == "database" then "" else
				"\(.attributes | told | tojson)" end)),
		(.edges[] | select((.from | apart | not) and
				(.to | apart | not)) |
			"\(.from) \(.kind) \(.to) \(.operations // [] | join(","))" +
			" \([.columns[]? | "\(.name):\(.roles | join(","))"] |
				join(" ")) " +
			"\([.pairs[]? | "\(.from)=\(.to)"] | join(" ")) " +
			"\(.how // "") \(.confidence)"),
		(.blind_spots[] | "? \(.reason) \(.pattern) \(.count)")' |
		LC_ALL=C sort
}

# same_graph NAME DATABASE - a live scan and one of its dump are the same.
same_graph() {
	pg_dump_of "$2" >"$tap_folder/dump.sql" 2>"$tap_folder/err" ||
		diag "$(cat "$tap_folder/err")"
	rm -f "$tap_folder/live.db" "$tap_folder/dump.db"
	{
		unmoor scan --map "$tap_folder/live.db" "db=$pg_url/$2" &&
			unmoor scan --map "$tap_folder/dump.db" \
				"db=$tap_folder/dump.sql"
	} >"$tap_folder/scans" 2>&1 || diag "$(cat "$tap_folder/scans")"
	graph_of "$tap_folder/live.db" >"$tap_folder/live.graph"
	graph_of "$tap_folder/dump.db" >"$tap_folder/dump.graph"
	diff -u "$tap_folder/dump.graph" "$tap_folder/live.graph" \
		>"$tap_folder/difference"
	[ "$(wc -l <"$tap_folder/live.graph")" -gt 10 ] ||
		echo 'the graph is empty' >>"$tap_folder/difference"
	is "$1" "$(wc -l <"$tap_folder/live.graph") lines$(
		head -n 60 "$tap_folder/difference")" \
		"$(wc -l <"$tap_folder/dump.graph") lines"
}

# --- what PostgreSQL knows ----------------------------------------------------

# What a rule of a view depends on, less the view itself; system columns have
# numbers below zero.
pg_depends="SELECT DISTINCT vn.nspname || '.' || v.relname, tn.nspname || '.' || t.relname,
	a.attname FROM pg_depend d
	JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
	JOIN pg_class v ON v.oid = r.ev_class AND v.relkind IN ('v', 'm')
		AND r.rulename = '_RETURN'
	JOIN pg_namespace vn ON vn.oid = v.relnamespace
	JOIN pg_class t ON d.refclassid = 'pg_class'::regclass AND t.oid = d.refobjid
		AND t.oid <> v.oid AND t.relkind IN ('r', 'p', 'v', 'm', 'f')
	JOIN pg_namespace tn ON tn.oid = t.relnamespace
	JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
	WHERE d.refobjsubid > 0 AND vn.nspname !~ '^pg_'
		AND vn.nspname <> 'information_schema' AND tn.nspname !~ '^pg_'
		AND tn.nspname <> 'information_schema'"

# map_of DATABASE - scans it.
map_of() {
	rm -f map.db
	unmoor scan --map map.db "db=$pg_url/$1" >scan.log 2>&1 ||
		diag "$(cat scan.log)"
}

# same_columns NAME DATABASE - the columns of all views are those of pg_depend.
same_columns() {
	map_of "$2"
	pg_sql "$2" -F ' ' -c "$pg_depends" | LC_ALL=C sort >expected
	unmoor export --map map.db --format json | jq -r '
		(.nodes | map({(.id): .}) | add) as $nodes |
		.edges[] | select(.kind == "reads") |
		$nodes[.from] as $view | $nodes[.to] as $table |
		select($view.kind == "view" or $view.kind == "matview") |
		.columns[]? | "\($view.name) \($table.name) \(.name)"' |
		LC_ALL=C sort -u >got
	is "$1: $(grep -c . expected) columns" "$(diff expected got | head -n 40)" ''
}

# same_tables NAME DATABASE - whatever plpgsql_check finds, we find: relations
# and routines of each function, views followed. Of the map that map_of() or
# same_columns() has made.
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
WHERE n.nspname !~ '^pg_' AND d.schema !~ '^pg_' AND d.schema <> 'information_schema' AND d.type IN ('RELATION', 'FUNCTION')
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
