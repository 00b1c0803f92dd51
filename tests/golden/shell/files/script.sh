DIR=$(cd "$(dirname "$0")/.." && pwd)
psql -f "$DIR/sql/a.sql"
mysql shop < sql/b.sql
cat sql/c.sql | sqlite3 shop.db
sqlplus -s app/secret@shop @sql/d.sql
for f in sql/e/*.sql; do psql --file="$f"; done
