# A live MariaDB server and a dump of it are one graph.
. "$(dirname "$0")/../cli/tap.sh"
. "$root/tests/server/server.sh"

if [ -z "$(mariadb_server)" ]; then
	skip 'a live MariaDB server' 'mariadbd is not there'
	done_testing
	exit
fi
mariadb_start --performance-schema=ON || exit 1

digests() {
	mariadb_sql -e "UPDATE performance_schema.setup_consumers
		SET ENABLED = '$1' WHERE NAME = 'statements_digest'"
}

digests NO
mariadb_sql <"$root/examples/dumps/shop.sql"
mariadb_sql -e 'CREATE USER shop@localhost' # the definer of its views
same_mariadb_graph 'the example' quillmere_shop
like 'which has what it should' "$(cat "$tap_folder/live.graph")" \
	'^table:db/quillmere_shop.products fires trigger:db/quillmere_shop.products.products_bu '

mariadb_sql <"$root/tests/server/mariadb-everything.sql"
same_mariadb_graph 'what else a database may hold' everything

perl "$root/tests/server/mariadb-generated.pl" 500 | mariadb_sql
same_mariadb_graph '500 tables that hang together' generated
is 'of which there are as many' \
	"$(cut -d ' ' -f 1 "$tap_folder/live.graph" | sort | uniq -c | awk '
		$2 ~ /^(event|routine|sequence|table|trigger|view)$/ {
			print $2, $1
		}')" 'event 20
routine 154
sequence 1
table 500
trigger 200
view 125'
same_mariadb_graph 'all databases of the server'

# --- the next scan ------------------------------------------------------------

run unmoor scan --map "$tap_folder/live.db" "db=$mariadb_url/quillmere_shop"
run unmoor scan --map "$tap_folder/live.db" "db=$mariadb_url/quillmere_shop"
like 'nothing has changed, says the next scan' "$out$err" 'nothing has changed'
mariadb_sql quillmere_shop -e 'ALTER TABLE vouchers ADD used_by BIGINT'
run unmoor scan --map "$tap_folder/live.db" "db=$mariadb_url/quillmere_shop"
run unmoor inventory --map "$tap_folder/live.db" --kind column
like 'and finds what is new' "$out" 'quillmere_shop\.vouchers\.used_by'

# --- what only the server knows -----------------------------------------------

mariadb_sql <<'END'
CREATE ROLE reporter;
GRANT SELECT ON quillmere_shop.* TO reporter;
CREATE USER app@'10.%' IDENTIFIED BY 'not-to-be-shown';
GRANT reporter TO app@'10.%';
GRANT INSERT, SELECT ON quillmere_shop.web_orders TO app@'10.%';
TRUNCATE TABLE performance_schema.events_statements_summary_by_digest;
END
digests YES
mariadb_sql quillmere_shop -e "SELECT code FROM vouchers WHERE code = 'hidden'"
run unmoor scan --map told.db "shop=$mariadb_url/quillmere_shop"
unmoor export --map told.db --format json >told.json

# attribute ID NAME - of a node.
attribute() {
	jq -r --arg id "$1" --arg name "$2" \
		'.nodes[] | select(.id == $id) | .attributes[$name]' told.json
}
is 'grants on a table' "$(attribute table:shop/quillmere_shop.web_orders grants)" \
	'app@10.%: insert, select'
is 'grants on a database' "$(attribute schema:shop/quillmere_shop grants)" \
	'reporter: select'
is 'roles of a user' "$(attribute 'role:shop/app%4010%2E%25' member_of)" reporter
like 'sizes' "$(attribute table:shop/quillmere_shop.web_orders bytes)" '^[0-9]+$'
like 'the release' "$(attribute database:shop/shop version)" MariaDB
is 'a statement that was run reads its table' \
	"$(jq -r '.nodes as $nodes | .edges[] | select(.kind == "reads" and
		.to == "table:shop/quillmere_shop.vouchers") | .from as $from |
		$nodes[] | select(.id == $from and .kind == "statement") |
		.attributes.query' told.json)" \
	'SELECT CODE FROM `vouchers` WHERE CODE = ?'
unlike 'and its values are not kept' "$(cat told.json)" 'hidden|not-to-be'

done_testing
