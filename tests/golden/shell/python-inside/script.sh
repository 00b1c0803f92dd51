python3 - <<'PY'
cursor.execute("SELECT a FROM t")
PY
