#ifndef NAMES_H
#define NAMES_H
#define USERS "users"
#define TITLE "The users of the database"
#define SELECT_GROUPS "SELECT id FROM groups"
#define PASSWORD "users"
int run_query(PGconn *conn, const char *sql)
{
	return PQexec(conn, sql) != NULL;
}
static int local_query(PGconn *conn, const char *sql)
{
	return PQexec(conn, sql) != NULL;
}
#endif
