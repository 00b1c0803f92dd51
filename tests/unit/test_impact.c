/* What is reached from an object, by which way, and how surely. */

#include "graph/query/impact.h"

#include <string.h>

static struct graph *graph;

static uint32_t node(enum node_kind kind, const char *name)
{
	const char *parts[] = {"public", name};

	return graph_add_node(graph, kind, "shop", parts, 2);
}

static uint32_t code(const char *name)
{
	return graph_add_symbol(graph, NODE_FUNCTION, "api", "a.py", &name, 1,
				0);
}

/* An edge by one statement; `column` may be NULL. */
static void edge_as(uint32_t from, uint32_t to, enum edge_kind kind,
		    enum confidence confidence, uint32_t line,
		    const char *column, uint32_t roles)
{
	struct used_column used = {column, roles};
	struct evidence evidence = {.source = "api",
				    .path = "a.py",
				    .object = GRAPH_ABSENT,
				    .scope = SCOPE_MAIN,
				    .confidence = confidence,
				    .line = line,
				    .statement_line = line,
				    .columns = &used,
				    .n_columns = column ? 1 : 0};

	graph_add_evidence(graph, from, to, kind, &evidence);
}

static void edge(uint32_t from, uint32_t to, enum edge_kind kind)
{
	edge_as(from, to, kind, CONFIDENCE_CERTAIN, 0, NULL, 0);
}

static uint32_t column(uint32_t relation, const char *of, const char *name)
{
	const char *parts[] = {"public", of, name};
	uint32_t made = graph_add_node(graph, NODE_COLUMN, "shop", parts, 3);

	edge(relation, made, EDGE_CONTAINS);
	return made;
}

/* Asks, compares "1 needs f, 2 fed t (possible)", frees. */
static void assert_impact(const char *id, const char *of, const char *expected)
{
	GString *found = g_string_new(NULL);
	struct impact *impact;

	if (!graph->finished)
		graph_finish(graph);
	impact = impact_new(graph, graph_find(graph, id), of);
	for (uint32_t i = 0; i < impact->n_reached; i++) {
		const struct reached *reached = &impact->reached[i];
		const struct impact_step *step = &impact->steps[reached->step];
		const struct node *at = &graph->nodes[reached->node];

		g_string_append_printf(found, "%s%u %s %s", i ? ", " : "",
				       step->level, effect_name(step->effect),
				       at->parts[at->n_parts - 1]);
		for (uint32_t c = 0; c < reached->n_columns; c++)
			g_string_append_printf(found, ".%s",
					       reached->columns[c]);
		if (step->confidence != CONFIDENCE_CERTAIN)
			g_string_append_printf(
				found, " (%s)",
				kind_name(&CONFIDENCE, step->confidence));
	}
	g_assert_cmpstr(found->str, ==, expected);
	g_string_free(found, TRUE);
	impact_free(impact);
}

static void begin(void)
{
	graph = graph_new();
}

static void end(void)
{
	graph_free(graph);
}

static void test_through_views_and_jobs(void)
{
	uint32_t t, v, f, j;

	begin();
	t = node(NODE_TABLE, "t"), v = node(NODE_VIEW, "v"), f = code("f");
	j = node(NODE_JOB, "j");
	edge(v, t, EDGE_READS);
	edge(f, v, EDGE_READS);
	edge(j, f, EDGE_RUNS);
	assert_impact("table:shop/public.t", NULL,
		      "1 needs v, 2 needs f, 3 needs j");
	assert_impact("view:shop/public.v", NULL, "1 needs f, 2 needs j");
	end();
}

/* Who writes a table depends on what its triggers do; who reads it does not. */
static void test_writers_behind_a_trigger(void)
{
	uint32_t t, log, trigger, routine;

	begin();
	t = node(NODE_TABLE, "t"), log = node(NODE_TABLE, "log");
	trigger = node(NODE_TRIGGER, "tr"), routine = node(NODE_ROUTINE, "r()");
	edge(t, trigger, EDGE_FIRES);
	edge(trigger, routine, EDGE_CALLS);
	edge(routine, log, EDGE_WRITES);
	edge(code("reader"), t, EDGE_READS);
	edge(code("writer"), t, EDGE_WRITES);
	edge(code("auditor"), log, EDGE_READS);
	assert_impact("table:shop/public.log", NULL,
		      "1 needs auditor, 1 needs r(), 2 needs tr, 3 writes t, "
		      "4 needs writer");
	assert_impact("table:shop/public.t", NULL,
		      "1 needs reader, 1 needs writer, 1 run tr, 2 run r(), "
		      "3 fed log, 4 fed auditor");
	end();
}

