#include "db.hh"
void Audit::run(const char *who, const char *what)
{
	PQexec(conn, what);
}
