/* Plans: what is in one slice, in which order, over which bridges. Small
 * estates by hand, and properties over estates made at random. */

#include "graph/plan/plan.h"

#include <string.h>

#include "graph/plan/advice.h"
#include "output/plan_json.h"

static struct graph *graph;
static struct plan_settings settings;

static void begin(void)
{
	const struct graph_source source = {"shop", SOURCE_POSTGRESQL,
					    "shop.sql", "1", false};

	graph = graph_new();
	graph_add_source(graph, &source);
	settings = (struct plan_settings){.slice_tables = PLAN_SLICE_TABLES,
					  .wave_slices = PLAN_WAVE_SLICES,
					  .downtime = DOWNTIME_UNKNOWN};
}

static uint32_t node(enum node_kind kind, const char *name)
{
	const char *parts[] = {"public", name};
	uint32_t made = graph_add_node(graph, kind, "shop", parts, 2);

	graph_building(graph, made)->bound = true;
	return made;
}

static uint32_t table(const char *name)
{
	return node(NODE_TABLE, name);
}

static uint32_t code(const char *name)
{
	return graph_add_symbol(graph, NODE_FUNCTION, "api", "a.py", &name, 1,
				0);
}

/* An edge by the statement at that line. */
static void edge_at(uint32_t from, uint32_t to, enum edge_kind kind,
		    uint32_t line, enum scope scope)
{
	struct evidence evidence = {.source = "api",
				    .path = "a.py",
				    .object = GRAPH_ABSENT,
				    .line = line,
				    .statement_line = line,
				    .scope = scope,
				    .confidence = CONFIDENCE_CERTAIN};

	graph_add_evidence(graph, from, to, kind, &evidence);
}

static void edge(uint32_t from, uint32_t to, enum edge_kind kind)
{
	edge_at(from, to, kind, 1, SCOPE_MAIN);
}

static struct plan *make(void)
{
	if (!graph->finished)
		graph_finish(graph);
	return plan_new(graph, &settings);
}

/* "a b | c": the tables of each slice, in the order of names. */
static char *slices_of(const struct plan *plan)
{
	GString *text = g_string_new(NULL);

	for (uint32_t s = 0; s < plan->n_slices; s++) {
		const struct plan_slice *slice = &plan->slices[s];

		for (uint32_t i = 0; i < slice->tables.n; i++) {
			uint32_t t = plan->members[slice->tables.first + i];
			const struct node *at =
				&graph->nodes[plan->tables[t].node];

			g_string_append_printf(text, "%s%s",
					       i   ? " "
					       : s ? " | "
						   : "",
					       at->parts[at->n_parts - 1]);
		}
	}
	return g_string_free(text, FALSE);
}

static void assert_slices(const char *expected)
{
	struct plan *plan = make();
	char *found = slices_of(plan);

	g_assert_cmpstr(found, ==, expected);
	g_free(found);
	plan_free(plan);
	graph_free(graph);
}

/* --- what must move together --- */

static void test_a_cycle_of_keys(void)
{
	begin();
	settings.slice_tables = 1;
	uint32_t a = table("a"), b = table("b"), c = table("c");

	edge(a, b, EDGE_REFERENCES);
	edge(b, a, EDGE_REFERENCES);
	edge(c, a, EDGE_REFERENCES);
	struct plan *plan = make();

	g_assert_cmpuint(plan->slices[0].n_cycle, ==, 2);
	g_assert_cmpuint(plan->slices[1].n_cycle, ==, 1);
	g_assert_cmpuint(plan->n_arcs, ==, 2);
	plan_free(plan);
	assert_slices("a b | c");
}

/* Writing a writes b, and b refers to a: neither can stay behind. */
static void test_a_cycle_over_a_trigger(void)
{
	begin();
	settings.slice_tables = 1;
	uint32_t a = table("a"), b = table("b");
	uint32_t trigger = node(NODE_TRIGGER, "t");
	uint32_t routine = node(NODE_ROUTINE, "r()");

	edge(a, trigger, EDGE_FIRES);
	edge(trigger, routine, EDGE_CALLS);
	edge(routine, b, EDGE_WRITES);
	edge(b, a, EDGE_REFERENCES);
	assert_slices("a b");
}

