#include "db.hh"
void PgDb::run(const char *what)
{
	PQexec(conn, what);
}
