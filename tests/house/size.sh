# No C file is longer than 1,000 lines, no commit carries large files.
. "$(dirname "$0")/../cli/tap.sh"
cd "$root" || exit 1

ok 'git lists the files that all these tests look at' \
	test "$(our_code | wc -l)" -gt 0
is 'C files have at most 1,000 lines' "$(our_code |
	while read -r file; do
		lines=$(wc -l <"$file")
		[ "$lines" -le 1000 ] || echo "$file: $lines lines"
	done)" ''
is 'files have at most 1 MiB' "$(our_files | while read -r file; do
	[ ! -f "$file" ] || find "$file" -size +1024k
done)" ''
done_testing