static void test_one_statement_feeds(void)
{
	uint32_t t, sum, other, f, g;

	begin();
	t = node(NODE_TABLE, "t"), sum = node(NODE_TABLE, "sum");
	other = node(NODE_TABLE, "other"), f = code("f"), g = code("g");
	edge_as(f, t, EDGE_READS, CONFIDENCE_CERTAIN, 5, NULL, 0);
	edge_as(f, sum, EDGE_WRITES, CONFIDENCE_CERTAIN, 5, NULL, 0);
	edge_as(f, other, EDGE_WRITES, CONFIDENCE_CERTAIN, 9, NULL, 0);
	edge(g, sum, EDGE_READS);
	edge(code("h"), sum, EDGE_WRITES);
	assert_impact("table:shop/public.t", NULL,
		      "1 needs f, 2 fed sum, 3 fed g");
	struct impact *impact = impact_new(
		graph, graph_find(graph, "table:shop/public.t"), NULL);

	g_assert_cmpuint(impact->n_unfollowed, ==, 1);
	g_assert_cmpstr(graph->nodes[impact->unfollowed[0]].name, ==,
			"public.other");
	impact_free(impact);
	end();
}

/* The surest way counts, not the shortest; its weakest step is its own. */
static void test_confidence_is_of_the_best_way(void)
{
	uint32_t t, v, w, f, j;

	begin();
	t = node(NODE_TABLE, "t"), v = node(NODE_VIEW, "v");
	w = node(NODE_VIEW, "w"), f = code("f"), j = node(NODE_JOB, "j");
	edge(v, t, EDGE_READS);
	edge(w, v, EDGE_READS);
	edge(f, w, EDGE_READS);
	edge_as(f, t, EDGE_READS, CONFIDENCE_POSSIBLE, 0, NULL, 0);
	edge_as(j, f, EDGE_RUNS, CONFIDENCE_LIKELY, 0, NULL, 0);
	assert_impact("table:shop/public.t", NULL,
		      "1 needs v, 2 needs w, 3 needs f, 4 needs j (likely)");
	end();
}

static void test_cycles_end(void)
{
	uint32_t t, a, b;

	begin();
	t = node(NODE_TABLE, "t"), a = node(NODE_ROUTINE, "a()");
	b = node(NODE_ROUTINE, "b()");
	edge(a, t, EDGE_READS);
	edge(a, b, EDGE_CALLS);
	edge(b, a, EDGE_CALLS);
	edge(a, a, EDGE_CALLS);
	edge(t, t, EDGE_REFERENCES);
	assert_impact("table:shop/public.t", NULL, "1 needs a(), 2 needs b()");
	end();
}

static void test_columns(void)
{
	uint32_t t, v, total, gross;

	begin();
	t = node(NODE_TABLE, "t"), v = node(NODE_VIEW, "v");
	total = column(t, "t", "total");
	gross = column(v, "v", "gross");
	column(v, "v", "id");
	edge(total, gross, EDGE_DERIVES);
	edge_as(v, t, EDGE_READS, CONFIDENCE_CERTAIN, 1, "total", ROLE_SELECT);
	edge_as(code("by_gross"), v, EDGE_READS, CONFIDENCE_CERTAIN, 2, "gross",
		ROLE_SELECT);
	edge_as(code("by_id"), v, EDGE_READS, CONFIDENCE_CERTAIN, 3, "id",
		ROLE_SELECT);
	edge_as(code("other"), t, EDGE_READS, CONFIDENCE_CERTAIN, 4, "id",
		ROLE_SELECT);
	edge(code("unknown"), t, EDGE_READS);
	assert_impact("table:shop/public.t", "total",
		      "1 needs unknown (possible), 1 needs v.gross, "
		      "2 needs by_gross");
	end();
}

/* A view that filters by the column shows other rows: it counts as a whole. */
static void test_a_filter_reaches_the_whole_view(void)
{
	uint32_t t, v;

	begin();
	t = node(NODE_TABLE, "t"), v = node(NODE_VIEW, "v");
	column(t, "t", "state");
	column(v, "v", "id");
	edge_as(v, t, EDGE_READS, CONFIDENCE_CERTAIN, 1, "state", ROLE_WHERE);
	edge_as(code("by_id"), v, EDGE_READS, CONFIDENCE_CERTAIN, 3, "id",
		ROLE_SELECT);
	assert_impact("table:shop/public.t", "state",
		      "1 needs v, 2 needs by_id");
	end();
}

