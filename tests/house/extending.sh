# docs/extending.md is true: each part that it shows is added to a copy of
# the tree as one file and one line, and then works.
. "$(dirname "$0")/../cli/tap.sh"

copy=$PWD/tree
mkdir "$copy"
(cd "$root" && git ls-files -co --exclude-standard) | while read -r file; do
	[ ! -f "$root/$file" ] || echo "$file"
done | (cd "$root" && tar cf - -T /dev/stdin build/obj build/gen \
	build/*.flags build/libunmoor.a build/grammars \
	analyzers/code/grammars/node_modules 2>/dev/null) | (cd "$copy" && tar xf -)

# "The file `x`:" or "The line in `x`:" and the block behind it.
awk -v top="$copy" '
	/The file `/ {sub(/.*The file `/, ""); split($0, part, "`")
		file = part[1]; line = 0}
	/^The line in `/ {split($0, part, "`"); file = part[2]; line = 1}
	/^```/ {
		if (open) {open = 0; close(to); file = ""}
		else if (file != "") {open = 1; to = top "/" file; next}
	}
	open && line {print >> to}
	open && !line {
		if (!made[file]++) {
			folder = to; sub("/[^/]*$", "", folder)
			system("mkdir -p " folder)
		}
		print > to
	}
' "$root/docs/extending.md"
for list in "$copy"/*/*.def; do
	head -n 1 "$list" >list.new
	tail -n +2 "$list" | LC_ALL=C sort >>list.new
	cat list.new >"$list"
done

ok 'the tree with the three parts builds' \
	sh -c "cd '$copy' && MAKEFLAGS= make -j2 >build.log 2>&1 ||
		{ tail -n 20 build.log; exit 1; }"
export UNMOOR="$copy/build/unmoor"

mkdir jobs
printf 'nightly: insert into totals select sum(net) from orders\n' >jobs/a.queries
run "$UNMOOR" scan --map map.db jobs=jobs
is 'a source with its text is scanned' "$status" 0
run "$UNMOOR" readers --map map.db --json orders
is 'the new analyzer makes a reader' "$(printf '%s' "$out" |
	jq -r '.edges[] | select(.kind == "reads") | .from')" \
	'pipeline:jobs/a.queries#nightly'
run "$UNMOOR" export --map map.db --format names
like 'the new writer writes' "$out" 'a.queries'
run "$UNMOOR" sources --map map.db
is 'the new command answers' "$out" jobs
done_testing
