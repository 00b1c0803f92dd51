#define EACH_TABLE(X) X(users) X(orders)
#define DELETE_ALL(t) void delete_ ## t(PGconn *c) \
	{ PQexec(c, "DELETE FROM " #t); }
