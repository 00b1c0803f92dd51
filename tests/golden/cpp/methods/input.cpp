namespace shop {
class Orders : public Base {
public:
	Orders() : find_("SELECT id FROM orders") {}
	void clear() { db_.exec("DELETE FROM orders"); }
	void load();
	void load(int id);
private:
	std::string find_;
};

void Orders::load() { db_.exec(find_); }
void Orders::load(int id) { db_.exec("SELECT id FROM lines"); }
template <typename T> int Shop<T>::count() { return db_.query_value("SELECT 1 FROM shops"); }
}
