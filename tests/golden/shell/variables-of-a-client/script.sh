psql -v t=orders shop <<'EOF'
SELECT a::text, ':t' FROM :"t" -- not :t
EOF
sqlcmd -v t=items -Q 'SELECT b FROM $(t)'
