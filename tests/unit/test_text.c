/* Lines of a text and of guests in it. */

#include "graph/text.h"

#include <glib.h>
#include <string.h>

static void test_lines_of_a_text(void)
{
	const char bytes[] = "a\nbc\n\nd";
	struct text text = {.bytes = bytes, .size = strlen(bytes)};

	g_assert_cmpuint(text_line(&text, 0), ==, 1);
	g_assert_cmpuint(text_line(&text, 1), ==, 1);
	g_assert_cmpuint(text_line(&text, 2), ==, 2);
	g_assert_cmpuint(text_line(&text, 5), ==, 3);
	g_assert_cmpuint(text_line(&text, 6), ==, 4);
	g_assert_cmpuint(text_line(&text, 1000), ==, 4);
	text_release(&text);
}

static void test_lines_of_an_empty_text(void)
{
	struct text text = {.bytes = "", .size = 0};

	g_assert_cmpuint(text_line(&text, 0), ==, 1);
	text_release(&text);
}

/* It is looked through once, however often a line is asked. */
static void test_lines_of_one_line(void)
{
	struct text text = {.bytes = "no newline", .size = 10};
	const uint32_t *found;

	g_assert_cmpuint(text_line(&text, 9), ==, 1);
	found = text.newlines;
	g_assert_nonnull(found);
	g_assert_cmpuint(text_line(&text, 3), ==, 1);
	g_assert_true(text.newlines == found);
	text_release(&text);
}

/* A guest in a guest gives lines of the outermost host. */
static void test_lines_of_guests(void)
{
	const char bytes[] = "x\ny <<\nselect 1\nfrom t\nEND\n";
	struct text host = {.bytes = bytes, .size = strlen(bytes)};
	struct text guest = {.bytes = bytes + 7, .size = 16};
	struct text inner = {.bytes = bytes + 16, .size = 7};
	struct line_mark *marks;
	struct arena arena;
	uint32_t n;

	arena_init(&arena);
	marks = text_marks(&arena, &host, 7, guest.size, &n);
	text_guest(&guest, &host, marks, n);
	g_assert_cmpuint(text_line(&guest, 0), ==, 3);
	g_assert_cmpuint(text_line(&guest, 9), ==, 4);
	marks = text_marks(&arena, &guest, 9, inner.size, &n);
	text_guest(&inner, &guest, marks, n);
	g_assert_cmpuint(inner.depth, ==, 2);
	g_assert_cmpuint(text_line(&inner, 3), ==, 4);
	arena_release(&arena);
	text_release(&host);
}

static void test_guest_takes_after_host(void)
{
	struct text host = {.bytes = "",
			    .via = VIA_REPORT,
			    .scope = SCOPE_TEST,
			    .dialect = DIALECT_MYSQL,
			    .confidence = CONFIDENCE_LIKELY};
	struct text guest = {.bytes = "", .via = VIA_SQL};
	struct line_mark mark = {0, 7};

	text_guest(&guest, &host, &mark, 1);
	g_assert_cmpint(guest.via, ==, VIA_SQL);
	g_assert_cmpint(guest.scope, ==, SCOPE_TEST);
	g_assert_cmpint(guest.dialect, ==, DIALECT_MYSQL);
	g_assert_cmpint(guest.confidence, ==, CONFIDENCE_LIKELY);
	g_assert_cmpuint(text_line(&guest, 0), ==, 7);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/text/lines", test_lines_of_a_text);
	g_test_add_func("/text/empty", test_lines_of_an_empty_text);
	g_test_add_func("/text/one-line", test_lines_of_one_line);
	g_test_add_func("/text/guests", test_lines_of_guests);
	g_test_add_func("/text/inherit", test_guest_takes_after_host);
	return g_test_run();
}
