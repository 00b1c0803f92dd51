#ifdef A
void half(PGconn *conn) {
	PQexec(conn, "SELECT id FROM users");
#else
}}}} ((
#if B
void other(PGconn *conn)
{
	PQexec(conn, "SELECT id FROM groups" ;
