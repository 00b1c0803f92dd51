/* The drawing: what stands in it, and that no name breaks out of its quotes. */

#include "output/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *drawn(const struct graph *graph, enum writer_level level)
{
	const struct writer_options options = {.level = level};
	GError *error = NULL;
	char *bytes = NULL;
	size_t size;
	FILE *out = open_memstream(&bytes, &size);

	writer_find("dot")->write(graph, &options, out, &error);
	g_assert_no_error(error);
	fclose(out);
	return bytes;
}

static uint32_t node(struct graph *graph, enum node_kind kind,
		     const char *source, const char *schema, const char *name)
{
	const char *parts[] = {schema, name};

	return graph_add_node(graph, kind, source, parts, 2);
}

static void edge(struct graph *graph, uint32_t from, uint32_t to,
		 enum edge_kind kind)
{
	struct evidence evidence = {.source = "s",
				    .object = GRAPH_ABSENT,
				    .confidence = CONFIDENCE_CERTAIN};

	graph_add_evidence(graph, from, to, kind, &evidence);
}

/* Two tables in two schemas of shop, read by one function of api. */
static struct graph *estate(void)
{
	struct graph *graph = graph_new();
	uint32_t orders = node(graph, NODE_TABLE, "shop", "public", "orders");
	uint32_t items = node(graph, NODE_TABLE, "shop", "public", "items");
	uint32_t log = node(graph, NODE_TABLE, "shop", "audit", "log");
	const char *local[] = {"list"},
		   *total[] = {"public", "orders", "total"};
	uint32_t list = graph_add_symbol(graph, NODE_FUNCTION, "api", "a.py",
					 local, 1, 0);
	uint32_t column = graph_add_node(graph, NODE_COLUMN, "shop", total, 3);

	edge(graph, list, orders, EDGE_READS);
	edge(graph, list, items, EDGE_READS);
	edge(graph, list, log, EDGE_WRITES);
	edge(graph, orders, column, EDGE_CONTAINS);
	edge(graph, items, orders, EDGE_REFERENCES);
	graph_finish(graph);
	return graph;
}

static unsigned count(const char *text, const char *what)
{
	unsigned n = 0;

	for (; (text = strstr(text, what)); text++)
		n++;
	return n;
}

static void test_nodes_edges_and_clusters(void)
{
	struct graph *graph = estate();
	char *dot = drawn(graph, LEVEL_OF_TABLES);

	g_assert_nonnull(strstr(dot, "subgraph cluster_shop"));
	g_assert_nonnull(strstr(dot, "label=\"public.orders\""));
	g_assert_nonnull(strstr(
		dot, "\"function:api/a.py#list\" -> \"table:shop/audit.log\""));
	g_assert_cmpuint(count(dot, " -> "), ==, 4);
	free(dot);
	graph_free(graph);
}

static void test_columns_are_part_of_their_table(void)
{
	struct graph *graph = estate();
	char *dot = drawn(graph, LEVEL_OF_TABLES);

	g_assert_null(strstr(dot, "column:"));
	free(dot);
	graph_free(graph);
}

static void test_level_of_schemas(void)
{
	struct graph *graph = estate();
	char *dot = drawn(graph, LEVEL_OF_SCHEMAS);

	g_assert_nonnull(strstr(dot, "label=\"public\\n2 objects\""));
	g_assert_nonnull(strstr(dot, "api -> \"shop/public\""));
	g_assert_nonnull(strstr(dot, "label=\"reads ×2\""));
	g_assert_nonnull(strstr(dot, "api -> \"shop/audit\""));
	g_assert_cmpuint(count(dot, " -> "), ==, 2);
	free(dot);
	graph_free(graph);
}

static void test_level_of_sources(void)
{
	struct graph *graph = estate();
	char *dot = drawn(graph, LEVEL_OF_SOURCES);

	g_assert_nonnull(strstr(dot, "label=\"shop\\n3 objects\""));
	g_assert_cmpuint(count(dot, "api -> shop"), ==, 2);
	g_assert_null(strstr(dot, "cluster"));
	free(dot);
	graph_free(graph);
}

static void assert_label(const char *name, const char *label)
{
	struct graph *graph = graph_new();
	char *dot, *expected = g_strdup_printf("label=%s,", label);

	node(graph, NODE_TABLE, "shop", "s", name);
	graph_finish(graph);
	dot = drawn(graph, LEVEL_OF_TABLES);
	if (!strstr(dot, expected))
		g_error("no %s in:\n%s", expected, dot);
	g_free(expected);
	free(dot);
	graph_free(graph);
}

static void test_names_stay_inside_their_quotes(void)
{
	assert_label("a\"]; b [x=\"", "\"s.a\\\"]; b [x=\\\"\"");
	assert_label("<b>x</b>", "\"s.<b>x</b>\"");
	assert_label("a\\N", "\"s.a\\\\N\"");
	assert_label("a&lt;", "\"s.a&amp;lt;\"");
	assert_label("a\nb\x1b[1m\x7f", "\"s.a\\\\x0Ab\\\\x1B[1m\\\\x7F\"");
}

static void test_label_that_looks_like_html_is_text(void)
{
	struct graph *graph = graph_new();
	const char *part = "<table>";
	char *dot;

	graph_add_node(graph, NODE_TABLE, NULL, &part, 1);
	graph_finish(graph);
	dot = drawn(graph, LEVEL_OF_TABLES);
	g_assert_nonnull(strstr(dot, "label=\"<table>\""));
	free(dot);
	graph_free(graph);
}

static void test_very_long_names_are_cut(void)
{
	struct graph *graph = graph_new();
	char *name = g_strnfill(100000, 'x'), *dot;

	node(graph, NODE_TABLE, "shop", "s", name);
	name[0] = 'y';
	node(graph, NODE_TABLE, "shop", "s", name);
	name[0] = 'x';
	name[99999] = 'y';
	node(graph, NODE_TABLE, "shop", "s", name);
	graph_finish(graph);
	dot = drawn(graph, LEVEL_OF_TABLES);
	g_assert_cmpuint(strlen(dot), <, 4000);
	g_assert_cmpuint(count(dot, "…\""), ==, 3);
	g_free(name);
	free(dot);
	graph_free(graph);
}

static void test_writers_are_found_by_name(void)
{
	g_assert_cmpstr(writer_find("dot")->name, ==, "dot");
	g_assert_null(writer_find("punched-cards"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define TEST(name) g_test_add_func("/dot/" #name, test_##name)
	TEST(nodes_edges_and_clusters);
	TEST(columns_are_part_of_their_table);
	TEST(level_of_schemas);
	TEST(level_of_sources);
	TEST(names_stay_inside_their_quotes);
	TEST(label_that_looks_like_html_is_text);
	TEST(very_long_names_are_cut);
	TEST(writers_are_found_by_name);
	return g_test_run();
}
