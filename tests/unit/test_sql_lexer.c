/* Bytes to tokens, dialect by dialect. */
#include <glib.h>
#include <string.h>

#include "analyzers/sql/lexer.h"
#include "graph/text.h"

/* Tokens as "kind slice", separated by " | "; holes of names as "@". */
static const struct {
	enum dialect dialect;
	const char *sql, *expected;
} cases[] = {
	{DIALECT_GENERIC, "", ""},
	{DIALECT_GENERIC, "a.b_1,c$2",
	 "word a | . . | word b_1 | , , | word c$2"},
	{DIALECT_GENERIC, "1 2.5 .5 1e-3 0xFF 1..2",
	 "number 1 | number 2.5 | number .5 | number 1e-3 | number 0xFF | "
	 "number 1 | . . | number .2"},
	{DIALECT_GENERIC, "2024_orders", "word 2024_orders"},
	{DIALECT_GENERIC, "'a''b' \"c\"\"d\" `e`",
	 "string 'a''b' | quoted \"c\"\"d\" | quoted `e`"},
	{DIALECT_GENERIC, "-- c\na /* b */ c # d",
	 "word a | word c | "
	 "operator # | word d"},
	{DIALECT_GENERIC, "a ? $1 :b @c %s %(d)s #{e} ${f} {g} {{ h }}",
	 "word a | hole ? | hole $1 | hole :b | variable @c | hole %s | "
	 "hole %(d)s | hole #{e} | hole ${f} | hole {g} | hole {{ h }}"},
	{DIALECT_GENERIC, "llx_%s {p}orders ${p}_x a\x1a \x1a",
	 "word llx_@ | word @orders | word @_x | word a@ | hole @"},
	{DIALECT_GENERIC, "\"a_{b}\"", "quoted a_@"},
	{DIALECT_GENERIC, "1\x1a", "number 1\x1a"},
	{DIALECT_GENERIC, "{% if x %} a {# b #}", "word a"},
	{DIALECT_GENERIC, "a::b := c",
	 "word a | :: :: | word b | := := | "
	 "word c"},
	{DIALECT_POSTGRESQL, "/* a /* b */ c */ d", "word d"},
	{DIALECT_POSTGRESQL, "$$a;b$$ $t$ $$ $t$ $1",
	 "string $$a;b$$ | string $t$ $$ $t$ | hole $1"},
	{DIALECT_POSTGRESQL, "E'a\\'b' 'a\\' U&'c' U&\"d\" B'1' N'x'",
	 "string E'a\\'b' | string 'a\\' | string U&'c' | quoted d | "
	 "string B'1' | string N'x'"},
	{DIALECT_POSTGRESQL, "a@>b #>> c ?| d !=- 1",
	 "word a | operator @> | word b | operator #>> | word c | "
	 "operator ?| | word d | operator !=- | number 1"},
	{DIALECT_POSTGRESQL, "a<-1 a*-1 a--b",
	 "word a | operator < | operator - | number 1 | word a | * * | "
	 "operator - | number 1 | word a"},
	{DIALECT_POSTGRESQL, "a \\; b", "word a | ; \\; | word b"},
	{DIALECT_MYSQL, "\"a\\\"b\" 'c\\'d' `e` _utf8'f'",
	 "string \"a\\\"b\" | string 'c\\'d' | quoted `e` | "
	 "string _utf8'f'"},
	{DIALECT_MYSQL, "a # b\n1--1 -- c",
	 "word a | number 1 | operator - | operator - | number 1"},
	{DIALECT_MYSQL, "/*!40101 SET */ /*M!100100 a*/ /*! b */ /*+ c */",
	 "word SET | word a | word b"},
	{DIALECT_MYSQL, "@a @@global.b @`c d`",
	 "variable @a | variable @@global.b | variable @`c d`"},
	{DIALECT_TSQL, "[a b].[c] #t ##u",
	 "quoted [a b] | . . | quoted [c] | word #t | word ##u"},
	{DIALECT_ORACLE, "q'[it's]' nq'{a}' t@link",
	 "string q'[it's]' | string nq'{a}' | word t | variable @link"},
	{DIALECT_GENERIC, "'open", "string 'open"},
	{DIALECT_GENERIC, "/* open", ""},
};

static char *tokens_of(const char *sql, enum dialect dialect)
{
	struct lexer lexer = {.bytes = sql,
			      .size = (uint32_t)strlen(sql),
			      .rules = dialect_rules(dialect)};
	GString *out = g_string_new(NULL);
	struct token token;
	char name[100];

	keyword_init();
	for (lexer_next(&lexer, &token); token.kind != TOKEN_END;
	     lexer_next(&lexer, &token)) {
		if (out->len)
			g_string_append(out, " | ");
		g_string_append(out,
				token_kind_name((enum token_kind)token.kind));
		g_string_append_c(out, ' ');
		if (token.flags & TOKEN_HOLED ||
		    sql[token.offset] == TEXT_HOLE ||
		    (token.kind == TOKEN_QUOTED && sql[token.offset] == 'U')) {
			token_write_name(&lexer, &token, name);
			g_string_append(out, g_strdelimit(name, "\x1a", '@'));
		} else {
			g_string_append_len(out, sql + token.offset,
					    token.length);
		}
	}
	return g_string_free(out, FALSE);
}

