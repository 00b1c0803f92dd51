/* Who uses a slice, and what crosses from one to another. */

#include <stdlib.h>
#include <string.h>

#include "graph/plan/plan_private.h"

/* Something of what is used is used by main code. */
#define MARK_MAIN 8u

struct pairing {
	uint32_t table, slice;
};

struct builder {
	struct planner *planner;
	GArray *users;	 /* struct plan_user */
	GArray *hidden;	 /* struct plan_hidden */
	GArray *bridges; /* struct plan_bridge */
	GArray *slices;	 /* uint32_t: those of the bridges */
	GArray *copies;	 /* struct pairing: who needs which reference table */
	uint32_t node;	 /* the accessor at hand */
	/* By slice, of the accessor at hand, with the list of those marked. */
	guint8 *uses, *crossing;
	GArray *touched, *crossed;
	const char *source; /* the catalog whose slices are looked at */
	enum bridge_kind kind;
};

static uint32_t slice_of(const struct builder *builder, uint32_t table)
{
	return builder->planner->plan->tables[table].slice;
}

static bool is_reference(const struct builder *builder, uint32_t slice)
{
	return builder->planner->plan->slices[slice].kind == SLICE_REFERENCE;
}

static int compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* --- who uses what --- */

static void touch_slices(struct builder *builder)
{
	const GArray *uses = builder->planner->uses;

	for (guint i = 0; i < uses->len; i++) {
		const struct use *use = &g_array_index(uses, struct use, i);
		uint32_t slice = slice_of(builder, use->table);
		guint8 *mark = &builder->uses[slice];

		if (!*mark)
			g_array_append_val(builder->touched, slice);
		*mark |= use->uses & USE_ASIDE
				 ? USE_ASIDE
				 : (use->uses & (USE_READS | USE_WRITES)) |
					   MARK_MAIN;
	}
	g_array_sort(builder->touched, compare_numbers);
}

static void add_user(struct builder *builder, uint32_t slice, bool crosses)
{
	const struct node *node =
		&builder->planner->graph->nodes[builder->node];
	guint8 mark = builder->uses[slice];
	uint32_t uses =
		mark & MARK_MAIN ? mark & (USE_READS | USE_WRITES) : USE_ASIDE;

	if (node_is_hidden(node)) {
		struct plan_hidden hidden = {slice, builder->node, uses,
					     crosses};

		g_array_append_val(builder->hidden, hidden);
	} else {
		struct plan_user user = {slice, builder->node, uses};

		g_array_append_val(builder->users, user);
	}
}

/* --- what crosses --- */

static void cross(struct builder *builder, uint32_t slice)
{
	if (builder->crossing[slice])
		return;
	builder->crossing[slice] = 1;
	g_array_append_val(builder->crossed, slice);
}

static bool counts(const struct builder *builder, const struct use *use)
{
	uint32_t slice = slice_of(builder, use->table);
	const struct plan_slice *s = &builder->planner->plan->slices[slice];

	/* What only may be so is a reader to look at, no bridge. */
	return !(use->uses & USE_ASIDE) &&
	       use->confidence > CONFIDENCE_POSSIBLE &&
	       s->kind != SLICE_REFERENCE &&
	       g_strcmp0(s->source, builder->source) == 0;
}

/* The slices of those uses, where there are several. */
static void cross_uses(struct builder *builder, const struct use *uses, guint n,
		       uint32_t wanted, enum bridge_kind kind)
{
	uint32_t first = PLAN_ABSENT;
	bool several = false;

	for (guint i = 0; i < n; i++) {
		if (!counts(builder, &uses[i]) || !(uses[i].uses & wanted))
			continue;
		if (first == PLAN_ABSENT)
			first = slice_of(builder, uses[i].table);
		several = several || slice_of(builder, uses[i].table) != first;
	}
	for (guint i = 0; several && i < n; i++)
		if (counts(builder, &uses[i]) && (uses[i].uses & wanted))
			cross(builder, slice_of(builder, uses[i].table));
	if (several)
		builder->kind = MIN(builder->kind, kind);
}

static void cross_statement(const struct use *uses, guint n, void *payload)
{
	bool writes = false;

	for (guint i = 0; i < n; i++)
		writes = writes || uses[i].uses & USE_WRITES;
	cross_uses(payload, uses, n, USE_READS | USE_WRITES,
		   writes ? BRIDGE_STATEMENT : BRIDGE_READER);
}

