void all(void)
{
	PGconn *a = PQconnectdb("host=db.local dbname=shop password=hidden");
	MYSQL *b = mysql_real_connect(m, "db2", "me", "hidden", "stock", 0, 0, 0);
}
