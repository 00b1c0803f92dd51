/* The resolver: names, scopes, roles of columns. */

#include "tests/unit/resolve_tree.h"

/* WITH orders AS (SELECT id FROM orders) SELECT id FROM orders */
static void test_cte_named_like_its_table(void)
{
	uint32_t main = root(LEVEL_SELECT);
	uint32_t inner = cte(main, "orders", false, LEVEL_SELECT);

	item(inner, "orders");
	output(inner, "id", NULL, HOW_COPIED);
	item(main, "orders");
	output(main, "id", NULL, HOW_COPIED);
	check("reads orders: select\norders.id: select\n");
	check_derives("id < orders.id copied\n");
}

/* WITH x AS (SELECT a FROM t) SELECT a FROM public.x */
static void test_qualified_is_no_cte(void)
{
	uint32_t main = root(LEVEL_SELECT);
	uint32_t inner = cte(main, "x", false, LEVEL_SELECT);

	item(inner, "t");
	output(inner, "a", NULL, HOW_COPIED);
	item(main, "public.x");
	output(main, "b", NULL, HOW_COPIED);
	check("reads x: select\nreads t: select\n"
	      "t.a: select\nx.b: select\n");
}

/* A CTE sees those before it, not those behind it. */
static void test_cte_order(void)
{
	uint32_t main = root(LEVEL_SELECT);
	uint32_t first = cte(main, "a", false, LEVEL_SELECT), second;

	item(first, "b");
	second = cte(main, "b", false, LEVEL_SELECT);
	item(second, "a");
	item(main, "b");
	check("reads b: select\n");
}

/* WITH x AS (SELECT FROM t) SELECT FROM (WITH x AS (SELECT FROM u)
 * SELECT FROM x) d, x */
static void test_inner_with_hides(void)
{
	uint32_t main = root(LEVEL_SELECT), inner;

	item(cte(main, "x", false, LEVEL_SELECT), "t");
	inner = query(main, "d", 0);
	item(cte(inner, "x", false, LEVEL_SELECT), "u");
	item(inner, "x");
	check("reads t: select\nreads u: select\n");
}

/* --- columns --- */

/* SELECT o.id, name FROM orders o, people WHERE orders.x = 1 */
static void test_alias_hides_name(void)
{
	uint32_t main = root(LEVEL_SELECT);

	table("orders", "id x");
	table("people", "id name");
	item(main, "orders o");
	item(main, "people");
	output(main, "o.id", NULL, HOW_COPIED);
	output(main, "name", NULL, HOW_COPIED);
	ref(main, "orders.x", ROLE_WHERE, 0);
	check("reads orders: select\nreads people: select\n"
	      "?.x: where\norders.id: select\npeople.name: select\n");
}

/* Without a catalog a bare column of two tables is nobody's. */
static void test_bare_without_catalog(void)
{
	uint32_t main = root(LEVEL_SELECT);

	item(main, "a");
	item(main, "b");
	output(main, "x", NULL, HOW_COPIED);
	check("reads a: select\nreads b: select\n?.x: select\n");
}

/* SELECT id FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b_id = id) */
static void test_correlated(void)
{
	uint32_t main = root(LEVEL_SELECT), inner;

	table("a", "id");
	table("b", "b_id");
	item(main, "a");
	output(main, "id", NULL, HOW_COPIED);
	inner = level(LEVEL_SELECT, PLACE_EXPRESSION, main, SCOPE_ABSENT);
	item(inner, "b");
	ref(inner, "b_id", ROLE_WHERE, 0);
	ref(inner, "id", ROLE_WHERE, 0);
	check("reads a: select\nreads b: select\n"
	      "a.id: select where\nb.b_id: where\n");
}

/* A derived table does not see its neighbours, a lateral one does. */
static void test_lateral(void)
{
	for (uint32_t lateral = 0; lateral <= 1; lateral++) {
		uint32_t main, inner;

		setup();
		table("a", "id");
		table("b", "b_id");
		main = root(LEVEL_SELECT);
		item(main, "a");
		inner = query(main, "d", lateral ? ITEM_LATERAL : 0);
		item(inner, "b");
		ref(inner, "id", ROLE_WHERE, 0);
		check(lateral ? "reads a: select\nreads b: select\n"
				"a.id: where\n"
			      : "reads a: select\nreads b: select\n"
				"?.id: where\n");
	}
}

