#include "q.h"

void list(PGconn *conn)
{
	PQexec(conn, orders);
}
