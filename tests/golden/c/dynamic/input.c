void list(PGconn *conn, struct ctx *ctx)
{
	char sql[100];

	build(ctx, sql, sizeof(sql));
	PQexec(conn, sql);
	PQexec(conn, ctx->sql);
}
