#define DB_PASS "hunter2"
#define DB_URL "postgresql://me:hunter2@db/shop"
static const char *dsn = "host=db password=hunter2";

void init(void)
{
	init_db("db", "root", "hunter2", "shop");
	db_login("root", "hunter2");
	mysql_real_connect(&m, "db", "root", "hunter2", "shop", 0, 0, 0);
	use_table(db, "orders");
}
