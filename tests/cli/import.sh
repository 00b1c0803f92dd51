# import and forget: a map from JSON, and a map without a source.
. "$(dirname "$0")/tap.sh"
estate=$root/tests/cli/map/estate.json

run unmoor import "$estate"
is 'a map is imported' "$status" 0
is 'with nothing on stdout' "$out" ''
like 'and its size on stderr' "$err" '^unmoor.db: 28 nodes, 28 edges$'
ok 'again, in place of the first' unmoor import "$estate"
echo '{"unmoor":{"format":1},"sources":[],"nodes":[],"edges":[],"blind_spots":[]}' >empty.json
unmoor import --map other.db "$estate" 2>/dev/null
unmoor import --map other.db empty.json 2>/dev/null
is 'nothing of what was there before is left' \
	"$(unmoor export --map other.db --format json | tail -n +2)" \
	'"sources":[],
"nodes":[],
"edges":[],
"blind_spots":[]}'

# What is no map.
echo '{"unmoor":{"format":1},
"sources":[],
"nodes":[{"id":"x","kind":"planet","name":"x"}],"edges":[],"blind_spots":[]}' >wrong.json
run unmoor import --map wrong.db wrong.json
is 'a wrong one ends with 2' "$status" 2
is 'and is told with its line' "$err" \
	'unmoor: wrong.json:3: no such node kind: planet'
is 'and makes no map' "$(ls wrong.db 2>/dev/null)" ''
fails 'a missing one' 2 unmoor import nowhere.json
fails 'a folder' 2 unmoor import /
mkfifo pipe
fails 'a pipe' 2 unmoor import pipe
fails 'no file' 2 unmoor import
fails 'a map that is none' 2 unmoor import --map wrong.json "$estate"
is 'which is left alone' "$(wc -l <wrong.json)" 3
mkdir scanned
echo 'SELECT 1 FROM a;' >scanned/a.sql
unmoor scan --map scanned.db src=scanned >/dev/null 2>/dev/null
run unmoor import --map scanned.db "$estate"
is 'a map that was scanned is not overwritten' "$status" 2
like 'and says what to do' "$err" 'made by a scan; import into another one'
run unmoor scan src=scanned
is 'nor is an imported one lost by a scan' "$status" 2
like 'which says what to do' "$err" 'was imported; scan into another one'
is 'and leaves it' "$(unmoor inventory | tail -n 1 | awk '{ print $2 }')" 28

# forget
run unmoor forget api
is 'a source is forgotten' "$status" 0
is 'with its nodes, edges and blind spots' \
	"$(unmoor export --format json | grep -c '"api\|:api/\|"source":"api"')" 0
is 'and what it alone named' "$(unmoor export --format json | grep -c '?/')" 0
is 'not what others know' "$(unmoor readers orders | sed -n 3,4p)" '1 reader
  view  shop/public.open_orders  certain  select  no owner'
is 'and no byte of it is left in the file' "$(strings unmoor.db |
	grep -c app/orders.py)" 0
run unmoor forget api
is 'what is not there ends with 2' "$status" 2
is 'and lists what is' "$err" \
	'unmoor: api: the map has no such source; it has: bi jobs other shop wiki'
# What is forgotten of a scanned map is as if it had never been scanned.
printf '%s\n' '-- PostgreSQL database dump' \
	'CREATE TABLE public.a (x integer);' >shop.sql
unmoor scan --map both.db src=scanned shop=shop.sql >/dev/null 2>/dev/null
like 'a name is bound to an object of a catalog' \
	"$(unmoor readers --map both.db a)" '^table shop/public.a, no owner$'
unmoor forget --map both.db shop 2>/dev/null
is 'and to nothing when that is forgotten' \
	"$(unmoor export --map both.db --format json)" \
	"$(unmoor export --map scanned.db --format json)"
like 'and is then shown so' "$(unmoor readers --map both.db a)" \
	'^table [?]/a [(]no catalog defines it[)], no owner$'
fails 'no map to forget in' 2 unmoor forget --map nowhere.db api
is 'and none is made' "$(ls nowhere.db 2>/dev/null)" ''
fails 'no source' 2 unmoor forget
done_testing
