int list(conn, sql)
	PGconn *conn;
	char *sql;
{
	PQexec(conn, sql);
}

int main()
{
	list(0, "SELECT id FROM users");
}
