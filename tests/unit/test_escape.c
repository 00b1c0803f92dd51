/* Names that nobody vouches for, in terminals and in Markdown. */
#include "output/escape.h"

static void line_is(const char *text, const char *expected)
{
	char *line = escape_line(text);

	g_assert_cmpstr(line, ==, expected);
	g_free(line);
}

static void code_is(const char *text, const char *expected)
{
	char *code = escape_code(text);

	g_assert_cmpstr(code, ==, expected);
	g_free(code);
}

static void test_lines(void)
{
	line_is("orders", "orders");
	line_is("Größe, 表", "Größe, 表");
	line_is("a\nb\r\tc", "a\\x0Ab\\x0D\\x09c");
	line_is("\033[31mred", "\\x1B[31mred");
	line_is("\xc2\x9b"
		"31m",
		"\\x9B31m");
	line_is("a\xe2\x80\xae"
		"b",
		"a\\u202Eb"); /* turns the direction */
	line_is("bad \xff utf-8", "bad \\xFF utf-8");
	line_is(NULL, "");
}

static void test_code_spans(void)
{
	code_is("orders", "`orders`");
	code_is("<b>@all</b> [x](y)", "`<b>@all</b> [x](y)`");
	code_is("a`b", "``a`b``");
	code_is("a``b`c", "```a``b`c```");
	code_is("`", "`` ` ``");
	code_is("two\nlines", "`two\\x0Alines`");
	code_is("", "`  `");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/escape/lines", test_lines);
	g_test_add_func("/escape/code-spans", test_code_spans);
	return g_test_run();
}
