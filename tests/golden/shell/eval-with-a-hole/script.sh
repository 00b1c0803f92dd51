value=$(eval echo "\${$name}")
eval "psql -c 'SELECT a FROM t'"
