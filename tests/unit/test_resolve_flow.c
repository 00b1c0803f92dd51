/* The resolver: what is written, and what flows where. */

#include "tests/unit/resolve_tree.h"

/* SELECT count(n) AS c FROM (SELECT a + 1 AS n FROM t) d */
static void test_hows_compose(void)
{
	uint32_t main = root(LEVEL_SELECT), inner = query(main, "d", 0);

	item(inner, "t");
	output(inner, "a", "n", HOW_COMPUTED);
	output(main, "n", "c", HOW_AGGREGATED);
	output(main, "n", "d", HOW_COPIED);
	check_derives("c < t.a aggregated\nd < t.a computed\n");
}

/* INSERT INTO t (x, y) SELECT a, b FROM u */
static void test_insert_by_position(void)
{
	uint32_t main = root(LEVEL_INSERT), source;

	item(main, "t");
	target(main, "t", 0, OP_INSERT);
	assign_place(main, "x");
	assign_place(main, "y");
	source = level(LEVEL_SELECT, PLACE_ARM, main, SCOPE_ABSENT);
	statement.levels[main].source = source;
	item(source, "u");
	output(source, "a", NULL, HOW_COPIED);
	output(source, "b", NULL, HOW_COMPUTED);
	check("writes t: insert\nreads u: select\n"
	      "t.x: write\nt.y: write\nu.a: select\nu.b: select\n");
	check_derives("t.x < u.a copied\nt.y < u.b computed\n");
}

/* INSERT INTO t SELECT * FROM u */
static void test_insert_in_order(void)
{
	uint32_t main = root(LEVEL_INSERT), source;

	table("t", "x y z");
	table("u", "a b");
	item(main, "t");
	target(main, "t", 0, OP_INSERT);
	source = level(LEVEL_SELECT, PLACE_ARM, main, SCOPE_ABSENT);
	statement.levels[main].source = source;
	item(source, "u");
	star(source, NULL);
	check("writes t: insert\nreads u: select\n"
	      "t.x: write\nt.y: write\nu.a: star\nu.b: star\n");
	check_derives("t.x < u.a copied\nt.y < u.b copied\n");
}

/* INSERT INTO t (id, n) SELECT a, b FROM u
 * ON CONFLICT (id) DO UPDATE SET n = t.n + excluded.n */
static void test_upsert(void)
{
	uint32_t main = root(LEVEL_INSERT), source;
	struct sql_assign *made;

	item(main, "t");
	target(main, "t", 0, OP_INSERT);
	assign_place(main, "id");
	assign_place(main, "n");
	made = assign(main, "n", "t.n");
	made->value.how = HOW_COMPUTED;
	value_ref(&made->value,
		  ref(main, "excluded.n", ROLE_SELECT, REF_TARGET_ONLY));
	source = level(LEVEL_SELECT, PLACE_ARM, main, SCOPE_ABSENT);
	statement.levels[main].source = source;
	item(source, "u");
	output(source, "a", NULL, HOW_COPIED);
	output(source, "b", NULL, HOW_COPIED);
	check("writes t: insert update\nreads u: select\n"
	      "t.id: write\nt.n: select write\nu.a: select\nu.b: select\n");
	check_derives("t.id < u.a copied\nt.n < t.n computed\n"
		      "t.n < u.b computed\n");
}

/* --- targets --- */

/* UPDATE t SET n = x.v FROM x WHERE t.id = x.id */
static void test_update_from(void)
{
	uint32_t main = root(LEVEL_UPDATE);

	item(main, "t");
	target(main, "t", 0, OP_UPDATE);
	item(main, "x");
	assign(main, "n", "x.v")->target = 0;
	ref(main, "t.id", ROLE_WHERE, 0);
	ref(main, "x.id", ROLE_WHERE, 0);
	check("writes t: update\nreads x: select\n"
	      "t.id: where\nt.n: write\nx.id: where\nx.v: select\n");
	check_derives("t.n < x.v copied\n");
}

/* UPDATE t SET n = 1 WHERE id IN (SELECT id FROM t): a read, too. */
static void test_self_read(void)
{
	uint32_t main = root(LEVEL_UPDATE), inner;

	item(main, "t");
	target(main, "t", 0, OP_UPDATE);
	assign(main, "n", NULL)->target = 0;
	inner = level(LEVEL_SELECT, PLACE_EXPRESSION, main, SCOPE_ABSENT);
	item(inner, "t");
	output(inner, "id", NULL, HOW_COPIED);
	check("writes t: update\nreads t: select\n"
	      "t.id: select\nt.n: write\n");
}

