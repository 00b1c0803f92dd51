/* The reader of SQL on hostile sizes and depths: it ends, says so once, and
 * goes on with the next statement. */
#include <string.h>

#include "analyzers/analyzer.h"

struct seen {
	unsigned statements, deep, gaps;
	bool after; /* the statement behind the hostile one was read */
};

static void see(struct analysis *analysis, struct fact *fact)
{
	struct seen *seen = analysis->payload;
	const struct fact_statement *made = &fact->as.statement;

	if (fact->kind == FACT_GAP) {
		seen->gaps++;
		seen->deep += fact->as.gap.reason == REASON_TOO_DEEP;
	} else if (fact->kind == FACT_STATEMENT) {
		seen->statements++;
		seen->after |= made->n_levels == 1 &&
			       made->levels[0].n_items == 1 &&
			       strcmp(made->levels[0].items[0].name.parts[0],
				      "after") == 0;
	}
}

static struct seen read_sql(const char *bytes, size_t size)
{
	struct seen seen = {0};
	struct arena arena;
	struct analysis analysis = {
		.arena = &arena, .deliver = see, .payload = &seen};
	struct text text = {.language = "sql",
			    .dialect = DIALECT_POSTGRESQL,
			    .bytes = bytes,
			    .size = size,
			    .name = "limits.sql"};

	arena_init(&arena);
	analyze(&analysis, &text);
	arena_release(&arena);
	text_release(&text);
	return seen;
}

/* `before`, `open` n times, `middle`, `close` n times, and a statement. */
static struct seen read_nested(const char *before, const char *open,
			       const char *middle, const char *close,
			       unsigned n)
{
	GString *sql = g_string_new(before);
	struct seen seen;

	for (unsigned i = 0; i < n; i++)
		g_string_append(sql, open);
	g_string_append(sql, middle);
	for (unsigned i = 0; i < n; i++)
		g_string_append(sql, close);
	g_string_append(sql, ";\nSELECT a FROM after;\n");
	seen = read_sql(sql->str, sql->len);
	g_string_free(sql, TRUE);
	return seen;
}

#define MILLION 1000000

static void test_nested(void)
{
	static const struct {
		const char *before, *open, *middle, *close;
	} cases[] = {
		{"SELECT ", "(", "1", ")"},
		{"SELECT * FROM ", "(", "t", ")"},
		{"SELECT ", "f(", "1", ")"},
		{"SELECT ", "[", "1", "]"},
		{"SELECT ", "(SELECT ", "1", ")"},
		{"SELECT * FROM ", "(SELECT * FROM ", "t", ") x"},
		{"SELECT ", "CASE WHEN ", "1", " THEN 1 END"},
		{"", "((SELECT 1) UNION ", "SELECT 1", ")"},
		{"WITH x AS ", "(WITH x AS ", "(SELECT 1) SELECT 1",
		 ") SELECT 1"},
		{"SELECT 1 WHERE a IN ", "(SELECT 1 WHERE a IN ", "(1)", ")"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct seen seen = read_nested(cases[i].before, cases[i].open,
					       cases[i].middle, cases[i].close,
					       i < 4 ? MILLION : MILLION / 10);

		g_assert_cmpuint(seen.deep, ==, 1);
		g_assert_true(seen.after);
	}
}

/* Deep, but within the limit: nothing is lost. */
static void test_nested_within(void)
{
	struct seen seen = read_nested("SELECT ", "(", "1", ")", 90);

	g_assert_cmpuint(seen.gaps, ==, 0);
	seen = read_nested("SELECT * FROM ", "(SELECT * FROM ", "t", ") x", 90);
	g_assert_cmpuint(seen.gaps, ==, 0);
	g_assert_true(seen.after);
}

/* What is opened and never closed ends with the text. */
static void test_unclosed(void)
{
	static const char *const openings[] = {
		"(",	      "SELECT (", "[",
		"'",	      "\"",	  "`",
		"$$",	      "/*",	  "$a$",
		"{{",	      "${",	  "%(",
		"f(",	      "CASE ",	  "{%",
		"U&'",	      "E'\\",	  "SELECT * FROM (",
		"WITH x AS ("};

	for (size_t i = 0; i < G_N_ELEMENTS(openings); i++) {
		GString *sql = g_string_new(NULL);

		for (unsigned n = 0; n < 10000; n++)
			g_string_append(sql, openings[i]);
		read_sql(sql->str, sql->len);
		g_string_free(sql, TRUE);
	}
}

/* Ten megabytes on one line are one statement like any other. */
static void test_long_line(void)
{
	GString *sql = g_string_new("INSERT INTO t (a, b) VALUES (1, 'x')");
	struct seen seen;

	while (sql->len < 10 * MILLION)
		g_string_append(sql, ", (1, 'x'), (2.5, NULL)");
	g_string_append(sql, "; SELECT a FROM after");
	seen = read_sql(sql->str, sql->len);
	g_assert_cmpuint(seen.statements, ==, 2);
	g_assert_cmpuint(seen.gaps, ==, 0);
	g_assert_true(seen.after);
	g_string_free(sql, TRUE);
}

static void test_any_bytes(void)
{
	char bytes[512];

	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)i;
	read_sql(bytes, sizeof(bytes));
	memset(bytes, 0, sizeof(bytes));
	g_assert_cmpuint(read_sql(bytes, sizeof(bytes)).gaps, ==, 0);
	memset(bytes, 0xff, sizeof(bytes));
	read_sql(bytes, sizeof(bytes));
}

/* A statement that is cut at any byte ends cleanly. */
static void test_cut(void)
{
	static const char sql[] =
		"WITH RECURSIVE x (a) AS (SELECT 'it''s', $t$b$t$ FROM \"T\" "
		"UNION ALL SELECT f(b, c => 1) OVER (PARTITION BY d) FROM t "
		"JOIN (u CROSS JOIN v) j USING (k)) INSERT INTO w AS z (a, b) "
		"OVERRIDING SYSTEM VALUE SELECT CASE WHEN a THEN b END::int[] "
		"FROM x, LATERAL g(x.a) AS y (c int) WHERE (a, b) IN (SELECT "
		"1) "
		"GROUP BY ROLLUP (a) ORDER BY 1 FETCH FIRST 1 ROW ONLY "
		"ON CONFLICT (a) WHERE b DO UPDATE SET (a, b) = (excluded.a, "
		"1) "
		"RETURNING *; COPY t (a) FROM stdin;\n1\n\\.\n"
		"MERGE INTO t USING u ON a = b WHEN MATCHED THEN DELETE";

	for (size_t size = 0; size < sizeof(sql); size++) {
		char *copy = g_memdup2(sql, size);

		read_sql(copy, size);
		g_free(copy);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sql/limits/nested", test_nested);
	g_test_add_func("/sql/limits/nested-within", test_nested_within);
	g_test_add_func("/sql/limits/unclosed", test_unclosed);
	g_test_add_func("/sql/limits/long-line", test_long_line);
	g_test_add_func("/sql/limits/any-bytes", test_any_bytes);
	g_test_add_func("/sql/limits/cut", test_cut);
	return g_test_run();
}
