TABLE=orders
COLUMNS='id, total'
psql -c "SELECT $COLUMNS
	FROM ${TABLE}"
