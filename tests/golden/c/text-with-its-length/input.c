str users = str_init("users");

void list(struct ctx *ctx, int old)
{
	char sql[200], *p = sql;
	int n = snprintf(p, 200, "SELECT id");

	p += n;
	if (old)
		p += snprintf(p, 100, ", name");
	n = snprintf(p, 100, " FROM %.*s WHERE a = %d", users.len, users.s, old);
	run_query(ctx, sql);
}
