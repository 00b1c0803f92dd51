sudo -u postgres PGDATABASE=shop nice -n 10 timeout 5m psql -c "SELECT 1 FROM t1"
su - postgres -c "psql -c 'SELECT 2 FROM t2'"
ssh -p 22 db 'psql -c "SELECT 3 FROM t3"'
docker exec -i db psql -U app -c "SELECT 4 FROM t4"
kubectl exec -n shop pod-0 -- bash -c 'mysql -e "SELECT 5 FROM t5"'
flock -n /run/x.lock -c 'psql -c "SELECT 6 FROM t6"'
