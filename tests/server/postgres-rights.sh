# Least privilege on PostgreSQL, what its statistics tell, and 20 secrets.
. "$(dirname "$0")/../cli/tap.sh"
. "$root/tests/server/server.sh"

pg_start "shared_preload_libraries = 'pg_stat_statements'" \
	"wal_level = logical" || exit 1
pg_make shop <<'END'
CREATE EXTENSION pg_stat_statements;
CREATE TABLE orders (id integer PRIMARY KEY, total integer, code text DEFAULT 'new');
CREATE TABLE customers (id integer PRIMARY KEY, name text);
CREATE VIEW big AS SELECT id FROM orders WHERE total > 100 AND code <> 's3cret-01';
CREATE FUNCTION pay(secret text DEFAULT 's3cret-02') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	UPDATE orders SET total = 0 WHERE code = 's3cret-03';
	EXECUTE 'DELETE FROM orders WHERE code = ''s3cret-04''';
	PERFORM set_config('app.token', 's3cret-05', false);
END $$;
CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER audit AFTER INSERT ON orders FOR EACH ROW
	WHEN (NEW.code <> 's3cret-06') EXECUTE FUNCTION audit('s3cret-07');
CREATE POLICY own ON orders USING (code = 's3cret-08');
CREATE RULE gone AS ON DELETE TO big DO INSTEAD
	DELETE FROM orders WHERE code = 's3cret-09';
CREATE INDEX few ON orders (id) WHERE code = 's3cret-10';
CREATE FOREIGN DATA WRAPPER far OPTIONS (key 's3cret-11');
CREATE SERVER elsewhere FOREIGN DATA WRAPPER far OPTIONS (password 's3cret-12');
CREATE USER MAPPING FOR dba SERVER elsewhere OPTIONS (password 's3cret-13');
CREATE FOREIGN TABLE remote (id integer) SERVER elsewhere OPTIONS (token 's3cret-14');
CREATE SUBSCRIPTION feed CONNECTION 'host=h password=s3cret-15' PUBLICATION p
	WITH (connect = false);
CREATE PUBLICATION some_rows FOR TABLE orders WHERE (code <> 's3cret-16');
ALTER DATABASE shop SET app.token = 's3cret-17';
CREATE ROLE reader LOGIN PASSWORD 's3cret-18';
CREATE ROLE app LOGIN;
GRANT SELECT, INSERT ON orders TO app;
INSERT INTO orders VALUES (1, 5, 's3cret-19');
END
host=127.0.0.1:$pg_port
PGUSER=app pg_sql shop -c "SELECT count(*) FROM orders WHERE code = 's3cret-20'" \
	-c 'INSERT INTO orders VALUES (2, 6)' >seen

# --- a role without any rights ------------------------------------------------

unmoor scan --map dba.db "shop=postgresql://dba@$host/shop" >/dev/null
run unmoor scan --map reader.db "shop=postgresql://reader:s3cret-18@$host/shop"
is 'a role that may only connect can scan' "$status" 0
graph_of dba.db >dba.graph
graph_of reader.db | grep -v '^? permission-denied' >reader.graph
is 'and sees the whole graph' "$(diff dba.graph reader.graph)" ''
is 'but for what others have run' "$(unmoor blind --map reader.db --json |
	jq -r '.blind_spots[] | select(.reason == "permission-denied") |
		.detail' | sort -u)" \
	'pg_stat_statements: statements of other roles; GRANT pg_read_all_stats'
pg_sql shop -c 'GRANT pg_read_all_stats TO reader'
unmoor scan --map reader.db "shop=postgresql://reader:s3cret-18@$host/shop" >/dev/null
is 'unless it may read statistics' "$(unmoor blind --map reader.db --json |
	jq -r '.blind_spots[] | select(.reason == "permission-denied")')" ''

# --- statements ---------------------------------------------------------------

unmoor export --map reader.db --format json >map.json
is 'a statement that the server has seen reads' "$(jq -r '
	.edges[] | select(.to == "table:shop/public.orders" and
		(.from | test("^statement:.*[.]app$"))) |
	"\(.kind) \(.operations | join(",")) \(.evidence[0].via)"' map.json | sort)" \
	"$(printf '%s\n' 'reads select seen' 'writes insert seen')"
is 'it has its role, counts and text' "$(jq -r '
	.nodes[] | select(.kind == "statement" and .attributes.role == "app") |
	.attributes | "\(.role) \(.calls) \(.rows) \(.query)"' map.json | sort)" \
	"$(printf '%s\n' 'app 1 1 INSERT INTO orders VALUES ($1, $2)' \
		'app 1 1 SELECT count(*) FROM orders WHERE code = $1')"
is 'our own queries are not among them' "$(jq -r '
	.nodes[] | select(.kind == "statement") | .attributes.query' map.json |
	grep -c pg_catalog)" 0
is 'grants are told' "$(jq -r '.nodes[] |
	select(.id == "table:shop/public.orders") | .attributes.grants' map.json |
	grep -o 'app: insert, select')" 'app: insert, select'

# --- secrets ------------------------------------------------------------------

is 'no secret is in the map' "$(grep -o 's3cret-[0-9]*' map.json | sort -u)" ''
is 'or in its file' "$(grep -ao 's3cret-[0-9]*' reader.db dba.db | sort -u)" ''
for command in 'readers orders' blind inventory 'export --format dot'; do
	# shellcheck disable=SC2086 # words
	is "or in what $command prints" "$(unmoor ${command%% *} --map dba.db \
		$(expr "$command" : '[a-z]* \(.*\)') 2>&1 | grep -o 's3cret-[0-9]*')" ''
done
done_testing
