# check: what a change adds, held against the merge base, the map, the policy.
. "$(dirname "$0")/tap.sh"

cat >shop.sql <<'END'
--
-- PostgreSQL database dump
--
CREATE TABLE public.orders (id bigint NOT NULL, total integer, legacy text);
CREATE TABLE public.customers (id bigint NOT NULL, name text);
CREATE TABLE public.archive (id bigint NOT NULL, note text);
CREATE VIEW public.totals AS SELECT id, total FROM public.orders;
END
cat >report.sql <<'END'
SELECT legacy FROM orders;
END
mkdir other api api/app
mv report.sql other
printf '* @finance\n' >other/CODEOWNERS
cat >api/app/orders.py <<'END'
import db


def list_orders():
    return db.query("SELECT id, total FROM orders")


def rename(id, name):
    db.execute("UPDATE customers SET name = %s WHERE id = %s", (name, id))
END
git -C api init -q -b main
git -C api add -A
git -C api commit -q -m one
ok 'the estate is scanned' unmoor scan shop=shop.sql api=api other=other
cp -R api clean

# change - what follows is committed on a branch of a fresh repository.
change() {
	rm -rf api
	cp -R clean api
	git -C api checkout -q -b change
}

# settle - what was written becomes a part of main.
settle() {
	git -C api add -A
	git -C api commit -q -m settled
	git -C api branch -q -f main
}

# check [OPTION...] - commits what is there and checks it against main.
check() {
	git -C api add -A
	git -C api commit -q --allow-empty -m change
	run unmoor check --base main --map unmoor.db "$@" api
}

# found - "rule level place" of each finding, of the last check --format json.
found() {
	echo "$out" | jq -r '.findings[]
		| "\(.rule) \(.level) \(.path):\(.line)"'
}

append() {
	cat >>"api/$1"
}

# --- what is new -------------------------------------------------------------

change
check
is 'a change of nothing is nothing new' "$status" 0
like 'and says so' "$out" '^nothing new;'

change
append app/orders.py <<'END'


def names():
    return db.query("SELECT name FROM customers")
END
check
is 'a reader that nobody mapped fails the check' "$status" 1
like 'on its line' "$out" '^app/orders.py:13: warning: function api/app/orders.py#names is a new reader of table shop/public.customers \(select\) \[new-reader [0-9a-f]{12}\]$'
is 'and is the only finding' "$(echo "$out" | wc -l)" 2
check --format json
is 'in JSON too' "$(found)" 'new-reader warning app/orders.py:13'
is 'with accessor, object and operations' \
	"$(echo "$out" | jq -r '.findings[] | .accessor.id, .object.id,
		(.operations | join(","))')" \
	"function:api/app/orders.py#names
table:shop/public.customers
select"

unmoor scan >/dev/null shop=shop.sql api=api other=other
check
is 'once the map holds it, it is no finding' "$status" 0
rm -rf api unmoor.db
cp -R clean api
unmoor scan >/dev/null shop=shop.sql api=api other=other

change
sed -i 's/UPDATE customers SET name = %s WHERE/DELETE FROM customers WHERE/' \
	api/app/orders.py
check --format json
is 'a new operation of a known writer is a finding' \
	"$(echo "$out" | jq -r '.findings[] | .rule, (.operations | join(","))')" \
	"new-writer
delete"

change
mkdir api/tests
cat >api/tests/test_orders.py <<'END'
import db


def test_archive():
    assert db.query("SELECT note FROM archive")
END
check
is 'what only tests do is no reader' "$status" 0

change
mkdir api/migrations
echo "INSERT INTO archive SELECT id, legacy FROM orders;" \
	>api/migrations/02.sql
check --format json
is 'what a migration does once is a note' "$(found | sort)" \
	"new-reader note migrations/02.sql:1
new-writer note migrations/02.sql:1"
is 'which does not fail the check' "$status" 0

# --- what is the same --------------------------------------------------------

change
printf '# A comment\n\n\n\n' | cat - api/app/orders.py >moved
mv moved api/app/orders.py
check
is 'moved lines are nothing new' "$status" 0

change
git -C api mv app lib
sed -i 's/^def rename/# rename a customer\ndef rename/' api/lib/orders.py
check
is 'a renamed folder is nothing new' "$status" 0

change
mkdir api/app/deep
sed -n '1,2p;/^def rename/,$p' api/app/orders.py >api/app/deep/names.py
sed -i '/^def rename/,$d' api/app/orders.py
check
is 'a function that moves to another file is nothing new' "$status" 0

change
sed -i 's/def list_orders/def all_orders/' api/app/orders.py
check
is 'a function that is renamed and keeps its statement is nothing new' \
	"$status" 0

