/* How closely tables hang together, and which ties must not be cut. */

#include <stdlib.h>
#include <string.h>

#include "graph/plan/plan_private.h"

/* A routine that writes more tables than this (a purge, a reset) is no reason
 * to move all of them together. */
#define ROUTINE_WRITES_MAX 8

/* Raw ties are joined whenever there are so many. */
#define RAW_MAX (1u << 20)

/* Accessors that touch too many tables are named up to here. */
#define HUBS_MAX 5

/*
 * What a tie of each kind counts, in units. Judgement, not measurement: a
 * transaction that would have to span two databases counts most, a join that
 * can be read from a copy least. docs/plan.md says what would prove it wrong.
 */
static const uint32_t kind_weight[N_TIE_KINDS] = {
	[TIE_TRIGGER] = 8,   [TIE_ROUTINE_WRITES] = 6,
	[TIE_KEY] = 4,	     [TIE_WRITER] = 4,
	[TIE_ROUTINE] = 2,   [TIE_VIEW] = 2,
	[TIE_STATEMENT] = 2, [TIE_JOIN] = 1};

/* One tie, before those of a pair are joined. */
struct raw {
	uint32_t a, b;
	uint32_t via;
	uint32_t weight;
	uint32_t kind;
};

struct collector {
	struct planner *planner;
	GArray *raw;	/* struct raw */
	GArray *pairs;	/* struct plan_pair, sorted: what was joined so far */
	GArray *arcs;	/* struct plan_arc */
	uint32_t node;	/* the accessor at hand */
	GArray *tables; /* uint32_t, scratch */
};

/* --- joining --- */

static int compare_raw(const void *a, const void *b)
{
	const struct raw *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	if (x->b != y->b)
		return x->b < y->b ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->via < y->via ? -1 : x->via > y->via;
}

static void add_to_pair(struct plan_pair *pair, enum tie_kind kind,
			uint32_t via, uint64_t weight, uint32_t count)
{
	uint32_t all = 0;

	for (unsigned i = 0; i < N_TIE_KINDS; i++)
		all += pair->counts[i];
	if (all == 0 || kind < pair->kind ||
	    (kind == pair->kind && via < pair->via)) {
		pair->kind = kind;
		pair->via = via;
	}
	pair->weight += weight;
	pair->counts[kind] += count;
}

/* Sorted pairs out of sorted ones and raw ties; both in one pass. */
static void join_raw(struct collector *collector)
{
	GArray *old = collector->pairs, *raw = collector->raw;
	GArray *joined = g_array_new(FALSE, TRUE, sizeof(struct plan_pair));
	guint o = 0;

	g_array_sort(raw, compare_raw);
	for (guint r = 0; r < raw->len || o < old->len;) {
		const struct raw *tie =
			r < raw->len ? &g_array_index(raw, struct raw, r)
				     : NULL;
		const struct plan_pair *pair =
			o < old->len ? &g_array_index(old, struct plan_pair, o)
				     : NULL;
		struct plan_pair next = {0};

		if (pair && (!tie || pair->a < tie->a ||
			     (pair->a == tie->a && pair->b <= tie->b))) {
			next = *pair;
			o++;
		} else {
			next.a = tie->a;
			next.b = tie->b;
		}
		for (; r < raw->len; r++) {
			tie = &g_array_index(raw, struct raw, r);
			if (tie->a != next.a || tie->b != next.b)
				break;
			add_to_pair(&next, tie->kind, tie->via, tie->weight, 1);
		}
		g_array_append_val(joined, next);
	}
	g_array_free(old, TRUE);
	g_array_set_size(raw, 0);
	collector->pairs = joined;
}

/* --- adding --- */

static const struct node *node_of(const struct collector *collector,
				  uint32_t table)
{
	const struct planner *planner = collector->planner;

	return &planner->graph->nodes[planner->plan->tables[table].node];
}

/* Whether the two may move together at all. Tables of two catalogs live
 * apart today. */
