# readers and writers: who accesses a table, a column, a routine.
. "$(dirname "$0")/tap.sh"
unmoor import "$root/tests/cli/map/estate.json" 2>/dev/null

is 'readers of a table: direct, of partitions, by name, through views' \
	"$(unmoor readers orders)" "$(cat <<'END'
table shop/public.orders, owned by @payments

3 readers
  function  api/app/orders.py#list_orders        certain  select  @payments
      columns: id (select), state (where), total (select, where)
      app/orders.py:43
      app/orders.py:88  (likely, orm)
  function  api/tests/test_orders.py#test_total  certain  select  no owner
      columns: * (star)
      tests/test_orders.py:9  (test)
  view      shop/public.open_orders              certain  select  no owner
      columns: id (select), state (where), total (select)
      definition of public.open_orders, line 2

through partition table shop/public.orders_2024: 1 reader
  script  jobs/bin/nightly.sh  certain  select  @ops
      bin/nightly.sh:4  (script)

possibly, by the name orders, which is bound to nothing: 1 reader
  function  api/app/legacy.py#dump  possible  select  no owner
      columns: * (star)
      app/legacy.py:12

through view shop/public.open_orders: 2 readers
  matview  shop/public.sales         certain  select  @bi
      columns: gross (select)
      definition of public.sales, line 1
  panel    bi/sales.json#Sales.Open  certain  select  @bi
      columns: id (select)
      sales.json:14  (report)

through matview shop/public.sales over view shop/public.open_orders: 1 reader
  panel  bi/sales.json#Sales.Sum  certain  select  @bi
      columns: sum (select)
      sales.json:30  (report)

10 blind spots may hide more readers:
  1  dynamic-table-name  api/app/x.py:7  orders_*
  1  dynamic-sql        a statement is built at run time and its text is not known
  7  no-analyzer        files of this class are not read by any analyzer
  1  unresolved-script  a script or file is run that no source holds
unmoor blind orders lists them
source jobs is stale: its last scan failed, this is from the one before
END
)"

is 'readers of a column: what uses it, and through a view what derives from it' \
	"$(unmoor readers orders.total | sed -n '1,/^10 blind/p')" "$(cat <<'END'
column total of table shop/public.orders, owned by @payments

4 readers
  function  api/app/orders.py#list_orders        certain  select          @payments
      columns: total (select, where)
      app/orders.py:43
  function  api/app/orders.py#save_order         certain  insert, update  @payments
      columns: total (where, write)
      app/orders.py:60
      app/orders.py:64-66
  function  api/tests/test_orders.py#test_total  certain  select          no owner
      columns: * (star)
      tests/test_orders.py:9  (test)
  view      shop/public.open_orders              certain  select          no owner
      columns: total (select)
      definition of public.open_orders, line 2

through partition table shop/public.orders_2024: 0 readers
  1 more whose columns are not known

possibly, by the name orders, which is bound to nothing: 1 reader
  function  api/app/legacy.py#dump  possible  select  no owner
      columns: * (star)
      app/legacy.py:12

through view shop/public.open_orders: 1 reader
  matview  shop/public.sales  certain  select  @bi
      columns: gross (select)
      definition of public.sales, line 1

through matview shop/public.sales over view shop/public.open_orders: 1 reader
  panel  bi/sales.json#Sales.Sum  certain  select  @bi
      columns: sum (select)
      sales.json:30  (report)

10 blind spots may hide more readers:
END
)"

is 'a column that a view only filters by leads to no reader of the view' \
	"$(unmoor readers orders.state | grep -c 'through view')" 0
is 'a partition is read through its root' \
	"$(unmoor readers orders_2024 | grep '^through partitioned')" \
	'through partitioned table shop/public.orders: 3 readers'

is 'nobody is said with what was not seen' "$(unmoor readers couriers)" \
	"$(cat <<'END'
table shop/public.couriers, no owner

no readers found; 9 blind spots may hide some:
  1  dynamic-sql        a statement is built at run time and its text is not known
  7  no-analyzer        files of this class are not read by any analyzer
  1  unresolved-script  a script or file is run that no source holds
unmoor blind couriers lists them
source jobs is stale: its last scan failed, this is from the one before
END
)"

is 'a writer behind a trigger is found, and what fires it' \
	"$(unmoor writers audit.log | sed -n '1,/^$/p;/writer$/,/^9 /p')" \
	"$(cat <<'END'
table shop/audit.log, no owner

1 writer
  routine  shop/audit.note()  certain  insert  no owner
      columns: what (write)
      definition of audit.note(), line 3

through routine shop/audit.note(): 1 caller
  trigger  shop/public.orders.orders_note  certain  calls  no owner
      definition of public.orders.orders_note, line 1

through trigger shop/public.orders.orders_note over routine shop/audit.note(): 1 table fires it
  table  shop/public.orders  certain  fires  @payments
      definition of public.orders.orders_note, line 1

9 blind spots may hide more writers:
END
)"
like 'a routine is read by who calls it' "$(unmoor readers note)" \
	'^  trigger  shop/public.orders.orders_note  certain  calls '
like 'blind spots of sources that talk to another catalog do not count' \
	"$(unmoor readers wiki.page)" '^1 blind spot may hide'

# What OBJECT may be.
is 'an id' "$(unmoor readers table:shop/public.orders)" \
	"$(unmoor readers public.orders | sed 's/blind public.orders/blind table:shop\/public.orders/')"
run unmoor readers nothing
is 'an unknown object ends with 2' "$status" 2
is 'and nothing on stdout' "$out" ''
like 'and its name' "$err" '^unmoor: nothing: '
run unmoor readers id
is 'an ambiguous one ends with 2' "$status" 2
is 'and the candidates' "$(echo "$err" | tail -n +2)" \
	'  column:shop/public.open_orders.id
  column:shop/public.orders.id'
run unmoor readers orders.totl
is 'an unknown column ends with 2' "$status" 2
like 'and says so' "$err" 'public.orders has no column totl'
run unmoor readers
is 'no object ends with 2' "$status" 2
run unmoor readers --map nowhere.db orders
is 'no map ends with 2' "$status" 2
like 'and says what to do' "$err" 'nowhere.db: there is no such map; unmoor scan'

# The answer as a part of the map.
unmoor readers --json orders.total >readers.json
ok 'is a map' unmoor import --map part.db readers.json
is 'with the same answer' \
	"$(unmoor readers --map part.db orders.total | grep -c '^  [a-z]* .*certain')" \
	"$(unmoor readers orders.total | grep -c '^  [a-z]* .*certain')"
is 'and the same blind spots' \
	"$(unmoor blind --map part.db | head -n 1)" '10 blind spots'

# Names from hostile places.
sed 's/list_orders"/list\\u001b[2J\\u202eorders"/g' \
	"$root/tests/cli/map/estate.json" >hostile.json
unmoor import --map hostile.db hostile.json 2>/dev/null
like 'no byte moves the terminal' \
	"$(unmoor readers --map hostile.db orders)" 'list\\x1B\[2J\\u202Eorders'
done_testing
