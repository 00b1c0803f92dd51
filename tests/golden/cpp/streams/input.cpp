void list(pqxx::work &tx, int id)
{
	std::ostringstream out;

	out << "SELECT id FROM " << "users" << " WHERE id = " << id;
	out << " ORDER BY id" << std::endl;
	tx.exec(out.str());
	std::cerr << "select one from the list" << id;
	LOG(INFO) << "SELECT id FROM users" << id;
}
