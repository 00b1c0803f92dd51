/* Who reads and writes what, by which way, and which blind spots touch it. */

#include "graph/query/walk.h"

#include <string.h>

#include "graph/query/touch.h"

static uint32_t node(struct graph *graph, enum node_kind kind, const char *name)
{
	const char *parts[] = {"public", name};

	return graph_add_node(graph, kind, "shop", parts, 2);
}

static uint32_t reader(struct graph *graph, const char *name)
{
	return graph_add_symbol(graph, NODE_FUNCTION, "api", "a.py", &name, 1,
				0);
}

/* An edge; `column` may be NULL. */
static void edge(struct graph *graph, uint32_t from, uint32_t to,
		 enum edge_kind kind, const char *column, uint32_t roles)
{
	struct used_column used = {column, roles};
	struct evidence evidence = {.source = "api",
				    .path = "a.py",
				    .object = GRAPH_ABSENT,
				    .columns = &used,
				    .n_columns = column ? 1 : 0};

	graph_add_evidence(graph, from, to, kind, &evidence);
}

static uint32_t column(struct graph *graph, uint32_t table, const char *of,
		       const char *name)
{
	const char *parts[] = {"public", of, name};
	uint32_t made = graph_add_node(graph, NODE_COLUMN, "shop", parts, 3);

	edge(graph, table, made, EDGE_CONTAINS, NULL, 0);
	return made;
}

/* "from > to" of every edge, in order, comma separated; the path of a symbol
 * and the schema left out. */
static char *describe(const struct graph *graph, const struct walk *walk)
{
	GString *text = g_string_new(NULL);

	for (uint32_t s = 0; s < walk->n_stations; s++) {
		const struct station *station = &walk->stations[s];

		for (uint32_t i = 0; i < station->n_edges; i++) {
			const struct edge *e = &graph->edges[station->edges[i]];
			const struct node *from = &graph->nodes[e->from];
			const struct node *to = &graph->nodes[e->to];

			g_string_append_printf(text, "%s%s > %s",
					       text->len ? ", " : "",
					       from->parts[from->n_parts - 1],
					       to->parts[to->n_parts - 1]);
		}
	}
	return g_string_free(text, FALSE);
}

/* Finishes the graph, asks, compares, frees. */
static void assert_walk(struct graph *graph, const char *id, bool writers,
			const char *of, const char *expected)
{
	struct walk *walk;
	char *found;

	if (!graph->finished)
		graph_finish(graph);
	walk = (writers ? walk_writers
			: walk_readers)(graph, graph_find(graph, id), of);
	found = describe(graph, walk);
	g_assert_cmpstr(found, ==, expected);
	g_free(found);
	walk_free(walk);
}

#define T "table:shop/public.t"

static void test_views_over_views(void)
{
	struct graph *graph = graph_new();
	uint32_t t = node(graph, NODE_TABLE, "t");
	uint32_t v = node(graph, NODE_VIEW, "v");
	uint32_t w = node(graph, NODE_MATVIEW, "w");

	edge(graph, v, t, EDGE_READS, NULL, 0);
	edge(graph, w, v, EDGE_READS, NULL, 0);
	edge(graph, reader(graph, "f"), w, EDGE_READS, NULL, 0);
	assert_walk(graph, T, false, NULL, "v > t, w > v, f > w");
	graph_free(graph);
}

static void test_a_circle_ends(void)
{
	struct graph *graph = graph_new();
	uint32_t t = node(graph, NODE_TABLE, "t");
	uint32_t v = node(graph, NODE_VIEW, "v");

	edge(graph, v, t, EDGE_READS, NULL, 0);
	edge(graph, v, v, EDGE_READS, NULL, 0);
	edge(graph, t, t, EDGE_CONTAINS, NULL, 0);
	assert_walk(graph, T, false, NULL, "v > t, v > v");
	graph_free(graph);
}

static void test_a_writer_of_a_view_writes_the_table(void)
{
	struct graph *graph = graph_new();
	uint32_t t = node(graph, NODE_TABLE, "t");
	uint32_t v = node(graph, NODE_VIEW, "v");

	edge(graph, v, t, EDGE_READS, NULL, 0);
	edge(graph, reader(graph, "f"), v, EDGE_WRITES, NULL, 0);
	assert_walk(graph, T, true, NULL, "f > v");
	graph_free(graph);
}

static void test_routine_is_a_way(void)
{
	struct graph *graph = graph_new();
	uint32_t t = node(graph, NODE_TABLE, "t");
	uint32_t r = node(graph, NODE_ROUTINE, "r()");
	uint32_t g = node(graph, NODE_TRIGGER, "g");

	edge(graph, r, t, EDGE_READS, NULL, 0);
	edge(graph, g, r, EDGE_CALLS, NULL, 0);
	edge(graph, node(graph, NODE_TABLE, "u"), g, EDGE_FIRES, NULL, 0);
	assert_walk(graph, T, false, NULL, "r() > t, g > r(), u > g");
	graph_free(graph);
}

