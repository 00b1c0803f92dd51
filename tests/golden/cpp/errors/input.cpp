void list(pqxx::work &tx)
{
	try {
		tx.exec("SELECT id FROM users");
	} catch (const std::exception &e) {
		throw std::runtime_error("SELECT id FROM users failed");
	}
}
