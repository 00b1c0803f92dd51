#define FROM(table) " FROM " #table
#define WHERE_ID " WHERE id = $1"
