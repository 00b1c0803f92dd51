# export and import: JSON that is canonical and valid, drawings that dot reads.
. "$(dirname "$0")/tap.sh"
estate=$root/tests/cli/map/estate.json
schema=$root/docs/map.schema.json
valid() {
	python3 "$root/tests/cli/map/validate.py" "$schema" "$@"
}
# nodes FILE - how many nodes and edges a map has.
size() {
	python3 -c 'import json, sys; m = json.load(open(sys.argv[1]))
print(len(m["nodes"]), len(m["edges"]))' "$1"
}
unmoor import "$estate" 2>/dev/null

# JSON.
ok 'the map is exported' unmoor export --format json -o map.json
ok 'and valid' valid map.json
ok 'imported again' unmoor import --map again.db map.json
is 'it is the same to the byte' \
	"$(unmoor export --map again.db --format json | cmp - map.json)" ''
is 'with nothing lost of what was imported first' "$(size map.json)" \
	"$(size "$estate")"
for name in $(sed -n '/define NODE_KINDS/,/define DIALECTS/s/.*X([A-Z_]*, "\([^"]*\)".*/\1/p' \
	"$root/graph/kinds.h" | sort -u); do
	grep -q "\"$name\"" "$schema" || echo "$name"
done >missing
is 'the schema knows every word of the map' "$(cat missing)" ''
for query in 'readers orders' 'writers orders' 'inventory --kind table' \
	'inventory --unowned' 'blind' 'blind --source api'; do
	# shellcheck disable=SC2086 # words
	unmoor $query --json >part.json
	ok "$query --json is valid" valid part.json
done
ok 'a cut map too' unmoor export --format json --around orders --depth 1 -o part.json
ok 'is valid' valid part.json

# What is cut.
around() {
	unmoor export --format json -o part.json "$@"
	size part.json
}
is 'around an object at depth 0 is the object' \
	"$(around --around orders --depth 0)" '1 0'
is 'at depth 1 its neighbours' "$(around --around audit.log)" '2 1'
is 'at depth 2 theirs' "$(around --around audit.log --depth 2)" '3 2'
is 'owners are no way from one object to another' \
	"$(around --around owner:?/%40payments --depth 1)" '2 1'
is 'only some kinds, and what is between them' \
	"$(around --only table,view)" '9 3'

# Drawings.
unmoor export --format dot -o map.dot
ok 'dot reads the drawing' dot -Tsvg -o map.svg map.dot
is 'which has a cluster for every source, and one for none' \
	"$(grep -c '<g id="clust' map.svg)" 7
like 'and names' "$(cat map.svg)" '>public.open_orders<'
unmoor export --format dot --level schema -o map.dot
ok 'so it does by schema' dot -Tsvg -o map.svg map.dot
like 'with a node for the schema' "$(cat map.svg)" '>public<'
unmoor export --format dot --level source -o map.dot
ok 'and by source' dot -Tsvg -o map.svg map.dot
is 'with a node for each' "$(grep -c '<g id="node' map.svg)" 7

# Names from hostile places: none is HTML, an escape or another node.
python3 - "$estate" >hostile.json <<'END'
import json, sys
graph = json.load(open(sys.argv[1]))
names = ['<b>bold</b>', '"]; evil [label="', '\\N \\G', '&lt;x&gt;', 'a\nb\tc',
         '\x1b[2J', '\x7f', '<', '>', '{a|b}', 'ü' * 5000, '', '\\', '"', '%s%n']
for at, name in enumerate(names):
    graph["nodes"].append({"id": f"table:?/{at}-{name}", "kind": "table",
                           "name": name, "parts": [name],
                           "source": name if at % 2 else None, "bound": False, "owner": [], "attributes": {}})
    graph["edges"].append({"from": "table:shop/public.orders",
                           "to": f"table:?/{at}-{name}", "kind": "references",
                           "evidence": [{"source": name, "path": name,
                                         "line": 1, "end_line": 1,
                                         "via": "sql", "scope": "main",
                                         "confidence": "certain"}]})
json.dump(graph, sys.stdout)
END
unmoor import --map hostile.db hostile.json 2>/dev/null
unmoor export --map hostile.db --format dot -o hostile.dot
ok 'dot reads hostile names' dot -Tsvg -o hostile.svg hostile.dot
ok 'and what it draws is well formed' python3 -c '
import xml.etree.ElementTree as tree
tree.parse("hostile.svg")'
is 'with no node more' "$(grep -c '<g id="node' hostile.svg)" \
	$(($(grep -c '<g id="node' "$(unmoor export --format dot |
		dot -Tsvg -o plain.svg && echo plain.svg)") + 15))
like 'and markup shown as it is' "$(cat hostile.svg)" '&lt;b&gt;bold&lt;/b&gt;'
unmoor export --map hostile.db --format json -o hostile.json
ok 'hostile names are valid JSON' valid hostile.json
unmoor import --map hostile2.db hostile.json 2>/dev/null
is 'and come back' "$(unmoor export --map hostile2.db --format json |
	cmp - hostile.json)" ''

# What goes wrong.
run unmoor export
is 'no format ends with 2' "$status" 2
like 'and lists them' "$err" 'one of: dot json'
fails 'an unknown format' 2 unmoor export --format punched-cards
fails 'an unknown level' 2 unmoor export --format dot --level galaxy
fails 'a level where there is none' 2 unmoor export --format json --level schema
fails 'an unknown kind' 2 unmoor export --format dot --only table,planet
fails 'an unknown object' 2 unmoor export --format dot --around nothing
fails 'a negative depth' 2 unmoor export --format dot --around orders --depth -1
fails 'a folder that is not there' 2 unmoor export --format dot -o no/where.dot
echo old >out.json
fails 'a full disk' 2 unmoor export --format json -o /dev/full/x
sh -c 'trap "" XFSZ; ulimit -f 1; exec unmoor export --format json -o out.json' \
	2>/dev/null
is 'the old file stays when the disk is full' "$(cat out.json)" old
is 'and nothing beside it' "$(ls out.json.* 2>/dev/null)" ''
run sh -c 'unmoor export --format json >/dev/full'
is 'a full device ends with 2' "$status" 2
done_testing
