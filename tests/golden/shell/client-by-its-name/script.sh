. ./config
run_psql -t -c "SELECT a FROM t1"
MYSQL -N <<EOF
SELECT b FROM t2
EOF
mysql_cleanup --all
