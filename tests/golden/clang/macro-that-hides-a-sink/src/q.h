#define RUN(table) do { PGresult *r = PQexec(conn, \
	"TRUNCATE " table); PQclear(r); } while (0)
