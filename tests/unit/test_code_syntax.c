/* Labels that a language's query gives, and the limits of reading. */
#include "analyzers/code/syntax.h"

#include <string.h>
#include <tree_sitter/api.h>

#include "graph/kinds.h"
#include "scm.h"

const void *tree_sitter_python(void);

static const struct syntax_grammar python = {tree_sitter_python, scm_python,
					     &scm_python_size, NULL};

static struct arena arena;

/* The kinds and roles in order; children in parentheses. */
static void show(const struct syntax *syntax, uint32_t node, GString *out)
{
	const struct syntax_node *at = &syntax->nodes[node];
	uint32_t child = syntax_first(syntax, node);

	if (at->role != AS_NONE)
		g_string_append_printf(out,
				       "%s:", syntax_role_name(at->role) + 3);
	g_string_append(out, syntax_kind_name(at->kind));
	if (child == SYNTAX_NONE)
		return;
	g_string_append_c(out, '(');
	for (; child != SYNTAX_NONE; child = syntax_next(syntax, child)) {
		if (child != syntax_first(syntax, node))
			g_string_append_c(out, ' ');
		show(syntax, child, out);
	}
	g_string_append_c(out, ')');
}

static void is_labelled(const char *python_text, const char *expected)
{
	struct syntax syntax;
	GString *out = g_string_new(NULL);

	arena_init(&arena);
	syntax_read(&syntax, &arena, &python, python_text, strlen(python_text));
	for (uint32_t n = syntax_first(&syntax, 0); n != SYNTAX_NONE;
	     n = syntax_next(&syntax, n))
		show(&syntax, n, out);
	g_assert_cmpstr(out->str, ==, expected);
	g_string_free(out, TRUE);
	arena_release(&arena);
}

static void test_labels(void)
{
	is_labelled("f(a, b=1)", "call(function:name argument:name "
				 "argument:keyword(name:name value:constant))");
	is_labelled("a.b", "member(object:name name:name)");
	is_labelled("x = 'a' + b",
		    "assignment(target:name value:concat(left:string("
		    "open:other text) right:name))");
	is_labelled("x = a if c else b",
		    "assignment(target:name value:either(item:name name "
		    "item:name))");
	is_labelled("x = (a)", "assignment(target:name value:group(value:"
			       "name))");
	is_labelled("import a.b as c",
		    "import(module:import.item(name:other(name name) "
		    "alias:name))");
}

static void test_documentation_is_a_comment(void)
{
	is_labelled("def f():\n  'SELECT'\n",
		    "function(name:name body:other(comment(open:other "
		    "text)))");
}

/* Our queries are queries to tree-sitter, too. */
static void test_is_a_query(void)
{
	uint32_t offset = 0;
	TSQueryError error = TSQueryErrorNone;
	TSQuery *query =
		ts_query_new(tree_sitter_python(), scm_python,
			     (uint32_t)scm_python_size, &offset, &error);

	if (!query)
		g_test_message("at byte %u: %.40s", offset,
			       scm_python + offset);
	g_assert_nonnull(query);
	ts_query_delete(query);
}

static void reads_in_part(GString *text, enum reason reason)
{
	struct syntax syntax;

	arena_init(&arena);
	syntax_read(&syntax, &arena, &python, text->str, text->len);
	g_assert_cmpstr(kind_name(&REASON, syntax.reason), ==,
			kind_name(&REASON, reason));
	arena_release(&arena);
	g_string_free(text, TRUE);
}

static GString *repeat(const char *piece, unsigned n)
{
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; i < n; i++)
		g_string_append(text, piece);
	return text;
}

static void test_limits(void)
{
	reads_in_part(repeat("(", 1000000), REASON_TOO_DEEP);
	reads_in_part(repeat("[(", 500000), REASON_TOO_DEEP);
	reads_in_part(g_string_append_c(repeat("x.", 20000), 'x'),
		      REASON_TOO_DEEP);
	reads_in_part(repeat("x = 1\n", 1000000), REASON_TOO_LARGE);
	reads_in_part(repeat("* ", 70000), REASON_TOO_LARGE);
	reads_in_part(repeat("x = '* * * * * * * *'\n", 10000), REASON_NONE);
	reads_in_part(repeat("def (:\n", 10), REASON_UNREADABLE_TEXT);
	reads_in_part(repeat("", 0), REASON_NONE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/syntax/labels", test_labels);
	g_test_add_func("/syntax/documentation",
			test_documentation_is_a_comment);
	g_test_add_func("/syntax/is-a-query", test_is_a_query);
	g_test_add_func("/syntax/limits", test_limits);
	return g_test_run();
}
