/*
 * The reader of SQL on texts that end in the middle: every golden input, cut
 * behind each of its bytes, and read from each of its bytes on, gives facts
 * and comes to an end. What it says is not looked at; the sanitizers are.
 */
#include <glib.h>
#include <string.h>

#include "analyzers/analyzer.h"

static void drop(struct analysis *analysis, struct fact *fact)
{
	uint32_t *n = analysis->payload;

	g_assert_cmpint(fact->place.line, >=, 1);
	g_assert_cmpint(fact->place.end_line, >=, fact->place.line);
	*n += 1;
}

/* The bytes lie in a block of their own, so that reading past them shows. */
static void read_bytes(const char *bytes, size_t size, enum dialect dialect)
{
	struct arena arena;
	uint32_t n = 0;
	struct analysis analysis = {&arena, drop, &n, 0};
	char *copy = g_malloc(size + 1);
	char *block = memcpy(g_realloc(copy, MAX(size, 1)), bytes, size);
	struct text text = {.language = "sql",
			    .dialect = dialect,
			    .bytes = block,
			    .size = size,
			    .name = "input.sql"};

	arena_init(&arena);
	analyze(&analysis, &text);
	arena_release(&arena);
	text_release(&text);
	g_free(block);
}

static void cut_everywhere(const char *bytes, size_t size, enum dialect dialect)
{
	for (size_t i = 0; i <= size; i++)
		read_bytes(bytes, i, dialect);
	for (size_t i = 0; i < size; i += 7)
		read_bytes(bytes + i, size - i, dialect);
}

static void cut_file(const char *path)
{
	enum dialect dialect =
		strstr(path, "mysql") ? DIALECT_MYSQL : DIALECT_POSTGRESQL;
	char *bytes;
	gsize size;

	if (!g_file_get_contents(path, &bytes, &size, NULL))
		return;
	cut_everywhere(bytes, size, dialect);
	g_free(bytes);
}

static void cut_folder(const char *folder)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		char *path = g_build_filename(folder, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			cut_folder(path);
		else if (g_str_has_suffix(name, ".sql"))
			cut_file(path);
		g_free(path);
	}
	if (dir)
		g_dir_close(dir);
}

static void test_area(gconstpointer area)
{
	char *folder = g_build_filename("tests", "sql", area, NULL);

	g_assert_true(g_file_test(folder, G_FILE_TEST_IS_DIR));
	cut_folder(folder);
	g_free(folder);
}

/* Whatever opens again and again does not exhaust the stack. */
static void test_deep(void)
{
	static const char *const openings[] = {
		"CREATE PROCEDURE p() ",
		"CREATE RULE r AS ON DELETE TO t DO ",
		"CREATE TRIGGER t BEFORE INSERT ON u FOR EACH ROW ",
		"CREATE EVENT e ON SCHEDULE AT 1 DO ",
		"CREATE SCHEMA s CREATE OR REPLACE ",
		"IF 1 THEN BEGIN ",
		"DO 'BEGIN ",
		"DO $a$BEGIN EXECUTE $b$",
		"CREATE FUNCTION f() RETURNS int AS $$BEGIN ",
		"BEGIN DECLARE x int; ",
		"((((((((",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(openings); i++) {
		GString *bytes = g_string_new("CREATE PROCEDURE q() BEGIN ");

		for (unsigned n = 0; n < 20000; n++)
			g_string_append(bytes, openings[i]);
		read_bytes(bytes->str, bytes->len, DIALECT_MYSQL);
		read_bytes(bytes->str, bytes->len, DIALECT_POSTGRESQL);
		read_bytes(bytes->str + 27, bytes->len - 27, DIALECT_MYSQL);
		read_bytes(bytes->str + 27, bytes->len - 27,
			   DIALECT_POSTGRESQL);
		g_string_free(bytes, TRUE);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/sql/cut/ddl", "ddl", test_area);
	g_test_add_data_func("/sql/cut/routine", "routine", test_area);
	g_test_add_data_func("/sql/cut/script", "script", test_area);
	g_test_add_func("/sql/cut/deep", test_deep);
	return g_test_run();
}
