/* What an accessor uses, statement by statement. */

#include <stdlib.h>
#include <string.h>

#include "graph/plan/plan_private.h"
#include "graph/query/walk.h"

/* A routine that calls more routines than this, directly or not, is cut
 * there: nothing may be quadratic. */
#define CALLED_MAX 500
#define VIEWS_MAX 500

bool node_is_hidden(const struct node *node)
{
	switch (node->kind) {
	case NODE_VIEW:
	case NODE_MATVIEW:
	case NODE_RULE:
	case NODE_POLICY:
	case NODE_ROUTINE:
	case NODE_TRIGGER:
	case NODE_EVENT:
		return true;
	default:
		return false;
	}
}

bool node_is_accessor(const struct planner *planner, uint32_t index)
{
	const struct node *node = &planner->graph->nodes[index];

	if (node->kind == NODE_TABLE || node->kind == NODE_FOREIGN_TABLE ||
	    node->kind == NODE_COLUMN || planner->is_explained[index])
		return false;
	if (node->kind == NODE_TRIGGER)
		return true;
	for (uint32_t i = 0; i < node->n_out; i++) {
		enum edge_kind kind = planner->graph->edges[node->out[i]].kind;

		if (kind == EDGE_READS || kind == EDGE_WRITES ||
		    kind == EDGE_CALLS)
			return true;
	}
	return false;
}

/* --- views --- */

static void add_once(GArray *numbers, uint32_t number)
{
	for (guint i = 0; i < numbers->len; i++)
		if (g_array_index(numbers, uint32_t, i) == number)
			return;
	g_array_append_val(numbers, number);
}

/* The tables under a view, through views under it; roots, each once. */
const GArray *uses_under_view(struct planner *planner, uint32_t view)
{
	gpointer key = GUINT_TO_POINTER(view + 1);
	GArray *bases = g_hash_table_lookup(planner->bases, key);
	GArray *views;

	if (bases)
		return bases;
	bases = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	views = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_array_append_val(views, view);
	for (guint v = 0; v < views->len; v++) {
		const struct node *node =
			&planner->graph
				 ->nodes[g_array_index(views, uint32_t, v)];

		for (uint32_t i = 0; i < node->n_out; i++) {
			const struct edge *edge =
				&planner->graph->edges[node->out[i]];
			uint32_t table = planner->table_of[edge->to];

			if (edge->kind != EDGE_READS)
				continue;
			if (table)
				add_once(bases,
					 planner->plan->tables[table - 1].root);
			else if (node_is_relation(
					 &planner->graph->nodes[edge->to]) &&
				 views->len < VIEWS_MAX)
				add_once(views, edge->to);
		}
	}
	g_array_free(views, TRUE);
	g_hash_table_insert(planner->bases, key, bases);
	return bases;
}

/* Of the tables under a view the first in the slice that has the most. */
static uint32_t home_of(const struct planner *planner, const GArray *bases)
{
	const struct plan_table *tables = planner->plan->tables;
	const uint32_t *all = (const uint32_t *)(const void *)bases->data;
	uint32_t home = all[0], most = 0;

	for (guint i = 0; i < bases->len; i++) {
		uint32_t n = 0;

		for (guint j = 0; j < bases->len; j++)
			n += tables[all[j]].slice == tables[all[i]].slice;
		if (n > most) {
			most = n;
			home = all[i];
		}
	}
	return home;
}

/* --- one edge --- */

static bool is_main(enum scope scope)
{
	return scope == SCOPE_MAIN || scope == SCOPE_NONE;
}

static void add_use(struct planner *planner, const struct edge *edge,
		    uint64_t statement, uint8_t uses, uint8_t confidence)
{
	struct use use = {statement, 0, uses, confidence};
	uint32_t table = planner->table_of[edge->to];
	const GArray *bases;

	if (table) {
		use.table = planner->plan->tables[table - 1].root;
		g_array_append_val(planner->uses, use);
		return;
	}
	if (!node_is_relation(&planner->graph->nodes[edge->to]))
		return;
	/* Refreshing a view, or writing to one over several tables, leaves
	 * them alone; but it is used. */
	bases = uses_under_view(planner, edge->to);
	if ((uses & USE_WRITES) &&
	    (edge->operations & OP_REFRESH || bases->len != 1))
		use.uses = (uint8_t)((uses & ~USE_WRITES) | USE_READS);
	if (planner->views_are_one && bases->len > 0) {
		use.table = home_of(planner, bases);
		g_array_append_val(planner->uses, use);
		return;
	}
	for (guint i = 0; i < bases->len; i++) {
		use.table = g_array_index(bases, uint32_t, i);
		g_array_append_val(planner->uses, use);
	}
}

/* The statement of a piece of evidence as a number. Equal texts at two lines
 * are two statements; where nothing is known, all is one. */
static uint64_t statement_of(const struct evidence *evidence)
{
	uint64_t line = evidence->statement_line ? evidence->statement_line
						 : evidence->line;

	if (!line && !evidence->statement)
		return STATEMENT_ONE;
	return (evidence->statement ^ (line * 0x9e3779b97f4a7c15u)) |
	       (UINT64_C(1) << 62);
}

