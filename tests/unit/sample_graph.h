/*
 * sample_graph.h - a graph with everything in it that a graph can hold, and a
 * comparison of two graphs field by field; for tests that store and load.
 */
#ifndef TESTS_UNIT_SAMPLE_GRAPH_H
#define TESTS_UNIT_SAMPLE_GRAPH_H

#include "graph/graph.h"

/* A graph with everything in it that a graph can hold. */
static inline struct graph *rich_graph(void)
{
	struct graph *graph = graph_new();
	const char *orders[] = {"public", "orders"}, *list[] = {"list"};
	const char *items[] = {"public", "it\"e\\m\n\xffs"};
	const char *candidates[] = {"table:shop/b", "table:shop/a"};
	struct used_column columns[] = {{"total", ROLE_SELECT | ROLE_WHERE},
					{"*", ROLE_STAR}};
	struct evidence evidence = {.source = "api",
				    .path = "app/a.py",
				    .object = GRAPH_ABSENT,
				    .line = 3,
				    .end_line = 4,
				    .statement_line = 2,
				    .statement_end = 5,
				    .via = VIA_SQL,
				    .scope = SCOPE_TEST,
				    .confidence = CONFIDENCE_LIKELY,
				    .operations = OP_SELECT | OP_LOCK,
				    .columns = columns,
				    .n_columns = 2,
				    .statement = 0xf3a9000000000001u};
	struct blind_spot spot = {.source = "api",
				  .path = "app/b.py",
				  .line = 9,
				  .reason = REASON_DYNAMIC_TABLE_NAME,
				  .pattern = "llx_*",
				  .candidates = candidates,
				  .n_candidates = 2,
				  .count = 7,
				  .detail = "a \"b\""};
	struct graph_source source = {"api", SOURCE_GIT, "api", "abc", true};
	uint32_t t = graph_add_node(graph, NODE_TABLE, "shop", orders, 2);
	uint32_t u = graph_add_node(graph, NODE_TABLE, "shop", items, 2);
	uint32_t n = graph_add_node(graph, NODE_TABLE, NULL, orders + 1, 1);
	uint32_t f = graph_add_symbol(graph, NODE_FUNCTION, "api", "app/a.py",
				      list, 1, 2);

	graph_add_source(graph, &source);
	graph_add_owner(graph, t, "@payments");
	graph_set_attribute(graph, t, "comment", "{\"quoted\": [1]}");
	graph_set_attribute(graph, t, "rows", "12");
	graph_add_evidence(graph, f, t, EDGE_READS, &evidence);
	evidence.line = 30;
	graph_add_evidence(graph, f, t, EDGE_READS, &evidence);
	graph_add_evidence(graph, f, n, EDGE_READS, &evidence);
	evidence = (struct evidence){
		.source = "shop", .object = u, .via = VIA_CATALOG};
	graph_add_evidence(graph, u, t, EDGE_REFERENCES, &evidence);
	graph_add_pair(graph, u, t, "order_id", "id");
	graph_add_evidence(graph, t, u, EDGE_DERIVES, &evidence);
	graph_set_how(graph, t, u, HOW_COMPUTED);
	graph_add_blind_spot(graph, &spot);
	graph_finish(graph);
	return graph;
}

static inline void assert_same_evidence(const struct evidence *a,
					const struct evidence *b)
{
	g_assert_cmpstr(a->source, ==, b->source);
	g_assert_cmpstr(a->path, ==, b->path);
	g_assert_cmpuint(a->object, ==, b->object);
	g_assert_cmpuint(a->line, ==, b->line);
	g_assert_cmpuint(a->end_line, ==, b->end_line);
	g_assert_cmpuint(a->statement_line, ==, b->statement_line);
	g_assert_cmpuint(a->statement_end, ==, b->statement_end);
	g_assert_cmpuint(a->via, ==, b->via);
	g_assert_cmpuint(a->scope, ==, b->scope);
	g_assert_cmpuint(a->confidence, ==, b->confidence);
	g_assert_cmpuint(a->operations, ==, b->operations);
	g_assert_cmpuint(a->statement, ==, b->statement);
	g_assert_cmpuint(a->n_columns, ==, b->n_columns);
	for (uint32_t i = 0; i < a->n_columns; i++) {
		g_assert_cmpstr(a->columns[i].name, ==, b->columns[i].name);
		g_assert_cmpuint(a->columns[i].roles, ==, b->columns[i].roles);
	}
}

