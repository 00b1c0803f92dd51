pg_restore -t orders backup.dump
pg_restore -l backup.dump
mysqlimport --local shop /tmp/customers.csv
bcp "SELECT a FROM t" queryout t.csv -S db
