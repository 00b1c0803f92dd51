#include "q.h"
#if VERSION > 2
#define LOG_TABLE "log_new"
#else
#define LOG_TABLE "log_old"
#endif
#define CLEAR(t) "DELETE FROM " t

void clear(PGconn *conn)
{
	PQexec(conn, CLEAR(LOG_TABLE));
}