/* A partition is not read where its sisters are. */
static void test_partitions(void)
{
	struct graph *graph = graph_new();
	uint32_t t = node(graph, NODE_TABLE, "t");
	uint32_t p = node(graph, NODE_TABLE, "p");
	uint32_t q = node(graph, NODE_TABLE, "q");

	edge(graph, t, p, EDGE_CONTAINS, NULL, 0);
	edge(graph, t, q, EDGE_CONTAINS, NULL, 0);
	edge(graph, reader(graph, "f"), p, EDGE_READS, NULL, 0);
	edge(graph, reader(graph, "g"), q, EDGE_READS, NULL, 0);
	edge(graph, reader(graph, "h"), t, EDGE_READS, NULL, 0);
	assert_walk(graph, T, false, NULL, "h > t, f > p, g > q");
	assert_walk(graph, "table:shop/public.p", false, NULL, "f > p, h > t");
	graph_free(graph);
}

static void test_names_bound_to_nothing(void)
{
	struct graph *graph = graph_new();
	const char *same[] = {"T"}, *qualified[] = {"public", "t"};
	const char *other[] = {"sales", "t"}, *pattern[] = {"t*"};

	node(graph, NODE_TABLE, "t");
	edge(graph, reader(graph, "f"),
	     graph_add_node(graph, NODE_TABLE, NULL, same, 1), EDGE_READS, NULL,
	     0);
	edge(graph, reader(graph, "g"),
	     graph_add_node(graph, NODE_TABLE, NULL, qualified, 2), EDGE_READS,
	     NULL, 0);
	edge(graph, reader(graph, "h"),
	     graph_add_node(graph, NODE_TABLE, NULL, other, 2), EDGE_READS,
	     NULL, 0);
	edge(graph, reader(graph, "i"),
	     graph_add_node(graph, NODE_TABLE, NULL, pattern, 1), EDGE_READS,
	     NULL, 0);
	assert_walk(graph, T, false, NULL, "f > T, g > t, i > t*");
	graph_free(graph);
}

static void test_column_in_its_roles(void)
{
	struct graph *graph = graph_new();
	uint32_t t = node(graph, NODE_TABLE, "t");

	edge(graph, reader(graph, "a"), t, EDGE_READS, "x", ROLE_WHERE);
	edge(graph, reader(graph, "b"), t, EDGE_READS, "y", ROLE_SELECT);
	edge(graph, reader(graph, "c"), t, EDGE_READS, "*", ROLE_STAR);
	edge(graph, reader(graph, "d"), t, EDGE_WRITES, "x", ROLE_WRITE);
	edge(graph, reader(graph, "e"), t, EDGE_WRITES, "X", ROLE_WHERE);
	assert_walk(graph, T, false, "x", "a > t, c > t, e > t");
	assert_walk(graph, T, true, "x", "d > t");
	graph_free(graph);
}

static void test_reader_of_unknown_columns_is_counted(void)
{
	struct graph *graph = graph_new();
	uint32_t t = node(graph, NODE_TABLE, "t");
	struct walk *walk;

	edge(graph, reader(graph, "a"), t, EDGE_READS, NULL, 0);
	edge(graph, reader(graph, "b"), t, EDGE_READS, "y", ROLE_SELECT);
	graph_finish(graph);
	walk = walk_readers(graph, graph_find(graph, T), "x");
	g_assert_cmpuint(walk->n_edges, ==, 0);
	g_assert_cmpuint(walk->stations[0].n_unknown, ==, 1);
	walk_free(walk);
	graph_free(graph);
}

static void test_mention_counts_where_nothing_is_read(void)
{
	struct graph *graph = graph_new();
	uint32_t t = node(graph, NODE_TABLE, "t");
	uint32_t a = reader(graph, "a");

	edge(graph, a, t, EDGE_READS, NULL, 0);
	edge(graph, a, t, EDGE_MENTIONS, NULL, 0);
	edge(graph, reader(graph, "b"), t, EDGE_MENTIONS, NULL, 0);
	assert_walk(graph, T, false, NULL, "a > t, b > t");
	graph_free(graph);
}

/* t.x flows into v.a, t.z only decides which rows v has. */
static void test_column_through_a_view(void)
{
	struct graph *graph = graph_new();
	uint32_t t = node(graph, NODE_TABLE, "t");
	uint32_t v = node(graph, NODE_VIEW, "v");
	uint32_t x = column(graph, t, "t", "x"), a = column(graph, v, "v", "a");

	edge(graph, v, t, EDGE_READS, "x", ROLE_SELECT);
	edge(graph, v, t, EDGE_READS, "z", ROLE_WHERE);
	edge(graph, x, a, EDGE_DERIVES, NULL, 0);
	edge(graph, reader(graph, "f"), v, EDGE_READS, "a", ROLE_SELECT);
	edge(graph, reader(graph, "g"), v, EDGE_READS, "b", ROLE_SELECT);
	assert_walk(graph, T, false, "x", "v > t, f > v");
	assert_walk(graph, T, false, "z", "v > t");
	graph_free(graph);
}