static void test_a_routine_that_writes_both(void)
{
	begin();
	settings.slice_tables = 1;
	uint32_t a = table("a"), b = table("b"), c = table("c");
	uint32_t routine = node(NODE_ROUTINE, "r()");

	edge(routine, a, EDGE_WRITES);
	edge(routine, b, EDGE_WRITES);
	edge(routine, c, EDGE_READS);
	assert_slices("a b | c");
}

/* A routine that empties everything ties nothing. */
static void test_a_routine_that_writes_all(void)
{
	uint32_t routine;

	begin();
	routine = node(NODE_ROUTINE, "purge()");
	for (char name[2] = "a"; name[0] < 'a' + 14; name[0]++)
		edge(routine, table(name), EDGE_WRITES);
	struct plan *plan = make();

	g_assert_cmpuint(plan->n_pairs, ==, 0);
	g_assert_cmpuint(plan->n_undecided, >=, 1);
	g_assert_nonnull(strstr(plan->undecided[0], "purge()"));
	plan_free(plan);
	graph_free(graph);
}

static void test_partitions_go_with_their_root(void)
{
	begin();
	settings.slice_tables = 1;
	uint32_t a = table("a"), p = table("a_1"), q = table("a_2");

	edge(a, p, EDGE_CONTAINS);
	edge(a, q, EDGE_CONTAINS);
	edge(code("f"), q, EDGE_WRITES);
	assert_slices("a a_1 a_2");
}

/* --- what should --- */

static void test_coupling_makes_slices(void)
{
	begin();
	uint32_t a = table("a"), b = table("b"), c = table("c"), d = table("d");
	uint32_t f = code("f"), g = code("g"), h = code("h");

	/* Two pairs that are written together, one thin thread between. */
	edge(f, a, EDGE_WRITES);
	edge(f, b, EDGE_WRITES);
	edge(g, c, EDGE_WRITES);
	edge(g, d, EDGE_WRITES);
	edge(h, b, EDGE_READS);
	edge(h, c, EDGE_READS);
	assert_slices("a b | c d");
}

/* Reads in two statements are two connections, and tie nothing. */
static void test_two_statements_tie_nothing(void)
{
	begin();
	uint32_t a = table("a"), b = table("b"), f = code("f");

	edge_at(f, a, EDGE_READS, 1, SCOPE_MAIN);
	edge_at(f, b, EDGE_READS, 9, SCOPE_MAIN);
	struct plan *plan = make();

	g_assert_cmpuint(plan->n_pairs, ==, 0);
	g_assert_cmpuint(plan->n_bridges, ==, 0);
	plan_free(plan);
	graph_free(graph);
}

static void test_tests_tie_nothing(void)
{
	begin();
	uint32_t a = table("a"), b = table("b"), f = code("f");

	edge_at(f, a, EDGE_WRITES, 1, SCOPE_TEST);
	edge_at(f, b, EDGE_WRITES, 1, SCOPE_TEST);
	struct plan *plan = make();

	g_assert_cmpuint(plan->n_pairs, ==, 0);
	g_assert_cmpuint(plan->slices[0].n_aside, ==, 1);
	g_assert_cmpuint(plan->slices[0].n_writers, ==, 0);
	plan_free(plan);
	graph_free(graph);
}

static void test_no_slice_is_too_large(void)
{
	begin();
	settings.slice_tables = 4;
	uint32_t hub = table("hub");

	for (char name[3] = "t0"; name[1] <= '9'; name[1]++)
		edge(table(name), hub, EDGE_REFERENCES);
	struct plan *plan = make();

	for (uint32_t i = 0; i < plan->n_slices; i++)
		g_assert_cmpuint(plan->slices[i].tables.n, <=, 4);
	/* What hangs on the full slice is packed, not scattered. */
	g_assert_cmpuint(plan->n_slices, <=, 4);
	plan_free(plan);
	graph_free(graph);
}

