sqlite3 shop.db <<EOF
.mode csv
.import orders.csv t1
.read schema.sql
SELECT a FROM t2;
EOF
