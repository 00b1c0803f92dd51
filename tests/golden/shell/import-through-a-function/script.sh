. ./lib.sh
checked() {
	mysql_execute "$2"
}
checked "#1" "SELECT a FROM t1"
checked "#2" "SELECT b FROM t2"
