echo "it is
psql -c 'SELECT a FROM t'
