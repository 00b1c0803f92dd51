/*
 * What must not matter to the reader of SQL, over every case of tests/sql:
 * the case of keywords, comments and white space between tokens, and
 * whether a text is read for the first time.
 *
 * A variant is made of the tokens of our own lexer; then the lines of
 * `unmoor sql` are compared, without their numbers. Not every text can be
 * varied: see sql_corpus_takes_part(), may_part() and is_known().
 */
#include "tests/unit/sql_corpus.h"

enum letters { LETTERS_KEPT, LETTERS_UPPER, LETTERS_LOWER, LETTERS_MIXED };

struct variant {
	const char *name;
	const char *between; /* goes between two tokens */
	enum letters letters;
};

static const struct variant variants[] = {
	{"upper", NULL, LETTERS_UPPER},
	{"lower", NULL, LETTERS_LOWER},
	{"mixed", NULL, LETTERS_MIXED},
	{"comment", "/* x */", LETTERS_KEPT},
	{"line-comment", "-- x\n", LETTERS_KEPT},
	{"newline", "\n", LETTERS_KEPT},
	{"tabs", "\t\t", LETTERS_KEPT},
	{"again", NULL, LETTERS_KEPT},
	{"spaces", "  ", LETTERS_KEPT},
};

static const struct variant *variant;
static unsigned n_cases, n_varied;

/* Names are compared as they are written, so only words that cannot be one
 * change their letters. */
static bool varies_case(const struct token *token)
{
	return token->kind == TOKEN_WORD && token->keyword &&
	       !(token->flags & TOKEN_HOLED) &&
	       keyword_flags[token->keyword] & KEYWORD_RESERVED;
}

static void add_token(GString *out, const char *bytes,
		      const struct token *token)
{
	const char *word = bytes + token->offset;

	if (!variant->letters || !varies_case(token)) {
		g_string_append_len(out, word, token->length);
		return;
	}
	for (uint32_t i = 0; i < token->length; i++) {
		bool upper = variant->letters == LETTERS_UPPER ||
			     (variant->letters == LETTERS_MIXED && i % 2);

		g_string_append_c(out, upper ? g_ascii_toupper(word[i])
					     : g_ascii_tolower(word[i]));
	}
}

static bool is_go(const char *bytes, const struct token *token)
{
	return token->length == 2 &&
	       g_ascii_strncasecmp(bytes + token->offset, "GO", 2) == 0;
}

/*
 * Whether something may come between the tokens. Not in what is one name to
 * its dialect though it has several tokens (@stage/path, my-project.t), and
 * not on the line of GO.
 */
static bool may_part(const struct sql_case *test, const struct token *before,
		     const struct token *token, bool *glued)
{
	const char *bytes = test->bytes;

	if (token->flags & TOKEN_SPACED || token->kind == TOKEN_END)
		*glued = false;
	else if (before->kind == TOKEN_VARIABLE || before->kind == TOKEN_HOLE ||
		 token->kind == TOKEN_HOLE || bytes[token->offset] == '-' ||
		 bytes[before->offset] == '-')
		*glued = true;
	return !*glued && !is_go(bytes, before) && !is_go(bytes, token);
}

static GString *vary(const struct sql_case *test)
{
	struct lexer lexer = {.bytes = test->bytes,
			      .size = (uint32_t)test->size,
			      .rules = dialect_rules(sql_corpus_guess(test))};
	struct token before = {.kind = TOKEN_END}, token;
	GString *out = g_string_new(NULL);
	bool glued = false;

	do {
		uint32_t end = before.offset + before.length;

		lexer_next(&lexer, &token);
		g_string_append_len(out, test->bytes + end, token.offset - end);
		if (variant->between && before.kind != TOKEN_END &&
		    may_part(test, &before, &token, &glued))
			g_string_append(out, variant->between);
		add_token(out, test->bytes, &token);
		before = token;
	} while (token.kind != TOKEN_END);
	return out;
}

static bool is_listed(const struct sql_case *test, const char *const *paths)
{
	for (; *paths; paths++)
		if (strstr(test->path, *paths))
			return true;
	return false;
}

/* What is put between tokens changes the meaning, or (the first and the last
 * ones) the reader is wrong. */
static const char *const parted[] = {
	/* STRUCT <x INT64>(a): no type before a space. */
	"dialect/bigquery-arrays",
	/* Commands end with their line, or begin one. */
	"dialect/duckdb-shell",
	"dialect/oracle-installers",
	"dialect/sqlite-shell",
	"dialect/teradata-bteq",
	"dialect/teradata-load",
	/* Statements without semicolons are told by their lines. */
	"dialect/tsql-administration",
	/* Data follow; quantile(0.9)(x) and t@v5 are one piece. */
	"dialect/clickhouse-data-of-insert",
	"dialect/clickhouse-joins-and-clauses",
	"dialect/spark-delta",
	/* A comment between a directive and a branch hides that it is one. */
	"hole/jinja-blocks",
	"hole/jinja-branches",
	"hole/jinja-pieces",
	"hole/mustache",
	NULL,
};

/* A keyword is a name there, whose letters the dialect keeps. */
static const char *const spelled[] = {
	"dialect/clickhouse-data-of-insert",
	"dialect/clickhouse-joins-and-clauses",
	NULL,
};

static bool is_known(const struct sql_case *test)
{
	return (variant->between && is_listed(test, parted)) ||
	       (variant->letters != LETTERS_KEPT && is_listed(test, spelled));
}

static void expect_same(const struct sql_case *test, const GString *varied)
{
	enum dialect dialect = sql_corpus_guess(test);
	char *expected = sql_corpus_lines(test->bytes, test->size, dialect, -1);
	char *lines = sql_corpus_lines(varied->str, varied->len, dialect, -1);

	if (strcmp(lines, expected)) {
		g_test_message("%s, %s:\n%s\nexpected:\n%s\ngot:\n%s",
			       test->path, variant->name, varied->str, expected,
			       lines);
		g_test_fail();
	}
	g_free(expected);
	g_free(lines);
}

static void vary_case(const struct sql_case *test)
{
	GString *varied;

	n_cases++;
	if (!sql_corpus_takes_part(test) || is_known(test))
		return;
	n_varied++;
	varied = vary(test);
	expect_same(test, varied);
	g_string_free(varied, TRUE);
}

static void test_variant(gconstpointer data)
{
	variant = data;
	n_cases = n_varied = 0;
	sql_corpus_each("tests/sql", vary_case);
	g_test_message("%u of %u cases", n_varied, n_cases);
	g_assert_cmpuint(n_varied, >, n_cases * 8 / 10);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	keyword_init();
	for (size_t i = 0; i < G_N_ELEMENTS(variants); i++) {
		char *path =
			g_strconcat("/sql/invariance/", variants[i].name, NULL);

		g_test_add_data_func(path, &variants[i], test_variant);
		g_free(path);
	}
	return g_test_run();
}
