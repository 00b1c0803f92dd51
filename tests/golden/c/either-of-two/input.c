void list(PGconn *conn, int old)
{
	const char *sql;

	if (old)
		sql = "SELECT id FROM users_old";
	else
		sql = "SELECT id FROM users";
	PQexec(conn, sql);
	PQexec(conn, old ? "SELECT 1 FROM a" : "SELECT 1 FROM b");
}