static void test_keys_stand_apart(void)
{
	uint32_t t, child, far, parent;
	struct impact *impact;

	begin();
	t = node(NODE_TABLE, "t"), child = node(NODE_TABLE, "child");
	far = node(NODE_TABLE, "far"), parent = node(NODE_TABLE, "parent");
	edge(child, t, EDGE_REFERENCES);
	edge(far, child, EDGE_REFERENCES);
	edge(t, parent, EDGE_REFERENCES);
	edge(t, t, EDGE_REFERENCES);
	edge(code("f"), child, EDGE_READS);
	assert_impact("table:shop/public.t", NULL, "");
	impact = impact_new(graph, graph_find(graph, "table:shop/public.t"),
			    NULL);
	g_assert_cmpuint(impact->n_keys, ==, 3);
	g_assert_cmpuint(impact->n_tied, ==, 4);
	impact_free(impact);
	end();
}

static void test_partitions_and_copies(void)
{
	uint32_t t, part, copy;

	begin();
	t = node(NODE_TABLE, "t"), part = node(NODE_TABLE, "t_2024");
	copy = node(NODE_FOREIGN_TABLE, "copy");
	edge(t, part, EDGE_CONTAINS);
	edge(part, copy, EDGE_REPLICATES);
	edge(code("f"), t, EDGE_READS);
	edge(code("g"), copy, EDGE_READS);
	assert_impact("table:shop/public.t_2024", NULL,
		      "1 fed copy, 1 needs t, 2 needs f, 2 fed g");
	end();
}

static void test_names_bound_to_nothing(void)
{
	const char *bare = "t";
	uint32_t t, name;

	begin();
	t = node(NODE_TABLE, "t");
	name = graph_add_node(graph, NODE_TABLE, NULL, &bare, 1);
	edge(code("f"), name, EDGE_READS);
	edge(code("g"), t, EDGE_READS);
	assert_impact("table:shop/public.t", NULL,
		      "1 needs g, 1 needs t (possible), "
		      "2 needs f (possible)");
	end();
}

static void test_what_is_inside_goes_along(void)
{
	const char *name = "public";
	uint32_t schema, t, f, report, panel;

	begin();
	schema = graph_add_node(graph, NODE_SCHEMA, "shop", &name, 1);
	t = node(NODE_TABLE, "t"), f = code("f");
	report = node(NODE_REPORT, "report"), panel = node(NODE_PANEL, "panel");
	edge(schema, t, EDGE_CONTAINS);
	edge(f, t, EDGE_READS);
	edge(report, panel, EDGE_CONTAINS);
	edge(panel, t, EDGE_READS);
	assert_impact("schema:shop/public", NULL,
		      "1 needs t, 2 needs f, 2 needs panel, 3 needs report");
	end();
}

static void test_what_a_migration_did_is_past(void)
{
	struct evidence evidence = {.source = "api",
				    .path = "1.sql",
				    .object = GRAPH_ABSENT,
				    .scope = SCOPE_MIGRATION};
	uint32_t t, made, mapped;

	begin();
	t = node(NODE_TABLE, "t"), made = code("made"), mapped = code("mapped");
	graph_add_evidence(graph, made, t, EDGE_DEFINES, &evidence);
	evidence.scope = SCOPE_MAIN;
	evidence.confidence = CONFIDENCE_CERTAIN;
	graph_add_evidence(graph, mapped, t, EDGE_DEFINES, &evidence);
	assert_impact("table:shop/public.t", NULL, "1 needs mapped");
	end();
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/impact/views-and-jobs", test_through_views_and_jobs);
	g_test_add_func("/impact/trigger", test_writers_behind_a_trigger);
	g_test_add_func("/impact/statement", test_one_statement_feeds);
	g_test_add_func("/impact/confidence",
			test_confidence_is_of_the_best_way);
	g_test_add_func("/impact/cycles", test_cycles_end);
	g_test_add_func("/impact/columns", test_columns);
	g_test_add_func("/impact/filter", test_a_filter_reaches_the_whole_view);
	g_test_add_func("/impact/keys", test_keys_stand_apart);
	g_test_add_func("/impact/partitions", test_partitions_and_copies);
	g_test_add_func("/impact/names", test_names_bound_to_nothing);
	g_test_add_func("/impact/inside", test_what_is_inside_goes_along);
	g_test_add_func("/impact/migration", test_what_a_migration_did_is_past);
	return g_test_run();
}
