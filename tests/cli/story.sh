# The story of README.md: each claim about the bundled estate is a test. What
# is expected here was read from examples/ by hand, never from our output.
. "$(dirname "$0")/tap.sh"

run unmoor scan --map estate.db -c "$root/examples/unmoor.yaml"
is 'the estate is scanned without a failure' "$status" 0
run unmoor export --map estate.db --format json -o estate.json
is 'the estate is exported' "$status" 0

# sites KIND ID - "accessor path:line operations" of every evidence of the
# edges to ID, without tests and migrations; catalogs' own without a place.
sites() {
	jq -r --arg kind "$1" --arg to "$2" '
		.edges[] | select(.kind == $kind and .to == $to)
		| .from as $from | .evidence[]
		| select(.scope == "main")
		| if .path then "\($from) \(.line)" else $from end
			+ " " + (.operations | join(","))' estate.json |
		LC_ALL=C sort -u
}

# edges KIND FROM TO - how many there are; ids as regular expressions.
edges() {
	jq --arg kind "$1" --arg from "^$2\$" --arg to "^$3\$" '
		[.edges[] | select(.kind == $kind and (.from | test($from))
			and (.to | test($to)))] | length' estate.json
}

# --- orders, and who reads it besides the application ----------------------

readers=$(sites reads table:office/public.orders)
is 'orders: every reader, in both directions of surprise' \
	"$(echo "$readers" | grep -v export.py)" \
	"function:backoffice/desk/orders.py#find 22 select
function:backoffice/desk/orders.py#list_open 11 select
matview:office/reporting.monthly_revenue select
panel:dashboards/revenue.json#Revenue%20by%20month 77 select
routine:office/billing.issue_invoice(bigint, integer) select
routine:office/public.customer_turnover(date, date) select
routine:office/reporting.close_year(integer) select
view:office/billing.overdue select
view:office/reporting.open_orders select"
is 'orders: and the reader that nobody owns' \
	"$(echo "$readers" | grep export.py)" \
	'function:backoffice/desk/export.py#catalogue_labels 17 select'

# answer COMMAND OBJECT ID - who the command says to have an edge to ID.
answer() {
	unmoor "$1" --map estate.db --json "$2" | jq -r --arg to "$3" '
		.edges[] | select(.to == $to and .kind != "contains"
			and .kind != "mentions")
		| "\(.from) \(.kind)"' | LC_ALL=C sort
}
like 'readers says so' "$(answer readers public.orders \
	table:office/public.orders)" \
	'^panel:dashboards/revenue.json#Revenue%20by%20month reads$'
is 'and who reads it through the view of what is overdue' \
	"$(answer readers public.orders view:office/billing.overdue)" \
	"file:jobs/sql/overdue.sql reads
function:backoffice/desk/invoices.py#overdue reads
panel:dashboards/revenue.json#Overdue reads"
is 'or the view of what is open' \
	"$(answer readers public.orders view:office/reporting.open_orders)" \
	"panel:dashboards/revenue.json#Open%20orders%20by%20region reads
script:jobs/bin/nightly_summary.sh reads"
is 'and who has the invoices made' "$(answer readers public.orders \
	'routine:office/billing.issue_invoice(bigint, integer)')" \
	'function:backoffice/desk/invoices.py#issue calls'

is 'orders: every writer' "$(sites writes table:office/public.orders)" \
	"function:backoffice/desk/customers.py#merge 33 update
function:backoffice/desk/orders.py#cancel 54 update
function:backoffice/desk/orders.py#place 33 insert
function:backoffice/desk/webimport.py#take_over 44 insert
routine:office/billing.issue_invoice(bigint, integer) update"

# column_users TABLE COLUMN - "accessor roles" of the edges to the table.
column_users() {
	jq -r --arg to "$1" --arg column "$2" '
		.edges[] | select(.to == $to) | .from as $from
		| .columns[]? | select(.name == $column)
		| "\($from) \(.roles | join(","))"' estate.json | LC_ALL=C sort
}
is 'the legacy column: a panel, a star and the migration that ended it' \
	"$(column_users table:office/public.orders amount_eur)" \
	"file:backoffice/migrations/0012_total_cents.sql select,where
