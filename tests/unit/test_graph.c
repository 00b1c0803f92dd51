/* The graph in memory: ids, building, finishing, looking up, cutting. */

#include "graph/graph.h"

#include <string.h>

static uint32_t table(struct graph *graph, const char *schema, const char *name)
{
	const char *parts[] = {schema, name};

	return graph_add_node(graph, NODE_TABLE, "shop", parts, 2);
}

static uint32_t function(struct graph *graph, const char *name)
{
	return graph_add_symbol(graph, NODE_FUNCTION, "api", "app/orders.py",
				&name, 1, 0);
}

static void reads(struct graph *graph, uint32_t from, uint32_t to,
		  uint32_t line)
{
	struct evidence evidence = {.source = "api",
				    .path = "app/orders.py",
				    .object = GRAPH_ABSENT,
				    .line = line,
				    .end_line = line,
				    .via = VIA_SQL,
				    .scope = SCOPE_MAIN,
				    .confidence = CONFIDENCE_CERTAIN,
				    .operations = OP_SELECT};

	graph_add_evidence(graph, from, to, EDGE_READS, &evidence);
}

/* --- ids ----------------------------------------------------------------- */

static void assert_id(enum node_kind kind, const char *source,
		      const char *first, const char *second, const char *id)
{
	struct graph *graph = graph_new();
	const char *parts[] = {first, second};
	uint32_t index =
		graph_add_node(graph, kind, source, parts, second ? 2 : 1);

	g_assert_cmpstr(graph_building(graph, index)->id, ==, id);
	graph_free(graph);
}

static void test_id_of_table(void)
{
	assert_id(NODE_TABLE, "shop", "public", "orders",
		  "table:shop/public.orders");
}

static void test_id_escapes_what_is_no_letter(void)
{
	assert_id(NODE_TABLE, "shop", "my schema", "a.b/c%",
		  "table:shop/my%20schema.a%2Eb%2Fc%25");
}

static void test_id_keeps_letters_of_utf8(void)
{
	assert_id(NODE_TABLE, "shop", "größe", "註文", "table:shop/größe.註文");
	assert_id(NODE_TABLE, "shop", "a\xff", "€",
		  "table:shop/a%FF.%E2%82%AC");
}

static void test_id_of_unbound_name(void)
{
	assert_id(NODE_TABLE, NULL, "llx_*", NULL, "table:?/llx_%2A");
}

static void test_id_of_routine_shows_arguments(void)
{
	assert_id(NODE_ROUTINE, "shop", "public", "f(integer, text[])",
		  "routine:shop/public.f(integer, text[])");
	assert_id(NODE_ROUTINE, "shop", "db", "f(function)",
		  "routine:shop/db.f(function)");
}

static void test_id_of_source_that_holds_a_slash(void)
{
	assert_id(NODE_TABLE, "a/b", "c", NULL, "table:a%2Fb/c");
}

static void assert_symbol(const char *path, const char *local, uint32_t nth,
			  const char *id, const char *name)
{
	struct graph *graph = graph_new();
	uint32_t index =
		graph_add_symbol(graph, local ? NODE_FUNCTION : NODE_FILE,
				 "api", path, &local, local ? 1 : 0, nth);

	g_assert_cmpstr(graph_building(graph, index)->id, ==, id);
	g_assert_cmpstr(graph_building(graph, index)->name, ==, name);
	graph_free(graph);
}

static void test_id_of_symbol(void)
{
	assert_symbol("app/orders.py", "list_orders", 1,
		      "function:api/app/orders.py#list_orders",
		      "app/orders.py#list_orders");
	assert_symbol("app/orders.py", "list_orders", 2,
		      "function:api/app/orders.py#list_orders~2",
		      "app/orders.py#list_orders~2");
	assert_symbol("my app/a#b.sh", NULL, 0, "file:api/my%20app/a%23b.sh",
		      "my app/a#b.sh");
}

/* --- building ------------------------------------------------------------ */

static void test_node_is_added_once(void)
{
	struct graph *graph = graph_new();

	g_assert_cmpuint(table(graph, "public", "orders"), ==,
			 table(graph, "public", "orders"));
	g_assert_cmpuint(graph->n_nodes, ==, 1);
	g_assert_cmpuint(graph_find(graph, "table:shop/public.orders"), ==, 0);
	g_assert_cmpuint(graph_find(graph, "table:shop/orders"), ==,
			 GRAPH_ABSENT);
	graph_free(graph);
}

