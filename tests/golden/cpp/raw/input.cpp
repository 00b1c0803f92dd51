const char *const FIND = R"sql(
	SELECT id
	  FROM users
	 WHERE name = "(x)"
)sql";
auto more = u8R"(SELECT id FROM groups)";
auto last = "SELECT id FROM roles"_sql;
