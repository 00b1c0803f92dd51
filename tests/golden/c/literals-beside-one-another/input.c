#define COLUMNS "id, name"
#define WHERE(column) " WHERE " column " = $1"

void list(PGconn *conn)
{
	PQexec(conn, "SELECT " COLUMNS
		     /* all of them */
		     " FROM users"
		     WHERE("name"));
}
