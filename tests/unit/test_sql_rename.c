/*
 * What things are called must not matter to the reader of SQL, over every
 * case of tests/sql: with a word (an alias, the name of a CTE or a table, of
 * an output, a variable) that is renamed in all its places, the lines of
 * `unmoor sql` are the same but for that name.
 *
 * Left out are words that mean something themselves: keywords, functions and
 * types of the servers, NEW and OLD; and words that also stand in a string.
 */
#include "tests/unit/sql_corpus.h"

/* The same in capitals. */
#define SUFFIX "_0_0"

static unsigned n_words;

static bool is_written(const char *bytes, const struct token *token,
		       const char *word)
{
	return token->kind == TOKEN_WORD && token->length == strlen(word) &&
	       g_ascii_strncasecmp(bytes + token->offset, word,
				   token->length) == 0;
}

/* Words that are no keywords and yet mean something. */
static bool is_known_word(const char *word)
{
	static const char *const words[] = {
		"_int4",	"bool",	      "bpchar",	    "column1",
		"conditional",	"count",      "dual",	    "excluded",
		"float8",	"history",    "inout",	    "new",
		"old",		"omit",	      "out",	    "oid",
		"quotes",	"pg_catalog", "regclass",   "sfunc",
		"sum",		"coalesce",   "plpython3u", "schedule",
		"subtype_diff", "expression"};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

static void begin(struct lexer *lexer, const struct sql_case *test)
{
	memset(lexer, 0, sizeof(*lexer));
	lexer->bytes = test->bytes;
	lexer->size = (uint32_t)test->size;
	lexer->rules = dialect_rules(sql_corpus_guess(test));
}

/* The text with the word renamed. */
static GString *rename_word(const struct sql_case *test, const char *word)
{
	GString *out = g_string_new(NULL);
	struct lexer lexer;
	struct token before = {.kind = TOKEN_END}, token;

	begin(&lexer, test);
	do {
		uint32_t end = before.offset + before.length;

		lexer_next(&lexer, &token);
		g_string_append_len(out, test->bytes + end, token.offset - end);
		g_string_append_len(out, test->bytes + token.offset,
				    token.length);
		if (is_written(test->bytes, &token, word))
			g_string_append(out, SUFFIX);
		before = token;
	} while (token.kind != TOKEN_END);
	return out;
}

/* The names and what is said of them, in an order of their own: that of the
 * lines is by name. */
static char *in_order(const char *lines)
{
	char **parts = g_strsplit_set(lines, ",[]{}\n", -1);
	char *joined;

	qsort(parts, g_strv_length(parts), sizeof(*parts), sql_corpus_by_name);
	joined = g_strjoinv("\n", parts);
	g_strfreev(parts);
	return joined;
}

static void expect_same(const struct sql_case *test, const char *word,
			const char *expected)
{
	GString *renamed = rename_word(test, word);
	char *lines = sql_corpus_lines(renamed->str, renamed->len,
				       sql_corpus_guess(test), -1);
	GString *got = g_string_new(lines);
	char *names, *expected_names = in_order(expected);

	g_string_replace(got, SUFFIX, "", 0);
	names = in_order(got->str);
	if (strcmp(names, expected_names)) {
		g_test_message("%s, %s:\n%s\nexpected:\n%s\ngot:\n%s",
			       test->path, word, renamed->str, expected,
			       got->str);
		g_test_fail();
	}
	n_words++;
	g_free(names);
	g_free(expected_names);
	g_string_free(got, TRUE);
	g_string_free(renamed, TRUE);
	g_free(lines);
}

static bool is_name(const struct sql_case *test, const struct token *token)
{
	return token->kind == TOKEN_WORD && !token->keyword &&
	       !(token->flags & TOKEN_HOLED) &&
	       test->bytes[token->offset + token->length] != '(';
}

/* In a string (a body, a name), a variable, a hole: what is in there is not
 * renamed. */
static void drop_words(GHashTable *words, const char *bytes, uint32_t length)
{
	char *inside = g_ascii_strdown(bytes, length);
	char **list =
		g_strsplit_set(inside, "$'\"`\n\t .,;:()[]{}<>=+-*/%|&@#!", -1);

	for (char **word = list; *word; word++)
		g_hash_table_remove(words, *word);
	g_strfreev(list);
	g_free(inside);
}

/* Words that may be names, each once. */
static GHashTable *find_words(const struct sql_case *test)
{
	GHashTable *words =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct lexer lexer;
	struct token token;

	begin(&lexer, test);
	for (lexer_next(&lexer, &token); token.kind != TOKEN_END;
	     lexer_next(&lexer, &token)) {
		char *word;

		if (!is_name(test, &token))
			continue;
		word = g_ascii_strdown(test->bytes + token.offset,
				       token.length);
		if (is_known_word(word))
			g_free(word);
		else
			g_hash_table_add(words, word);
	}
	begin(&lexer, test);
	for (lexer_next(&lexer, &token); token.kind != TOKEN_END;
	     lexer_next(&lexer, &token))
		if (token.kind != TOKEN_WORD || token.flags & TOKEN_HOLED)
			drop_words(words, test->bytes + token.offset,
				   token.length);
	return words;
}

static void rename_each(const struct sql_case *test)
{
	GHashTable *words;
	GHashTableIter iter;
	gpointer word;
	char *expected;

	/* Those dialects know many words without being keywords. */
	if (!sql_corpus_takes_part(test) || strstr(test->path, "/dialect/"))
		return;
	words = find_words(test);
	expected = sql_corpus_lines(test->bytes, test->size,
				    sql_corpus_guess(test), -1);
	g_hash_table_iter_init(&iter, words);
	while (g_hash_table_iter_next(&iter, &word, NULL))
		expect_same(test, word, expected);
	g_free(expected);
	g_hash_table_destroy(words);
}

static void test_rename(void)
{
	sql_corpus_each("tests/sql", rename_each);
	g_test_message("%u names", n_words);
	g_assert_cmpuint(n_words, >, 1000);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	keyword_init();
	g_test_add_func("/sql/rename", test_rename);
	return g_test_run();
}
