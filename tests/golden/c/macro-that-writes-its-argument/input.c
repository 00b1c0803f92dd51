#define COUNT(table, what) \
	"SELECT COUNT(*) FROM " #table "_" #what " WHERE a = 1"

void list(PGconn *conn)
{
	PQexec(conn, COUNT(shop, orders));
}