panel:dashboards/revenue.json#Revenue%20by%20month select
routine:office/billing.issue_invoice(bigint, integer) star"
run unmoor readers --map estate.db --json public.orders.amount_eur
is 'and the command says so' "$(echo "$out" | jq -r '
	.edges[] | select(.kind == "reads") | .evidence[] | select(.path)
	| "\(.path):\(.line)"')" revenue.json:77

# --- hidden writers ---------------------------------------------------------

is 'order_changes: only the function of the trigger writes it' \
	"$(sites writes table:office/audit.order_changes)" \
	'routine:office/audit.log_order_change() insert'
is 'orders fires the trigger' "$(edges fires table:office/public.orders \
	trigger:office/public.orders.orders_audit)" 1
is 'the trigger calls the function' "$(edges calls \
	trigger:office/public.orders.orders_audit \
	'routine:office/audit.log_order_change\(\)')" 1
is 'nothing reads order_changes' \
	"$(sites reads table:office/audit.order_changes)" ''
run unmoor readers --map estate.db audit.order_changes
like 'which is never said without the blind spots' "$out" 'blind spot'
is 'writers follows it to the table that fires the trigger' \
	"$(answer writers audit.order_changes \
		trigger:office/public.orders.orders_audit)" \
	'table:office/public.orders fires'
is 'price_history: only a trigger writes it' \
	"$(sites writes table:shop/quillmere_shop.price_history)" \
	'trigger:shop/quillmere_shop.products.products_bu insert'
is 'price_history: only a panel reads it' \
	"$(sites reads table:shop/quillmere_shop.price_history)" \
	'panel:dashboards/webshop.json#Price%20changes 223 select'

# --- names made at run time -------------------------------------------------

for year in 2022 2023 2024; do
	is "sales_stats_$year: who may read it" \
		"$(sites reads table:office/public.sales_stats_$year)" \
		"function:backoffice/desk/stats.py#best_months 10 select
function:backoffice/desk/stats.py#compare 5 select"
	is "sales_stats_$year: who may write it" \
		"$(sites writes table:office/public.sales_stats_$year)" \
		'routine:office/reporting.close_year(integer) insert'
done
is 'a name with a hole is never more than possible' "$(jq -r '
	.edges[] | select(.to | test("sales_stats_"))
	| select(.kind == "reads" or .kind == "writes") | .confidence' \
	estate.json | sort -u)" possible