/* --- what the team says
 * -------------------------------------------------------
 */

static void test_together_and_apart(void)
{
	begin();
	uint32_t a = table("a"), b = table("b"), c = table("c");
	uint32_t both[2];
	struct plan_group together = {both, 2, 7}, apart = {both, 2, 8};

	edge(a, b, EDGE_REFERENCES);
	(void)c;
	graph_finish(graph);
	settings.together = &together;
	settings.n_together = 1;
	both[0] = graph_find(graph, "table:shop/public.a");
	both[1] = graph_find(graph, "table:shop/public.c");
	struct plan *plan = make();
	char *found = slices_of(plan);

	g_assert_cmpstr(found, ==, "a b c");
	g_free(found);
	plan_free(plan);
	settings.n_together = 0;
	settings.apart = &apart;
	settings.n_apart = 1;
	both[1] = graph_find(graph, "table:shop/public.b");
	plan = make();
	found = slices_of(plan);
	g_assert_cmpstr(found, ==, "a | b | c");
	g_free(found);
	plan_free(plan);
	graph_free(graph);
}

static void test_first_and_last(void)
{
	begin();
	settings.slice_tables = 1;
	uint32_t a = table("a"), b = table("b"), c = table("c"), first, last;

	edge(a, b, EDGE_REFERENCES);
	edge(b, c, EDGE_REFERENCES);
	graph_finish(graph);
	first = graph_find(graph, "table:shop/public.b");
	last = graph_find(graph, "table:shop/public.a");
	settings.first = (struct plan_group){&first, 1, 1};
	settings.last = (struct plan_group){&last, 1, 1};
	struct plan *plan = make();

	g_assert_cmpstr(plan->slices[plan->order[0]].name, ==, "b");
	g_assert_cmpstr(plan->slices[plan->order[2]].name, ==, "a");
	plan_free(plan);
	graph_free(graph);
}

/* --- reference data
 * -----------------------------------------------------------
 */

static void test_reference_data_goes_first(void)
{
	begin();
	uint32_t country = table("country");

	for (char name[2] = "a"; name[0] <= 'f'; name[0]++) {
		uint32_t other = table(name);

		edge(other, country, EDGE_REFERENCES);
		edge(code(name), other, EDGE_WRITES);
	}
	struct plan *plan = make();
	uint32_t s = plan_slice_find(plan, "reference");

	g_assert_cmpuint(s, !=, PLAN_ABSENT);
	g_assert_cmpuint(plan->slices[s].wave, ==, 1);
	g_assert_cmpint(plan->slices[s].strategy, ==, STRATEGY_REPLICATION);
	g_assert_cmpuint(plan->slices[s].tables.n, ==, 1);
	g_assert_cmpint(plan->bridges[plan->n_bridges - 1].kind, ==,
			BRIDGE_REPLICATION);
	plan_free(plan);
	graph_free(graph);
}

/* --- bridges
 * ------------------------------------------------------------------
 */

