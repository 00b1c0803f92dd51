void list(PGconn *conn)
{
	PQexec(conn, "SELECT a\n"
		     "  FROM first\n"

		     "  JOIN second USING (a)\n" /* a comment,
		     of two lines */
		     "  JOIN third USING (a) \
JOIN fourth USING (a)");
}