is 'and nothing says which years there are' "$(unmoor blind --map estate.db \
	--json public.sales_stats_2024 | jq -r '.blind_spots[]
	| select(.pattern // "" | test("sales_stats"))
	| "\(.source) \(.path) \(.pattern)"' | LC_ALL=C sort -u)" \
	"backoffice desk/stats.py sales_stats_*
jobs bin/close_year.sh sales_stats_*
office null public.sales_stats_*"
run unmoor blind --map estate.db --json
blind=$(echo "$out" | jq -r '.blind_spots[]
	| "\(.source) \(.path // "-"):\(.line) \(.reason) \(.pattern // "-")"')
like 'the year is a blind spot with its pattern' "$blind" \
	'^backoffice desk/stats.py:10 dynamic-table-name sales_stats_[*]$'
like 'any table at all is one too' "$blind" \
	'^backoffice desk/stats.py:26 dynamic-table-name '
like 'EXECUTE in a function is one' "$blind" \
	'^office [^ ]* dynamic-(table-name|sql) '
is 'a table made in a shell script is one' \
	"$(echo "$blind" | grep bin/close_year.sh)" \
	'jobs bin/close_year.sh:8 dynamic-table-name sales_stats_*'
like 'the program that no source holds is one' "$blind" \
	'^jobs bin/newsletter.sh:[67] unresolved-script '

is 'and there are no blind spots but those made on purpose' \
	"$(echo "$blind" | cut -d ' ' -f 3 | LC_ALL=C sort -u)" \
	"ambiguous-name
dynamic-table-name
no-analyzer
not-sql
unresolved-script"

# --- two systems ------------------------------------------------------------

like 'vouchers may be either table' "$blind" \
	'^jobs sql/open_vouchers.sql:2 ambiguous-name '
for table in office/public shop/quillmere_shop; do
	like "vouchers in $table has a possible reader" \
		"$(sites reads table:$table.vouchers)" \
		'^file:jobs/sql/open_vouchers.sql 2 select$'
done
like 'the model reads the vouchers of the shop' \
	"$(sites reads table:shop/quillmere_shop.vouchers)" \
	'^function:webshop/store/checkout.py#percent_off 24 select$'
unlike 'and not those of the office' \
	"$(sites reads table:office/public.vouchers)" checkout
is 'outbox: one program of the office reads it' \
	"$(sites reads table:shop/quillmere_shop.outbox)" \
	'function:backoffice/desk/webimport.py#run 10 select'

# --- the shop: models used from other files ---------------------------------

is 'products: every reader' "$(sites reads table:shop/quillmere_shop.products)" \
	"function:webshop/store/catalog.py#by_category 16 select
function:webshop/store/catalog.py#find 39 select
function:webshop/store/catalog.py#product 25 select
function:webshop/store/checkout.py#items 32 select
panel:dashboards/webshop.json#Price%20changes 223 select
view:shop/quillmere_shop.v_bestsellers select
view:shop/quillmere_shop.v_front_page select"
is 'products: every writer' "$(sites writes table:shop/quillmere_shop.products)" \
	'function:webshop/store/catalog.py#set_price 30 update'
is 'cart_items: every writer' \
	"$(sites writes table:shop/quillmere_shop.cart_items)" \
	"function:webshop/store/checkout.py#order 54 delete
routine:shop/quillmere_shop.close_stale_carts(procedure) delete"
is 'web_orders: the writer behind session.add' \
	"$(sites writes table:shop/quillmere_shop.web_orders)" \
	'function:webshop/store/checkout.py#order 50 insert'
is 'page_views: code and an event write it' \
	"$(sites writes table:shop/quillmere_shop.page_views)" \
	"event:shop/quillmere_shop.ev_purge_page_views delete
function:webshop/store/tracking.py#seen 13 insert"

# --- jobs -------------------------------------------------------------------

is 'cron runs the summary' "$(edges runs 'job:jobs/crontab#.*' \
	'script:jobs/bin/nightly_summary.sh')" 1
is 'and only cron does' "$(answer readers script:jobs/bin/nightly_summary.sh \
	script:jobs/bin/nightly_summary.sh)" \
	'job:jobs/crontab#nightly_summary%2Esh runs'
is 'every line of the crontab is a job' "$(jq -r '.nodes[]
	| select(.kind == "job") | .name' estate.json)" \
	"crontab#close_year.sh
crontab#newsletter.sh
crontab#nightly_summary.sh
crontab#psql
crontab#reminders.sh"
is 'the summary reads through a view' \
	"$(sites reads view:office/reporting.open_orders)" \
	"panel:dashboards/revenue.json#Open%20orders%20by%20region 152 select
script:jobs/bin/nightly_summary.sh 10 select"
is 'the view reads four tables' "$(jq -r '.edges[]
	| select(.kind == "reads" and .from == "view:office/reporting.open_orders")
	| .to' estate.json)" "table:office/public.customers
table:office/public.order_lines
table:office/public.orders
table:office/public.regions"
is 'the summary writes its table' \
	"$(sites writes table:office/reporting.daily_summary)" \
	"script:jobs/bin/nightly_summary.sh 7 delete
script:jobs/bin/nightly_summary.sh 8 insert"
is 'a crontab line is SQL itself' \
	"$(sites writes matview:office/reporting.monthly_revenue |
		sed 's/#[^ ]*//')" "job:jobs/crontab 9 refresh
routine:office/reporting.close_year(integer) refresh"
is 'a script runs an SQL file' "$(edges runs script:jobs/bin/reminders.sh \
	'(file|script):jobs/sql/overdue.sql')" 1
is 'which reads the view' "$(sites reads view:office/billing.overdue |
	grep overdue.sql)" 'file:jobs/sql/overdue.sql 3 select'