static void test_kinds_of_bridges(void)
{
	static const enum bridge_kind expected[] = {
		BRIDGE_KEY,    BRIDGE_TRIGGER,	 BRIDGE_VIEW,
		BRIDGE_WRITER, BRIDGE_STATEMENT, BRIDGE_READER};

	begin();
	settings.slice_tables = 1;
	uint32_t a = table("a"), b = table("b");
	uint32_t trigger = node(NODE_TRIGGER, "t"), view = node(NODE_VIEW, "v");
	uint32_t w = code("w"), s = code("s"), r = code("r");

	edge(a, b, EDGE_REFERENCES);
	edge(a, trigger, EDGE_FIRES);
	edge(trigger, b, EDGE_WRITES);
	edge(view, a, EDGE_READS);
	edge(view, b, EDGE_READS);
	edge_at(w, a, EDGE_WRITES, 1, SCOPE_MAIN);
	edge_at(w, b, EDGE_WRITES, 2, SCOPE_MAIN);
	edge(s, a, EDGE_WRITES);
	edge(s, b, EDGE_READS);
	edge(r, a, EDGE_READS);
	edge(r, b, EDGE_READS);
	struct plan *plan = make();

	g_assert_cmpuint(plan->n_bridges, ==, G_N_ELEMENTS(expected));
	for (uint32_t i = 0; i < plan->n_bridges; i++) {
		g_assert_cmpint(plan->bridges[i].kind, ==, expected[i]);
		g_assert_cmpuint(plan->bridges[i].slices.n, ==, 2);
		g_assert_cmpuint(plan->bridges[i].opens, <,
				 plan->bridges[i].closes);
	}
	g_assert_cmpuint(plan->waves[0].live, ==, plan->n_bridges);
	g_assert_cmpuint(plan->waves[1].live, ==, 0);
	plan_free(plan);
	graph_free(graph);
}

/* Code that calls a routine does what the routine does. */
static void test_writers_behind_a_routine(void)
{
	begin();
	settings.slice_tables = 1;
	uint32_t a = table("a"), b = table("b"), f = code("f");
	uint32_t routine = node(NODE_ROUTINE, "r()");

	edge(f, a, EDGE_WRITES);
	edge(f, routine, EDGE_CALLS);
	edge(routine, b, EDGE_WRITES);
	struct plan *plan = make();

	g_assert_cmpuint(plan->n_bridges, ==, 1);
	g_assert_cmpint(plan->bridges[0].kind, ==, BRIDGE_WRITER);
	g_assert_cmpuint(plan->slices[1].n_writers, ==, 1);
	plan_free(plan);
	graph_free(graph);
}

/* --- strategies
 * -----------------------------------------------------------------
 */

static void assert_strategy(enum strategy expected)
{
	struct plan *plan = make();

	g_assert_cmpint(plan->slices[0].strategy, ==, expected);
	g_assert_cmpuint(plan->slices[0].n_reasons, >, 0);
	plan_free(plan);
	graph_free(graph);
}

static void test_what_nobody_writes_is_copied(void)
{
	begin();
	edge(code("f"), table("a"), EDGE_READS);
	assert_strategy(STRATEGY_BIG_BANG);
}

static void test_what_fits_the_downtime_goes_at_once(void)
{
	begin();
	settings.downtime = 60;
	edge(code("f"), table("a"), EDGE_WRITES);
	graph_set_attribute(graph, 0, "bytes", "1000000");
	for (uint32_t i = 0; i < 2; i++)
		graph_set_attribute(graph, i, "bytes", "1000000");
	assert_strategy(STRATEGY_BIG_BANG);
}

static void test_without_downtime_it_is_phased(void)
{
	begin();
	settings.downtime = 0;
	edge(code("f"), table("a"), EDGE_WRITES);
	assert_strategy(STRATEGY_PHASED);
}

static void test_high_value_with_blind_spots_runs_twice(void)
{
	const struct blind_spot spot = {.source = "api",
					.path = "b.py",
					.line = 3,
					.reason = REASON_DYNAMIC_TABLE_NAME,
					.pattern = "a*",
					.count = 1};
	struct plan_wish wish = {.value = VALUE_HIGH,
				 .downtime = DOWNTIME_UNKNOWN};

	begin();
	edge(code("f"), table("a1"), EDGE_WRITES);
	graph_add_blind_spot(graph, &spot);
	graph_finish(graph);
	wish.table = graph_find(graph, "table:shop/public.a1");
	settings.wishes = &wish;
	settings.n_wishes = 1;
	assert_strategy(STRATEGY_PARALLEL);
}

/* --- advice
 * ---------------------------------------------------------------------
 */

