#define RUN(sql)                          \
	do {                              \
		if (PQexec(conn, (sql)))  \
			goto out;         \
	} while (0)

void list(PGconn *conn)
{
	RUN("SELECT id FROM users");
out:
	return;
}
