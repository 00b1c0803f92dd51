/*
 * What stands beside a statement must not matter to the reader of SQL, over
 * the cases of tests/sql: a text gives the same lines behind another
 * statement, before another, some lines further down; and each statement of
 * it alone gives what it gives among the others.
 *
 * Left out is what says something to those behind it: settings, prepared
 * statements, handlers, declared names.
 */
#include "tests/unit/sql_corpus.h"

#define BEFORE "SELECT a FROM before_it;\n"
#define AFTER "\n;SELECT a FROM after_it;\n"

static unsigned n_alone;

static void expect_same(const struct sql_case *test, const char *what,
			const char *got, const char *expected)
{
	if (strcmp(got, expected) == 0)
		return;
	g_test_message("%s, %s\nexpected:\n%s\ngot:\n%s", test->path, what,
		       expected, got);
	g_test_fail();
}

static char *lines_of(const struct sql_case *test, const char *text, int behind)
{
	return sql_corpus_lines(text, strlen(text), sql_corpus_guess(test),
				behind);
}

static bool may_stand_beside(const struct sql_case *test)
{
	static const char *const left_out[] = {
		/* A body goes on to the end of its batch. */
		"/dialect/tsql-ddl-trigger",
		"/dialect/tsql-trigger",
		"/dialect/tsql-merge-without-semicolon",
		/* Only a batch's first statement may be a call without EXEC. */
		"/dialect/tsql-system-procedures",
		/* The last string does not end. */
		"/routine/unfinished",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(left_out); i++)
		if (strstr(test->path, left_out[i]))
			return false;
	return sql_corpus_takes_part(test) && !strstr(test->path, "/hole/");
}

static void read_beside(const struct sql_case *test)
{
	char *expected, *before, *after, *down, *own, *text;
	const char *end;

	if (!may_stand_beside(test))
		return;
	expected = lines_of(test, test->bytes, 0);

	text = g_strconcat(BEFORE, test->bytes, NULL);
	before = lines_of(test, text, 1);
	end = strchr(before, '\n');
	expect_same(test, "behind another", end ? end + 1 : "", expected);
	g_free(text);

	text = g_strconcat("\n\n\n", test->bytes, NULL);
	down = lines_of(test, text, 3);
	expect_same(test, "three lines down", down, expected);
	g_free(text);

	text = g_strconcat(test->bytes, AFTER, NULL);
	after = lines_of(test, text, 0);
	own = g_strndup(after, strlen(expected));
	expect_same(test, "before another", own, expected);
	g_free(text);

	g_free(own);
	g_free(after);
	g_free(down);
	g_free(before);
	g_free(expected);
}

/* Whether a statement says something to the others. */
static bool tells_others(const struct sql_case *test)
{
	static const char *const words[] = {"set ",
					    "use ",
					    "prepare",
					    "declare",
					    "begin",
					    "create function",
					    "create procedure",
					    "open",
					    "call",
					    "delimiter",
					    "create package",
					    "create trigger",
					    "create event",
					    "\ngo",
					    "#temp",
					    "create or replace",
					    "create schema",
					    "create rule"};
	char *text = g_ascii_strdown(test->bytes, (gssize)test->size);
	bool tells = strstr(test->path, "/dialect/") ||
		     strstr(test->path, "/routine/");

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		tells = tells || strstr(text, words[i]);
	g_free(text);
	return tells;
}

/* The lines of the stretch alone, at the lines where it stands. */
static void add_alone(const struct sql_case *test, uint32_t begin, uint32_t end,
		      GString *lines)
{
	GString *text = g_string_new_len(test->bytes, end);
	char *made;

	for (uint32_t i = 0; i < begin; i++)
		if (text->str[i] != '\n')
			text->str[i] = ' ';
	made = lines_of(test, text->str, 0);
	g_string_append(lines, made);
	n_alone++;
	g_free(made);
	g_string_free(text, TRUE);
}

static void read_alone(const struct sql_case *test)
{
	struct lexer lexer = {.bytes = test->bytes,
			      .size = (uint32_t)test->size,
			      .rules = dialect_rules(sql_corpus_guess(test))};
	struct token token;
	GString *lines;
	uint32_t begin = 0;
	char *expected;

	if (!may_stand_beside(test) || tells_others(test))
		return;
	lines = g_string_new(NULL);
	do {
		lexer_next(&lexer, &token);
		if (!token_ends_statement(&token))
			continue;
		add_alone(test, begin, token.offset + token.length, lines);
		begin = token.offset + token.length;
	} while (token.kind != TOKEN_END);
	expected = lines_of(test, test->bytes, 0);
	expect_same(test, "each alone", lines->str, expected);
	g_free(expected);
	g_string_free(lines, TRUE);
}

static void test_beside(void)
{
	sql_corpus_each("tests/sql", read_beside);
}

static void test_alone(void)
{
	sql_corpus_each("tests/sql", read_alone);
	g_test_message("%u statements", n_alone);
	g_assert_cmpuint(n_alone, >, 500);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	keyword_init();
	g_test_add_func("/sql/beside", test_beside);
	g_test_add_func("/sql/alone", test_alone);
	return g_test_run();
}
