echo "SELECT a FROM t1" | psql
printf 'SELECT %s FROM %s;\n' b t2 | sed 's/x/y/' | mysql
(echo "BEGIN;"; cat body.sql; echo "COMMIT;") | psql
psql <<<"SELECT c FROM t3"