static void test_queries_are_quoted(void)
{
	struct plan *plan;
	struct advice *advice;

	begin();
	table("or\"d`ers");
	plan = make();
	advice = advice_new(plan, 0);
	g_assert_cmpuint(advice->n_queries, ==, 1);
	g_assert_cmpstr(advice->queries[0].postgresql, ==,
			"SELECT count(*)\n  FROM \"public\".\"or\"\"d`ers\";");
	g_assert_cmpstr(advice->queries[0].mysql, ==,
			"SELECT count(*)\n  FROM `public`.`or\"d``ers`;");
	advice_free(advice);
	plan_free(plan);
	graph_free(graph);
}

/* --- odd estates
 * -----------------------------------------------------------------
 */

static void test_an_empty_map(void)
{
	struct plan *plan;

	begin();
	plan = make();
	g_assert_cmpuint(plan->n_slices, ==, 0);
	g_assert_cmpuint(plan->n_waves, ==, 0);
	g_assert_cmpuint(plan->n_undecided, ==, 1);
	plan_free(plan);
	graph_free(graph);
}

/* A repository alone: its names are all there is. Patterns are no tables. */
static void test_names_bound_to_nothing(void)
{
	const char *a = "a", *b = "b", *pattern = "llx_*";

	begin();
	uint32_t x = graph_add_node(graph, NODE_TABLE, NULL, &a, 1);
	uint32_t y = graph_add_node(graph, NODE_TABLE, NULL, &b, 1);

	edge(code("f"), x, EDGE_WRITES);
	edge(code("f"), y, EDGE_WRITES);
	edge(code("f"), graph_add_node(graph, NODE_TABLE, NULL, &pattern, 1),
	     EDGE_READS);
	assert_slices("a b");
}

static void test_catalogs_do_not_mix(void)
{
	const char *parts[] = {"db", "a"};

	begin();
	uint32_t a = table("a"), f = code("f");
	uint32_t other = graph_add_node(graph, NODE_TABLE, "web", parts, 2);

	graph_building(graph, other)->bound = true;
	edge(f, a, EDGE_WRITES);
	edge(f, other, EDGE_WRITES);
	struct plan *plan = make();

	g_assert_cmpuint(plan->n_slices, ==, 2);
	g_assert_cmpuint(plan->n_bridges, ==, 0);
	plan_free(plan);
	graph_free(graph);
}

/* --- properties
 * ------------------------------------------------------------------
 */

static uint64_t random_state;

static uint32_t random_below(uint32_t n)
{
	random_state =
		random_state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(random_state >> 33) % n;
}

struct random_edge {
	uint32_t from, to, line;
	enum edge_kind kind;
};

#define TABLES 30
#define ACCESSORS 25
#define EDGES 90

/* The same estate, with its parts added in one order or the other. */
static void build_random(uint64_t seed, bool backwards)
{
	static const enum node_kind kinds[] = {NODE_FUNCTION, NODE_ROUTINE,
					       NODE_VIEW, NODE_TRIGGER};
	struct random_edge edges[EDGES];
	uint32_t made[TABLES + ACCESSORS];

	begin();
	random_state = seed;
	settings.slice_tables = 1 + random_below(12);
	for (uint32_t i = 0; i < EDGES; i++) {
		bool key = random_below(3) == 0;
		bool view;

		edges[i].from = key ? random_below(TABLES)
				    : TABLES + random_below(ACCESSORS);
		edges[i].to = random_below(TABLES);
		edges[i].line = 1 + random_below(2);
		view = edges[i].from >= TABLES && edges[i].from % 4 == 2;
		edges[i].kind = key			  ? EDGE_REFERENCES
				: view || random_below(2) ? EDGE_READS
							  : EDGE_WRITES;
	}
	for (uint32_t n = 0; n < TABLES + ACCESSORS; n++) {
		uint32_t i = backwards ? TABLES + ACCESSORS - 1 - n : n;
		char name[16];

		g_snprintf(name, sizeof(name), "n%02u", i);
		made[i] = i < TABLES ? table(name)
			  : kinds[i % 4] == NODE_FUNCTION
				  ? code(name)
				  : node(kinds[i % 4], name);
	}
	for (uint32_t n = 0; n < EDGES; n++) {
		const struct random_edge *e =
			&edges[backwards ? EDGES - 1 - n : n];

		edge_at(made[e->from], made[e->to], e->kind, e->line,
			SCOPE_MAIN);
	}
	for (uint32_t n = 0; n < ACCESSORS; n++) {
		uint32_t i = TABLES + n;

		if (kinds[i % 4] == NODE_TRIGGER)
			edge(made[n % TABLES], made[i], EDGE_FIRES);
	}
}

