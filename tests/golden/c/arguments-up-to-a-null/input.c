void list(MYSQL *db, pool *p, const char *columns)
{
	char *sql = x_strcat(p, "SELECT ", columns, " FROM ", "users", NULL);

	mysql_query(db, sql);
	mysql_query(db, g_strconcat("DELETE FROM ", "groups", NULL));
}
