psql_cmd=(psql -h "$HOST" -d shop)
tables=(
	orders # the old ones
	items
)
for t in "${tables[@]}"; do
	"${psql_cmd[@]}" -c "SELECT a FROM $t"
done
