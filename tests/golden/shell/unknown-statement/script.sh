psql -c "$1"