static char *json_of(const struct plan *plan)
{
	guint8 *all = g_malloc(plan->n_slices + 1);
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	GError *error = NULL;

	memset(all, 1, plan->n_slices + 1);
	plan_json_write(plan, all, out, &error);
	g_assert_no_error(error);
	fclose(out);
	g_free(all);
	return text;
}

static void test_order_of_input_changes_nothing(void)
{
	for (uint64_t seed = 1; seed <= 40; seed++) {
		struct plan *plan;
		char *forwards, *backwards;

		build_random(seed, false);
		plan = make();
		forwards = json_of(plan);
		plan_free(plan);
		graph_free(graph);
		build_random(seed, true);
		plan = make();
		backwards = json_of(plan);
		plan_free(plan);
		graph_free(graph);
		g_assert_cmpstr(forwards, ==, backwards);
		free(forwards);
		free(backwards);
	}
}

/* Each table is in one slice, slices are in one wave, cycles are not split,
 * slices without a cycle keep their size. */
static void assert_sound(const struct plan *plan)
{
	guint8 *seen = g_new0(guint8, plan->n_tables + 1);
	uint32_t n = 0;

	for (uint32_t s = 0; s < plan->n_slices; s++) {
		const struct plan_slice *slice = &plan->slices[s];

		g_assert_cmpuint(slice->wave, >=, 1);
		g_assert_cmpuint(slice->wave, <=, plan->n_waves);
		g_assert_cmpuint(plan->order[slice->position], ==, s);
		if (slice->kind != SLICE_REFERENCE)
			g_assert_cmpuint(slice->tables.n, <=,
					 MAX(plan->settings->slice_tables,
					     slice->n_cycle));
		for (uint32_t i = 0; i < slice->tables.n; i++, n++) {
			uint32_t t = plan->members[slice->tables.first + i];

			g_assert_false(seen[t]);
			seen[t] = 1;
			g_assert_cmpuint(plan->tables[t].slice, ==, s);
		}
	}
	g_assert_cmpuint(n, ==, plan->n_tables);
	for (uint32_t i = 0; i < plan->n_arcs; i++)
		g_assert_cmpuint(plan->tables[plan->arcs[i].from].slice, ==,
				 plan->tables[plan->arcs[i].to].slice);
	g_free(seen);
}

/* Bridges that live after the wave, by the waves of their slices. */
static void assert_live(const struct plan *plan)
{
	for (uint32_t w = 0; w < plan->n_waves; w++) {
		uint32_t live = 0;

		for (uint32_t b = 0; b < plan->n_bridges; b++) {
			const struct plan_bridge *bridge = &plan->bridges[b];
			bool moved = false, stays = false;

			for (uint32_t i = 0; i < bridge->slices.n; i++) {
				uint32_t s = plan->bridge_slices
						     [bridge->slices.first + i];
				bool has = plan->slices[s].wave <= w + 1;

				moved = moved || has;
				stays = stays || !has;
			}
			live += bridge->kind != BRIDGE_REPLICATION && moved &&
				stays;
		}
		g_assert_cmpuint(plan->waves[w].live, ==, live);
	}
	if (plan->n_waves)
		g_assert_cmpuint(plan->waves[plan->n_waves - 1].live, ==, 0);
}