static enum bridge_kind hidden_kind(const struct node *node)
{
	switch (node->kind) {
	case NODE_TRIGGER:
		return BRIDGE_TRIGGER;
	case NODE_VIEW:
	case NODE_MATVIEW:
		return BRIDGE_VIEW;
	default:
		return BRIDGE_ROUTINE;
	}
}

static void add_bridge(struct builder *builder, enum bridge_kind kind,
		       uint32_t node, uint32_t to, GArray *slices)
{
	struct plan_bridge bridge = {
		.kind = kind,
		.node = node,
		.to = to,
		.slices = {builder->slices->len, slices->len}};

	g_array_sort(slices, compare_numbers);
	g_array_append_vals(builder->slices, slices->data, slices->len);
	g_array_append_val(builder->bridges, bridge);
}

/* What the accessor holds together in one catalog: logic lives in one place
 * and so needs all its slices there; code opens as many connections as it
 * likes, but not for one statement, and not for one transaction. */
static void cross_catalog(struct builder *builder)
{
	const struct node *node =
		&builder->planner->graph->nodes[builder->node];
	const GArray *uses = builder->planner->uses;
	const struct use *all = (const void *)uses->data;

	builder->kind = N_BRIDGE_KINDS;
	if (node_is_hidden(node)) {
		cross_uses(builder, all, uses->len, USE_READS | USE_WRITES,
			   hidden_kind(node));
	} else {
		cross_uses(builder, all, uses->len, USE_WRITES, BRIDGE_WRITER);
		uses_each_statement(uses, cross_statement, builder);
	}
	if (builder->kind != N_BRIDGE_KINDS)
		add_bridge(builder, builder->kind, builder->node, PLAN_ABSENT,
			   builder->crossed);
}

/* Once for each catalog that the accessor touches. */
static void cross_catalogs(struct builder *builder)
{
	const struct plan *plan = builder->planner->plan;
	GPtrArray *sources = g_ptr_array_new();

	for (guint i = 0; i < builder->touched->len; i++) {
		uint32_t slice = g_array_index(builder->touched, uint32_t, i);
		const char *source = plan->slices[slice].source;

		if (!g_ptr_array_find(sources, source, NULL))
			g_ptr_array_add(sources, (gpointer)source);
	}
	for (guint i = 0; builder->touched->len > 1 && i < sources->len; i++) {
		builder->source = sources->pdata[i];
		g_array_set_size(builder->crossed, 0);
		cross_catalog(builder);
		for (guint c = 0; c < builder->crossed->len; c++)
			builder->crossing[g_array_index(builder->crossed,
							uint32_t, c)] = 0;
	}
	g_ptr_array_unref(sources);
}

/* Reference tables that are used in one place with a slice must be there as a
 * copy when the slice is. */
static void add_copies(const struct use *uses, guint n, void *payload)
{
	struct builder *builder = payload;
	const struct plan *plan = builder->planner->plan;

	for (guint i = 0; i < n; i++) {
		if (!plan->tables[uses[i].table].reference ||
		    uses[i].confidence == CONFIDENCE_POSSIBLE)
			continue;
		for (guint j = 0; j < n; j++) {
			struct pairing pairing = {
				uses[i].table,
				slice_of(builder, uses[j].table)};

			if (!is_reference(builder, pairing.slice) &&
			    plan->slices[pairing.slice].source ==
				    plan->slices[slice_of(builder,
							  pairing.table)]
					    .source)
				g_array_append_val(builder->copies, pairing);
		}
	}
}

/* Whether logic uses several slices of one catalog, be it perhaps; copies of
 * reference data do not count. */
static bool uses_several(const struct builder *builder)
{
	const struct plan *plan = builder->planner->plan;
	GHashTable *sources = g_hash_table_new(g_str_hash, g_str_equal);
	bool several = false;

	for (guint i = 0; !several && i < builder->touched->len; i++) {
		uint32_t slice = g_array_index(builder->touched, uint32_t, i);
		const char *source = plan->slices[slice].source;

		if (!is_reference(builder, slice) &&
		    (builder->uses[slice] & MARK_MAIN))
			several = !g_hash_table_add(
				sources, (gpointer)(source ? source : ""));
	}
	g_hash_table_unref(sources);
	return several;
}

/* Who reads a view is pointed to all that lies under it; but it is the view
 * that crosses, not its reader. */