static void test_interned_string_outlives_its_giver(void)
{
	struct graph *graph = graph_new();
	char buffer[] = "one";
	const char *one = graph_intern(graph, buffer);

	g_assert_true(one == graph_intern(graph, "one"));
	strcpy(buffer, "two");
	g_assert_cmpstr(one, ==, "one");
	g_assert_cmpstr(graph_intern(graph, buffer), ==, "two");
	graph_free(graph);
}

static void test_strings_are_utf8(void)
{
	struct graph *graph = graph_new();

	g_assert_cmpstr(graph_intern(graph, "a\xff\xc3\xa4\xc3"), ==,
			"a%FF\xc3\xa4%C3");
	g_assert_true(graph_intern(graph, "a\xff") ==
		      graph_intern(graph, "a%FF"));
	g_assert_cmpuint(table(graph, "public", "a\xff"), !=,
			 table(graph, "public", "a%FF"));
	graph_free(graph);
}

static void test_attributes_are_sorted_and_set_once(void)
{
	struct graph *graph = graph_new();
	uint32_t t = table(graph, "public", "orders");
	const struct node *node;

	graph_set_attribute(graph, t, "rows", "10");
	graph_set_attribute(graph, t, "comment", "sales");
	graph_set_attribute(graph, t, "rows", "11");
	graph_finish(graph);
	node = &graph->nodes[0];
	g_assert_cmpuint(node->n_attributes, ==, 2);
	g_assert_cmpstr(node->attributes[0].name, ==, "comment");
	g_assert_cmpstr(node->attributes[1].value, ==, "11");
	graph_free(graph);
}

static void test_owners_are_sorted_and_added_once(void)
{
	struct graph *graph = graph_new();
	uint32_t t = table(graph, "public", "orders");
	const struct node *node;

	graph_add_owner(graph, t, "@b");
	graph_add_owner(graph, t, "@a");
	graph_add_owner(graph, t, "@b");
	graph_finish(graph);
	node = &graph->nodes[0];
	g_assert_cmpuint(node->n_owners, ==, 2);
	g_assert_cmpstr(node->owners[0], ==, "@a");
	graph_free(graph);
}

/* --- finishing ----------------------------------------------------------- */

static void test_nodes_are_sorted_by_id(void)
{
	struct graph *graph = graph_new();

	table(graph, "public", "orders");
	table(graph, "public", "items");
	function(graph, "list");
	graph_finish(graph);
	g_assert_cmpstr(graph->nodes[0].id, ==,
			"function:api/app/orders.py#list");
	g_assert_cmpstr(graph->nodes[1].id, ==, "table:shop/public.items");
	g_assert_cmpstr(graph->nodes[2].id, ==, "table:shop/public.orders");
	for (uint32_t i = 0; i < 3; i++)
		g_assert_cmpuint(graph_find(graph, graph->nodes[i].id), ==, i);
	graph_free(graph);
}

static void test_edges_are_sorted_and_seen_from_both_ends(void)
{
	struct graph *graph = graph_new();
	uint32_t orders = table(graph, "public", "orders");
	uint32_t items = table(graph, "public", "items");
	uint32_t list = function(graph, "list");
	uint32_t count = function(graph, "count");
	const struct node *node;

	reads(graph, list, orders, 1);
	reads(graph, count, orders, 2);
	reads(graph, list, items, 3);
	graph_finish(graph);
	node = &graph->nodes[graph_find(graph, "table:shop/public.orders")];
	g_assert_cmpuint(node->n_in, ==, 2);
	g_assert_cmpuint(node->n_out, ==, 0);
	g_assert_cmpstr(graph->nodes[graph->edges[node->in[0]].from].name, ==,
			"app/orders.py#count");
	node = &graph->nodes[graph->edges[node->in[1]].from];
	g_assert_cmpuint(node->n_out, ==, 2);
	g_assert_cmpstr(graph->nodes[graph->edges[node->out[0]].to].name, ==,
			"public.items");
	graph_free(graph);
}

