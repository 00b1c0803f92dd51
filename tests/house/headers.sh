# Every header compiles alone, and twice.
. "$(dirname "$0")/../cli/tap.sh"
cd "$root" || exit 1

compile=$(sed 's/ -MMD -MP.*//' build/compile.flags)
our_code | grep -E '^(scanner|analyzers|graph|output|cli)/.*[.]h$' \
	>"$tap_folder/files"
try() {
	# shellcheck disable=SC2086 # flags
	printf '#include "%s"\n#include "%s"\n' "$1" "$1" |
		$compile -fsyntax-only -x c - >"$tap_folder/try" 2>&1
}
failed=
while read -r header; do
	try "$header" || {
		failed="$failed $header"
		diag "$(head -n 5 "$tap_folder/try")"
	}
done <"$tap_folder/files"
is 'headers compile alone' "$failed" ''
done_testing