static void look_at_accessor(struct builder *builder)
{
	struct planner *planner = builder->planner;
	bool crosses;

	uses_collect(planner, builder->node);
	g_array_set_size(builder->touched, 0);
	touch_slices(builder);
	uses_each_statement(planner->uses, add_copies, builder);
	crosses = uses_several(builder);
	for (guint i = 0; i < builder->touched->len; i++)
		add_user(builder, g_array_index(builder->touched, uint32_t, i),
			 crosses);
	if (builder->touched->len > 1) {
		planner->views_are_one = true;
		uses_collect(planner, builder->node);
		planner->views_are_one = false;
		cross_catalogs(builder);
	}
	for (guint i = 0; i < builder->touched->len; i++)
		builder->uses[g_array_index(builder->touched, uint32_t, i)] = 0;
}

/* --- keys --- */

static void add_key(struct builder *builder, const struct edge *edge)
{
	const struct planner *planner = builder->planner;
	const struct plan *plan = planner->plan;
	uint32_t from = planner->table_of[edge->from];
	uint32_t to = planner->table_of[edge->to];
	struct pairing copy;
	GArray *slices;

	if (edge->kind != EDGE_REFERENCES || !from || !to)
		return;
	from = plan->tables[from - 1].root;
	to = plan->tables[to - 1].root;
	copy = (struct pairing){to, slice_of(builder, from)};
	if (copy.slice == slice_of(builder, to))
		return;
	if (plan->tables[to].reference) {
		g_array_append_val(builder->copies, copy);
		return;
	}
	slices = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_array_append_val(slices, copy.slice);
	copy.slice = slice_of(builder, to);
	g_array_append_val(slices, copy.slice);
	add_bridge(builder, BRIDGE_KEY, plan->tables[from].node,
		   plan->tables[to].node, slices);
	g_array_free(slices, TRUE);
}

/* --- copies --- */

static int compare_pairings(const void *a, const void *b)
{
	const struct pairing *x = a, *y = b;

	if (x->table != y->table)
		return x->table < y->table ? -1 : 1;
	return x->slice < y->slice ? -1 : x->slice > y->slice;
}

/* One bridge for a reference table and all slices that need its copy. */
static void add_replications(struct builder *builder)
{
	GArray *copies = builder->copies;
	GArray *slices = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	g_array_sort(copies, compare_pairings);
	for (guint i = 0; i < copies->len;) {
		uint32_t table = g_array_index(copies, struct pairing, i).table;
		uint32_t home = slice_of(builder, table);

		g_array_set_size(slices, 0);
		g_array_append_val(slices, home);
		for (; i < copies->len; i++) {
			const struct pairing *copy =
				&g_array_index(copies, struct pairing, i);

			if (copy->table != table)
				break;
			if (slices->len == 1 ||
			    g_array_index(slices, uint32_t, slices->len - 1) !=
				    copy->slice)
				g_array_append_val(slices, copy->slice);
		}
		add_bridge(builder, BRIDGE_REPLICATION,
			   builder->planner->plan->tables[table].node,
			   PLAN_ABSENT, slices);
	}
	g_array_free(slices, TRUE);
}

/* --- into the plan --- */

static int compare_bridges(const void *a, const void *b)
{
	const struct plan_bridge *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return x->slices.first < y->slices.first
		       ? -1
		       : x->slices.first > y->slices.first;
}

/* Partitions may refer to the same table as their root does. */
static void keep_bridges(struct builder *builder)
{
	struct plan *plan = builder->planner->plan;
	GArray *bridges = builder->bridges;

	g_array_sort(bridges, compare_bridges);
	plan->bridge_slices =
		arena_memdup(&plan->arena, builder->slices->data,
			     builder->slices->len * sizeof(uint32_t));
	for (guint i = 0; i < bridges->len; i++) {
		const struct plan_bridge *bridge =
			&g_array_index(bridges, struct plan_bridge, i);
		const struct plan_bridge *last =
			plan->n_bridges ? &plan->bridges[plan->n_bridges - 1]
					: NULL;

		if (last && bridge->kind == BRIDGE_KEY &&
		    last->kind == BRIDGE_KEY && last->node == bridge->node &&
		    last->to == bridge->to)
			continue;
		*ARENA_PUSH(&plan->arena, plan->bridges, plan->n_bridges) =
			*bridge;
		for (uint32_t s = 0; s < bridge->slices.n; s++)
			plan->slices[plan->bridge_slices[bridge->slices.first +
							 s]]
				.bridges.n++;
	}
}