static bool may_tie(const struct collector *collector, uint32_t a, uint32_t b)
{
	const struct plan_table *tables = collector->planner->plan->tables;

	return a != b && !tables[a].reference && !tables[b].reference &&
	       g_strcmp0(node_of(collector, a)->source,
			 node_of(collector, b)->source) == 0;
}

/* `among` tables share one tie of that kind; a guess counts less. */
static void add_tie(struct collector *collector, uint32_t a, uint32_t b,
		    enum tie_kind kind, uint32_t via, uint32_t among,
		    enum confidence confidence)
{
	static const uint32_t parts[N_CONFIDENCES] = {0, 1, 3, 4};
	struct raw raw = {MIN(a, b), MAX(a, b), via, 0, kind};

	if (!may_tie(collector, a, b))
		return;
	raw.weight = kind_weight[kind] * TIE_UNIT / MAX(among - 1, 1u) *
		     parts[confidence] / 4;
	g_array_append_val(collector->raw, raw);
	if (collector->raw->len >= RAW_MAX)
		join_raw(collector);
}

static void add_arc(struct collector *collector, uint32_t from, uint32_t to,
		    enum tie_kind kind, uint32_t via,
		    enum confidence confidence)
{
	struct plan_arc arc = {from, to, kind, via};

	/* What only may be so forces nobody to move along. */
	if (may_tie(collector, from, to) && confidence > CONFIDENCE_POSSIBLE)
		g_array_append_val(collector->arcs, arc);
}

/* --- keys --- */

static void add_keys(struct collector *collector)
{
	const struct planner *planner = collector->planner;
	const struct graph *graph = planner->graph;

	for (uint32_t i = 0; i < graph->n_edges; i++) {
		const struct edge *edge = &graph->edges[i];
		uint32_t from = planner->table_of[edge->from];
		uint32_t to = planner->table_of[edge->to];

		if (edge->kind != EDGE_REFERENCES || !from || !to)
			continue;
		from = planner->plan->tables[from - 1].root;
		to = planner->plan->tables[to - 1].root;
		add_tie(collector, from, to, TIE_KEY, edge->from, 2,
			edge->confidence);
		add_arc(collector, from, to, TIE_KEY, edge->from,
			edge->confidence);
	}
}

/* --- accessors --- */

static void note_hub(struct collector *collector, guint n_tables)
{
	struct planner *planner = collector->planner;

	if (planner->n_hubs++ < HUBS_MAX)
		g_string_append_printf(
			planner->hubs, "%s%s (%u)",
			planner->n_hubs > 1 ? ", " : "",
			planner->graph->nodes[collector->node].name, n_tables);
}

/* The first use of the table among those; there is one. */
static const struct use *use_of(const struct use *uses, guint n, uint32_t table)
{
	for (guint i = 0; i < n; i++)
		if (uses[i].table == table)
			return &uses[i];
	return NULL;
}

/* All pairs of what is used in one place; the kind by what is done there. */
static void tie_statement(const struct use *uses, guint n, void *payload)
{
	struct collector *collector = payload;

	if (n > TIE_TABLES_MAX) {
		note_hub(collector, n);
		return;
	}
	for (guint i = 0; i < n; i++)
		for (guint j = i + 1; j < n; j++) {
			uint32_t both = uses[i].uses & uses[j].uses;
			uint32_t either = uses[i].uses | uses[j].uses;

			/* Writing both is seen over all statements. */
			if (both & USE_WRITES)
				continue;
			add_tie(collector, uses[i].table, uses[j].table,
				either & USE_WRITES ? TIE_STATEMENT : TIE_JOIN,
				collector->node, n,
				MIN(uses[i].confidence, uses[j].confidence));
		}
}

