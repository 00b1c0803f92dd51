# The story of README.md goes on with impact and plan: each claim is a test.
# What is expected here was read from examples/ by hand, never from our output.
. "$(dirname "$0")/tap.sh"
unmoor scan --map unmoor.db -c "$root/examples/unmoor.yaml" 2>/dev/null

# --- impact -------------------------------------------------------------------

# reached LEVEL - the ids that impact.json has there.
reached() {
	jq -r --argjson level "$1" '.impact.levels[] | select(.level == $level)
		| .reached[].node' impact.json
}

unmoor impact --json audit.order_changes >impact.json
is 'no code mentions the audit trail: a routine is all that writes it' \
	"$(reached 1)" 'routine:office/audit.log_order_change()'
is 'a trigger calls that' "$(reached 2)" \
	'trigger:office/public.orders.orders_audit'
is 'which orders fires' "$(reached 3)" 'table:office/public.orders'
is 'so who changes an order changes the trail; who reads one does not' \
	"$(reached 4 | grep -v tests/ | grep -v migrations/)" \
	"function:backoffice/desk/customers.py#merge
function:backoffice/desk/orders.py#cancel
function:backoffice/desk/orders.py#place
function:backoffice/desk/webimport.py#take_over
routine:office/billing.issue_invoice(bigint, integer)"

unmoor impact --json public.orders >impact.json
like 'cron is reached behind a script and a view' "$(reached 3)" \
	'^job:jobs/crontab#nightly_summary%2Esh$'
is 'the summary that the script writes is fed' "$(jq -r '.impact.levels[]
	.reached[] | select(.node == "table:office/reporting.daily_summary")
	| .effect' impact.json)" fed
like 'keys are no impact' "$(jq -r '.impact.foreign_keys[] | .from' \
	impact.json)" '^table:office/public.order_lines$'
unlike 'so the lines of orders are not among it' \
	"$(reached 1; reached 2)" 'order_lines'

# The column that "amount_eur" gave way to was filled by a migration once; the
# panel of finance is what is left.
unmoor impact --json public.orders.amount_eur >impact.json
like 'finance still adds the old column up' "$(reached 1)" \
	'^panel:dashboards/revenue.json#Revenue%20by%20month$'
unlike 'what a migration copied is past' "$(reached 1)" '^table:'

# --- plan ---------------------------------------------------------------------

unmoor plan --json >plan.json

# slice TABLE - the name of the slice that has it.
slice() {
	jq -r --arg table "$1" '.slices[]
		| select(.tables | any(.id == $table)) | .name' plan.json
}
orders=$(slice table:office/public.orders)
is 'orders and invoices point at each other: together' \
	"$(slice table:office/billing.invoices)" "$orders"
is 'the audit trail moves with its trigger' \
	"$(slice table:office/audit.order_changes)" "$orders"
is 'a key in a circle is a cycle of two' "$(jq -r --arg name "$orders" '
	.slices[] | select(.name == $name) | .largest_cycle' plan.json)" 2
for table in public.regions stock.varieties; do
	is "$table is read by many and written by nobody: reference data" \
		"$(slice table:office/$table)" reference
done
is 'the two databases never share a slice' "$(jq -r '.slices[]
	| select(any(.tables[]; .id | startswith("table:office"))
		and any(.tables[]; .id | startswith("table:shop")))
	| .name' plan.json)" ''
is 'carts are emptied by a procedure that closes them: together' \
	"$(slice table:shop/quillmere_shop.carts)" \
	"$(slice table:shop/quillmere_shop.cart_items)"

# signs NAME WHO - how often somebody signs for the slice.
signs() {
	jq -r --arg name "$1" --arg who "$2" '.slices[]
		| select(.name == $name) | [.sign_off[] | select(. == $who)]
		| length' plan.json
}
for who in desk billing finance ops web; do
	is "@quillmere/$who signs for orders" "$(signs "$orders" "@quillmere/$who")" 1
done
is 'two readers of orders have nobody who could' "$(jq -r --arg name "$orders" '
	.slices[] | select(.name == $name) | .users[]
	| select(.owner == [] and (.uses | index("aside") | not)) | .id' \
	plan.json)" "file:jobs/sql/open_vouchers.sql
function:backoffice/desk/export.py#catalogue_labels"
is 'closing a year uses two slices: extract it first' "$(jq -r '
	[.slices[].hidden[] | select(.id == "routine:office/reporting.close_year(integer)")
	| .extract_first] | unique[]' plan.json)" true
is 'an order of the shop and its cart are one transaction: a bridge' \
	"$(jq -r '.bridges[] | select(.kind == "writer") | .node' plan.json)" \
	'function:webshop/store/checkout.py#order'
is 'the front page is a view over two slices, its reader is no other bridge' \
	"$(jq -r '.bridges[] | .node' plan.json | grep -c front_page)" 1
is 'nothing is known to tie page_views' "$(jq -r '.slices[]
	| select(.kind == "untied") | .tables[].id' plan.json)" \
	table:shop/quillmere_shop.page_views
is 'the years are one slice, which names made at run time may touch' \
	"$(jq -r --arg name "$(slice table:office/public.sales_stats_2024)" '
	.slices[] | select(.name == $name) | .blind_spots[].reason' plan.json |
		sort -u)" dynamic-table-name
done_testing
