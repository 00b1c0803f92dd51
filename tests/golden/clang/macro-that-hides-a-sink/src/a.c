#include "q.h"

void clear(PGconn *conn)
{
	RUN("sessions");
	PQexec(conn, "SELECT 1");
}
