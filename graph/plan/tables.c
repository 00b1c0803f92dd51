/* Which tables there are to move; which of them are reference data. */

#include <stdlib.h>
#include <string.h>

#include "graph/plan/plan_private.h"

/*
 * Reference data: no code is known to write the table, it refers to no other,
 * and so many read it or refer to it. Heuristic; wrong where its writer is a
 * blind spot, or where people change it by hand every hour.
 */
#define REFERENCE_CONSUMERS 5

/* Names in a row; what is more is counted. */
#define NAMES_MAX 8

static uint64_t number(const struct node *node, const char *name)
{
	const char *text = node_attribute(node, name);

	return text && g_ascii_isdigit(text[0]) ? strtoull(text, NULL, 10)
						: SIZE_UNKNOWN;
}

/* --- which tables --- */

/* Why a table is not planned. */
enum outside {
	INSIDE,
	OUTSIDE_SOURCE, /* another catalog was asked for */
	OUTSIDE_TEMPORARY,
	OUTSIDE_UNBOUND, /* catalogs are known, and none has it */
	OUTSIDE_MOVED,
	OUTSIDE_RETIRED,
	N_OUTSIDE
};

static enum outside outside(const struct planner *planner,
			    const struct node *node, bool bound_only)
{
	const struct plan_settings *settings = planner->settings;

	if (settings->source && g_strcmp0(settings->source, node->source) != 0)
		return OUTSIDE_SOURCE;
	if (node_attribute(node, "temporary"))
		return OUTSIDE_TEMPORARY;
	if (bound_only && !node->bound)
		return OUTSIDE_UNBOUND;
	switch (policy_state(settings->policy, node, NULL)) {
	case STATE_MOVED:
		return OUTSIDE_MOVED;
	case STATE_RETIRED:
		return OUTSIDE_RETIRED;
	default:
		return INSIDE;
	}
}

struct left_out {
	GString *names[N_OUTSIDE];
	uint32_t n[N_OUTSIDE];
};

static void leave_out(struct left_out *left, enum outside why,
		      const struct node *node)
{
	if (!left->names[why])
		left->names[why] = g_string_new(NULL);
	if (left->n[why]++ < NAMES_MAX)
		g_string_append_printf(left->names[why], "%s%s",
				       left->n[why] > 1 ? ", " : "",
				       node->name);
}

static void note_left_out(struct planner *planner, struct left_out *left)
{
	static const char *const why[N_OUTSIDE] = {
		[OUTSIDE_UNBOUND] = "no catalog of the map defines",
		[OUTSIDE_MOVED] = "moved already by the policy are",
		[OUTSIDE_RETIRED] = "retired by the policy are"};

	for (unsigned i = 0; i < N_OUTSIDE; i++) {
		uint32_t more =
			left->n[i] > NAMES_MAX ? left->n[i] - NAMES_MAX : 0;

		if (left->n[i] && why[i])
			planner_note(planner,
				     "not planned: %u tables, since %s them: "
				     "%s%s%.0u%s",
				     left->n[i], why[i], left->names[i]->str,
				     more ? ", and " : "", more,
				     more ? "more" : "");
		if (left->names[i])
			g_string_free(left->names[i], TRUE);
	}
}

static void add_table(struct planner *planner, uint32_t index)
{
	struct plan *plan = planner->plan;
	const struct node *node = &planner->graph->nodes[index];
	struct plan_table *table =
		ARENA_PUSH(&plan->arena, plan->tables, plan->n_tables);

	*table = (struct plan_table){.node = index,
				     .root = plan->n_tables - 1,
				     .slice = PLAN_ABSENT,
				     .rows = number(node, "rows"),
				     .bytes = number(node, "bytes")};
	planner->table_of[index] = plan->n_tables;
}

/* Names that are bound to nothing are planned only where no catalog is known:
 * then they are all there is. Patterns are never tables. */
static void add_tables(struct planner *planner)
{
	const struct graph *graph = planner->graph;
	struct left_out left = {0};
	bool bound_only = false;
	uint32_t n_foreign = 0;

	for (uint32_t i = 0; i < graph->n_nodes; i++)
		bound_only =
			bound_only || (graph->nodes[i].kind == NODE_TABLE &&
				       graph->nodes[i].bound);
	for (uint32_t i = 0; i < graph->n_nodes; i++) {
		const struct node *node = &graph->nodes[i];
		enum outside why;

		n_foreign += node->kind == NODE_FOREIGN_TABLE;
		if (node->kind != NODE_TABLE || strchr(node->name, '*'))
			continue;
		why = outside(planner, node, bound_only);
		if (why == INSIDE)
			add_table(planner, i);
		else
			leave_out(&left, why, node);
	}
	note_left_out(planner, &left);
	if (n_foreign)
		planner_note(planner,
			     "not planned: %u foreign tables, which hold no "
			     "data here; their servers must be reached from "
			     "the new place, too",
			     n_foreign);
}

/* --- partitions --- */

