# A property: of any query that the server takes for a view, the columns are
# those of pg_depend, and its lineage is that of the generator's own model.
. "$(dirname "$0")/../cli/tap.sh"
. "$root/tests/server/server.sh"

command -v python3 >/dev/null || {
	skip 'columns of random views' 'python3 is not installed'
	done_testing
	exit
}
pg_start || exit 1
pg_sql postgres -c 'CREATE DATABASE views'

# The same queries in each run; another first number gives others.
python3 "$root/tests/server/generated-views.py" "${VIEWS_SEED:-1}" \
	"${VIEWS:-600}" || exit 1
{
	cat schema.sql views.sql
} | "$pg_bin/psql" -X -q -d views >psql.log 2>&1
pg_sql views -c "SELECT relname FROM pg_class WHERE relname ~ '^w[0-9]'" |
	LC_ALL=C sort >taken
unmoor sql --dialect postgresql --schema schema.sql views.sql >lines

# Only of views that the server took.
of_taken() {
	LC_ALL=C sort -u | LC_ALL=C join - taken
}

pg_sql views -F ' ' -c "$pg_depends" | sed 's/public\.//g; s/ \([^ ]*\)$/.\1/' |
	of_taken >expected
jq -r '(.defines[0] | ltrimstr("public.")) as $view | .columns[] |
	select(.column != "*") |
	"\($view) \(.table // "?" | ltrimstr("public.")).\(.column)"' lines |
	of_taken >got
is "columns of $(wc -l <taken) views: $(wc -l <expected)" \
	"$(diff expected got | head -n 40)" ''

of_taken <lineage >expected
jq -r '.derives[] | .how as $how | (.to | ltrimstr("public.") |
	sub("\\."; " ")) as $to | .from[] |
	"\($to) \(ltrimstr("public.")) \($how)"' lines | of_taken >got
is "lineage of the same: $(wc -l <expected)" \
	"$(diff expected got | head -n 40)" ''
ok 'most are taken' test "$(wc -l <taken)" -gt "$((${VIEWS:-600} * 2 / 3))"
done_testing