/* The tables that are written anywhere in the accessor, each once. */
static void collect_written(struct collector *collector)
{
	const GArray *uses = collector->planner->uses;
	GArray *tables = collector->tables;

	g_array_set_size(tables, 0);
	for (guint i = 0; i < uses->len; i++) {
		const struct use *use = &g_array_index(uses, struct use, i);
		bool known = false;

		if (!(use->uses & USE_WRITES) || (use->uses & USE_ASIDE) ||
		    collector->planner->plan->tables[use->table].reference)
			continue;
		for (guint t = 0; t < tables->len && !known; t++)
			known = g_array_index(tables, uint32_t, t) ==
				use->table;
		/* One more than counts tells that there are too many. */
		if (!known && tables->len <= TIE_TABLES_MAX)
			g_array_append_val(tables, use->table);
	}
}

/* Code that writes two tables: most likely in one transaction, which the map
 * does not know. */
static void tie_code(struct collector *collector)
{
	const GArray *uses = collector->planner->uses;
	GArray *tables = collector->tables;

	uses_each_statement(uses, tie_statement, collector);
	collect_written(collector);
	if (tables->len > TIE_TABLES_MAX) {
		note_hub(collector, tables->len);
		return;
	}
	for (guint i = 0; i < tables->len; i++)
		for (guint j = i + 1; j < tables->len; j++) {
			uint32_t a = g_array_index(tables, uint32_t, i);
			uint32_t b = g_array_index(tables, uint32_t, j);
			const struct use *all = (const void *)uses->data;

			add_tie(collector, a, b, TIE_WRITER, collector->node,
				tables->len,
				MIN(use_of(all, uses->len, a)->confidence,
				    use_of(all, uses->len, b)->confidence));
		}
}

/* A view, or other logic that lives with its tables. */
static void tie_hidden(struct collector *collector, enum tie_kind kind)
{
	const struct use *uses = (const void *)collector->planner->uses->data;
	guint n = collector->planner->uses->len;

	if (n > TIE_TABLES_MAX) {
		note_hub(collector, n);
		return;
	}
	for (guint i = 0; i < n; i++)
		for (guint j = i + 1; j < n; j++)
			if (!((uses[i].uses | uses[j].uses) & USE_ASIDE))
				add_tie(collector, uses[i].table, uses[j].table,
					kind, collector->node, n,
					MIN(uses[i].confidence,
					    uses[j].confidence));
}

/* What a routine writes, it writes in one transaction. */
static void tie_routine(struct collector *collector)
{
	const GArray *uses = collector->planner->uses;
	const struct use *all = (const void *)uses->data;
	GArray *tables = collector->tables;

	tie_hidden(collector, TIE_ROUTINE);
	collect_written(collector);
	if (tables->len > ROUTINE_WRITES_MAX) {
		note_hub(collector, tables->len);
		return;
	}
	for (guint i = 0; i < tables->len; i++) {
		uint32_t a = g_array_index(tables, uint32_t, i);

		for (guint j = 0; j < tables->len; j++) {
			uint32_t b = g_array_index(tables, uint32_t, j);
			enum confidence least =
				MIN(use_of(all, uses->len, a)->confidence,
				    use_of(all, uses->len, b)->confidence);

			if (i < j)
				add_tie(collector, a, b, TIE_ROUTINE_WRITES,
					collector->node, tables->len, least);
			add_arc(collector, a, b, TIE_ROUTINE_WRITES,
				collector->node, least);
		}
	}
}

/* Who writes the table that fires it writes what it writes. */
static void tie_trigger(struct collector *collector)
{
	const struct planner *planner = collector->planner;
	const struct graph *graph = planner->graph;
	const struct node *node = &graph->nodes[collector->node];
	const struct use *uses = (const void *)planner->uses->data;

	for (uint32_t i = 0; i < node->n_in; i++) {
		const struct edge *edge = &graph->edges[node->in[i]];
		uint32_t table = planner->table_of[edge->from];

		if (edge->kind != EDGE_FIRES || !table)
			continue;
		table = planner->plan->tables[table - 1].root;
		for (guint u = 0; u < planner->uses->len; u++) {
			bool writes = uses[u].uses & USE_WRITES;

			if (uses[u].uses & USE_ASIDE)
				continue;
			add_tie(collector, table, uses[u].table,
				writes ? TIE_TRIGGER : TIE_ROUTINE,
				collector->node, 2, uses[u].confidence);
			if (writes)
				add_arc(collector, table, uses[u].table,
					TIE_TRIGGER, collector->node,
					uses[u].confidence);
		}
	}
}