is 'nothing runs the fax any more' \
	"$(edges runs '.*' script:jobs/bin/fax_prices.sh)" 0
is 'but it still reads the number' \
	"$(column_users table:office/public.customers fax)" \
	'script:jobs/bin/fax_prices.sh select,where'

# --- what must move together, and who signs ---------------------------------

pairs() {
	jq -c --arg from "$1" --arg to "$2" '.edges[]
		| select(.kind == "references" and .from == $from and .to == $to)
		| .pairs[] | [.from, .to]' estate.json
}
is 'orders points to invoices' "$(pairs table:office/public.orders \
	table:office/billing.invoices)" '["current_invoice_id","id"]'
is 'and invoices to orders' "$(pairs table:office/billing.invoices \
	table:office/public.orders)" '["order_id","id"]'
unowned=$(jq -r '
	[.nodes[] | select((.owner // []) == []) | .id] as $unowned
	| .edges[] | select(.kind == "reads" or .kind == "writes")
	| select(.evidence | any(.scope == "main" and .path)) | .from
	| select(. as $id | $unowned | index([$id]))' estate.json | sort -u)
is 'who reads or writes and has no owner' \
	"$(echo "$unowned" | grep -v export.py)" \
	"file:jobs/sql/open_vouchers.sql
function:webshop/store/tickets.py#Tickets.close
function:webshop/store/tickets.py#Tickets.open"
is 'and the export of addresses' \
	"$(echo "$unowned" | grep export.py)" \
	'function:backoffice/desk/export.py#catalogue_labels'
is 'inventory lists the functions among them' "$(unmoor inventory \
	--map estate.db --unowned --kind function --json |
	jq -r '.nodes[].id' | grep -v export.py)" \
	"function:webshop/store/tickets.py#Tickets.close
function:webshop/store/tickets.py#Tickets.open"
is 'the last matching row of CODEOWNERS owns' "$(jq -c '.nodes[]
	| select(.id == "script:jobs/bin/reminders.sh") | .owner' estate.json)" \
	'["@quillmere/billing"]'

# --- what is not there ------------------------------------------------------

is 'prose makes no table' "$(jq -r '.nodes[] | select(.bound == false) | .name' \
	estate.json | grep -E '^(the|your|list|shelf|page)$')" ''
is 'data of the dumps is no writer' "$(jq -r '.edges[] | select(.kind == "writes")
	| .from' estate.json | grep 'dumps/')" ''
is 'tests are kept apart' "$(jq -r '.edges[].evidence[]? | select(.path)
	| select(.path | test("tests/")) | .scope' estate.json | sort -u)" test

# --- the README shows real output -------------------------------------------

# What "$ unmoor ..." printed in README.md must be printed, in that order; a
# line of "..." there stands for any lines.
shown() {
	sed -n '/^```console$/,/^```$/p' "$root/README.md"
}
shown | sed -n 's/^[$] //p' >commands
cp estate.db unmoor.db
is 'the README shows what commands print' "$(wc -l <commands)" 12

# The pull request that is checked.
cp -R "$root/examples/backoffice" backoffice
printf 'policy:\n  frozen: [public.orders]\n' >backoffice/unmoor.yaml
git -C backoffice init -q -b main
git -C backoffice add -A && git -C backoffice commit -q -m base
git -C backoffice checkout -q -b late-orders
git -C backoffice apply "$root/examples/pull-request.patch"
git -C backoffice add -A && git -C backoffice commit -q -m late

while read -r command; do
	shown | awk -v command="$ $command" '
		/^```|^[$] / { inside = $0 == command; next }
		inside' >expected
	sh -c "$command" >printed
	awk '
		NR == FNR { line[++n] = $0; next }
		FNR == 1 { at = 1 }
		line[at] == "…" { any = 1; at++ }
		at <= n && $0 == line[at] { at++; any = 0; next }
		!any && !bad { bad = $0 == "" ? "(an empty line)" : $0 }
		END {
			if (line[at] == "…")
				at++
			if (at <= n)
				print "not printed: " line[at]
			if (bad)
				print "not shown: " bad
		}' expected printed >differences
	is "as it is: $command" "$(cat differences)" ''
done <commands

done_testing