static void test_view_without_lineage_may_pass_all_on(void)
{
	struct graph *graph = graph_new();
	uint32_t t = node(graph, NODE_TABLE, "t");
	uint32_t v = node(graph, NODE_VIEW, "v");

	edge(graph, v, t, EDGE_READS, "*", ROLE_STAR);
	edge(graph, reader(graph, "f"), v, EDGE_READS, "b", ROLE_SELECT);
	assert_walk(graph, T, false, "x", "v > t, f > v");
	graph_free(graph);
}

/* --- around --- */

static void test_schema_is_no_way(void)
{
	struct graph *graph = graph_new();
	const char *parts[] = {"public"};
	uint32_t s = graph_add_node(graph, NODE_SCHEMA, "shop", parts, 1);
	guint8 keep[4] = {0};

	edge(graph, s, node(graph, NODE_TABLE, "t"), EDGE_CONTAINS, NULL, 0);
	edge(graph, s, node(graph, NODE_TABLE, "u"), EDGE_CONTAINS, NULL, 0);
	graph_finish(graph);
	walk_around(graph, graph_find(graph, T), 5, keep);
	g_assert_true(keep[graph_find(graph, "schema:shop/public")]);
	g_assert_false(keep[graph_find(graph, "table:shop/public.u")]);
	graph_free(graph);
}

/* --- blind spots --- */

static void spot(struct graph *graph, const char *source, const char *pattern,
		 const char *candidate)
{
	struct blind_spot made = {.source = source,
				  .reason = REASON_DYNAMIC_SQL,
				  .pattern = pattern,
				  .candidates = &candidate,
				  .n_candidates = candidate ? 1 : 0};

	graph_add_blind_spot(graph, &made);
}

/* Two catalogs; api talks to shop, web to wiki, new to none so far. */
static struct graph *two_catalogs(void)
{
	static const struct graph_source sources[] = {
		{"shop", SOURCE_POSTGRESQL, "shop", NULL, false},
		{"wiki", SOURCE_MYSQL, "wiki", NULL, false},
		{"api", SOURCE_GIT, "api", NULL, false},
		{"web", SOURCE_GIT, "web", NULL, false},
		{"new", SOURCE_GIT, "new", NULL, false}};
	struct graph *graph = graph_new();
	const char *page[] = {"wiki", "page"}, *f[] = {"f"};

	for (size_t i = 0; i < G_N_ELEMENTS(sources); i++)
		graph_add_source(graph, &sources[i]);
	edge(graph, reader(graph, "f"), node(graph, NODE_TABLE, "t"),
	     EDGE_READS, NULL, 0);
	edge(graph,
	     graph_add_symbol(graph, NODE_FUNCTION, "web", "w.py", f, 1, 0),
	     graph_add_node(graph, NODE_TABLE, "wiki", page, 2), EDGE_READS,
	     NULL, 0);
	return graph;
}

static void assert_touch(const char *source, const char *pattern,
			 const char *candidate, enum touching expected)
{
	struct graph *graph = two_catalogs();
	struct touch *touch;

	spot(graph, source, pattern, candidate);
	graph_finish(graph);
	touch = touch_new(graph, graph_find(graph, T));
	g_assert_cmpint(touch_of(touch, &graph->blind_spots[0]), ==, expected);
	touch_free(touch);
	graph_free(graph);
}

static void test_blind_spot_of_a_source(void)
{
	assert_touch("api", NULL, NULL, TOUCHES_CATALOG);
	assert_touch("shop", NULL, NULL, TOUCHES_CATALOG);
	assert_touch("new", NULL, NULL, TOUCHES_CATALOG);
	assert_touch("web", NULL, NULL, TOUCHES_NOT);
	assert_touch("wiki", NULL, NULL, TOUCHES_NOT);
}

static void test_blind_spot_with_a_pattern(void)
{
	assert_touch("web", "T", NULL, TOUCHES_NAME);
	assert_touch("web", "t*", NULL, TOUCHES_NAME);
	assert_touch("web", "public.*", NULL, TOUCHES_NAME);
	assert_touch("api", "u*", NULL, TOUCHES_NOT);
	assert_touch("api", "sales.t", NULL, TOUCHES_NOT);
}

static void test_blind_spot_with_candidates(void)
{
	assert_touch("web", NULL, T, TOUCHES_NAME);
	assert_touch("api", NULL, "table:shop/public.u", TOUCHES_NOT);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define TEST(name) g_test_add_func("/walk/" #name, test_##name)
	TEST(views_over_views);
	TEST(a_circle_ends);
	TEST(a_writer_of_a_view_writes_the_table);
	TEST(routine_is_a_way);
	TEST(partitions);
	TEST(names_bound_to_nothing);
	TEST(column_in_its_roles);
	TEST(reader_of_unknown_columns_is_counted);
	TEST(mention_counts_where_nothing_is_read);
	TEST(column_through_a_view);
	TEST(view_without_lineage_may_pass_all_on);
	TEST(schema_is_no_way);
	TEST(blind_spot_of_a_source);
	TEST(blind_spot_with_a_pattern);
	TEST(blind_spot_with_candidates);
	return g_test_run();
}
