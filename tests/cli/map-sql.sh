# docs/map.md is true: its queries run on a map, and find what they say.
. "$(dirname "$0")/tap.sh"
unmoor import "$root/tests/cli/map/estate.json" 2>/dev/null
cat >ask.py <<'END'
"""Runs the queries of docs/map.md; prints what each finds, in order."""
import re
import sqlite3
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    block = re.search(r"```sql\n(.*?)```", file.read(), re.S).group(1)
db = sqlite3.connect("unmoor.db")
for query in block.strip().split("\n\n"):
    print(query.split("\n")[0])
    for row in sorted(db.execute(query), key=str):
        print(" ", *row)
END
run python3 ask.py "$root/docs/map.md"
is 'its queries run' "$err" ''
is 'and find' "$out" "$(cat <<'END'
-- Who reads public.orders, and where?
  function:api/app/orders.py#list_orders app/orders.py 43
  function:api/app/orders.py#list_orders app/orders.py 88
  view:shop/public.open_orders None 2
-- Tables of a source that nobody writes, with the number of their readers.
  public.couriers 0
  public.orders_2024 1
-- Who filters by orders.state?
  function:api/app/orders.py#list_orders
  view:shop/public.open_orders
-- Which teams' code writes tables that another team owns?
  @ops table:shop/public.items @payments
-- What could not be understood, by source.
  api dynamic-sql 1
  api dynamic-table-name 2
  api no-analyzer 7
  jobs unresolved-script 1
  other binary 1
END
)"
columns() {
	python3 - "$1" <<'END'
import sqlite3, sys
db = sqlite3.connect("unmoor.db")
print(*[row[1] for row in db.execute(f"PRAGMA table_info({sys.argv[1]})")])
END
}
for table in nodes edges evidence places manners column_sets blind_spots sources texts facts meta; do
	missing=
	row=$(grep "^| .$table. |" "$root/docs/map.md")
	for column in $(columns "$table"); do
		case $row in
		*"\`$column\`"*) ;;
		*) missing="$missing $column" ;;
		esac
	done
	is "it names the columns of $table" "$missing" ''
done
done_testing
