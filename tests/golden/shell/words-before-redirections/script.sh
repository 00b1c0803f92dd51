psql -p `expr $PORT + 1` shop <<EOF
SELECT a FROM t
EOF
