# What goes wrong with a live PostgreSQL server: each has a clear message, and
# what the map knew stays.
. "$(dirname "$0")/../cli/tap.sh"
. "$root/tests/server/server.sh"

pg_start || exit 1
pg_make shop <<'END'
CREATE TABLE orders (id integer PRIMARY KEY, total integer);
CREATE TABLE items (id integer, order_id integer REFERENCES orders);
CREATE VIEW big AS SELECT id FROM orders WHERE total > 100;
CREATE VIEW many AS SELECT order_id FROM items;
CREATE ROLE reader LOGIN PASSWORD 'read-s3cret';
CREATE ROLE slow LOGIN;
ALTER ROLE slow SET statement_timeout = '400ms';
CREATE ROLE hasty LOGIN;
ALTER ROLE hasty SET lock_timeout = '200ms';
END
host=127.0.0.1:$pg_port

# scan_as ROLE [DATABASE] - a scan by that role, into map.db.
scan_as() {
	run timeout 60 unmoor scan --map map.db \
		"shop=postgresql://$1@$host/${2:-shop}"
}

# readers_of TABLE - by the map.
readers_of() {
	unmoor readers --map map.db --json "$1" |
		jq -r '.edges[] | select(.kind == "reads") | .from' | sort
}

# hold SQL - a session that has run this and does not end.
hold() {
	mkfifo hold
	"$pg_bin/psql" -X -q -d shop <hold >hold.log 2>&1 &
	holder=$!
	exec 7>hold
	echo "BEGIN; $1 SELECT 'held';" >&7
	until_true 20 grep -q held hold.log || diag "$(cat hold.log)"
}

# release SQL - ends that session with COMMIT or ROLLBACK.
release() {
	echo "$1;" >&7
	exec 7>&-
	wait $holder
	rm -f hold
}

# --- no connection ------------------------------------------------------------

run unmoor scan --map none.db "postgresql://me:n0ne@127.0.0.1:$(free_port)/shop"
is 'a server that is not there ends with 2' "$status" 2
like 'and says so' "$err" \
	'^unmoor: shop: postgresql://127.0.0.1:[0-9]+/shop: no connection: .*refused'
unlike 'without the password' "$err" n0ne

sed -i '1i host all reader 127.0.0.1/32 scram-sha-256' "$pg_data/pg_hba.conf"
pg_sql shop -c 'SELECT pg_reload_conf()' >reloaded
scan_as reader:wr0ng
is 'a wrong password ends with 2' "$status" 2
like 'and says so' "$err" 'password authentication failed for user "reader"'
unlike 'without the password' "$err" 'wr0ng'
scan_as reader
like 'a missing password says where to put it' "$err" 'PGPASSWORD or ~/.pgpass'
PGPASSWORD=read-s3cret scan_as reader
is 'which is taken' "$status" 0
rm map.db

run unmoor scan --map map.db "shop=postgresql://dba@$host/shop?sslmode=require"
is 'a server without TLS ends with 2' "$status" 2
like 'and says so' "$err" 'no connection: .*does not support SSL.*sslmode'
scan_as dba nowhere
like 'a database that is not there is named' "$err" '"nowhere" does not exist'
run unmoor scan --map map.db "shop=postgresql://dba:se/cr?et@$host:x/shop"
like 'a broken URL is shown without its password' "$err" \
	"no valid URL.*postgresql://USER@HOST"
unlike 'whatever it has in it' "$err" 'cr.et'

# --- what is denied -----------------------------------------------------------

pg_sql shop -c 'REVOKE SELECT ON pg_policy, pg_trigger FROM PUBLIC'
PGPASSWORD=read-s3cret scan_as reader
is 'a catalog that may not be read fails nothing' "$status" 0
is 'the rest is read' "$(readers_of orders)" view:shop/public.big
is 'and it is a blind spot' "$(unmoor blind --map map.db --json | jq -r '
	.blind_spots[] | select(.reason == "permission-denied") | .detail')" \
	"$(printf '%s\n' 'policies: permission denied for table pg_policy' \
		'triggers: permission denied for table pg_trigger')"
