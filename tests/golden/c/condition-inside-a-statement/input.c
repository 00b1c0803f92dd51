void list(PGconn *conn)
{
	PQexec(conn, "SELECT id"
#ifdef WITH_NAMES
		     ", name"
#endif
		     " FROM users");
#if 0
	PQexec(conn, "SELECT id FROM never");
#endif
#ifdef OLD
	if (old(conn)) {
#else
	if (!new(conn)) {
#endif
		PQexec(conn, "SELECT id FROM groups");
	}
}
