/* SELECT id FROM comments */
static const char usage[] = "select one from the list, or update the set";

void list(PGconn *conn)
{
	log_error("SELECT id FROM users failed");
	fprintf(stderr, "insert into the drive\n");
	g_warning("could not delete from %s", conn->table);
	PQexec(conn, "SELECT id FROM users");
}
