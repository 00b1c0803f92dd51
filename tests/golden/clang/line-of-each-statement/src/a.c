#include "q.h"
/* A comment
 * of lines. */
#if 0
void gone(void) { PQexec(conn, "SELECT a" FROM_USERS); }
#endif
void list(PGconn *conn)
{
	PQexec(conn,
	       "SELECT a"
	       FROM_USERS
	       WHERE_ID); PQexec(conn, "DELETE" FROM_USERS);
	PQexec(conn, "SELECT b" FROM_USERS);
}
