void list(pqxx::work &tx)
{
	for (const char *t : {"users", "groups"})
		tx.exec("TRUNCATE " + std::string(t));
	std::for_each(a, b, [&](int id) { tx.exec("SELECT 1 FROM roles"); });
}
