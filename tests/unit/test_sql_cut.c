/*
 * The reader of SQL on texts that end in the middle: every case of tests/sql,
 * cut behind each of its bytes, and read from each of its bytes on, gives
 * facts and comes to an end. What names a table does not go silently: it gives
 * a fact or a blind spot.
 */
#include "tests/unit/sql_corpus.h"

#define CUT_BYTES 4096

static void count(struct analysis *analysis, struct fact *fact)
{
	uint32_t *n = analysis->payload;

	g_assert_cmpint(fact->place.line, >=, 1);
	g_assert_cmpint(fact->place.end_line, >=, fact->place.line);
	*n += 1;
}

/* The bytes lie in a block of their own, so that reading past them shows.
 * Returns how many facts there were. */
static uint32_t read_bytes(const char *bytes, size_t size, enum dialect dialect,
			   bool string)
{
	static struct line_mark mark = {0, 1};
	struct arena arena;
	uint32_t n = 0;
	struct analysis analysis = {
		.arena = &arena, .deliver = count, .payload = &n};
	char *block = g_malloc(MAX(size, 1));
	struct text text = {.language = "sql",
			    .dialect = dialect,
			    .bytes = memcpy(block, bytes, size),
			    .size = size,
			    .marks = string ? &mark : NULL,
			    .n_marks = string};

	arena_init(&arena);
	analyze(&analysis, &text);
	arena_release(&arena);
	text_release(&text);
	g_free(block);
	return n;
}

/* Whether FROM t, INTO t, UPDATE t or JOIN t stands in the bytes, behind the
 * word that begins a statement; what opens and does not close hides it. */
static bool names_table(const char *bytes, size_t size, enum dialect dialect)
{
	struct lexer lexer = {.bytes = bytes,
			      .size = (uint32_t)size,
			      .rules = dialect_rules(dialect)};
	struct token token;
	enum keyword before = KW_NONE, first = KW_NONE;
	bool names = false;

	do {
		lexer_next(&lexer, &token);
		if (!first)
			first = (enum keyword)token.keyword;
		if (token.kind == TOKEN_WORD && !token.keyword &&
		    (before == KW_FROM || before == KW_INTO ||
		     before == KW_JOIN || before == KW_UPDATE))
			names = true;
		before = (enum keyword)token.keyword;
	} while (token.kind != TOKEN_END);
	return names && (first == KW_SELECT || first == KW_INSERT ||
			 first == KW_UPDATE || first == KW_DELETE);
}

static void cut_everywhere(const char *bytes, size_t size, enum dialect dialect)
{
	for (size_t i = 0; i <= size; i++) {
		uint32_t n = read_bytes(bytes, i, dialect, false);

		if (!n && names_table(bytes, i, dialect)) {
			g_test_message("nothing of: %.*s", (int)i, bytes);
			g_test_fail();
		}
	}
	for (size_t i = 0; i <= size; i += 3)
		read_bytes(bytes, i, dialect, true);
	for (size_t i = 0; i < size; i += 7)
		read_bytes(bytes + i, size - i, dialect, i % 2);
}

static void cut_case(const struct sql_case *test)
{
	enum dialect dialect = test->dialect;

	if (dialect == DIALECT_GENERIC)
		dialect = dialect_guess(test->bytes, test->size);
	cut_everywhere(test->bytes, MIN(test->size, CUT_BYTES), dialect);
}

static void test_area(gconstpointer area)
{
	char *folder = g_build_filename("tests", "sql", area, NULL);

	g_assert_cmpuint(sql_corpus_each(folder, cut_case), >, 0);
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
	static const enum dialect dialects[] = {DIALECT_MYSQL, DIALECT_TSQL,
						DIALECT_POSTGRESQL,
						DIALECT_ORACLE};

	for (size_t i = 0; i < G_N_ELEMENTS(openings) * 4; i++) {
		const char *opening = openings[i / 4];
		GString *bytes = g_string_new("CREATE PROCEDURE q() BEGIN ");

		for (unsigned n = 0; n < 20000; n++)
			g_string_append(bytes, opening);
		read_bytes(bytes->str, bytes->len, dialects[i % 4], false);
		read_bytes(bytes->str + 27, bytes->len - 27, dialects[i % 4],
			   true);
		g_string_free(bytes, TRUE);
	}
}

int main(int argc, char **argv)
{
	static const char *const areas[] = {"access",	  "ddl",     "dialect",
					    "generic",	  "hole",    "mysql",
					    "postgresql", "routine", "script"};

	g_test_init(&argc, &argv, NULL);
	keyword_init();
	for (size_t i = 0; i < G_N_ELEMENTS(areas); i++) {
		char *path = g_strconcat("/sql/cut/", areas[i], NULL);

		g_test_add_data_func(path, areas[i], test_area);
		g_free(path);
	}
	g_test_add_func("/sql/cut/deep", test_deep);
	return g_test_run();
}
