static const char *const statements[] = {
	[FIND] = "SELECT id FROM users",
	[DROP] = "DELETE FROM users",
};
static const struct { int kind; const char *sql; } more[] = {
	{1, "SELECT id FROM groups"},
	{.kind = 2, .sql = "SELECT id FROM roles"},
};

void run(PGconn *conn, int i)
{
	PQexec(conn, statements[FIND]);
	PQexec(conn, more[i].sql);
}
