#include "q.h"

void list(PGconn *conn)
{
	PQexec(conn, "SELECT a FROM users");
	LOG_ERROR("delete from queue failed");
}
