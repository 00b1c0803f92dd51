run_sql() {
	psql -c "$2"
}
