count() {
	psql -Atc "SELECT count(*) FROM $1"
}
main() {
	count orders
}
main "$@"