/* DELETE t1 FROM t1 AS t2, t2 AS t1: aliases decide. */
static void test_delete_by_alias(void)
{
	uint32_t main = root(LEVEL_DELETE);

	statement.dialect = DIALECT_MYSQL;
	item(main, "t1 t2");
	item(main, "t2 t1");
	target(main, "t1", SCOPE_ABSENT, OP_DELETE);
	check("reads t1: select\nwrites t2: delete\n");
}

/* UPDATE a JOIN b SET b.x = a.y: SET decides. */
static void test_update_of_several(void)
{
	uint32_t main = root(LEVEL_UPDATE);

	statement.dialect = DIALECT_MYSQL;
	item(main, "a");
	item(main, "b");
	assign(main, "b.x", "a.y");
	check("reads a: select\nwrites b: update\n"
	      "a.y: select\nb.x: write\n");
}

/* UPDATE o SET x = 1 FROM orders o (T-SQL) */
static void test_update_alias(void)
{
	uint32_t main = root(LEVEL_UPDATE);

	statement.dialect = DIALECT_TSQL;
	item(main, "orders o");
	target(main, "o", SCOPE_ABSENT, OP_UPDATE);
	assign(main, "x", NULL)->target = 0;
	check("writes orders: update\norders.x: write\n");
}

/* WITH gone AS (DELETE FROM a RETURNING id) INSERT INTO b SELECT id FROM
 * gone */
static void test_modifying_cte(void)
{
	uint32_t main = root(LEVEL_INSERT), source;
	uint32_t gone = cte(main, "gone", false, LEVEL_DELETE);

	item(gone, "a");
	target(gone, "a", 0, OP_DELETE);
	output(gone, "id", NULL, HOW_COPIED);
	item(main, "b");
	target(main, "b", 0, OP_INSERT);
	assign_place(main, "old_id");
	source = level(LEVEL_SELECT, PLACE_ARM, main, SCOPE_ABSENT);
	statement.levels[main].source = source;
	item(source, "gone");
	output(source, "id", NULL, HOW_COPIED);
	check("writes b: insert\nwrites a: delete\n"
	      "a.id: select\nb.old_id: write\n");
	check_derives("b.old_id < a.id copied\n");
}

/* CREATE VIEW v (n) AS SELECT total FROM t */
static void test_view(void)
{
	uint32_t main = root(LEVEL_SELECT);

	item(main, "t");
	output(main, "total", NULL, HOW_COPIED);
	statement.into = name("v");
	*ARENA_PUSH(&arena, statement.into_columns, statement.n_into_columns) =
		"n";
	check_derives("v.n < t.total copied\n");
}

/* --- limits --- */

/* WITH c0 AS (SELECT x FROM t), c1 AS (SELECT x FROM c0 a, c0 b) ...: each is
 * computed once. */
static void test_chain_of_ctes(void)
{
	uint32_t main = root(LEVEL_SELECT);

	for (unsigned i = 0; i < 5000; i++) {
		const char *text = arena_printf(&arena, "c%u", i);
		uint32_t inner = cte(main, text, false, LEVEL_SELECT);

		text = arena_printf(&arena, i ? "c%u" : "t", i - 1);
		item(inner, arena_printf(&arena, "%s a", text));
		if (i)
			item(inner, arena_printf(&arena, "%s b", text));
		output(inner, "a.x", "x", HOW_COPIED);
	}
	item(main, "c4999");
	output(main, "x", NULL, HOW_COPIED);
	check("reads t: select\nt.x: select\n");
	check_derives("x < t.x copied\n");
}

/* WITH c0 AS (SELECT a, b FROM t), c1 AS (SELECT * FROM c0 x, c0 y), ...: past
 * the limit of columns the rest is unknown, which takes no time. */
static void test_stars_that_double(void)
{
	uint32_t main = root(LEVEL_SELECT), inner;

	inner = cte(main, "c0", false, LEVEL_SELECT);
	item(inner, "t");
	output(inner, "a", NULL, HOW_COPIED);
	output(inner, "b", NULL, HOW_COPIED);
	for (unsigned i = 1; i < 100; i++) {
		inner = cte(main, arena_printf(&arena, "c%u", i), false,
			    LEVEL_SELECT);
		item(inner, arena_printf(&arena, "c%u x", i - 1));
		item(inner, arena_printf(&arena, "c%u y", i - 1));
		star(inner, NULL);
	}
	item(main, "c99");
	output(main, "a", NULL, HOW_COPIED);
	check("reads t: select\nt.a: select\nt.b: select\n");
}