static void test_edge_is_the_union_of_its_evidence(void)
{
	struct graph *graph = graph_new();
	uint32_t t = table(graph, "public", "orders");
	uint32_t f = function(graph, "save");
	struct used_column first[] = {{"total", ROLE_WRITE},
				      {"id", ROLE_WHERE}};
	struct used_column second[] = {{"total", ROLE_WHERE}};
	struct evidence evidence = {.source = "api",
				    .path = "b.py",
				    .object = GRAPH_ABSENT,
				    .confidence = CONFIDENCE_POSSIBLE,
				    .operations = OP_UPDATE,
				    .columns = first,
				    .n_columns = 2};
	const struct edge *edge;

	graph_add_evidence(graph, f, t, EDGE_WRITES, &evidence);
	evidence.path = "a.py";
	evidence.confidence = CONFIDENCE_LIKELY;
	evidence.operations = OP_INSERT;
	evidence.columns = second;
	evidence.n_columns = 1;
	graph_add_evidence(graph, f, t, EDGE_WRITES, &evidence);
	graph_finish(graph);

	edge = &graph->edges[0];
	g_assert_cmpuint(graph->n_edges, ==, 1);
	g_assert_cmpuint(edge->n_evidence, ==, 2);
	g_assert_cmpstr(edge->evidence[0].path, ==, "a.py");
	g_assert_cmpuint(edge->confidence, ==, CONFIDENCE_LIKELY);
	g_assert_cmpuint(edge->operations, ==, OP_INSERT | OP_UPDATE);
	g_assert_cmpuint(edge->n_columns, ==, 2);
	g_assert_cmpstr(edge->columns[0].name, ==, "id");
	g_assert_cmpuint(edge->columns[1].roles, ==, ROLE_WRITE | ROLE_WHERE);
	/* What each piece of evidence says is left as it is. */
	g_assert_cmpuint(edge->evidence[0].columns[0].roles, ==, ROLE_WHERE);
	graph_free(graph);
}

static void test_equal_evidence_is_kept_once(void)
{
	struct graph *graph = graph_new();
	uint32_t t = table(graph, "public", "orders");
	uint32_t f = function(graph, "list");

	reads(graph, f, t, 7);
	reads(graph, f, t, 8);
	reads(graph, f, t, 7);
	graph_finish(graph);
	g_assert_cmpuint(graph->edges[0].n_evidence, ==, 2);
	g_assert_cmpuint(graph->edges[0].evidence[1].line, ==, 8);
	graph_free(graph);
}

static void test_object_of_evidence_follows_its_node(void)
{
	struct graph *graph = graph_new();
	uint32_t orders = table(graph, "public", "orders");
	const char *parts[] = {"public", "a"};
	uint32_t view = graph_add_node(graph, NODE_VIEW, "shop", parts, 2);
	uint32_t items = table(graph, "public", "items");
	struct evidence evidence = {.source = "shop", .object = view};

	graph_add_evidence(graph, view, orders, EDGE_READS, &evidence);
	graph_add_evidence(graph, view, items, EDGE_READS, &evidence);
	graph_finish(graph);
	g_assert_cmpstr(graph->nodes[graph->edges[0].evidence[0].object].id, ==,
			"view:shop/public.a");
	graph_free(graph);
}

static void test_pairs_and_how(void)
{
	struct graph *graph = graph_new();
	uint32_t orders = table(graph, "public", "orders");
	uint32_t items = table(graph, "public", "items");
	struct evidence evidence = {.source = "shop", .object = items};

	graph_add_evidence(graph, items, orders, EDGE_REFERENCES, &evidence);
	graph_add_pair(graph, items, orders, "order_id", "id");
	graph_add_pair(graph, items, orders, "order_id", "id");
	graph_add_evidence(graph, orders, items, EDGE_DERIVES, &evidence);
	graph_set_how(graph, orders, items, HOW_AGGREGATED);
	graph_set_how(graph, orders, items, HOW_COPIED);
	graph_finish(graph);
	g_assert_cmpuint(graph->edges[0].n_pairs, ==, 1);
	g_assert_cmpstr(graph->edges[0].pairs[0].from, ==, "order_id");
	g_assert_cmpint(graph->edges[0].how, ==, -1);
	g_assert_cmpint(graph->edges[1].how, ==, HOW_AGGREGATED);
	graph_free(graph);
}