/* `statement` 0: as the evidence says. */
static void add_edge(struct planner *planner, const struct edge *edge,
		     uint64_t statement)
{
	uint8_t uses = edge->kind == EDGE_READS ? USE_READS : USE_WRITES;
	bool living = edge->n_evidence == 0;

	for (uint32_t i = 0; i < edge->n_evidence; i++) {
		const struct evidence *evidence = &edge->evidence[i];

		if (!is_main(evidence->scope))
			continue;
		living = true;
		if (!statement)
			add_use(planner, edge, statement_of(evidence), uses,
				evidence->confidence);
	}
	if (!living)
		add_use(planner, edge, STATEMENT_ONE, uses | USE_ASIDE,
			edge->confidence);
	else if (statement || edge->n_evidence == 0)
		add_use(planner, edge, statement ? statement : STATEMENT_ONE,
			uses, edge->confidence);
}

/* --- all of an accessor --- */

/* What the routines do that the node calls: each is one place. */
static void add_called(struct planner *planner, uint32_t caller,
		       uint64_t statement)
{
	const struct graph *graph = planner->graph;
	GArray *called = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	GHashTable *seen = g_hash_table_new(NULL, NULL);

	g_array_append_val(called, caller);
	g_hash_table_add(seen, GUINT_TO_POINTER(caller + 1));
	for (guint c = 0; c < called->len; c++) {
		uint32_t index = g_array_index(called, uint32_t, c);
		const struct node *node = &graph->nodes[index];

		for (uint32_t i = 0; i < node->n_out; i++) {
			const struct edge *edge = &graph->edges[node->out[i]];

			if (edge->kind == EDGE_CALLS &&
			    graph->nodes[edge->to].kind == NODE_ROUTINE &&
			    called->len < CALLED_MAX &&
			    g_hash_table_add(seen,
					     GUINT_TO_POINTER(edge->to + 1)))
				g_array_append_val(called, edge->to);
			else if (c > 0 && (edge->kind == EDGE_READS ||
					   edge->kind == EDGE_WRITES))
				add_edge(planner, edge,
					 statement ? statement
						   : UINT64_C(1) << 63 | index);
		}
	}
	g_hash_table_unref(seen);
	g_array_free(called, TRUE);
}

static int compare_uses(const void *a, const void *b)
{
	const struct use *x = a, *y = b;

	if (x->statement != y->statement)
		return x->statement < y->statement ? -1 : 1;
	if (x->table != y->table)
		return x->table < y->table ? -1 : 1;
	/* What is aside is kept from what counts. */
	return (int)(x->uses & USE_ASIDE) - (int)(y->uses & USE_ASIDE);
}

static void join_equal(GArray *uses)
{
	guint n = 0;

	g_array_sort(uses, compare_uses);
	for (guint i = 0; i < uses->len; i++) {
		const struct use *use = &g_array_index(uses, struct use, i);
		struct use *last =
			n ? &g_array_index(uses, struct use, n - 1) : NULL;

		if (last && compare_uses(last, use) == 0) {
			last->uses |= use->uses;
			last->confidence =
				MAX(last->confidence, use->confidence);
		} else {
			g_array_index(uses, struct use, n++) = *use;
		}
	}
	g_array_set_size(uses, n);
}

void uses_collect(struct planner *planner, uint32_t index)
{
	const struct graph *graph = planner->graph;
	const struct node *node = &graph->nodes[index];
	uint64_t statement = node_is_hidden(node) ? STATEMENT_ONE : 0;
	bool calls = false;

	g_array_set_size(planner->uses, 0);
	for (uint32_t i = 0; i < node->n_out; i++) {
		const struct edge *edge = &graph->edges[node->out[i]];

		if (edge_is_access(edge))
			add_edge(planner, edge, statement);
		calls = calls || edge->kind == EDGE_CALLS;
	}
	if (calls)
		add_called(planner, index, statement);
	for (uint32_t i = 0; node->kind == NODE_TRIGGER && i < node->n_in;
	     i++) {
		const struct edge *edge = &graph->edges[node->in[i]];
		uint32_t table = planner->table_of[edge->from];
		struct use use = {STATEMENT_ONE, 0, USE_WRITES,
				  CONFIDENCE_CERTAIN};

		if (edge->kind != EDGE_FIRES || !table)
			continue;
		use.table = planner->plan->tables[table - 1].root;
		g_array_append_val(planner->uses, use);
	}
	join_equal(planner->uses);
}

void uses_each_statement(const GArray *uses,
			 void (*each)(const struct use *uses, guint n,
				      void *payload),
			 void *payload)
{
	GArray *of_one = g_array_new(FALSE, FALSE, sizeof(struct use));

	for (guint i = 0; i < uses->len; i++) {
		const struct use *use = &g_array_index(uses, struct use, i);

		if (of_one->len > 0 &&
		    g_array_index(of_one, struct use, 0).statement !=
			    use->statement) {
			each((const struct use *)of_one->data, of_one->len,
			     payload);
			g_array_set_size(of_one, 0);
		}
		if (!(use->uses & USE_ASIDE))
			g_array_append_vals(of_one, use, 1);
	}
	if (of_one->len > 0)
		each((const struct use *)of_one->data, of_one->len, payload);
	g_array_free(of_one, TRUE);
}