change
sed -i 's/SELECT id, total FROM orders/select   id, total\\n from ORDERS/' \
	api/app/orders.py
check
is 'a statement that is written in another way is nothing new' "$status" 0

change
sed 's/list_orders/again/' api/app/orders.py >api/app/copy.py
check --format json
is 'a copy is new, for what it copies is still there' "$(found)" \
	"new-reader warning app/copy.py:5
new-writer warning app/copy.py:9"

# --- policy ------------------------------------------------------------------

change
cat >api/unmoor.yaml <<'END'
policy:
  open: ["*"]
  frozen: [public.customers]
  retired: [archive]
END
settle
cat >api/app/more.py <<'END'
import db


def names():
    return db.query(
        "SELECT c.name, a.note, o.total"
        "  FROM customers c"
        "  JOIN archive a USING (id)"
        "  JOIN orders o USING (id)")
END
check --format json
is 'what is frozen or retired is closed, what is open is a note' "$(found)" \
	"closed-table error app/more.py:7
closed-table error app/more.py:8
new-reader note app/more.py:9"
is 'the check fails' "$status" 1
unmoor scan --map accepted.db >/dev/null shop=shop.sql api=api other=other
run unmoor check --base main --map accepted.db --format json api
is 'a closed table is closed to what the map holds, too' "$(found)" \
	"closed-table error app/more.py:7
closed-table error app/more.py:8"

sed -i 's/frozen/open/; s/retired/open/' api/unmoor.yaml
sed -i '2d;s/open: \[archive\]/moved: [archive]/' api/unmoor.yaml
check --format json
is 'the policy is that of the merge base, and its change is reported' \
	"$(found)" \
	"closed-table error app/more.py:7
closed-table error app/more.py:8
new-reader note app/more.py:9
configuration-changed note unmoor.yaml:0"
echo 'policy: {frosty: [x]}' >api/unmoor.yaml
check --format json
is 'a change that breaks the configuration is an error' \
	"$(found | tail -n 1)" 'configuration-changed error unmoor.yaml:0'
like 'which says the line' "$out" 'unmoor.yaml:1: '

# --- blind spots -------------------------------------------------------------

change
append app/orders.py <<'END'


def count(table):
    return db.query(f"SELECT count(*) FROM {table}")


def year(y):
    return db.query(f"SELECT id FROM archive_{y}")
END
check --format json
is 'names that are made at run time are new blind spots' \
	"$(found | grep blind)" \
	"new-blind-spot warning app/orders.py:13
new-blind-spot warning app/orders.py:17"
is 'and fail the check' "$status" 1
git -C api branch -q -f main
append app/orders.py <<'END'
# the end
END
check
is 'which they do once' "$status" 0

# --- definitions that break --------------------------------------------------

change
mkdir api/migrations
echo 'ALTER TABLE orders DROP COLUMN legacy;' >api/migrations/03.sql
check --format json
is 'dropping a column that another repository reads is an error' "$(found)" \
	'breaks-reader error migrations/03.sql:1'
is 'which names the reader, its place and its owner' \
	"$(echo "$out" | jq -r '.findings[].related[]
		| .accessor.id, .path, (.accessor.owner | join(" "))')" \
	"file:other/report.sql
report.sql
@finance"
echo 'ALTER TABLE orders RENAME COLUMN total TO cents;' \
	>api/migrations/03.sql
check --format json
is 'renaming one breaks this repository and the view' \
	"$(echo "$out" | jq -r '.findings[].related[].accessor.id')" \
	"function:api/app/orders.py#list_orders
view:shop/public.totals"
sed -i 's/SELECT id, total/SELECT id, cents/' api/app/orders.py
check --format json
is 'unless this repository is changed along with it' \
	"$(echo "$out" | jq -r '.findings[].related[].accessor.id')" \
	'view:shop/public.totals'

change
mkdir api/migrations
cat >api/migrations/04.sql <<'END'
DROP VIEW totals;
CREATE VIEW totals AS SELECT id FROM orders;
DROP TABLE archive;
ALTER TABLE customers RENAME TO people;
CREATE VIEW customers AS SELECT * FROM people;
END
check --format json
is 'what is made anew or used by nobody breaks nothing' \
	"$(found | grep breaks)" ''
echo 'DROP TABLE IF EXISTS customers;' >api/migrations/04.sql
check --format json
is 'a dropped table breaks its writers' \
	"$(echo "$out" | jq -r '.findings[]
		| select(.rule == "breaks-reader") | .related[].accessor.id')" \
	'function:api/app/orders.py#rename'

done_testing