static void test_equal_blind_spots_are_counted(void)
{
	struct graph *graph = graph_new();
	struct blind_spot spot = {.source = "api",
				  .reason = REASON_NO_ANALYZER,
				  .detail = "*.java",
				  .count = 2};

	graph_add_blind_spot(graph, &spot);
	spot.count = 0;
	graph_add_blind_spot(graph, &spot);
	spot.path = "a.py";
	graph_add_blind_spot(graph, &spot);
	graph_finish(graph);
	g_assert_cmpuint(graph->n_blind_spots, ==, 2);
	g_assert_cmpuint(graph->blind_spots[0].count, ==, 3);
	g_assert_null(graph->blind_spots[0].path);
	graph_free(graph);
}

static void test_source_is_there_once(void)
{
	struct graph *graph = graph_new();
	struct graph_source source = {.id = "b", .location = "old"};

	graph_add_source(graph, &source);
	source.id = "a";
	graph_add_source(graph, &source);
	source.id = "b";
	source.location = "new";
	graph_add_source(graph, &source);
	graph_finish(graph);
	g_assert_cmpuint(graph->n_sources, ==, 2);
	g_assert_cmpstr(graph->sources[0].id, ==, "a");
	g_assert_cmpstr(graph->sources[1].location, ==, "new");
	graph_free(graph);
}

static void test_empty_graph_is_finished(void)
{
	struct graph *graph = graph_new();

	graph_finish(graph);
	g_assert_cmpuint(graph_find(graph, "table:a/b"), ==, GRAPH_ABSENT);
	graph_free(graph);
}

/* --- lookup -------------------------------------------------------------- */

/* The ids that an OBJECT finds, blank separated. */
static char *lookup(const struct graph *graph, const char *object)
{
	GArray *found = graph_lookup(graph, object);
	GString *ids = g_string_new(NULL);

	for (guint i = 0; i < found->len; i++) {
		uint32_t index = g_array_index(found, uint32_t, i);

		g_string_append_printf(ids, "%s%s", i ? " " : "",
				       graph->nodes[index].id);
	}
	g_array_free(found, TRUE);
	return g_string_free(ids, FALSE);
}

static void assert_lookup(const struct graph *graph, const char *object,
			  const char *expected)
{
	char *ids = lookup(graph, object);

	g_assert_cmpstr(ids, ==, expected);
	g_free(ids);
}

static struct graph *estate(void)
{
	struct graph *graph = graph_new();
	const char *total[] = {"public", "orders", "total"};
	const char *sum[] = {"public", "sum_up(integer, text)"};
	const char *quoted[] = {"public", "odd.orders_old"};
	const char *unbound = "orders";

	table(graph, "public", "orders");
	table(graph, "sales", "Items");
	table(graph, "old", "Items");
	function(graph, "orders");
	function(graph, "list");
	graph_add_node(graph, NODE_COLUMN, "shop", total, 3);
	graph_add_node(graph, NODE_ROUTINE, "shop", sum, 2);
	graph_add_node(graph, NODE_TABLE, "shop", quoted, 2);
	graph_add_node(graph, NODE_TABLE, NULL, &unbound, 1);
	graph_finish(graph);
	return graph;
}

static void test_lookup_by_id_and_suffix(void)
{
	struct graph *graph = estate();
	const char *orders = "table:shop/public.orders";

	assert_lookup(graph, orders, orders);
	assert_lookup(graph, "orders", orders);
	assert_lookup(graph, "public.orders", orders);
	assert_lookup(graph, "shop/orders", orders);
	assert_lookup(graph, "rders", "");
	assert_lookup(graph, "", "");
	assert_lookup(graph, "?/orders", "table:?/orders");
	assert_lookup(graph, "orders.total", "column:shop/public.orders.total");
	graph_free(graph);
}

static void test_lookup_cuts_names_between_parts_only(void)
{
	struct graph *graph = estate();

	assert_lookup(graph, "orders_old", "");
	assert_lookup(graph, "odd.orders_old",
		      "table:shop/public.odd%2Eorders_old");
	graph_free(graph);
}

static void test_lookup_of_routine_with_and_without_arguments(void)
{
	struct graph *graph = estate();
	const char *sum = "routine:shop/public.sum_up(integer, text)";

	assert_lookup(graph, "sum_up", sum);
	assert_lookup(graph, "public.sum_up(integer, text)", sum);
	assert_lookup(graph, "sum_up(integer)", "");
	graph_free(graph);
}

