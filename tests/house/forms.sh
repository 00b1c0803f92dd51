# Every form that tests/sql/README.md lists has a case, and the case is there.
. "$(dirname "$0")/../cli/tap.sh"
cd "$root/tests/sql" || exit 1

sed -n 's/^| \(.*\) | \(.*\) |$/\1\t\2/p' README.md |
	grep -v -e '^form' -e '^folder' -e '^---' -e '^`[a-z]*/`' >"$tap_folder/forms"
while IFS="$(printf '\t')" read -r form cases; do
	like "$form: has a case" "$cases" '`[a-z]+/[^`]+`'
done <"$tap_folder/forms"
cut -f 2 "$tap_folder/forms" | grep -o '`[^`]*`' | tr -d '`' | sort -u |
	while read -r case; do
		[ -e "$case/expected" ] || echo "$case"
	done >"$tap_folder/missing"
is 'the cases are there' "$(cat "$tap_folder/missing")" ''
done_testing
