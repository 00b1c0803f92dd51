/*
 * What value a string expression of Python has: each case assigns it to X
 * and looks at the value that the text exports. A hole is shown as its code
 * in braces, a symbol with its module, "|n|" says that line n begins.
 */
#include <string.h>

#include "analyzers/analyzer.h"

static struct arena arena;

static void show_value(const struct value *value, GString *out)
{
	uint32_t line = 1;

	for (uint32_t i = 0; i < value->n_parts; i++) {
		const struct value_part *part = &value->parts[i];

		if (part->line != line)
			g_string_append_printf(out, "|%u|", part->line);
		line = part->line;
		if (part->kind == PART_LITERAL)
			g_string_append(out, part->text);
		else if (part->kind == PART_HOLE)
			g_string_append_printf(out, "{%s}",
					       part->text ? part->text : "");
		else
			g_string_append_printf(
				out, "<%s:%s>", part->symbol.module,
				part->symbol.parts[part->symbol.n_parts - 1]);
	}
}

static void keep_x(struct analysis *analysis, struct fact *fact)
{
	const struct fact_export *export = &fact->as.export;

	if (fact->kind == FACT_EXPORT && export->kind == EXPORT_VALUE &&
	    export->symbol.n_parts == 1 &&
	    !strcmp(export->symbol.parts[0], "X"))
		show_value(&export->value, analysis->payload);
}

/* The value of X at the end of the program. */
static char *value_of(const char *python)
{
	GString *out = g_string_new(NULL);
	struct analysis analysis = {
		.arena = &arena, .deliver = keep_x, .payload = out};
	struct text text = {
		.language = "python", .bytes = python, .size = strlen(python)};

	analyze(&analysis, &text);
	text_release(&text);
	arena_clear(&arena);
	return g_string_free(out, FALSE);
}

#define IS(python, expected)                                                   \
	do {                                                                   \
		char *value_ = value_of(python);                               \
		g_assert_cmpstr(value_, ==, expected);                         \
		g_free(value_);                                                \
	} while (0)

static void test_literals(void)
{
	IS("X = 'SELECT a FROM t'", "SELECT a FROM t");
	IS("X = u\"SELECT a FROM t\"", "SELECT a FROM t");
	IS("X = b'SELECT a FROM t'", "SELECT a FROM t");
	IS("X = 'SELECT \\'\\x61\\u0062\\101\\' FROM t'",
	   "SELECT 'abA' FROM t");
	IS("X = r'SELECT a FROM t WHERE b ~ \"\\d\"'",
	   "SELECT a FROM t WHERE b ~ \"\\d\"");
	IS("X = 'SELECT a ' \"FROM t\"", "SELECT a FROM t");
}

static void test_lines(void)
{
	IS("X = '''SELECT a\nFROM t'''", "SELECT a\n|2|FROM t");
	IS("X = '''SELECT a\r\nFROM t'''", "SELECT a\r\n|2|FROM t");
	IS("X = 'SELECT a\\\n FROM t'", "SELECT a|2| FROM t");
	IS("X = 'SELECT a\\nFROM t'", "SELECT a\nFROM t");
	IS("X = ('SELECT a '\n     # why\n     'FROM t')",
	   "SELECT a |3|FROM t");
	IS("X = ('SELECT a ' +\n     'FROM t')", "SELECT a |2|FROM t");
}

static void test_bytes_of_holes(void)
{
	IS("X = 'SELECT a\\x1a\\0 FROM t'", "SELECT a   FROM t");
}

static void test_concatenation(void)
{
	IS("T = 't'\nX = 'SELECT a FROM ' + T + ' WHERE b'",
	   "|2|SELECT a FROM |1|t|2| WHERE b");
	IS("X = 'SELECT a FROM ' + f(x)", "SELECT a FROM {f(x)}");
	IS("X = 'SELECT a'\nX += ' FROM t'", "SELECT a|2| FROM t");
	IS("X = 'SELECT a FROM t LIMIT ' + str(10)",
	   "SELECT a FROM t LIMIT 10");
}

static void test_percent(void)
{
	IS("X = 'SELECT %s FROM %s' % ('a', 't')", "SELECT a FROM t");
	IS("X = 'SELECT a FROM %s' % 't'", "SELECT a FROM t");
	IS("X = 'SELECT %(c)s FROM %(t)s' % {'t': 't', 'c': 'a'}",
	   "SELECT a FROM t");
	IS("X = 'SELECT a FROM t WHERE b LIKE \"%%x\" AND c = %d' % 5",
	   "SELECT a FROM t WHERE b LIKE \"%x\" AND c = 5");
	IS("X = 'SELECT a FROM t WHERE b = %s'",
	   "SELECT a FROM t WHERE b = %s");
}

