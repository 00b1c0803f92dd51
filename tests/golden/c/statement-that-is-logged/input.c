void list(struct ctx *ctx)
{
	char sql[200];

	snprintf(sql, sizeof(sql), "SELECT id FROM users WHERE id = %d", ctx->id);
	LOG_DEBUG("query: %s", sql);
	ctx->run(ctx, sql);
}
