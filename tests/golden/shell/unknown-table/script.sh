psql -c "SELECT a FROM $1"
