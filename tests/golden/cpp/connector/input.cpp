#include <cppconn/driver.h>

void list(sql::Connection *con)
{
	std::unique_ptr<sql::Statement> st(con->createStatement());

	st->executeQuery("SELECT id FROM users");
	con->prepareStatement("UPDATE users SET seen = ?");
}
