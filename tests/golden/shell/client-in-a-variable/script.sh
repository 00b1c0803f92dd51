PSQL="sudo -u postgres psql -X shop"
$PSQL -c "SELECT a FROM t1"
"$MYSQL_BIN" -e "SELECT b FROM t2"
