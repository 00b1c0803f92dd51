. ./lib/db.sh
psql -c "SELECT a FROM $TABLE"
run_sql "$HOST" "SELECT b FROM u"