static void test_tokens(gconstpointer data)
{
	size_t i = GPOINTER_TO_SIZE(data);
	char *found = tokens_of(cases[i].sql, cases[i].dialect);

	g_assert_cmpstr(found, ==, cases[i].expected);
	g_free(found);
}

static void test_lines(void)
{
	static const char sql[] = "a\n'b\nc'\n/* d\n */ e $$\n$$ -- f\ng";
	static const uint32_t lines[] = {0, 1, 4, 4, 6};
	struct lexer lexer = {.bytes = sql,
			      .size = sizeof(sql) - 1,
			      .rules = dialect_rules(DIALECT_POSTGRESQL)};
	struct token token;

	keyword_init();
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		lexer_next(&lexer, &token);
		g_assert_cmpuint(token.line, ==, lines[i]);
	}
}

static void test_delimiter(void)
{
	static const char sql[] = "SELECT 1; END// DROP";
	struct lexer lexer = {.bytes = sql,
			      .size = sizeof(sql) - 1,
			      .rules = dialect_rules(DIALECT_MYSQL),
			      .delimiter = "//",
			      .delimiter_length = 2};
	static const enum token_kind kinds[] = {TOKEN_WORD,	 TOKEN_NUMBER,
						TOKEN_SEMICOLON, TOKEN_WORD,
						TOKEN_DELIMITER, TOKEN_WORD};
	struct token token;

	keyword_init();
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		lexer_next(&lexer, &token);
		g_assert_cmpint(token.kind, ==, kinds[i]);
	}
}

/* Values of strings, and whether they stand in the text as they are. */
static void test_strings(void)
{
	static const struct {
		enum dialect dialect;
		const char *sql, *value;
		bool plain;
	} strings[] = {
		{DIALECT_POSTGRESQL, "'a b'", "a b", true},
		{DIALECT_POSTGRESQL, "'it''s'", "it's", false},
		{DIALECT_POSTGRESQL, "E'a\\nb'", "a\nb", false},
		{DIALECT_POSTGRESQL, "'a\\nb'", "a\\nb", true},
		{DIALECT_POSTGRESQL, "$x$it's$x$", "it's", true},
		{DIALECT_MYSQL, "\"a\\\"b\"", "a\"b", false},
		{DIALECT_ORACLE, "q'[it's]'", "it's", true},
		{DIALECT_POSTGRESQL, "'open", "open", true},
		{DIALECT_POSTGRESQL, "''", "", true},
	};
	struct arena arena;

	arena_init(&arena);
	keyword_init();
	for (size_t i = 0; i < G_N_ELEMENTS(strings); i++) {
		const char *sql = strings[i].sql;
		struct lexer lexer = {
			.bytes = sql,
			.size = (uint32_t)strlen(sql),
			.rules = dialect_rules(strings[i].dialect)};
		uint32_t length, content;
		struct token token;
		bool plain;
		const char *value;

		lexer_next(&lexer, &token);
		value = token_string(&arena, &lexer, &token, &length, &content,
				     &plain);
		g_assert_cmpstr(value, ==, strings[i].value);
		g_assert_cmpuint(length, ==, strlen(value));
		g_assert_cmpint(plain, ==, strings[i].plain);
	}
	arena_release(&arena);
}

static void test_guess(void)
{
	static const struct {
		enum dialect dialect;
		const char *sql;
	} guesses[] = {
		{DIALECT_GENERIC, "SELECT a FROM t"},
		{DIALECT_POSTGRESQL, "SELECT a::int FROM t"},
		{DIALECT_POSTGRESQL, "DO $$ BEGIN END $$"},
		{DIALECT_MYSQL, "SELECT `a` FROM `t`"},
		{DIALECT_MYSQL, "CREATE TABLE t (a int) ENGINE=InnoDB"},
		{DIALECT_TSQL, "SELECT a FROM [dbo].[t]"},
		{DIALECT_ORACLE, "CREATE TABLE t (a VARCHAR2(10))"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(guesses); i++)
		g_assert_cmpint(
			dialect_guess(guesses[i].sql, strlen(guesses[i].sql)),
			==, guesses[i].dialect);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *path = g_strdup_printf("/sql/lexer/tokens/%zu", i);

		g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_tokens);
		g_free(path);
	}
	g_test_add_func("/sql/lexer/lines", test_lines);
	g_test_add_func("/sql/lexer/delimiter", test_delimiter);
	g_test_add_func("/sql/lexer/strings", test_strings);
	g_test_add_func("/sql/lexer/guess", test_guess);
	return g_test_run();
}
