#include "q.hh"

void list(PGconn *conn)
{
	std::string q = "SELECT name" + sql::from;
	PQexec(conn, q.c_str());
}
