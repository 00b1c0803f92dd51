#include "db/names.h"

void list(PGconn *conn)
{
	PQexec(conn, "SELECT id FROM " USERS);
	PQexec(conn, SELECT_GROUPS);
	run_query(conn, "WHERE id = 1");
}
