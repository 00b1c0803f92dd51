# diff: what two maps have not in common.
. "$(dirname "$0")/tap.sh"

cat >shop.sql <<'END'
--
-- PostgreSQL database dump
--
CREATE TABLE public.orders (id bigint NOT NULL, total integer);
CREATE TABLE public.customers (id bigint NOT NULL, name text);
END
mkdir api
cat >api/a.py <<'END'
import db


def totals():
    return db.query("SELECT id, total FROM orders")


def names():
    return db.query("SELECT name FROM customers")
END
printf '* @one\n' >api/CODEOWNERS
scan() {
	rm -f "$1"
	unmoor scan --map "$1" shop=shop.sql api=api >/dev/null
}
scan old.db

run unmoor diff old.db old.db
is 'a map and itself say the same' "$status" 0
is 'and the program, too' "$out" 'the maps say the same'

unmoor export --map old.db --format json -o old.json
run unmoor diff old.db old.json
is 'a map and what was exported from it' "$status" 0
run unmoor diff old.json old.json
is 'two files of JSON' "$status" 0

printf '"""Moved."""\n\n\n' | cat - api/a.py >moved && mv moved api/a.py
scan moved.db
run unmoor diff old.db moved.db
is 'moved lines are no difference' "$status" 0

sed -i 's/SELECT id, total FROM/DELETE FROM/; s/def names/def all_names/' \
	api/a.py
cat >>api/a.py <<'END'


def odd(table):
    return db.query(f"SELECT 1 FROM {table}")
END
printf '* @two\n' >api/CODEOWNERS
sed -i 's/total integer/total bigint/' shop.sql
scan new.db
run unmoor diff old.db new.db
is 'maps that differ end with 1' "$status" 1
is 'and what is different is listed' "$out" "$(cat <<'END'
nodes: 2 added, 1 removed, 3 changed
  ~ column shop/public.orders.total
      type: integer -> bigint
  ~ file api/a.py
      owner: @one -> @two
  + function api/a.py#all_names
  - function api/a.py#names
  + function api/a.py#odd
  ~ function api/a.py#totals
      owner: @one -> @two

edges: 4 added, 3 removed, 0 changed
  + file api/a.py contains function api/a.py#all_names
  - file api/a.py contains function api/a.py#names
  + file api/a.py contains function api/a.py#odd
  + function api/a.py#all_names reads table shop/public.customers (select)
  - function api/a.py#names reads table shop/public.customers (select)
  - function api/a.py#totals reads table shop/public.orders (select)
  + function api/a.py#totals writes table shop/public.orders (delete)

blind spots: 1 added, 0 removed, 0 changed
  + dynamic-table-name api/a.py *
END
)"
run unmoor diff new.db old.db
is 'the other way round what was added is removed' \
	"$(echo "$out" | sed -n '/^edges/p')" \
	'edges: 3 added, 4 removed, 0 changed'

sed -i 's/DELETE FROM orders/UPDATE orders SET total = 1/' api/a.py
sed -i '$a\    db.query(f"SELECT 2 FROM {table}")' api/a.py
scan third.db
run unmoor diff new.db third.db
is 'operations and columns of an edge; how often a blind spot is there' \
	"$out" "$(cat <<'END'
edges: 0 added, 0 removed, 1 changed
  ~ function api/a.py#totals writes table shop/public.orders (update)
      column total: none -> write
      operations: delete -> update

blind spots: 0 added, 0 removed, 1 changed
  ~ dynamic-table-name api/a.py *: 1 -> 2
END
)"

run unmoor diff --json old.db new.db
printf '%s\n' "$out" >diff.json
is 'JSON ends with the same status' "$status" 1
ok 'and fits its schema' python3 -c 'import json, sys, jsonschema
schema, diff = (json.load(open(path)) for path in sys.argv[1:])
jsonschema.Draft202012Validator.check_schema(schema)
jsonschema.Draft202012Validator(schema).validate(diff)' \
	"$root/docs/diff.schema.json" diff.json
is 'with the same in it' "$(jq -r '.nodes[] | select(.change == "changed")
	| .id + " " + .changed[0].field' diff.json)" \
	"column:shop/public.orders.total type
file:api/a.py owner
function:api/a.py#totals owner"

unmoor forget --map new.db shop 2>/dev/null
run unmoor diff old.db new.db
like 'a source that is gone' "$out" '^  - shop \(postgresql\)$'

fails 'one map' 2 unmoor diff old.db
fails 'a map that is not there' 2 unmoor diff old.db none.db
echo text >text
fails 'a file that is no map' 2 unmoor diff text old.db
done_testing
