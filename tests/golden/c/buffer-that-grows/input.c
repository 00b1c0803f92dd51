void list(PGconn *conn, int all)
{
	char sql[200];
	PQExpBufferData more;

	strcpy(sql, "SELECT id FROM users");
	if (!all)
		strcat(sql, " WHERE active");
	strcat(sql, " ORDER BY name");
	PQexec(conn, sql);

	initPQExpBuffer(&more);
	appendPQExpBufferStr(&more, "SELECT id ");
	appendPQExpBuffer(&more, "FROM %s", "groups");
	PQexec(conn, more.data);
}