/* SELECT d.n FROM (SELECT total AS n, a + b AS s FROM t) d WHERE d.s > 1 AND
 * d.n > 2: roles go through copies, not through computed values. */
static void test_roles_through_derived_table(void)
{
	uint32_t main = root(LEVEL_SELECT), inner = query(main, "d", 0);

	item(inner, "t");
	output(inner, "total", "n", HOW_COPIED);
	output(inner, "a", "s", HOW_COMPUTED);
	output(main, "d.n", NULL, HOW_COPIED);
	ref(main, "d.s", ROLE_WHERE, 0);
	ref(main, "d.n", ROLE_WHERE, 0);
	check("reads t: select\nt.a: select\nt.total: select where\n");
}

/* SELECT d.x FROM (SELECT * FROM t) d */
static void test_through_open_star(void)
{
	uint32_t main = root(LEVEL_SELECT), inner = query(main, "d", 0);

	item(inner, "t");
	star(inner, NULL);
	output(main, "d.x", NULL, HOW_COPIED);
	check("reads t: select\nt.*: star\nt.x: select\n");
	check_derives("x < t.x copied\n");
}

/* SELECT * FROM a JOIN b USING (id) */
static void test_star_merges_using(void)
{
	uint32_t main = root(LEVEL_SELECT);
	struct sql_item *b;

	table("a", "x id");
	table("b", "id y");
	item(main, "a");
	b = item(main, "b");
	*ARENA_PUSH(&arena, b->using_columns, b->n_using_columns) = "id";
	star(main, NULL);
	check("reads a: select\nreads b: select\n"
	      "a.id: join star\na.x: star\nb.id: join star\nb.y: star\n");
	check_derives("id < a.id copied\nid < b.id copied\n"
		      "x < a.x copied\ny < b.y copied\n");
}

/* SELECT id FROM a NATURAL JOIN b */
static void test_natural(void)
{
	uint32_t main = root(LEVEL_SELECT);

	table("a", "id x");
	table("b", "id y");
	item(main, "a");
	item(main, "b")->flags = ITEM_NATURAL;
	output(main, "id", NULL, HOW_COPIED);
	check("reads a: select\nreads b: select\n"
	      "a.id: select join\nb.id: select join\n");
}

/* SELECT j.y FROM (a JOIN b USING (id)) AS j */
static void test_join_with_alias(void)
{
	uint32_t main = root(LEVEL_SELECT);
	struct sql_item *join;

	table("a", "id x");
	table("b", "id y");
	item(main, "a");
	item(main, "b");
	join = add_item(main, ITEM_JOIN);
	join->alias = "j";
	join->first = 0;
	output(main, "j.y", NULL, HOW_COPIED);
	ref(main, "a.x", ROLE_WHERE, 0);
	check("reads a: select\nreads b: select\n"
	      "?.x: where\nb.y: select\n");
}

/* SELECT row_to_json(o) FROM orders o */
static void test_whole_row(void)
{
	uint32_t main = root(LEVEL_SELECT);

	table("orders", "id x");
	item(main, "orders o");
	output(main, "o", "row_to_json", HOW_COMPUTED);
	check("reads orders: select\norders.*: select\n");
}

/* SELECT total AS x, id AS total FROM t ORDER BY total; GROUP BY total */
static void test_output_names(void)
{
	uint32_t main = root(LEVEL_SELECT);

	table("t", "id total");
	item(main, "t");
	output(main, "total", "x", HOW_COPIED);
	output(main, "id", "total", HOW_COPIED);
	ref(main, "total", ROLE_ORDER, REF_OUTPUT_FIRST);
	ref(main, "total", ROLE_GROUP, REF_INPUT_FIRST);
	check("reads t: select\nt.id: select order\nt.total: select group\n");
}

/* Without a catalog GROUP BY day means the output of that name. */
static void test_group_by_output(void)
{
	uint32_t main = root(LEVEL_SELECT);

	item(main, "t");
	output(main, "created", "day", HOW_COMPUTED);
	ref(main, "day", ROLE_GROUP, REF_INPUT_FIRST);
	check("reads t: select\nt.created: select\n");
}

/* A variable is a column only where a column is known. */
static void test_variable(void)
{
	uint32_t main = root(LEVEL_SELECT);

	table("t", "id");
	item(main, "t");
	item(main, "u");
	ref(main, "amount", ROLE_WHERE, REF_VARIABLE);
	ref(main, "id", ROLE_WHERE, REF_VARIABLE);
	check("reads t: select\nreads u: select\nt.id: where\n");
}

