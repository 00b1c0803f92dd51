#include "db.hh"
#include <memory>
void load(std::unique_ptr<Db> db, Audit *audit)
{
	db->run("FROM domains WHERE zone = 1");
	audit->run("FROM nowhere", "DELETE FROM records");
}
