/*
 * What string expressions come to: a hole is shown as "?", alternatives are
 * divided by " | ", and "..." says that there may be more.
 */
#include <glib.h>
#include <string.h>

#include "analyzers/sql/fold.h"
#include "analyzers/sql/keyword.h"

struct bench {
	struct arena arena;
	struct text text;
	struct fold fold;
};

static void bench_init(struct bench *bench, const char *bytes)
{
	memset(bench, 0, sizeof(*bench));
	keyword_init();
	arena_init(&bench->arena);
	bench->text.bytes = bytes;
	bench->text.size = strlen(bytes);
	fold_init(&bench->fold, &bench->arena, &bench->text,
		  dialect_rules(DIALECT_POSTGRESQL));
}

static void bench_release(struct bench *bench)
{
	fold_release(&bench->fold);
	text_release(&bench->text);
	arena_release(&bench->arena);
}

static char *show(struct bench *bench, const struct fold_value *value)
{
	GString *shown = g_string_new(NULL);

	for (uint32_t i = 0; i < value->n; i++) {
		struct text guest = {0};

		if (i)
			g_string_append(shown, " | ");
		if (fold_text(&bench->fold, value->alternatives[i], &guest))
			g_string_append_len(shown, guest.bytes,
					    (gssize)guest.size);
		else
			g_string_append_c(shown, '?');
	}
	for (char *c = shown->str; *c; c++)
		*c = *c == TEXT_HOLE ? '?' : *c;
	if (value->open)
		g_string_append(shown, " ...");
	return g_string_free(shown, FALSE);
}

static void check(const char *expression, const char *expected)
{
	struct bench bench;
	char *shown;

	bench_init(&bench, expression);
	shown = show(&bench, fold_expression(&bench.fold, 0,
					     (uint32_t)strlen(expression)));
	g_assert_cmpstr(shown, ==, expected);
	g_free(shown);
	bench_release(&bench);
}

static void test_literals(void)
{
	check("'it''s'", "it's");
	check("E'a\\nb'", "a\nb");
	check("$x$ a $x$", " a ");
	check("'a' || 'b'\n||'c'", "abc");
	check("'a'::text || 3", "a3");
}

static void test_unknown(void)
{
	check("x", "?");
	check("'a' || x", "a?");
	check("'a' || x.y || f(1, 'z') || n + 1", "a???");
	check("'a' = 'b'", "?");
	check("", "?");
}

static void test_functions(void)
{
	check("format('%s.%I %L %%', 'a', 'B c', 'd')", "a.\"B c\" ? %");
	check("format('%2$s %1$s', 'a', 'b')", "b a");
	check("quote_ident('t') || quote_ident(x)", "t?");
	check("concat('a', x, 'b')", "a?b");
	check("concat_ws(', ', 'a', 'b')", "a, b");
	check("replace('FROM {t} {t}', '{t}', 'u')", "FROM u u");
	check("upper('a')", "a");
}

static void test_choices(void)
{
	check("CASE WHEN x = 1 THEN 'a' ELSE 'b' END || 'c'", "ac | bc");
	check("coalesce(x, 'a')", "? | a");
	check("(SELECT 'a' || b FROM t)", "a?");
}

static const struct fold_value *literal(struct bench *bench, const char *at)
{
	const char *found = strstr(bench->text.bytes, at);
	uint32_t begin = (uint32_t)(found - bench->text.bytes);

	return fold_expression(&bench->fold, begin,
			       begin + (uint32_t)strlen(at));
}

static void check_variable(struct bench *bench, const char *expected)
{
	char *shown = show(bench, literal(bench, "q"));

	g_assert_cmpstr(shown, ==, expected);
	g_free(shown);
}

/* IF ... THEN q := 'b' END IF: both, or the longer where one goes on. */
static void test_branches(void)
{
	struct bench bench;

	bench_init(&bench, "q 'a' 'b' q || ' more' q || ', '");
	fold_assign(&bench.fold, "q", literal(&bench, "'a'"));
	fold_open(&bench.fold);
	fold_assign(&bench.fold, "q", literal(&bench, "'b'"));
	check_variable(&bench, "b");
	fold_close(&bench.fold, false);
	check_variable(&bench, "a | b");

	fold_open(&bench.fold);
	fold_assign(&bench.fold, "q", literal(&bench, "'a'"));
	fold_next(&bench.fold);
	check_variable(&bench, "a | b");
	fold_assign(&bench.fold, "Q", literal(&bench, "'b'"));
	fold_close(&bench.fold, true);
	check_variable(&bench, "a | b");

	fold_assign(&bench.fold, "q", literal(&bench, "'a'"));
	fold_open(&bench.fold);
	fold_assign(&bench.fold, "q", literal(&bench, "q || ' more'"));
	fold_close(&bench.fold, false);
	check_variable(&bench, "a more");

	/* What is put between rounds of a loop is not in the first. */
	fold_open(&bench.fold);
	fold_assign(&bench.fold, "q", literal(&bench, "q || ', '"));
	fold_close(&bench.fold, false);
	check_variable(&bench, "a more");

	fold_forget(&bench.fold, "q");
	check_variable(&bench, "?");
	bench_release(&bench);
}

/* Parts keep the lines on which they stand. */
static void test_lines(void)
{
	const char *bytes = "'a\nb' ||\n\n'c'";
	struct bench bench;
	struct text guest = {0};
	const struct fold_value *value;

	bench_init(&bench, bytes);
	value = fold_expression(&bench.fold, 0, (uint32_t)strlen(bytes));
	g_assert_true(fold_text(&bench.fold, value->alternatives[0], &guest));
	g_assert_cmpstr(guest.bytes, ==, "a\nbc");
	g_assert_cmpint(text_line(&guest, 0), ==, 1);
	g_assert_cmpint(text_line(&guest, 2), ==, 2);
	g_assert_cmpint(text_line(&guest, 3), ==, 4);
	bench_release(&bench);
}

/* A value that doubles again and again becomes a hole before it is large. */
static void test_doubling(void)
{
	struct bench bench;
	const struct fold_value *value;

	bench_init(&bench, "q 'a' q || q");
	fold_assign(&bench.fold, "q", literal(&bench, "'a'"));
	for (int i = 0; i < 100; i++)
		fold_assign(&bench.fold, "q", literal(&bench, "q || q"));
	value = literal(&bench, "q");
	g_assert_cmpint(value->n, >=, 1);
	bench_release(&bench);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sql/fold/literals", test_literals);
	g_test_add_func("/sql/fold/unknown", test_unknown);
	g_test_add_func("/sql/fold/functions", test_functions);
	g_test_add_func("/sql/fold/choices", test_choices);
	g_test_add_func("/sql/fold/branches", test_branches);
	g_test_add_func("/sql/fold/lines", test_lines);
	g_test_add_func("/sql/fold/doubling", test_doubling);
	return g_test_run();
}