pg_sql shop -c 'GRANT SELECT ON pg_policy, pg_trigger TO PUBLIC' \
	-c 'REVOKE SELECT ON pg_class FROM PUBLIC'
PGPASSWORD=read-s3cret scan_as reader
is 'what nothing can be told without fails the source' "$status" 3
like 'and says so' "$err" 'cannot read relations: permission denied.*catalogs.md'
is 'what was known stays' "$(readers_of orders)" view:shop/public.big
is 'and is stale' "$(unmoor export --map map.db --format json |
	jq '.sources[0].stale')" true
pg_sql shop -c 'GRANT SELECT ON pg_class TO PUBLIC'
scan_as dba
is 'until it can be read again' "$(unmoor export --map map.db --format json |
	jq '.sources[0].stale')" false

# --- in the middle of reading -------------------------------------------------

hold 'LOCK TABLE orders IN ACCESS EXCLUSIVE MODE;'
scan_as slow
is 'a statement that takes too long ends with 3' "$status" 3
like 'and says so' "$err" 'cannot read relations: .*statement timeout.*longer'
scan_as hasty
is 'a lock that is not to be had ends with 3' "$status" 3
like 'and says so' "$err" 'cannot read relations: .*lock timeout'

unmoor scan --map map.db "shop=postgresql://dba:in-ps-s3cret@$host/shop" \
	>out 2>err 7>&- &
scan=$!
waiting="SELECT 1/count(*) FROM pg_stat_activity WHERE application_name = 'unmoor'
	AND wait_event_type = 'Lock'"
until_true 20 pg_sql postgres -c "$waiting"
is 'nobody sees a password among the processes' \
	"$(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n' |
		grep -c 'in-ps-s3cre[t]')" 0
pg_sql postgres -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
	WHERE application_name = 'unmoor'" >terminated
wait $scan
is 'a connection that is lost ends with 3' $? 3
like 'and says so' "$(cat err)" 'cannot read relations|connection was lost'
is 'what was known stays' "$(readers_of orders)" view:shop/public.big
release ROLLBACK

hold 'DROP TABLE items CASCADE;'
unmoor scan --map map.db "shop=postgresql://dba@$host/shop" \
	>out 2>err 7>&- &
scan=$!
until_true 20 pg_sql postgres -c "$waiting"
release COMMIT
wait $scan
is 'what is dropped while it is read fails nothing' $? 0
is 'since it is read once more' "$(unmoor export --map map.db --format json |
	grep -c 'public.many')" 0
is 'and the rest is there' "$(readers_of orders)" view:shop/public.big

hold 'LOCK TABLE orders IN ACCESS EXCLUSIVE MODE;'
pg_sql shop -c 'SET lock_timeout = 1000' -c 'CREATE TABLE plain (id integer)'
release ROLLBACK
pg_sql shop -c 'DROP VIEW big' -c 'INSERT INTO plain VALUES (1)'
hold 'LOCK TABLE plain IN ACCESS EXCLUSIVE MODE;'
scan_as hasty
is 'the size of a table that is locked is not waited for' "$status" 0
release ROLLBACK

# --- bodies -------------------------------------------------------------------

pg_sql shop <<'END'
SET check_function_bodies = off;
CREATE FUNCTION broken() RETURNS integer LANGUAGE sql AS 'SELECT FROM WHERE ((';
CREATE FUNCTION nothing() RETURNS integer LANGUAGE plpgsql AS '';
CREATE FUNCTION fine() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM orders';
END
scan_as dba
is 'a body that does not parse fails nothing' "$status" 0
is 'it is a blind spot' "$(unmoor blind --map map.db --json | jq -r '
	.blind_spots[] | select(.detail | startswith("public.broken()")) |
	.reason' | head -n 1)" unreadable-sql
is 'and the others are read' "$(readers_of orders)" \
	'routine:shop/public.fine()'
done_testing