/* As many items as names: each name is looked up once. */
static void test_long_from(void)
{
	uint32_t main = root(LEVEL_SELECT);
	struct resolution r;

	for (unsigned i = 0; i < 20000; i++) {
		item(main, arena_printf(&arena, "t%u", i));
		ref(main, arena_printf(&arena, "c%u", i), ROLE_WHERE, 0);
		ref(main, arena_printf(&arena, "t%u.c", i), ROLE_WHERE, 0);
	}
	resolve_statement(&statement, NULL, NULL, NULL, &arena, &r);
	g_assert_cmpuint(r.n_accesses, ==, 20000);
	g_assert_cmpuint(r.n_columns, ==, 40000);
}

/* A bare column in a long FROM is found by hash, the only unknown item too. */
static void test_long_from_with_catalog(void)
{
	uint32_t main = root(LEVEL_SELECT);

	table("wanted", "a");
	for (unsigned i = 0; i < 40; i++)
		table(arena_printf(&arena, "t%u", i), "x");
	for (unsigned i = 0; i < 40; i++)
		item(main, arena_printf(&arena, "t%u", i));
	item(main, "wanted");
	item(main, "unknown");
	output(main, "a", NULL, HOW_COPIED);
	output(main, "b", NULL, HOW_COPIED);
	check_derives("a < wanted.a copied\nb < unknown.b copied\n");
}

/* Indices that lead nowhere or in circles, as in a damaged map. */
static void test_broken_tree(void)
{
	uint32_t main = root(LEVEL_SELECT), inner = query(main, "d", 0);
	struct sql_item *join;

	statement.levels[main].parent = inner;
	statement.levels[inner].at = 77;
	statement.levels[inner].source = 99;
	item(main, "t")->using_columns = (const char *[]){"x"};
	statement.levels[main].items[1].n_using_columns = 1;
	add_item(main, ITEM_QUERY)->level = 55;
	add_item(main, ITEM_QUERY)->level = main;
	join = add_item(inner, ITEM_JOIN);
	join->first = 1000;
	join->alias = "j";
	target(main, "t", SCOPE_ABSENT, OP_UPDATE);
	statement.levels[main].targets[0].item = 44;
	assign(main, "x", "j.y")->target = 33;
	value_ref(&statement.levels[main].assigns[0].value, 22);
	ref(inner, "z", ROLE_WHERE, 0);
	star(inner, NULL);
	*ARENA_PUSH(&arena, statement.levels[main].arms,
		    statement.levels[main].n_arms) = 66;
	{
		struct resolution r;

		resolve_statement(&statement, NULL, NULL, NULL, &arena, &r);
		g_assert_cmpuint(r.n_tables, >=, 1);
	}
}

RUN(hows_compose)
RUN(insert_by_position)
RUN(insert_in_order)
RUN(upsert)
RUN(update_from)
RUN(self_read)
RUN(delete_by_alias)
RUN(update_of_several)
RUN(update_alias)
RUN(modifying_cte)
RUN(view)
RUN(chain_of_ctes)
RUN(stars_that_double)
RUN(long_from)
RUN(long_from_with_catalog)
RUN(broken_tree)

int main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	arena_init(&arena);
	TEST("hows-compose", hows_compose);
	TEST("insert-by-position", insert_by_position);
	TEST("insert-in-order", insert_in_order);
	TEST("upsert", upsert);
	TEST("update-from", update_from);
	TEST("self-read", self_read);
	TEST("delete-by-alias", delete_by_alias);
	TEST("update-of-several", update_of_several);
	TEST("update-alias", update_alias);
	TEST("modifying-cte", modifying_cte);
	TEST("view", view);
	TEST("chain-of-ctes", chain_of_ctes);
	TEST("stars-that-double", stars_that_double);
	TEST("long-from", long_from);
	TEST("long-from-with-catalog", long_from_with_catalog);
	TEST("broken-tree", broken_tree);
	status = g_test_run();
	setup();
	arena_release(&arena);
	return status;
}