static void test_format(void)
{
	IS("X = 'SELECT {} FROM {}'.format('a', 't')", "SELECT a FROM t");
	IS("X = 'SELECT {1} FROM {0}'.format('t', 'a')", "SELECT a FROM t");
	IS("X = 'SELECT {c!s:>3} FROM {t}'.format(t='t', c='a')",
	   "SELECT a FROM t");
	IS("X = 'SELECT {{}} FROM {t.name}'.format(t=T)",
	   "SELECT {} FROM {''.format(t=T)}");
}

static void test_interpolation(void)
{
	IS("T = 't'\nX = f'SELECT {{a}} FROM {T} WHERE {b!r}'",
	   "|2|SELECT {a} FROM |1|t|2| WHERE {b}");
	IS("X = f'SELECT {1} ' 'FROM {t}'", "SELECT 1 FROM {t}");
}

static void test_methods(void)
{
	IS("X = 'SELECT ' + ', '.join(['a', 'b']) + ' FROM t'",
	   "SELECT a, b FROM t");
	IS("X = 'SELECT a FROM %T%'.replace('%T%', 't')", "SELECT a FROM t");
	IS("import textwrap\nX = textwrap.dedent('SELECT a FROM t')",
	   "|2|SELECT a FROM t");
	IS("X = 'SELECT a FROM t, '[:-2]", "SELECT a FROM t");
	IS("from string import Template\n"
	   "X = Template('SELECT a FROM $t').substitute(t='t')",
	   "|2|SELECT a FROM t");
	IS("l = ['a']\nl.append('b')\nX = 'SELECT ' + ','.join(l) + ' FROM t'",
	   "|3|SELECT |1|a|3|,|2|b|3| FROM t");
}

static void test_psycopg(void)
{
	IS("from psycopg2 import sql\n"
	   "X = sql.SQL('SELECT {} FROM {}').format(\n"
	   "  sql.Identifier('a'), sql.Identifier('s', 't'))",
	   "|2|SELECT |3|\"a\"|2| FROM |3|\"s\".\"t\"");
}

static void test_names(void)
{
	IS("class C:\n  T = 't'\nX = 'SELECT a FROM ' + C.T",
	   "|3|SELECT a FROM |2|t");
	IS("Q = {'l': 'SELECT a FROM t'}\nX = Q['l']", "SELECT a FROM t");
	IS("from m import T\nX = 'SELECT a FROM ' + T",
	   "|2|SELECT a FROM <m:T>");
	IS("import a.m\nX = 'SELECT a FROM ' + a.m.T",
	   "|2|SELECT a FROM <a.m:T>");
	IS("def f():\n  return 't'\nX = 'SELECT a FROM ' + f()",
	   "|3|SELECT a FROM |2|t");
	IS("def f(t):\n  return 'SELECT a FROM ' + t\nX = f('t')",
	   "|2|SELECT a FROM |3|t");
}

static void test_conditions(void)
{
	IS("X = 'SELECT a FROM t'\nif c:\n  X += ' WHERE b'",
	   "SELECT a FROM t|3| WHERE b");
	IS("X = None\nif c:\n  X = 'SELECT a FROM t'", "|3|SELECT a FROM t");
	IS("for t in ('t',):\n  X = 'SELECT a FROM ' + t",
	   "|2|SELECT a FROM |1|t");
}

static void test_what_is_not_exported(void)
{
	IS("X = 'Select a file from the list'", "");
	IS("X = 'postgresql://user:word@host/SELECT'", "");
	IS("X = 'A94F7hT3k9Zq1B7c'", "");
	IS("X = 'host=h dbname=d password=x'", "");
	IS("PASSWORD = 'SELECT a FROM t'\nX = 1", "");
	IS("X = 'UPDATE u SET password=%s'", "UPDATE u SET password=%s");
	IS("X = 'orders'", "orders");
	IS("X = 'id, total'", "id, total");
}

static void test_growth_is_bounded(void)
{
	GString *python = g_string_new("X = 'SELECT a FROM t, '\n");
	char *value;

	for (int i = 0; i < 40; i++)
		g_string_append(python, "X = X + X\n");
	value = value_of(python->str);
	g_assert_cmpuint(strlen(value), <, 100);
	g_free(value);
	g_string_free(python, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	arena_init(&arena);
	g_test_add_func("/strings/literals", test_literals);
	g_test_add_func("/strings/lines", test_lines);
	g_test_add_func("/strings/bytes-of-holes", test_bytes_of_holes);
	g_test_add_func("/strings/concatenation", test_concatenation);
	g_test_add_func("/strings/percent", test_percent);
	g_test_add_func("/strings/format", test_format);
	g_test_add_func("/strings/interpolation", test_interpolation);
	g_test_add_func("/strings/methods", test_methods);
	g_test_add_func("/strings/psycopg", test_psycopg);
	g_test_add_func("/strings/names", test_names);
	g_test_add_func("/strings/conditions", test_conditions);
	g_test_add_func("/strings/what-is-not-exported",
			test_what_is_not_exported);
	g_test_add_func("/strings/growth-is-bounded", test_growth_is_bounded);
	return g_test_run();
}