static void tie_accessor(struct collector *collector)
{
	const struct node *node =
		&collector->planner->graph->nodes[collector->node];

	uses_collect(collector->planner, collector->node);
	if (collector->planner->uses->len < 2)
		return;
	if (node->kind == NODE_TRIGGER)
		tie_trigger(collector);
	else if (node->kind == NODE_VIEW || node->kind == NODE_MATVIEW)
		tie_hidden(collector, TIE_VIEW);
	else if (node_is_hidden(node))
		tie_routine(collector);
	else
		tie_code(collector);
}

/* --- the whole --- */

static int compare_arcs(const void *a, const void *b)
{
	const struct plan_arc *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->via < y->via ? -1 : x->via > y->via;
}

/* Of equal ends and kinds the first arc stays. */
static void keep_arcs(struct plan *plan, GArray *arcs)
{
	g_array_sort(arcs, compare_arcs);
	for (guint i = 0; i < arcs->len; i++) {
		const struct plan_arc *arc =
			&g_array_index(arcs, struct plan_arc, i);

		if (plan->n_arcs == 0 ||
		    plan->arcs[plan->n_arcs - 1].from != arc->from ||
		    plan->arcs[plan->n_arcs - 1].to != arc->to ||
		    plan->arcs[plan->n_arcs - 1].kind != arc->kind)
			*ARENA_PUSH(&plan->arena, plan->arcs, plan->n_arcs) =
				*arc;
	}
}

void ties_collect(struct planner *planner)
{
	struct plan *plan = planner->plan;
	struct collector collector = {.planner = planner};

	collector.raw = g_array_new(FALSE, FALSE, sizeof(struct raw));
	collector.pairs = g_array_new(FALSE, TRUE, sizeof(struct plan_pair));
	collector.arcs = g_array_new(FALSE, FALSE, sizeof(struct plan_arc));
	collector.tables = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	add_keys(&collector);
	for (uint32_t i = 0; i < planner->graph->n_nodes; i++) {
		collector.node = i;
		if (node_is_accessor(planner, i))
			tie_accessor(&collector);
	}
	join_raw(&collector);
	plan->n_pairs = collector.pairs->len;
	plan->pairs = arena_memdup(&plan->arena, collector.pairs->data,
				   plan->n_pairs * sizeof(struct plan_pair));
	keep_arcs(plan, collector.arcs);
	g_array_free(collector.raw, TRUE);
	g_array_free(collector.pairs, TRUE);
	g_array_free(collector.arcs, TRUE);
	g_array_free(collector.tables, TRUE);
	if (planner->n_hubs)
		planner_note(planner,
			     "%u accessors touch too many tables at one place "
			     "to tie them: %s%s; look whether they are one "
			     "transaction",
			     planner->n_hubs, planner->hubs->str,
			     planner->n_hubs > HUBS_MAX ? ", ..." : "");
}

uint32_t pair_find(const struct plan *plan, uint32_t a, uint32_t b)
{
	uint32_t low = 0, high = plan->n_pairs;
	uint32_t first = MIN(a, b), second = MAX(a, b);

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct plan_pair *pair = &plan->pairs[middle];

		if (pair->a < first || (pair->a == first && pair->b < second))
			low = middle + 1;
		else
			high = middle;
	}
	return low < plan->n_pairs && plan->pairs[low].a == first &&
			       plan->pairs[low].b == second
		       ? low
		       : PLAN_ABSENT;
}
