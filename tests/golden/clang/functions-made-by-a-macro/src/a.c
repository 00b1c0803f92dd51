#include "q.h"
#include <libpq-fe.h>

EACH_TABLE(DELETE_ALL)

void list(PGconn *c)
{
	PQexec(c, "SELECT a FROM users");
}
