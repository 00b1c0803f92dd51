#include <pqxx/pqxx>

void list(pqxx::connection &c, int id)
{
	pqxx::work tx(c);

	tx.exec("SELECT id FROM users");
	tx.exec_params("SELECT id FROM groups WHERE id = $1", id);
	c.prepare("find", "SELECT id FROM roles");
}
