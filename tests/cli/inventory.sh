# inventory and blind: what is there, and what could not be seen.
. "$(dirname "$0")/tap.sh"
unmoor import "$root/tests/cli/map/estate.json" 2>/dev/null

is 'what is there, by source and kind' "$(unmoor inventory)" "$(cat <<'END'
source  kind      objects  without owner
api     function        4              2
bi      panel           2
jobs    job             1
jobs    script          1
other   file            1              1
shop    table           5              2
shop    view            1              1
shop    matview         1
shop    column          6
shop    routine         1              1
shop    trigger         1
wiki    table           1              1
?       table           2              2
?       owner           1
all                    28             10
END
)"
is 'of one kind, with a list' "$(unmoor inventory --kind table --source shop)" \
	"$(cat <<'END'
source  kind   objects  without owner
shop    table        5              2
all                  5              2

kind   name                     readers  writers  owner
table  shop/audit.log                 0        1  no owner
table  shop/public.couriers           0        0  no owner
table  shop/public.items              0        1  @payments
table  shop/public.orders             3        1  @payments
table  shop/public.orders_2024        1        0  @payments
END
)"
is 'what nobody owns' "$(unmoor inventory --unowned --source api | tail -n 2)" \
'function  api/app/legacy.py#dump                                 no owner
function  api/tests/test_orders.py#test_total                    no owner'
is 'columns are listed only when they are asked for' \
	"$(unmoor inventory --source shop | grep -c '^column ')
$(unmoor inventory --source shop --kind column | grep -c '^column ')" '0
6'
fails 'an unknown kind' 2 unmoor inventory --kind planet
run unmoor inventory --source nowhere
is 'an unknown source ends with 2' "$status" 2
is 'and lists those that are' "$err" 'unmoor: nowhere: the map has no such source; it has: api bi jobs other shop wiki'
fails 'an argument' 2 unmoor inventory orders

is 'the ledger, by source and reason' "$(unmoor blind)" "$(cat <<'END'
12 blind spots

source  reason              spots
api     dynamic-sql             1  a statement is built at run time and its text is not known
api     dynamic-table-name      2  a table's name is built at run time; the pattern is what is known
api     no-analyzer             7  files of this class are not read by any analyzer
jobs    unresolved-script       1  a script or file is run that no source holds
other   binary                  1  the file is not text

api: dynamic-sql
  app/y.py:30  execute(sql)

api: dynamic-table-name
  app/x.py:7  orders_*  f"SELECT * FROM orders_{year}"
  app/x.py:9  stock_*

api: no-analyzer
  x7  *.java

jobs: unresolved-script
  bin/fax.sh:2  /opt/fax/send

other: binary
  notes.txt
END
)"
is 'of one source and reason' \
	"$(unmoor blind --source api --reason no-analyzer | tail -n 2)" \
	'api: no-analyzer
  x7  *.java'
is 'what touches a table: patterns that fit, and what fits all' \
	"$(unmoor blind orders | sed -n '/^source/,/^$/p' | awk 'NF { print $1, $2, $3 }')" \
	'source reason spots
api dynamic-sql 1
api dynamic-table-name 1
api no-analyzer 7
jobs unresolved-script 1'
fails 'an unknown reason' 2 unmoor blind --reason bad-luck
fails 'an unknown object' 2 unmoor blind nothing
echo '{"unmoor":{"format":1},"sources":[],"nodes":[],"edges":[],"blind_spots":[]}' >empty.json
unmoor import --map empty.db empty.json 2>/dev/null
is 'no blind spot is said so' "$(unmoor blind --map empty.db)" 'no blind spots'
is 'and nothing is there' "$(unmoor inventory --map empty.db)" \
'source  kind  objects  without owner
all                 0'
done_testing
