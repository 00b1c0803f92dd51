#define FROM_USERS " FROM users"
#define WHERE_ID " WHERE id = $1"
