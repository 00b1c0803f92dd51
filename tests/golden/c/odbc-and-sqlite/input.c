#include <sqlext.h>
#include <sqlite3.h>

void both(SQLHSTMT s, sqlite3 *db, sqlite3_stmt **made)
{
	SQLExecDirect(s, (SQLCHAR *)"SELECT id FROM parts", SQL_NTS);
	sqlite3_prepare_v2(db, "SELECT v FROM settings", -1, made, NULL);
}