/* No two slices of a wave have a bridge between them but copies. */
static void assert_waves(const struct plan *plan)
{
	for (uint32_t b = 0; b < plan->n_bridges; b++) {
		const struct plan_bridge *bridge = &plan->bridges[b];

		if (bridge->kind == BRIDGE_REPLICATION)
			continue;
		for (uint32_t i = 1; i < bridge->slices.n; i++)
			for (uint32_t j = 0; j < i; j++) {
				const uint32_t *all = plan->bridge_slices +
						      bridge->slices.first;

				g_assert_cmpuint(plan->slices[all[i]].wave, !=,
						 plan->slices[all[j]].wave);
			}
	}
}

/* Every foreign key between slices is a bridge, unless it is to a copy. */
static void assert_keys(const struct plan *plan)
{
	uint32_t keys = 0, bridges = 0;

	for (uint32_t i = 0; i < graph->n_edges; i++) {
		const struct edge *e = &graph->edges[i];
		const struct plan_table *from = NULL, *to = NULL;

		for (uint32_t t = 0; t < plan->n_tables; t++) {
			if (plan->tables[t].node == e->from)
				from = &plan->tables[t];
			if (plan->tables[t].node == e->to)
				to = &plan->tables[t];
		}
		keys += e->kind == EDGE_REFERENCES && from && to &&
			from->slice != to->slice && !to->reference;
	}
	for (uint32_t b = 0; b < plan->n_bridges; b++)
		bridges += plan->bridges[b].kind == BRIDGE_KEY;
	g_assert_cmpuint(keys, ==, bridges);
}

static void test_every_plan_is_sound(void)
{
	for (uint64_t seed = 100; seed < 180; seed++) {
		struct plan *plan;

		build_random(seed, false);
		plan = make();
		assert_sound(plan);
		assert_live(plan);
		assert_waves(plan);
		assert_keys(plan);
		g_assert_cmpuint(plan->bound, <=, plan->cost);
		plan_free(plan);
		graph_free(graph);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/plan/cycle/keys", test_a_cycle_of_keys);
	g_test_add_func("/plan/cycle/trigger", test_a_cycle_over_a_trigger);
	g_test_add_func("/plan/cycle/routine", test_a_routine_that_writes_both);
	g_test_add_func("/plan/hub", test_a_routine_that_writes_all);
	g_test_add_func("/plan/partitions", test_partitions_go_with_their_root);
	g_test_add_func("/plan/coupling", test_coupling_makes_slices);
	g_test_add_func("/plan/statements", test_two_statements_tie_nothing);
	g_test_add_func("/plan/tests", test_tests_tie_nothing);
	g_test_add_func("/plan/size", test_no_slice_is_too_large);
	g_test_add_func("/plan/pins", test_together_and_apart);
	g_test_add_func("/plan/hints", test_first_and_last);
	g_test_add_func("/plan/reference", test_reference_data_goes_first);
	g_test_add_func("/plan/bridges", test_kinds_of_bridges);
	g_test_add_func("/plan/routines", test_writers_behind_a_routine);
	g_test_add_func("/plan/strategy/copied",
			test_what_nobody_writes_is_copied);
	g_test_add_func("/plan/strategy/at-once",
			test_what_fits_the_downtime_goes_at_once);
	g_test_add_func("/plan/strategy/phased",
			test_without_downtime_it_is_phased);
	g_test_add_func("/plan/strategy/parallel",
			test_high_value_with_blind_spots_runs_twice);
	g_test_add_func("/plan/queries", test_queries_are_quoted);
	g_test_add_func("/plan/empty", test_an_empty_map);
	g_test_add_func("/plan/unbound", test_names_bound_to_nothing);
	g_test_add_func("/plan/catalogs", test_catalogs_do_not_mix);
	g_test_add_func("/plan/same", test_order_of_input_changes_nothing);
	g_test_add_func("/plan/sound", test_every_plan_is_sound);
	return g_test_run();
}
