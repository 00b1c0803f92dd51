#include <soci/soci.h>

void list(soci::session &sql, int id)
{
	sql << "SELECT name FROM users WHERE id = :id", soci::use(id);
	soci::statement st = (sql.prepare << "SELECT id FROM groups");
}
