#define SELECT_FROM(t, w) "SELECT id, name FROM " t " WHERE " w
#define USERS "users"
