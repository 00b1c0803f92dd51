tmp=$(mktemp)
cat >"$tmp" <<EOF
SELECT a FROM t
EOF
psql -f "$tmp"
