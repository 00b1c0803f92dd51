ansible -i hosts -m shell -a "mysql -N -e 'SELECT a FROM t'" db1
docker exec db su postgres -c "psql -c 'SELECT b FROM u'"
log_info "psql -c 'SELECT c FROM v' was run"
