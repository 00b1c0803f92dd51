static int query(MYSQL *db, const char *format, ...)
{
	char sql[1000];
	va_list list;

	va_start(list, format);
	vsnprintf(sql, sizeof(sql), format, list);
	va_end(list);
	return mysql_query(db, sql);
}

int list(MYSQL *db, long id)
{
	return query(db, "SELECT name FROM users WHERE id = %lu", id) +
	       query(db, "SELECT name FROM %s", "groups");
}
