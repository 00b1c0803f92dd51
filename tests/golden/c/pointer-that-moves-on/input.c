void list(PGconn *conn)
{
	char sql[200], *p = sql;

	p += sprintf(p, "SELECT id ");
	p += sprintf(p, "FROM users");
	PQexec(conn, sql);
}
