void Store::run(const std::string &sql) { conn_.exec(sql); }
void Store::list()
{
	run("SELECT id FROM users");
	this->run("SELECT id FROM groups");
}
void each(Store &store) { store.run_query("WHERE id = 1"); }
