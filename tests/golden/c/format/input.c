void list(PGconn *conn, const char *name, int n)
{
	char sql[200];

	snprintf(sql, sizeof(sql),
		 "SELECT id FROM users WHERE name = '%s' LIMIT %" PRIu64,
		 name, n);
	PQexec(conn, sql);
	sprintf(sql, "DROP TABLE %s", "old_users");
	PQexec(conn, sql);
	sprintf(sql, "SELECT id FROM log_%s", name);
	PQexec(conn, sql);
}