static inline void assert_same_node(const struct node *a, const struct node *b)
{
	g_assert_cmpstr(a->id, ==, b->id);
	g_assert_cmpint(a->kind, ==, b->kind);
	g_assert_cmpint(a->bound, ==, b->bound);
	g_assert_cmpstr(a->name, ==, b->name);
	g_assert_cmpstr(a->source, ==, b->source);
	g_assert_cmpuint(a->n_parts, ==, b->n_parts);
	for (uint32_t i = 0; i < a->n_parts; i++)
		g_assert_cmpstr(a->parts[i], ==, b->parts[i]);
	g_assert_cmpuint(a->n_owners, ==, b->n_owners);
	for (uint32_t i = 0; i < a->n_owners; i++)
		g_assert_cmpstr(a->owners[i], ==, b->owners[i]);
	g_assert_cmpuint(a->n_attributes, ==, b->n_attributes);
	for (uint32_t i = 0; i < a->n_attributes; i++) {
		g_assert_cmpstr(a->attributes[i].name, ==,
				b->attributes[i].name);
		g_assert_cmpstr(a->attributes[i].value, ==,
				b->attributes[i].value);
	}
}

static inline void assert_same_edge(const struct edge *a, const struct edge *b)
{
	g_assert_cmpuint(a->from, ==, b->from);
	g_assert_cmpuint(a->to, ==, b->to);
	g_assert_cmpint(a->kind, ==, b->kind);
	g_assert_cmpint(a->how, ==, b->how);
	g_assert_cmpuint(a->operations, ==, b->operations);
	g_assert_cmpint(a->confidence, ==, b->confidence);
	g_assert_cmpuint(a->n_columns, ==, b->n_columns);
	g_assert_cmpuint(a->n_pairs, ==, b->n_pairs);
	for (uint32_t i = 0; i < a->n_pairs; i++) {
		g_assert_cmpstr(a->pairs[i].from, ==, b->pairs[i].from);
		g_assert_cmpstr(a->pairs[i].to, ==, b->pairs[i].to);
	}
	g_assert_cmpuint(a->n_evidence, ==, b->n_evidence);
	for (uint32_t i = 0; i < a->n_evidence; i++)
		assert_same_evidence(&a->evidence[i], &b->evidence[i]);
}

static inline void assert_same_blind_spot(const struct blind_spot *a,
					  const struct blind_spot *b)
{
	g_assert_cmpstr(a->source, ==, b->source);
	g_assert_cmpstr(a->path, ==, b->path);
	g_assert_cmpuint(a->line, ==, b->line);
	g_assert_cmpint(a->reason, ==, b->reason);
	g_assert_cmpstr(a->pattern, ==, b->pattern);
	g_assert_cmpstr(a->detail, ==, b->detail);
	g_assert_cmpuint(a->count, ==, b->count);
	g_assert_cmpuint(a->n_candidates, ==, b->n_candidates);
	for (uint32_t i = 0; i < a->n_candidates; i++)
		g_assert_cmpstr(a->candidates[i], ==, b->candidates[i]);
}

static inline void assert_same_graph(const struct graph *a,
				     const struct graph *b)
{
	g_assert_cmpuint(a->n_sources, ==, b->n_sources);
	for (uint32_t i = 0; i < a->n_sources; i++) {
		g_assert_cmpstr(a->sources[i].id, ==, b->sources[i].id);
		g_assert_cmpstr(a->sources[i].revision, ==,
				b->sources[i].revision);
		g_assert_cmpint(a->sources[i].stale, ==, b->sources[i].stale);
	}
	g_assert_cmpuint(a->n_nodes, ==, b->n_nodes);
	for (uint32_t i = 0; i < a->n_nodes; i++)
		assert_same_node(&a->nodes[i], &b->nodes[i]);
	g_assert_cmpuint(a->n_edges, ==, b->n_edges);
	for (uint32_t i = 0; i < a->n_edges; i++)
		assert_same_edge(&a->edges[i], &b->edges[i]);
	g_assert_cmpuint(a->n_blind_spots, ==, b->n_blind_spots);
	for (uint32_t i = 0; i < a->n_blind_spots; i++)
		assert_same_blind_spot(&a->blind_spots[i], &b->blind_spots[i]);
}

#endif
