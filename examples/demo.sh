#!/bin/sh
# Scans the bundled estate without any server and shows what is in it. Run by
# "make demo" after the build; UNMOOR names another binary.
#
# Leaves in demo/: unmoor.db (the map), estate.dot, estate.svg, estate.json.
set -eu
cd "$(dirname "$0")/.."

unmoor=${UNMOOR:-build/unmoor}
map=demo/unmoor.db

# show COMMAND... - says what a user would type, then does it.
show() {
	printf '\n$ unmoor'
	printf ' %s' "$@"
	printf '\n'
	"$unmoor" "$@"
}

rm -rf demo
mkdir demo
show scan --map $map -c examples/unmoor.yaml
show inventory --map $map
show readers --map $map public.orders
show readers --map $map public.orders.amount_eur
show writers --map $map audit.order_changes
show inventory --map $map --unowned
show blind --map $map
show export --map $map --format dot --level table -o demo/estate.dot
show export --map $map --format json -o demo/estate.json
dot -Tsvg demo/estate.dot -o demo/estate.svg

echo
echo 'Left in demo/:'
ls demo
