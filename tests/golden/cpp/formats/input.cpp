void list(pqxx::work &tx, int id)
{
	tx.exec(std::format("SELECT id FROM {} WHERE id = {}", "users", id));
	tx.exec(fmt::format("SELECT id FROM groups WHERE id = {}", id));
	tx.exec((boost::format("SELECT %1% FROM roles") % id).str());
}
