# plan: slices, waves, runbooks; what the team says; what is wrong with that.
. "$(dirname "$0")/tap.sh"
schema=$root/docs/plan.schema.json
valid() {
	python3 "$root/tests/cli/map/validate_plan.py" "$schema" "$@"
}
unmoor import "$root/tests/cli/map/estate.json" 2>/dev/null
unmoor scan --map example.db -c "$root/examples/unmoor.yaml" 2>/dev/null

# slices PLAN.json - "wave name: tables" of each.
slices() {
	jq -r '.slices[] | "\(.wave) \(.name): "
		+ ([.tables[].id | sub(".*/"; "")] | join(" "))' "$@"
}

# --- the overview -------------------------------------------------------------

unmoor plan --map example.db >overview
like 'how many of what' "$(cat overview)" \
	'^38 tables of 2 catalogs in 9 slices and 6 waves; at most 5 bridges '
like 'how good the order is' "$(cat overview)" \
	'^The order is exact: .* add up to 12, and no other order has less'
like 'what may hide readers' "$(cat overview)" \
	'^10 blind spots may touch any table'
like 'reference data goes first' "$(sed -n '/^Wave 1/,/^Wave 2/p' overview)" \
	'^  reference  2 .* replication$'
like 'what is not planned is said' "$(cat overview)" \
	'not planned: 1 tables, since no catalog .*: couriers$'
is 'one wave' "$(unmoor plan --map example.db --wave 3 | grep -c '^Wave')" 1

unmoor plan --map example.db --json >plan.json
ok 'JSON is valid, and every bridge is counted right' valid plan.json
is 'slices by coupling, cycles whole' "$(slices plan.json)" "$(cat <<'END'
6 carts: quillmere_shop.cart_items quillmere_shop.carts
2 lots: public.staff stock.bins stock.germination_tests stock.growers stock.lots stock.movements stock.movements_2023 stock.movements_2024 stock.movements_rest
3 orders: audit.order_changes billing.bank_imports billing.invoices billing.payments billing.reminders public.addresses public.customers public.order_lines public.orders public.price_list public.vouchers reporting.daily_summary
5 products: quillmere_shop.categories quillmere_shop.price_history quillmere_shop.products
2 quillmere_shop-untied: quillmere_shop.page_views
1 reference: public.regions stock.varieties
2 sales_stats_2022: public.sales_stats_2022 public.sales_stats_2023 public.sales_stats_2024
3 shoppers: quillmere_shop.shoppers quillmere_shop.tickets
4 web_orders: quillmere_shop.outbox quillmere_shop.vouchers quillmere_shop.web_order_items quillmere_shop.web_orders
END
)"
is 'the same bytes every time' "$(unmoor plan --map example.db --json |
	cmp - plan.json)" ''
for narrow in '--slice orders' '--wave 3' '--source shop'; do
	# shellcheck disable=SC2086 # words
	unmoor plan --map example.db --json $narrow >part.json
	ok "$narrow is valid" valid part.json
done

# --- a runbook ----------------------------------------------------------------

unmoor plan --map example.db --slice orders >runbook
like 'why: the cycle' "$(cat runbook)" \
	'^  - billing.invoices refers to public.orders$'
like 'why: what a trigger carries' "$(cat runbook)" \
	'^  - audit.order_changes and public.orders: trigger public.orders.orders_audit carries writes'
is 'readers that nobody owns stand first' \
	"$(sed -n '/^Readers and writers/,/^$/p' runbook |
		sed -n '3,5s/^  \([^ ]*\)  *[a-z]*  *\([^ ]*\).*/\1 \2/p')" \
	'nobody jobs/sql/open_vouchers.sql
nobody backoffice/desk/export.py#catalogue_labels
@quillmere/billing jobs/sql/overdue.sql'
like 'owners are named' "$(cat runbook)" \
	'^  @quillmere/desk @quillmere/web  *function  backoffice/desk/webimport.py#take_over '
like 'hidden logic that crosses is extracted first' "$(cat runbook)" \
	'^  - routine reporting.close_year\(integer\) reads; extract it first: it uses'
like 'a blind spot that names it' \
	"$(sed -n '/^Blind spots/,/^$/p' runbook)" \
	'^  - ambiguous-name: jobs/sql/open_vouchers.sql:2 vouchers'
like 'who calls a rollback' "$(cat runbook)" '^@quillmere/[a-z]* calls it when'
like 'queries for PostgreSQL' "$(cat runbook)" '^      FROM "public"."orders";'
like 'and for MySQL' "$(cat runbook)" '^      FROM `public`.`orders`;'
like 'one notice in plain words' "$(cat runbook)" \
	'^We are moving the data around public.orders \(12 tables\)'
