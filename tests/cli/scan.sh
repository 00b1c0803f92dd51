# unmoor scan: what it is given, what it makes of it, what it says.
. "$(dirname "$0")/tap.sh"

mkdir app
cat >app/orders.py <<'END'
def list_orders(db):
    db.execute("SELECT id, total FROM orders")
END
cat >shop.sql <<'END'
CREATE TABLE public.orders (id serial, total integer);
CREATE TABLE public.items (id serial);
COPY public.items (id) FROM stdin;
1
\.
CREATE VIEW public.big AS SELECT id FROM public.orders WHERE total > 100;
END

# reader_ids OBJECT... - who reads it, by the map.
reader_ids() {
	unmoor readers --json "$@" | jq -r '.edges[] |
		select(.kind == "reads") | .from' | sort -u
}

run unmoor scan
is 'without a source or a configuration the status is 2' "$status" 2
like 'and both are named' "$err" 'give a SOURCE.*unmoor[.]yaml'

run unmoor scan app shop.sql
is 'a folder and a dump are scanned' "$status" 0
like 'with a summary' "$out" \
	'^unmoor[.]db: 2 sources, 2 texts, [0-9]+ nodes, [0-9]+ edges, '
is 'and nothing else to say' "$err" ''
is 'code and view are readers of a table of the dump' \
	"$(reader_ids public.orders)" \
	"$(printf '%s\n' 'function:app/orders.py#list_orders' \
		'view:shop/public.big')"

run unmoor scan app shop.sql
is 'the same again' "$status" 0
is 'finds nothing new' "$out" 'unmoor.db: nothing has changed'

sed -i 's/orders"/items"/' app/orders.py
run unmoor scan app
is 'a given source is refreshed' "$(reader_ids public.items)" \
	'function:app/orders.py#list_orders'
is 'and others are kept' "$(reader_ids public.orders)" 'view:shop/public.big'
rm app/orders.py
unmoor scan app >/dev/null
is 'what is gone is removed' "$(reader_ids public.items)" ''

cat >unmoor.yaml <<'END'
sources:
  shop: shop.sql
  code: app
END
run unmoor scan
is 'without SOURCE the configuration tells' "$status" 0
is 'and the map has just its sources' \
	"$(unmoor export --format json | jq -r '.sources[].id')" \
	"$(printf 'code\nshop\n')"
mkdir elsewhere
run unmoor scan --map elsewhere/m.db -c unmoor.yaml
is 'the map may lie elsewhere' "$status" 0
ok 'where it was told' test -e elsewhere/m.db
echo 'sources: {a: app, b: }' >broken.yaml
run unmoor scan -c broken.yaml
is 'a broken configuration ends with 2' "$status" 2
like 'and the line' "$err" '^unmoor: broken[.]yaml:1: source b needs'
run unmoor scan -c nowhere.yaml
is 'as does a missing one' "$status" 2
like 'which is named' "$err" 'nowhere[.]yaml'

mkdir -p one/app two/app
run unmoor scan --map n.db one/app two/app
is 'two sources of one name end with 2' "$status" 2
like 'and the way out' "$err" 'app-2=two/app'
run unmoor scan --map n.db one/app app-2=two/app
is 'which works' "$status" 0
run unmoor scan --map n.db -j 1000 app
is 'an odd number of workers ends with 2' "$status" 2
ok 'a number may stick to -j' unmoor scan -j2 --map n.db app
done_testing
