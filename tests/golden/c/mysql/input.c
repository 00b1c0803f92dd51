#include <mysql.h>

int count(MYSQL *db)
{
	return mysql_query(db, "SELECT COUNT(*) FROM items") ||
	       mysql_real_query(db, "TRUNCATE TABLE cache", 20);
}