unmoor plan --map example.db --slice carts >carts
like 'orphans are looked for where a key crossed' "$(cat carts)" \
	'^orphans of quillmere_shop.cart_items in quillmere_shop.products'

# --- Markdown files -----------------------------------------------------------

run unmoor plan --map example.db --format markdown -o books
is 'runbooks are written' "$status" 0
is 'one a slice, and an overview' "$(cd books && echo *)" \
	'plan.md slice-carts.md slice-lots.md slice-orders.md slice-products.md slice-quillmere_shop-untied.md slice-reference.md slice-sales_stats_2022.md slice-shoppers.md slice-web_orders.md'
cp -r books before
touch -d '2001-01-01' books/slice-lots.md
echo changed >>books/slice-carts.md
echo old >books/slice-gone.md
run unmoor plan --map example.db --format markdown -o books
is 'again they are the same' "$(diff -r before books)" \
	'Only in books: slice-gone.md'
is 'a file that is right is left alone' \
	"$(find books/slice-lots.md ! -newermt 2001-01-02 | wc -l)" 1
like 'a runbook of no slice is named' "$err" 'books/slice-gone.md is of no slice'
ok 'and not removed' test -e books/slice-gone.md
like 'Markdown has boxes to tick' "$(cat books/slice-orders.md)" \
	'^- \[ \] every validation query'
like 'and escapes what would be Markdown' \
	"$(cat books/slice-sales_stats_2022.md)" 'sales_stats\\_\\\*'
echo file >taken
run unmoor plan --map example.db --format markdown -o taken
is 'a folder that cannot be made ends with 2' "$status" 2

# --- what the team says -------------------------------------------------------

cat >unmoor.yaml <<'END'
sources:
  shop: shop.sql
policy:
  retired: [audit.order_changes]
plan:
  slice_tables: 6
  wave_slices: 1
  downtime: 2h
  reference: [quillmere_shop.categories]
  first: [public.orders]
  last: [stock.lots]
  together: [[public.staff, public.addresses]]
  apart: [[public.orders, public.order_lines], [public.orders, billing.invoices]]
  slices:
    public.orders: {name: ordering, value: high, downtime: none, rehearsal: done, approver: "@head"}
  teams:
    "@quillmere/desk": [postgresql]
END
unmoor plan --map example.db --json >said.json
ok 'a plan with all of it is valid' valid said.json
like 'together' "$(slices said.json)" '^[0-9]+ [a-z]+: .*public.addresses.* public.staff'
unlike 'apart' "$(slices said.json)" 'public.order_lines .*public.orders( |$)'
is 'a name, an approver' "$(jq -r '.slices[] | select(.name == "ordering")
	| .approver' said.json)" '@head'
like 'what cannot be apart is said' "$(jq -r '.undecided[]' said.json)" \
	'^unmoor.yaml:13: .*cannot be kept apart before the cycle'
like 'what is retired is not planned' "$(jq -r '.undecided[]' said.json)" \
	'retired by the policy are them: audit.order_changes'
is 'first, after the reference data' "$(jq -r '.waves[1].slices[]' said.json)" \
	ordering
is 'last' "$(jq -r '.waves[-1].slices[]' said.json)" lots
is 'one slice a wave' "$(jq '[.waves[] | .slices | length] | max' said.json)" 2
is 'no slice is too large' "$(jq '[.slices[] | select(.kind == "coupled")
	| [.tables[] | select(.partition_of == null)] | length] | max' said.json)" 6
is 'no downtime: in phases' "$(jq -r '.slices[] | select(.name == "ordering")
	| .strategy' said.json)" 'phased with CDC'
like 'a skill that nobody has' "$(jq -r '.slices[] | select(.name == "ordering")
	| .undecided[]' said.json)" 'no team among its owners has the skill cdc'

# wrong TEXT PATTERN - that plan: of this is refused, with the line.
wrong() {
	printf 'sources:\n  shop: shop.sql\nplan:\n%s\n' "$1" >unmoor.yaml
	run unmoor plan --map example.db
	is "refused: $(echo "$1" | tr '\n' ' ')" "$status" 2
	like 'and why' "$err" "$2"
}
wrong '  colour: blue' 'unmoor.yaml:4: "plan" has no "colour"; it has "apart"'
wrong '  downtime: soon' 'unmoor.yaml:4: "downtime" is none, or a time'
wrong '  slice_tables: 0' 'unmoor.yaml:4: "slice_tables" is a number from 1'
wrong '  first: [nothing]' 'unmoor.yaml:4: nothing: the map holds no such table'
wrong '  first: [vouchers]' 'unmoor.yaml:4: vouchers: 2 tables have that name'
wrong '  together: [public.orders]' 'unmoor.yaml:4: each list of "together"'
wrong '  slices:
    public.orders: {name: ../x}' 'unmoor.yaml:5: "name" of a slice is made of'