/* The bridges of every slice. */
static void list_by_slice(struct plan *plan)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < plan->n_slices; i++) {
		plan->slices[i].bridges.first = at;
		at += plan->slices[i].bridges.n;
		plan->slices[i].bridges.n = 0;
	}
	plan->slice_bridges = arena_alloc(&plan->arena, at * sizeof(uint32_t));
	for (uint32_t b = 0; b < plan->n_bridges; b++)
		for (uint32_t s = 0; s < plan->bridges[b].slices.n; s++) {
			uint32_t slice =
				plan->bridge_slices
					[plan->bridges[b].slices.first + s];
			struct plan_range *range = &plan->slices[slice].bridges;

			plan->slice_bridges[range->first + range->n++] = b;
		}
}

static int compare_users(const void *a, const void *b)
{
	const struct plan_user *x = a, *y = b;

	if (x->slice != y->slice)
		return x->slice < y->slice ? -1 : 1;
	return x->node < y->node ? -1 : x->node > y->node;
}

static int compare_hidden(const void *a, const void *b)
{
	const struct plan_hidden *x = a, *y = b;

	if (x->slice != y->slice)
		return x->slice < y->slice ? -1 : 1;
	return x->node < y->node ? -1 : x->node > y->node;
}

static void count_user(struct planner *planner, uint32_t index)
{
	const struct plan_user *user = &planner->plan->users[index];
	struct plan_slice *slice = &planner->plan->slices[user->slice];

	if (slice->users.n++ == 0)
		slice->users.first = index;
	slice->n_aside += (user->uses & USE_ASIDE) != 0;
	slice->n_readers += (user->uses & USE_READS) != 0;
	slice->n_writers += (user->uses & USE_WRITES) != 0;
	slice->n_unowned += !(user->uses & USE_ASIDE) &&
			    planner->graph->nodes[user->node].n_owners == 0;
}

static void keep_users(struct builder *builder)
{
	struct plan *plan = builder->planner->plan;

	g_array_sort(builder->users, compare_users);
	g_array_sort(builder->hidden, compare_hidden);
	plan->n_users = builder->users->len;
	plan->users = arena_memdup(&plan->arena, builder->users->data,
				   plan->n_users * sizeof(struct plan_user));
	plan->n_hidden = builder->hidden->len;
	plan->hidden =
		arena_memdup(&plan->arena, builder->hidden->data,
			     plan->n_hidden * sizeof(struct plan_hidden));
	for (uint32_t i = 0; i < plan->n_users; i++)
		count_user(builder->planner, i);
	for (uint32_t i = 0; i < plan->n_hidden; i++) {
		struct plan_range *range =
			&plan->slices[plan->hidden[i].slice].hidden;

		if (range->n++ == 0)
			range->first = i;
	}
}

void bridges_collect(struct planner *planner)
{
	struct builder builder = {.planner = planner};
	uint32_t n_slices = planner->plan->n_slices;

	builder.users = g_array_new(FALSE, FALSE, sizeof(struct plan_user));
	builder.hidden = g_array_new(FALSE, FALSE, sizeof(struct plan_hidden));
	builder.bridges = g_array_new(FALSE, FALSE, sizeof(struct plan_bridge));
	builder.slices = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	builder.copies = g_array_new(FALSE, FALSE, sizeof(struct pairing));
	builder.touched = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	builder.crossed = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	builder.uses = g_new0(guint8, n_slices + 1);
	builder.crossing = g_new0(guint8, n_slices + 1);
	for (uint32_t i = 0; i < planner->graph->n_nodes; i++) {
		builder.node = i;
		if (node_is_accessor(planner, i))
			look_at_accessor(&builder);
	}
	for (uint32_t i = 0; i < planner->graph->n_edges; i++)
		add_key(&builder, &planner->graph->edges[i]);
	add_replications(&builder);
	keep_bridges(&builder);
	list_by_slice(planner->plan);
	keep_users(&builder);
	g_array_free(builder.users, TRUE);
	g_array_free(builder.hidden, TRUE);
	g_array_free(builder.bridges, TRUE);
	g_array_free(builder.slices, TRUE);
	g_array_free(builder.copies, TRUE);
	g_array_free(builder.touched, TRUE);
	g_array_free(builder.crossed, TRUE);
	g_free(builder.uses);
	g_free(builder.crossing);
}
