# impact: everything reached from an object, with the way and what is not seen.
. "$(dirname "$0")/tap.sh"
schema=$root/docs/map.schema.json
unmoor import "$root/tests/cli/map/estate.json" 2>/dev/null

is 'levels, ways, owners and what may hide more' \
	"$(unmoor impact open_orders)" "$(cat <<'END'
impact of view shop/public.open_orders, no owner

level 1: 2 reached
  matview  shop/public.sales         certain  reads: select  @bi
      definition of public.sales, line 1
  panel    bi/sales.json#Sales.Open  certain  reads: select  @bi
      sales.json:14

level 2: 1 reached
  panel  bi/sales.json#Sales.Sum  certain  reads: select  @bi
      through matview shop/public.sales
      sales.json:30

owners of what is reached: @bi (3); 0 of 3 have none

9 blind spots may hide more:
  1  dynamic-sql        a statement is built at run time and its text is not known
  7  no-analyzer        files of this class are not read by any analyzer
  1  unresolved-script  a script or file is run that no source holds
source jobs is stale: its last scan failed, this is from the one before
END
)"
audit=$(unmoor impact audit.log)
like 'who writes a table depends on what its triggers write' "$audit" \
	'^  function  api/app/orders.py#save_order  *certain  writes: insert, update'
like 'and the way is said' "$audit" \
	'through table shop/public.orders < trigger shop/public.orders.orders_note < routine shop/audit.note\(\)'
like 'what a trigger writes is fed' "$(unmoor impact orders)" \
	'^  table  shop/audit.log  *certain  written by it: insert '
like 'foreign keys stand apart' "$(unmoor impact orders)" \
	'^foreign keys, apart: 1; 2 tables hang together by keys$'
like 'a test is called one' "$(unmoor impact orders)" \
	'tests/test_orders.py:9  \(test\)'
is 'nothing is never said without what was not seen' \
	"$(unmoor impact couriers | sed -n 3p)" \
	'nothing is reached; 9 blind spots may hide something:'
is 'what a limit leaves out is counted' \
	"$(unmoor impact --limit 1 open_orders | grep more)" \
	'  ... and 1 more (--limit 0 and --json show all)
9 blind spots may hide more:'

# The answer as a part of the map with its levels.
for object in orders orders.total orders_2024 audit.log couriers wiki.page \
	function:api/app/orders.py%23list_orders routine:shop/audit.note%28%29; do
	object=$(printf '%s' "$object" | sed 's/%23/#/; s/%28/(/; s/%29/)/')
	unmoor impact --json "$object" >impact.json
	ok "--json of $object is valid, paths and all" \
		python3 "$root/tests/cli/map/validate.py" "$schema" impact.json
done
unmoor impact --json open_orders >impact.json
is 'levels in JSON' "$(jq -c '[.impact.levels[] | [.level,
	(.reached | map(.node))]]' impact.json)" \
	'[[1,["matview:shop/public.sales","panel:bi/sales.json#Sales.Open"]],[2,["panel:bi/sales.json#Sales.Sum"]]]'
is 'with the count of blind spots' \
	"$(jq .impact.may_hide_more impact.json)" 9
ok 'it is a map' unmoor import --map part.db impact.json
is 'and the same every time' "$(unmoor impact --json open_orders |
	cmp - impact.json)" ''

run unmoor impact nothing
is 'an unknown object ends with 2' "$status" 2
run unmoor impact --limit -1 orders
is 'a limit below 0 ends with 2' "$status" 2
run unmoor impact
is 'no object ends with 2' "$status" 2
done_testing
