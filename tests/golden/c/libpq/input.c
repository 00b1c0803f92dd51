#include <libpq-fe.h>

void close_all(PGconn *conn, const char *const *values)
{
	PQexec(conn, "DELETE FROM sessions");
	PQexecParams(conn, "SELECT id FROM users WHERE name = $1", 1, 0,
		     values, 0, 0, 0);
	PQprepare(conn, "s", "UPDATE users SET seen = now()", 0, 0);
}
