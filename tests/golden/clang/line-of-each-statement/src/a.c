#include "q.h"
/* A comment
 * of lines. */
#if 0
void gone(void) { PQexec(conn, "SELECT a" FROM(users)); }
#endif
void list(PGconn *conn)
{
	PQexec(conn,
	       "SELECT a"
	       FROM(users)
	       WHERE_ID); PQexec(conn, "DELETE" FROM(users));
	PQexec(conn, "SELECT b" FROM(users));
}
