psql -c "SELECT a FROM ${TABLE:-orders}"
