void Users::init() { sql_ = "SELECT id FROM users"; }
void Users::run() { db_.exec(sql_); }