/* INSERT INTO log SELECT NEW.id in a trigger on orders. */
static void test_new_row(void)
{
	uint32_t main = root(LEVEL_SELECT);

	table("orders", "id total");
	rows.object = catalog_relation(
		catalog,
		&(struct sql_name){(const char *[]){"orders"}, 1, 0, 1, 1},
		NULL, NULL);
	output(main, "NEW.total", NULL, HOW_COPIED);
	check("orders.total: select\n");
}

/* --- lineage --- */

/* SELECT a FROM t UNION SELECT x + 1 FROM u */
static void test_union_by_position(void)
{
	uint32_t main = root(LEVEL_SET), first = arm(main), second = arm(main);

	item(first, "t");
	output(first, "a", NULL, HOW_COPIED);
	item(second, "u");
	output(second, "x", NULL, HOW_COMPUTED);
	check_derives("a < t.a copied\na < u.x computed\n");
}

/* WITH RECURSIVE r (id, root) AS (SELECT id, name FROM t UNION ALL
 * SELECT t.id, r.root FROM t JOIN r) SELECT root FROM r */
static void test_recursive(void)
{
	uint32_t main = root(LEVEL_SELECT);
	uint32_t set = cte(main, "r", true, LEVEL_SET);
	uint32_t first = arm(set), second = arm(set);
	struct sql_cte *r = &statement.levels[main].ctes[0];

	*ARENA_PUSH(&arena, r->columns, r->n_columns) = "id";
	*ARENA_PUSH(&arena, r->columns, r->n_columns) = "root";
	item(first, "t");
	output(first, "id", NULL, HOW_COPIED);
	output(first, "name", NULL, HOW_COPIED);
	item(second, "t");
	item(second, "r");
	output(second, "t.id", NULL, HOW_COPIED);
	output(second, "r.root", NULL, HOW_COMPUTED);
	item(main, "r");
	output(main, "root", NULL, HOW_COPIED);
	check("reads t: select\nt.id: select\nt.name: select\n");
	check_derives("root < t.name computed\n");
}

/* Columns that pass one to the other in recursion. */
static void test_recursion_across_columns(void)
{
	uint32_t main = root(LEVEL_SELECT);
	uint32_t set = cte(main, "r", true, LEVEL_SET);
	uint32_t first = arm(set), second = arm(set);

	item(first, "t");
	output(first, "a", NULL, HOW_COPIED);
	output(first, "b", NULL, HOW_COPIED);
	item(second, "r");
	output(second, "r.b", NULL, HOW_COPIED);
	output(second, "r.a", NULL, HOW_COPIED);
	item(main, "r");
	output(main, "a", NULL, HOW_COPIED);
	check_derives("a < t.a copied\na < t.b copied\n");
}

RUN(cte_named_like_its_table)
RUN(qualified_is_no_cte)
RUN(cte_order)
RUN(inner_with_hides)
RUN(alias_hides_name)
RUN(bare_without_catalog)
RUN(correlated)
RUN(lateral)
RUN(roles_through_derived_table)
RUN(through_open_star)
RUN(star_merges_using)
RUN(natural)
RUN(join_with_alias)
RUN(whole_row)
RUN(output_names)
RUN(group_by_output)
RUN(variable)
RUN(new_row)
RUN(union_by_position)
RUN(recursive)
RUN(recursion_across_columns)

int main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	arena_init(&arena);
	TEST("cte-named-like-its-table", cte_named_like_its_table);
	TEST("qualified-is-no-cte", qualified_is_no_cte);
	TEST("cte-order", cte_order);
	TEST("inner-with-hides", inner_with_hides);
	TEST("alias-hides-name", alias_hides_name);
	TEST("bare-without-catalog", bare_without_catalog);
	TEST("correlated", correlated);
	TEST("lateral", lateral);
	TEST("roles-through-derived-table", roles_through_derived_table);
	TEST("through-open-star", through_open_star);
	TEST("star-merges-using", star_merges_using);
	TEST("natural", natural);
	TEST("join-with-alias", join_with_alias);
	TEST("whole-row", whole_row);
	TEST("output-names", output_names);
	TEST("group-by-output", group_by_output);
	TEST("variable", variable);
	TEST("new-row", new_row);
	TEST("union-by-position", union_by_position);
	TEST("recursive", recursive);
	TEST("recursion-across-columns", recursion_across_columns);
	status = g_test_run();
	setup();
	arena_release(&arena);
	return status;
}
