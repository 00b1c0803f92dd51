/* What the reader makes of strings that are pieces of SQL, or no SQL. */
#include <string.h>

#include "analyzers/analyzer.h"
#include "graph/catalog/name.h"
#include "graph/resolve/resolve.h"

/* "!": not complete, "~": prose; then reads and writes, then columns with
 * their roles; statements are separated by "|". Nothing: no fact at all. */
static const struct {
	const char *string, *expected;
} cases[] = {
	{"SELECT a FROM t WHERE b = ?", "+t t.a:select t.b:where"},
	{"FROM a JOIN b ON a.id = b.id", "! +a +b a.id:join b.id:join"},
	{" WHERE x = ? AND y IN (?)", "! x:where y:where"},
	{"user_id = ?", "! user_id:where"},
	{"AND o.state = 'a' OR o.n > 3", "! n:where state:where"},
	{"ORDER BY created DESC, id", "! created:order id:order"},
	{"GROUP BY a HAVING count(*) > 1", "! a:group"},
	{"LEFT JOIN b ON a.x = b.x", "! +b b.x:join x:join"},
	{"orders o LEFT JOIN lines l ON o.id = l.order_id",
	 "! +orders +lines orders.id:join lines.order_id:join"},
	{"SELECT a, b FROM", "! a:select b:select"},
	{"SELECT a, b", "a:select b:select"},
	{"SELECT a FROM t WHERE", "! +t t.a:select"},
	{"SELECT a FROM t WHERE b =", "! +t t.a:select t.b:where"},
	{"SELECT a FROM t WHERE (b = 1", "! +t t.a:select t.b:where"},
	{"INSERT INTO t (a, b)", "! -t t.a:write t.b:write"},
	{"INSERT INTO t (a, b) VALUES (", "! -t t.a:write t.b:write"},
	{"UPDATE t SET a = ", "! -t t.a:write"},
	{"UPDATE t", "! -t"},
	{"DELETE FROM t WHERE", "! -t"},
	{"SET a = 1, b = c WHERE d = 2", "! c:select d:where"},
	{"UNION SELECT a FROM t", "! +t t.a:select"},
	{"VALUES (?, ?)", ""},
	{"RETURNING id", "! id:select"},
	{"SELECT a FROM t SELECT b FROM u", "+t t.a:select | +u u.b:select"},
	{"SELECT a FROM t; DELETE FROM u", "+t t.a:select | -u"},
	{"SELECT a FROM \x1a WHERE b = 1", "+\x1a \x1a.a:select \x1a.b:where"},
	{"SELECT a FROM t \x1a", "+t t.a:select"},
	{"SELECT a FROM t WHERE \x1a", "+t t.a:select"},
	{"SELECT \x1a FROM llx_\x1a", "+llx_\x1a"},
	{"SELECT a FROM t WHERE b = \x1a AND c = '\x1a'",
	 "+t t.a:select t.b:where t.c:where"},
	{"\x1a FROM t WHERE a = 1", "! +t t.a:where"},
	{"(SELECT a FROM t)", "+t t.a:select"},
	{"Select a file from the list", "~ +the the.a:select"},
	{"delete from cart", "-cart"},
	{"hello, world", "! hello:select world:select"},
	{"", ""},
	{"   ", ""},
	{";;;", ""},
	{")))", ""},
	{"SELECT", ""},
	{"SELECT 'unclosed FROM t", ""},
	{"SELECT a FROM t /* unclosed", "+t t.a:select"},
	{"SELECT a FROM t WHERE b = 'unclosed", "! +t t.a:select t.b:where"},
	{"SELECT a FROM t JOIN u ON", "! +t +u a:select"},
	{"SELECT a,", "! a:select"},
	{"UPDATE t SET", "! -t"},
	{"ON CONFLICT (id) DO UPDATE SET a = b", "! b:select id:where"},
	{"ON DUPLICATE KEY UPDATE a = b + 1", "! b:select"},
	{", t2 WHERE t2.a = 1", "! +t2 t2.a:where"},
	{") x WHERE x.a = 1", "! a:where"},
	{"(SELECT a FROM t) AS x", "! +t t.a:select"},
	{"IN (SELECT a FROM t)", "! +t t.a:select"},
	{"COMMIT", ""},
	{"SET a TO b; SELECT c FROM t", "+t t.c:select"},
	{"SET a = 0; TRUNCATE t", "-t"},
	{"BEGIN UPDATE t SET a = 1; DELETE FROM u; END;", "-t t.a:write | -u"},
	{"IF (SELECT count(*) FROM t) > 0 DELETE FROM u", "+t | -u"},
	{"SELECT a FROM t AS OF SYSTEM TIME '-1s'", "+t t.a:select"},
	{"IF EXISTS (SELECT 1 FROM t) BEGIN DELETE FROM u END ELSE "
	 "INSERT INTO v VALUES (1)",
	 "+t | -u | -v v.*:write"},
};

static void add_column(GString *out, const struct resolution *resolution,
		       const struct resolved_column *column,
		       struct arena *arena)
{
	if (column->table != SCOPE_ABSENT)
		g_string_append_printf(
			out, " %s.",
			name_join(arena, DIALECT_GENERIC,
				  resolution->tables[column->table].name));
	else
		g_string_append_c(out, ' ');
	g_string_append_printf(out, "%s:", column->name);
	for (unsigned bit = 1; bit <= ROLE_STAR; bit <<= 1)
		if (column->roles & bit)
			g_string_append(out, kind_name(&ROLE, bit));
}

static void add_statement(struct analysis *analysis, struct fact *fact)
{
	GString *out = analysis->payload;
	struct resolution resolution;

	if (fact->kind != FACT_STATEMENT)
		return;
	if (out->len)
		g_string_append(out, " |");
	if (!fact->as.statement.complete)
		g_string_append(out, " !");
	if (fact->as.statement.prose)
		g_string_append(out, " ~");
	resolve_statement(&fact->as.statement, NULL, NULL, NULL,
			  analysis->arena, &resolution);
	for (uint32_t i = 0; i < resolution.n_accesses; i++) {
		const struct access *access = &resolution.accesses[i];

		g_string_append_printf(
			out, " %c%s", access->kind == EDGE_READS ? '+' : '-',
			name_join(analysis->arena, DIALECT_GENERIC,
				  resolution.tables[access->table].name));
	}
	for (uint32_t i = 0; i < resolution.n_columns; i++)
		add_column(out, &resolution, &resolution.columns[i],
			   analysis->arena);
}

static void test_case(gconstpointer data)
{
	size_t i = GPOINTER_TO_SIZE(data);
	struct line_mark mark = {0, 7};
	struct text text = {.language = "sql",
			    .bytes = cases[i].string,
			    .size = strlen(cases[i].string),
			    .marks = &mark,
			    .n_marks = 1};
	GString *out = g_string_new(NULL);
	struct arena arena;
	struct analysis analysis = {
		.arena = &arena, .deliver = add_statement, .payload = out};

	arena_init(&arena);
	analyze(&analysis, &text);
	if (strcmp(g_strstrip(out->str), cases[i].expected) != 0) {
		g_test_message("%s\n  gives    %s\n  expected %s",
			       cases[i].string, out->str, cases[i].expected);
		g_test_fail();
	}
	arena_release(&arena);
	text_release(&text);
	g_string_free(out, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *path = g_strdup_printf("/sql/fragment/%zu", i);

		g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_case);
		g_free(path);
	}
	return g_test_run();
}
