#include <string>
struct Tables {
	static constexpr const char *users = "users";
};
namespace sql {
const std::string from = std::string(" FROM ") + Tables::users;
}
