# Grammars are pinned: exact versions, integrity hashes, no download address,
# and each has its notice in docs/licences.md.
. "$(dirname "$0")/../cli/tap.sh"
cd "$root" || exit 1

folder=analyzers/code/grammars
pins=$(sed -n '/"dependencies"/,/}/s/^ *"\([^"]*\)": "\([^"]*\)",*$/\1 \2/p' \
	$folder/package.json)
is 'versions are exact' "$(echo "$pins" | grep -vE ' [0-9]+\.[0-9]+\.[0-9]+$')" ''
is 'the list is sorted' "$pins" "$(echo "$pins" | LC_ALL=C sort)"
is 'the lock has no download address' \
	"$(grep -n '"resolved"' $folder/package-lock.json)" ''
packages=$(grep -c '^    "node_modules/' $folder/package-lock.json)
is 'every package of the lock has its hash' \
	"$(grep -c '"integrity": "sha512-' $folder/package-lock.json)" "$packages"
is 'docs/licences.md lists every grammar' "$(echo "$pins" |
	while read -r name _; do
		grep -q "$name" docs/licences.md || echo "$name"
	done)" ''
compiled=$(sed -n 's/^GRAMMARS := //p' Makefile)
is 'the words of GRAMMARS are sorted' "$(echo "$compiled" | tr ' ' '\n')" \
	"$(echo "$compiled" | tr ' ' '\n' | LC_ALL=C sort)"
done_testing
