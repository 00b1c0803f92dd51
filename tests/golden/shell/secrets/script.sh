DB_PASSWORD=hunter2
psql "postgresql://app:hunter2@db:5432/shop?sslmode=require" -c "SELECT a FROM t"
mysql -uapp -phunter2 -e "SELECT b FROM t" shop
PGPASSWORD=hunter2 psql -c "$(make_sql --password=hunter2)"