/* The table that the table is a partition of, or itself. */
static uint32_t parent_of(const struct planner *planner, uint32_t table)
{
	const struct graph *graph = planner->graph;
	const struct node *node =
		&graph->nodes[planner->plan->tables[table].node];

	for (uint32_t i = 0; i < node->n_in; i++) {
		const struct edge *edge = &graph->edges[node->in[i]];

		if (edge->kind == EDGE_CONTAINS &&
		    planner->table_of[edge->from])
			return planner->table_of[edge->from] - 1;
	}
	return table;
}

/* Partitions of partitions have the first as their root; parents in a circle,
 * which a hostile map may hold, end at some table of it. */
static void find_roots(struct planner *planner)
{
	struct plan *plan = planner->plan;
	uint32_t *parent = g_new(uint32_t, plan->n_tables);

	for (uint32_t i = 0; i < plan->n_tables; i++)
		parent[i] = parent_of(planner, i);
	for (uint32_t i = 0; i < plan->n_tables; i++) {
		uint32_t root = i;

		for (uint32_t steps = 0; parent[root] != root && steps < 16;
		     steps++)
			root = parent[root];
		plan->tables[i].root = root;
	}
	/* A root is its own. */
	for (uint32_t i = 0; i < plan->n_tables; i++)
		plan->tables[plan->tables[i].root].root = plan->tables[i].root;
	g_free(parent);
}

/* --- who uses them --- */

static void count_uses(struct planner *planner, uint32_t index)
{
	struct plan *plan = planner->plan;
	const struct node *node = &planner->graph->nodes[index];
	GHashTable *seen = g_hash_table_new(NULL, NULL);

	uses_collect(planner, index);
	for (guint i = 0; i < planner->uses->len; i++) {
		const struct use *use =
			&g_array_index(planner->uses, struct use, i);
		gpointer key = GUINT_TO_POINTER(use->table + 1);
		guint known = GPOINTER_TO_UINT(g_hash_table_lookup(seen, key));
		struct plan_table *table = &plan->tables[use->table];

		if (use->uses & USE_ASIDE)
			continue;
		if (node->kind == NODE_VIEW || node->kind == NODE_MATVIEW)
			table->n_views += !known;
		else if (use->uses & ~known & USE_READS)
			table->n_readers++;
		if (use->uses & ~known & USE_WRITES)
			table->n_writers++;
		g_hash_table_insert(seen, key,
				    GUINT_TO_POINTER(known | use->uses));
	}
	g_hash_table_unref(seen);
}

/* Counts tables that refer to a table; notes who refers to another one. */
static void count_keys(struct planner *planner, guint8 *refers)
{
	const struct graph *graph = planner->graph;
	struct plan *plan = planner->plan;

	for (uint32_t i = 0; i < graph->n_edges; i++) {
		const struct edge *edge = &graph->edges[i];
		uint32_t from = planner->table_of[edge->from];
		uint32_t to = planner->table_of[edge->to];

		if (edge->kind != EDGE_REFERENCES || !from || !to)
			continue;
		from = plan->tables[from - 1].root;
		to = plan->tables[to - 1].root;
		if (from == to)
			continue;
		plan->tables[to].n_keys_in++;
		refers[from] = 1;
	}
}

static void find_reference(struct planner *planner, const guint8 *refers)
{
	struct plan *plan = planner->plan;
	const struct plan_group *said = &planner->settings->reference;

	for (uint32_t i = 0; i < plan->n_tables; i++) {
		struct plan_table *table = &plan->tables[i];

		if (table->root == i && !refers[i] && table->n_writers == 0 &&
		    (table->n_keys_in > 0 || table->n_views > 0) &&
		    table->n_readers + table->n_views + table->n_keys_in >=
			    REFERENCE_CONSUMERS)
			table->reference = true;
	}
	for (uint32_t i = 0; i < said->n_tables; i++) {
		uint32_t table = planner->table_of[said->tables[i]];

		if (table)
			plan->tables[plan->tables[table - 1].root].reference =
				true;
	}
	/* Who is to move together with others is no reference data. */
	for (uint32_t g = 0; g < planner->settings->n_together; g++) {
		const struct plan_group *group =
			&planner->settings->together[g];

		for (uint32_t i = 0; i < group->n_tables; i++) {
			uint32_t table = planner->table_of[group->tables[i]];

			if (table)
				plan->tables[plan->tables[table - 1].root]
					.reference = false;
		}
	}
	for (uint32_t i = 0; i < plan->n_tables; i++)
		plan->tables[i].reference =
			plan->tables[plan->tables[i].root].reference;
}

void tables_collect(struct planner *planner)
{
	guint8 *refers;

	add_tables(planner);
	find_roots(planner);
	refers = g_new0(guint8, planner->plan->n_tables);
	for (uint32_t i = 0; i < planner->graph->n_nodes; i++)
		if (node_is_accessor(planner, i))
			count_uses(planner, i);
	count_keys(planner, refers);
	find_reference(planner, refers);
	g_free(refers);
}