wrong '  slices:
    public.orders:
      size: 3' 'unmoor.yaml:6: a slice has no "size"'
wrong '  teams: {"@a": [cobol]}' 'unmoor.yaml:4: the skills of a team'
rm unmoor.yaml

# --- usage --------------------------------------------------------------------

run unmoor plan --map example.db --slice nothing
is 'an unknown slice ends with 2' "$status" 2
like 'and those there are' "$err" 'there are: carts lots orders '
run unmoor plan --map example.db --wave 7
is 'a wave that is not there ends with 2' "$status" 2
run unmoor plan --map example.db --format pdf
is 'a format that is not there ends with 2' "$status" 2
run unmoor plan --map example.db -o books
is '-o without Markdown ends with 2' "$status" 2
run unmoor plan --map example.db --source nowhere
is 'an unknown source ends with 2' "$status" 2

# --- odd estates --------------------------------------------------------------

echo '{"unmoor": {"format": 1, "version": "0.1.0"}, "sources": [],
"nodes": [], "edges": [], "blind_spots": []}' >empty.json
unmoor import --map empty.db empty.json 2>/dev/null
like 'an empty map has nothing to plan' "$(unmoor plan --map empty.db)" \
	'there is nothing to plan: the map holds no table$'
unmoor plan --map empty.db --json >empty-plan.json
ok 'and its JSON is valid' valid empty-plan.json
sed 's/public.orders"/public.or\\u001b[2Jders"/g' \
	"$root/tests/cli/map/estate.json" >hostile.json
unmoor import --map hostile.db hostile.json 2>/dev/null
unlike 'no byte moves the terminal' \
	"$(unmoor plan --map hostile.db; unmoor plan --map hostile.db --wave 1)" \
	"$(printf '\033')"
# One cycle over 60 tables with chords; 300 tables around one; 300 alone.
python3 - <<'END'
import json
def table(name):
    return {"id": "table:shop/public." + name, "kind": "table",
            "name": "public." + name, "parts": ["public", name],
            "source": "shop", "bound": True, "owner": [], "attributes": {}}
def key(start, end):
    return {"from": "table:shop/public." + start, "kind": "references",
            "to": "table:shop/public." + end, "operations": [],
            "columns": [], "confidence": "certain",
            "pairs": [{"from": "a", "to": "b"}],
            "evidence": [{"source": "shop", "path": None, "line": 1,
                          "end_line": 1, "via": "catalog", "scope": "main",
                          "operations": [], "columns": [],
                          "confidence": "certain"}]}
def write(name, tables, keys):
    json.dump({"unmoor": {"format": 1, "version": "0.1.0"},
               "sources": [{"id": "shop", "kind": "postgresql",
                            "location": "s", "revision": "1",
                            "stale": False}],
               "nodes": [table(t) for t in tables], "edges": keys,
               "blind_spots": []}, open(name, "w"))
ring = ["r%02d" % i for i in range(60)]
write("ring.json", ring, [key(ring[i], ring[(i * 7 + 1) % 60])
                          for i in range(60) if i * 7 % 60 + 1 != i] +
      [key(ring[i], ring[(i + 1) % 60]) for i in range(60)
       if (i * 7 + 1) % 60 != (i + 1) % 60])
many = ["t%03d" % i for i in range(300)]
# What refers to another table is no reference data.
write("star.json", many + ["under"],
      [key(t, "t000") for t in many[1:]] + [key("t000", "under")])
write("alone.json", many, [])
END
for shape in ring star alone; do
	unmoor import --map $shape.db $shape.json 2>/dev/null
	unmoor plan --map $shape.db --json >$shape-plan.json
	ok "$shape: valid" valid $shape-plan.json
done
is 'one large cycle stays whole' \
	"$(jq '[.slices[] | .largest_cycle] | max' ring-plan.json)" 60
like 'what would cut it is said' "$(unmoor plan --map ring.db --slice \
	"$(jq -r '.slices[0].name' ring-plan.json)")" \
	'^Without these [0-9]+ ties no cycle is left'
is 'around one table: few full slices, not one for each table' \
	"$(jq '[.slices[] | .tables | length] | [length, max]' \
		-c star-plan.json)" '[13,25]'
is 'tables alone: by schema' "$(jq '[.slices[].name] | length' \
	alone-plan.json)" 12
unmoor plan --map unmoor.db --json >estate-plan.json
ok 'several catalogs, unbound names: valid' valid estate-plan.json
done_testing
