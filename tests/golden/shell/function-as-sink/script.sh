query() {
	local sql=$1
	mysql -Nse "$sql" shop
}

query "SELECT a FROM t1"
query "SELECT a FROM t2"
