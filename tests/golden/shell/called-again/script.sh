run() {
	psql -c "$QUERY"
}
QUERY="SELECT a FROM t1"
run
QUERY="SELECT b FROM t2"
run
run
