retry 5 psql -c "SELECT a FROM t1"
admin db-init mysql -u app
sql() { psql -c "$1"; }
logged sql "SELECT b FROM t2"
