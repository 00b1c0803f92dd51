#!/bin/sh
# Scans the bundled estate without any server and shows what is in it. Run by
# "make demo" after the build; UNMOOR names another binary.
#
# Leaves in demo/: unmoor.db (the map), estate.json, the runbooks of a
# migration, and three drawings as DOT and SVG: sources (who talks to what),
# orders (what is around one table) and estate (what accesses what).
set -eu
cd "$(dirname "$0")/.."

unmoor=${UNMOOR:-build/unmoor}
map=demo/unmoor.db

bold='' plain=''
if [ -t 1 ]; then
	bold=$(printf '\033[1m') plain=$(printf '\033[0m')
fi

# say TEXT... - what comes next, and why.
say() {
	printf '\n%s# %s%s\n' "$bold" "$*" "$plain"
}

# show COMMAND... - says what a user would type, then does it.
show() {
	printf '$ unmoor'
	printf ' %s' "$@"
	printf '\n'
	"$unmoor" "$@"
}

# draw NAME OPTION... - demo/NAME.dot and demo/NAME.svg.
draw() {
	name=$1
	shift
	show export --map $map --format dot "$@" -o "demo/$name.dot"
	dot -Tsvg "demo/$name.dot" -o "demo/$name.svg"
}

rm -rf demo
mkdir demo

say 'Two databases (as dumps), two applications, cron jobs, dashboards: one map.'
show scan --map $map -c examples/unmoor.yaml
say 'What is there?'
show inventory --map $map
say 'Who reads orders besides the application?'
show readers --map $map public.orders
say 'May the legacy column go?'
show readers --map $map public.orders.amount_eur
say 'Who writes a table that no code mentions?'
show writers --map $map audit.order_changes
say 'Whom do we ask about these?'
show inventory --map $map --unowned --kind function
say 'What does a change of that table reach?'
show impact --map $map audit.order_changes
say 'What moves with what, and in which order?'
show plan --map $map
show plan --map $map --format markdown -o demo/runbooks
say 'And what could not be seen?'
show blind --map $map
say 'For other tools, and for the eye:'
show export --map $map --format json -o demo/estate.json
draw sources --level source
draw orders --around public.orders \
	--only table,view,matview,routine,trigger,function,panel,script,file
draw estate --level table \
	--only table,view,matview,routine,trigger,event,function,job,script,panel

say 'Left in demo/:'
ls -1 demo
