#include "q.h"

void add(PGconn *conn)
{
	PQexec(conn, "INSERT INTO " STRING(TABLE(audit)) " VALUES (1)");
}
