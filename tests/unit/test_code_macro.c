/*
 * What uses of macros become: definitions, a use, what comes out.
 */
#include <string.h>

#include "analyzers/code/macro.h"

struct expansion {
	const char *title;
	const char *definitions[6]; /* what stands behind #define */
	const char *use;
	const char *result; /* NULL: too much */
};

static const struct expansion expansions[] = {
	{"an object", {"T \"users\""}, "T", "\"users\""},
	{"not a longer name", {"T x"}, "TT", "TT"},
	{"an argument",
	 {"Q(t) \"SELECT 1 FROM \" t"},
	 "Q(\"a\")",
	 "\"SELECT 1 FROM \" \"a\""},
	{"a macro in a macro",
	 {"T \"users\"", "Q \"FROM \" T"},
	 "Q",
	 "\"FROM \" \"users\""},
	{"a macro as an argument",
	 {"T \"users\"", "Q(t) \"FROM \" t"},
	 "Q(T)",
	 "\"FROM \" \"users\""},
	{"two arguments with commas inside",
	 {"P(a, b) b a"},
	 "P(f(1, 2), g)",
	 "g f(1, 2)"},
	{"a string of the argument as written",
	 {"T users", "S(x) #x"},
	 "S(T)",
	 "\"T\""},
	{"a string of what the argument becomes",
	 {"T users", "S_(x) #x", "S(x) S_(x)"},
	 "\"FROM \" S(T)",
	 "\"FROM \" \"users\""},
	{"quotes in a string are escaped",
	 {"S(x) #x"},
	 "S(\"a\")",
	 "\"\\\"a\\\"\""},
	{"a joined name is looked up",
	 {"T_users \"u\"", "C(a) T_ ## a"},
	 "C(users)",
	 "\"u\""},
	{"not in itself", {"f(x) f(x + 1)"}, "f(1)", "f(1 + 1)"},
	{"not in each other", {"a b", "b a"}, "a", "a"},
	{"arguments of any number",
	 {"X(f, ...) g(f, __VA_ARGS__)"},
	 "X(\"q\", 1, 2)",
	 "g(\"q\", 1, 2)"},
	{"a comma without arguments behind it",
	 {"X(f, ...) g(f, ##__VA_ARGS__)"},
	 "X(\"q\")",
	 "g(\"q\")"},
	{"the rest by its name", {"X(a...) g(a)"}, "X(1, 2)", "g(1, 2)"},
	{"a function's name alone is none", {"f(x) x"}, "f + 1", "f + 1"},
	{"of two definitions the later", {"T 1", "T 2"}, "T", "2"},
	{"over lines", {"Q(a) \"x\" \\\n a"}, "Q(\n\"y\")", "\"x\" \"y\""},
	{"no macro in a string",
	 {"T x"},
	 "\"T\" 'T' R\"(T)\"",
	 "\"T\" 'T' R\"(T)\""},
	{"comments are gone", {"T /* T */ x // y"}, "T /* z */ T", "x x"},
	{"broken", {"(", "F(", "F(a"}, "F(1)", "F(1)"},
	{"too much",
	 {"A B B B B B B B B B B", "B C C C C C C C C C C",
	  "C D D D D D D D D D D", "D E E E E E E E E E E",
	  "E F F F F F F F F F F"},
	 "A",
	 NULL},
};

static void test_expansion(gconstpointer payload)
{
	const struct expansion *e = payload;
	struct macros *macros = macros_new();
	GString *out = g_string_new(NULL);
	bool fine;

	for (size_t i = 0; i < G_N_ELEMENTS(e->definitions); i++)
		if (e->definitions[i])
			macros_define(macros, e->definitions[i],
				      strlen(e->definitions[i]));
	fine = macros_expand(macros, e->use, strlen(e->use), out);
	g_assert_cmpint(fine, ==, e->result != NULL);
	g_assert_cmpstr(out->str, ==, e->result ? e->result : "");
	g_string_free(out, TRUE);
	macros_free(macros);
}

static void test_deep(void)
{
	struct macros *macros = macros_new();
	GString *out = g_string_new(NULL);
	GString *nested = g_string_new(NULL);

	macros_define(macros, "f(x) x", 6);
	for (int i = 0; i < 5000; i++)
		g_string_append(nested, "f(");
	macros_expand(macros, nested->str, nested->len, out);
	g_string_append_c(nested, '1');
	for (int i = 0; i < 5000; i++)
		g_string_append_c(nested, ')');
	macros_expand(macros, nested->str, nested->len, out);
	g_string_free(nested, TRUE);
	g_string_free(out, TRUE);
	macros_free(macros);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(expansions); i++) {
		char *path = g_strdup_printf("/macro/%s", expansions[i].title);

		g_test_add_data_func(path, &expansions[i], test_expansion);
		g_free(path);
	}
	g_test_add_func("/macro/uses in uses have a limit", test_deep);
	return g_test_run();
}