static void test_lookup_of_symbols(void)
{
	struct graph *graph = estate();
	const char *list = "function:api/app/orders.py#list";

	assert_lookup(graph, "list", list);
	assert_lookup(graph, "orders.py#list", list);
	assert_lookup(graph, "api/app/orders.py#list", list);
	assert_lookup(graph, "ers.py#list", "");
	graph_free(graph);
}

static void test_lookup_without_case_when_nothing_is_exact(void)
{
	struct graph *graph = estate();

	assert_lookup(graph, "ORDERS", "table:shop/public.orders");
	assert_lookup(graph, "items",
		      "table:shop/old.Items table:shop/sales.Items");
	assert_lookup(graph, "old.items", "table:shop/old.Items");
	graph_free(graph);
}

/* --- subset -------------------------------------------------------------- */

static bool only_certain(const struct graph *graph, const struct edge *edge,
			 void *payload)
{
	(void)graph;
	(void)payload;
	return edge->confidence == CONFIDENCE_CERTAIN;
}

static void test_subset_keeps_edges_between_kept_nodes(void)
{
	struct graph *graph = graph_new(), *part;
	uint32_t orders = table(graph, "public", "orders");
	uint32_t items = table(graph, "public", "items");
	uint32_t list = function(graph, "list");
	struct graph_source source = {.id = "api", .location = "api"};
	guint8 keep[3] = {1, 0, 1}; /* not items */

	graph_add_source(graph, &source);
	reads(graph, list, orders, 1);
	reads(graph, list, items, 2);
	graph_add_owner(graph, orders, "@sales");
	graph_finish(graph);
	part = graph_subset(graph, keep, only_certain, NULL, NULL);
	graph_free(graph);

	g_assert_cmpuint(part->n_nodes, ==, 2);
	g_assert_cmpuint(part->n_edges, ==, 1);
	g_assert_cmpuint(part->n_sources, ==, 1);
	g_assert_cmpstr(part->nodes[1].id, ==, "table:shop/public.orders");
	g_assert_cmpstr(part->nodes[1].parts[1], ==, "orders");
	g_assert_cmpstr(part->nodes[1].owners[0], ==, "@sales");
	g_assert_cmpuint(part->edges[0].evidence[0].line, ==, 1);
	graph_free(part);
}

static void test_subset_keeps_objects_of_evidence(void)
{
	struct graph *graph = graph_new(), *part;
	uint32_t a = table(graph, "public", "a");
	uint32_t b = table(graph, "public", "b");
	uint32_t c = table(graph, "public", "c");
	struct evidence evidence = {.source = "shop", .object = c};
	guint8 keep[3] = {1, 1, 0};

	graph_add_evidence(graph, a, b, EDGE_REFERENCES, &evidence);
	graph_finish(graph);
	part = graph_subset(graph, keep, NULL, NULL, NULL);
	g_assert_cmpuint(part->n_nodes, ==, 3);
	g_assert_cmpuint(part->edges[0].evidence[0].object, ==, 2);
	graph_free(part);
	graph_free(graph);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define TEST(name) g_test_add_func("/graph/" #name, test_##name)
	TEST(id_of_table);
	TEST(id_escapes_what_is_no_letter);
	TEST(id_keeps_letters_of_utf8);
	TEST(id_of_unbound_name);
	TEST(id_of_routine_shows_arguments);
	TEST(id_of_source_that_holds_a_slash);
	TEST(id_of_symbol);
	TEST(node_is_added_once);
	TEST(interned_string_outlives_its_giver);
	TEST(strings_are_utf8);
	TEST(attributes_are_sorted_and_set_once);
	TEST(owners_are_sorted_and_added_once);
	TEST(nodes_are_sorted_by_id);
	TEST(edges_are_sorted_and_seen_from_both_ends);
	TEST(edge_is_the_union_of_its_evidence);
	TEST(equal_evidence_is_kept_once);
	TEST(object_of_evidence_follows_its_node);
	TEST(pairs_and_how);
	TEST(equal_blind_spots_are_counted);
	TEST(source_is_there_once);
	TEST(empty_graph_is_finished);
	TEST(lookup_by_id_and_suffix);
	TEST(lookup_cuts_names_between_parts_only);
	TEST(lookup_of_routine_with_and_without_arguments);
	TEST(lookup_of_symbols);
	TEST(lookup_without_case_when_nothing_is_exact);
	TEST(subset_keeps_edges_between_kept_nodes);
	TEST(subset_keeps_objects_of_evidence);
	return g_test_run();
}
