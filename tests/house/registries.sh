# The lists that things are registered in are sorted: one row a line, so that
# two changes rarely meet and a row is easy to find.
. "$(dirname "$0")/../cli/tap.sh"
cd "$root" || exit 1

for list in $(our_code | grep '[.]def$'); do
	rows=$(sed -n 's/^\([A-Z][A-Z_0-9]*(.*\)/\1/p' "$list")
	is "$list is sorted" "$rows" "$(echo "$rows" | LC_ALL=C sort -u)"
done
reasons=$(tr '\n' ' ' <graph/blind_spot.h |
	grep -oE 'X\(REASON_[A-Z_]+, "[a-z-]+"' | sed 's/.*"\(.*\)"/\1/' |
	grep -v '^none$')
is 'reasons of blind spots are sorted' "$reasons" \
	"$(echo "$reasons" | LC_ALL=C sort -u)"
done_testing
