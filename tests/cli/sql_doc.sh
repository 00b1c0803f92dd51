# The examples of docs/sql.md are what unmoor sql prints. With an argument, the
# file is written anew with what it prints now: sh tests/cli/sql_doc.sh write
. "$(dirname "$0")/tap.sh"

# Replays the document: each ```json block becomes the output of the ```sql
# block before it, and nothing else changes.
awk -v quote="'" '
	/^```sql$/ { print; sql = 1; input = ""; next }
	/^```json$/ {
		print
		json = 1
		printf "%s", input >"input.sql"
		close("input.sql")
		command = "unmoor sql --dialect postgresql input.sql"
		while ((command | getline line) > 0)
			print line
		close(command)
		next
	}
	/^```$/ { sql = json = 0 }
	sql { input = input $0 "\n" }
	!json { print }
' "$root/docs/sql.md" >replayed.md
[ "${1-}" != write ] || cp replayed.md "$root/docs/sql.md"
is 'docs/sql.md shows what is printed' "$(cat replayed.md)" \
	"$(cat "$root/docs/sql.md")"
is 'there are examples' "$(grep -c '^```json$' "$root/docs/sql.md")" 6
done_testing
