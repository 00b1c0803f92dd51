#include "q.h"

void list(PGconn *conn)
{
	PQexec(conn, SELECT_FROM(USERS, "id = 1"));
}
