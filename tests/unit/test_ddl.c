/* What the definitions of a text drop and rename, from its facts. */
#include "graph/check/ddl.h"

#include <string.h>

#include "analyzers/analyzer.h"

static GBytes *facts_of(const char *sql)
{
	struct text text = {.language = "sql",
			    .dialect = DIALECT_POSTGRESQL,
			    .bytes = sql,
			    .size = strlen(sql),
			    .name = "a.sql"};
	GByteArray *bytes = g_byte_array_new();

	analyze_to_bytes(&text, bytes);
	return g_byte_array_free_to_bytes(bytes);
}

/* "line name.column>new" of each, joined by spaces. */
static void expect_since(const char *before, const char *sql,
			 const char *expected)
{
	GBytes *old = before ? facts_of(before) : NULL, *new = facts_of(sql);
	GString *out = g_string_new(NULL);
	struct ddl_change *changes = NULL;
	struct arena arena;
	uint32_t n = 0;

	arena_init(&arena);
	ddl_find(&arena, "a.sql", new, old, &changes, &n);
	for (uint32_t i = 0; i < n; i++)
		g_string_append_printf(
			out, "%s%u %s%s%s%s%s", out->len ? " " : "",
			changes[i].line, changes[i].name,
			changes[i].column ? "." : "",
			changes[i].column ? changes[i].column : "",
			changes[i].new_name ? ">" : "",
			changes[i].new_name ? changes[i].new_name : "");
	g_assert_cmpstr(out->str, ==, expected);
	g_string_free(out, TRUE);
	arena_release(&arena);
	g_bytes_unref(new);
	if (old)
		g_bytes_unref(old);
}

static void expect(const char *sql, const char *expected)
{
	expect_since(NULL, sql, expected);
}

static void test_drops(void)
{
	expect("DROP TABLE a;", "1 a");
	expect("SELECT 1;\nDROP TABLE IF EXISTS s.a, b CASCADE;", "2 a 2 b");
	expect("DROP VIEW v;\nDROP MATERIALIZED VIEW m;", "1 v 2 m");
	expect("ALTER TABLE a DROP COLUMN c, DROP COLUMN IF EXISTS d;",
	       "1 a.c 1 a.d");
	expect("DROP INDEX i; DROP FUNCTION f(); DROP SEQUENCE s;", "");
	expect("CREATE TABLE a (id int); ALTER TABLE a ADD COLUMN c int;", "");
}

static void test_renames(void)
{
	expect("ALTER TABLE a RENAME TO b;", "1 a>b");
	expect("ALTER TABLE a RENAME COLUMN c TO d;", "1 a.c>d");
	expect("ALTER TABLE a RENAME COLUMN c TO C;", "");
}

static void test_what_is_made_anew(void)
{
	expect("DROP VIEW v; CREATE VIEW v AS SELECT 1;", "");
	expect("CREATE VIEW v AS SELECT 1; DROP VIEW v;", "1 v");
	expect("DROP TABLE a; ALTER TABLE a_new RENAME TO a;", "1 a_new>a");
	expect("ALTER TABLE a RENAME TO b; CREATE VIEW a AS TABLE b;", "");
	expect("ALTER TABLE a DROP COLUMN c, ADD COLUMN c bigint;", "");
	expect("DROP TABLE a; CREATE TABLE b (id int);", "1 a");
}

static void test_what_was_there_before(void)
{
	expect_since("DROP TABLE a;", "-- moved\nDROP TABLE a;", "");
	expect_since("DROP TABLE a;", "DROP TABLE a; DROP TABLE b;", "1 b");
	expect_since("", "DROP TABLE a;", "1 a");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ddl/drops", test_drops);
	g_test_add_func("/ddl/renames", test_renames);
	g_test_add_func("/ddl/made-anew", test_what_is_made_anew);
	g_test_add_func("/ddl/before", test_what_was_there_before);
	return g_test_run();
}
