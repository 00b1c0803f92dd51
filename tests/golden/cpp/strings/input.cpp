static const std::string USERS = "users";

void list(pqxx::work &tx, int id)
{
	std::string sql = "SELECT id FROM " + USERS;

	sql += " WHERE id = " + std::to_string(id);
	if (id > 0)
		sql.append(" AND active");
	tx.exec(sql.c_str());
	std::string other("SELECT id FROM groups"), third{"SELECT 1 FROM roles"};
	tx.exec(other);
	tx.exec(third);
}
