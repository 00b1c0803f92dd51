/* What analysis_judge() says of strings. */
#include <string.h>

#include "analyzers/analyzer.h"

static const struct {
	enum sql_verdict verdict;
	const char *string;
} cases[] = {
	{SQL_STATEMENT, "SELECT id, name FROM users WHERE id = %s"},
	{SQL_STATEMENT, "select * from users"},
	{SQL_STATEMENT, "Select count(*) from users"},
	{SQL_STATEMENT, "SELECT 1"},
	{SQL_STATEMENT, "SELECT now()"},
	{SQL_STATEMENT, "  -- the users\n SELECT u.a FROM users u"},
	{SQL_STATEMENT, "(SELECT a FROM b) UNION (SELECT a FROM c)"},
	{SQL_STATEMENT, "insert into t (a, b) values (?, ?)"},
	{SQL_STATEMENT, "INSERT INTO t SELECT * FROM u"},
	{SQL_STATEMENT, "REPLACE INTO t VALUES (1)"},
	{SQL_STATEMENT, "update t set a = 1 where b = 2"},
	{SQL_STATEMENT, "UPDATE t JOIN u ON t.id = u.id SET t.a = 1"},
	{SQL_STATEMENT, "delete from cart"},
	{SQL_STATEMENT, "DELETE FROM cart WHERE id = :id"},
	{SQL_STATEMENT, "DELETE LOW_PRIORITY a.*, b FROM a JOIN b USING (id)"},
	{SQL_STATEMENT, "DELETE TOP (10) t FROM t"},
	{SQL_PROSE, "delete empty non-terminal from zone"},
	{SQL_PROSE, "Delete old entries from cache"},
	{SQL_STATEMENT, "WITH x AS (SELECT 1) SELECT * FROM x"},
	{SQL_STATEMENT, "CREATE TABLE t (id int)"},
	{SQL_STATEMENT, "CREATE OR REPLACE VIEW v AS SELECT 1"},
	{SQL_STATEMENT, "DROP TABLE IF EXISTS t"},
	{SQL_STATEMENT, "SET search_path TO shop; SELECT a FROM orders"},
	{SQL_STATEMENT, "USE shop; START TRANSACTION; DELETE FROM orders"},
	{SQL_STATEMENT, "SET NOCOUNT ON SELECT a FROM orders"},
	{SQL_STATEMENT, "IF NOT EXISTS (SELECT 1 FROM t) DELETE FROM u"},
	{SQL_FRAGMENT, "coalesce((SELECT sum(a) FROM t), 0) AS total"},
	{SQL_NOT, "Set the table; select a chair"},
	{SQL_STATEMENT, "EXPLAIN (ANALYZE, BUFFERS) SELECT a FROM t"},
	{SQL_STATEMENT, "DECLARE c NO SCROLL CURSOR FOR SELECT a FROM t"},
	{SQL_STATEMENT, "PREPARE q (int) AS SELECT a FROM t WHERE b = $1"},
	{SQL_STATEMENT, "REPLACE t SET a = 1"},
	{SQL_NOT, "Replace file set by another"},
	{SQL_STATEMENT, "SAVEPOINT x; DELETE FROM t"},
	{SQL_STATEMENT, "TRUNCATE TABLE t"},
	{SQL_STATEMENT, "CALL refresh_totals(1)"},
	{SQL_STATEMENT, "EXPLAIN ANALYZE SELECT * FROM t"},
	{SQL_STATEMENT, "SELECT \x1a FROM \x1a WHERE id = ?"},
	{SQL_STATEMENT, "COPY (SELECT a FROM t) TO STDOUT WITH CSV"},
	{SQL_STATEMENT, "copy t (a, b) from stdin"},
	{SQL_STATEMENT, "copy t to %s"},
	{SQL_NOT, "copy files to folder"},
	{SQL_NOT, "Copy (all) to clipboard"},
	{SQL_FRAGMENT, "SELECT a, b"},
	{SQL_FRAGMENT, "SELECT "},
	{SQL_FRAGMENT, "INSERT INTO orders"},
	{SQL_FRAGMENT, "FROM a JOIN b ON a.id = b.id"},
	{SQL_FRAGMENT, " WHERE x = ?"},
	{SQL_FRAGMENT, " AND o.state IN ('a', 'b')"},
	{SQL_FRAGMENT, "ORDER BY created DESC"},
	{SQL_FRAGMENT, "LEFT JOIN b ON a.x = b.x"},
	{SQL_FRAGMENT, "orders o LEFT JOIN lines l ON o.id = l.order_id"},
	{SQL_FRAGMENT, "user_id = ? AND state = ?"},
	{SQL_FRAGMENT, "LIMIT 10"},
	{SQL_FRAGMENT, "SET name = ?"},
	{SQL_PROSE, "Select a file from the list"},
	{SQL_PROSE, "Select one of the files from your disk"},
	{SQL_PROSE, "Delete from the cart"},
	{SQL_PROSE, "Insert into the slot"},
	{SQL_PROSE, "Select items from list."},
	{SQL_NOT, "update your profile"},
	{SQL_NOT, "Update profile"},
	{SQL_NOT, "Select file"},
	{SQL_NOT, "Insert coin"},
	{SQL_NOT, "Delete the file"},
	{SQL_NOT, "Create account"},
	{SQL_NOT, "Drop it here"},
	{SQL_NOT, "with love"},
	{SQL_NOT, "where are you"},
	{SQL_NOT, "join us on friday"},
	{SQL_NOT, "call me"},
	{SQL_NOT, "from: %s"},
	{SQL_NOT, "hello, world"},
	{SQL_NOT, "application/json"},
	{SQL_NOT, "Order received"},
	{SQL_NOT, "limit reached"},
	{SQL_NOT, "/path/to/file"},
	{SQL_NOT, "a"},
	{SQL_NOT, ""},
};

static void test_case(gconstpointer data)
{
	size_t i = GPOINTER_TO_SIZE(data);

	g_assert_cmpint(analysis_judge(cases[i].string, strlen(cases[i].string),
				       DIALECT_GENERIC),
			==, cases[i].verdict);
}

/* The judge looks at the first tokens alone; where it stops, nothing ends. */
static void test_any_length(void)
{
	GString *string = g_string_new("SELECT ");

	for (int i = 0; i < 40; i++) {
		g_autofree char *whole = NULL;

		g_string_append(string, i ? ", t.a" : "t.a");
		whole = g_strconcat(string->str, " b FROM t WHERE t.a = 1",
				    NULL);
		g_assert_cmpint(
			analysis_judge(whole, strlen(whole), DIALECT_GENERIC),
			>=, SQL_FRAGMENT);
	}
	g_string_free(string, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *path = g_strdup_printf("/sql/judge/%s.", cases[i].string);

		for (char *c = path + 11; *c; c++)
			if (*c == '/' || *c == '#' || *c < ' ')
				*c = '_';
		g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_case);
		g_free(path);
	}
	g_test_add_func("/sql/judge-any-length", test_any_length);
	return g_test_run();
}
