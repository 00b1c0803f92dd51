#include "graph/query/impact_private.h"

#include <string.h>

#include "graph/query/walk.h"

/* A statement that writes: the place and number of an accessor's statement,
 * and the edge to what it writes. */
struct flow {
	const void *place; /* interned path, or the object's node */
	uint64_t statement;
	uint32_t line;
	uint32_t edge;
};

struct spread {
	const struct graph *graph;
	struct impact *impact;
	/* Where a step of that effect without a column is, by node; 0: none. */
	uint32_t *found[EFFECT_RUN + 1];
	GHashTable *by_column; /* the same with one: struct impact_step */
	GHashTable *columns;   /* folded names, each once */
	GHashTable *flows;     /* node + 1 -> GArray of struct flow, sorted */
	guint8 *flowed;	       /* a byte an edge: a flow step stands for it */
	GPtrArray *levels;     /* GArray of uint32_t: steps by level */
	enum confidence least; /* of the pass */
};

const char *effect_name(enum effect effect)
{
	static const char *const names[] = {"needs", "fed", "writes", "run"};

	return names[effect];
}

/* --- steps --- */

static guint step_hash(gconstpointer key)
{
	const struct impact_step *step = key;

	return step->node * 31 + g_direct_hash(step->column) * 7 +
	       (guint)step->effect;
}

static gboolean step_equal(gconstpointer a, gconstpointer b)
{
	const struct impact_step *x = a, *y = b;

	return x->node == y->node && x->column == y->column &&
	       x->effect == y->effect;
}

/* Names of columns are compared without regard to case, as walk.c does. */
static const char *fold_column(struct spread *spread, const char *column)
{
	char *folded = g_ascii_strdown(column, -1);
	const char *known = g_hash_table_lookup(spread->columns, folded);

	if (!known) {
		known = arena_strdup(&spread->impact->arena, folded);
		g_hash_table_add(spread->columns, (gpointer)known);
	}
	g_free(folded);
	return known;
}

static const struct node *node_at(const struct spread *spread, uint32_t index)
{
	return &spread->graph->nodes[index];
}

static void put_on_level(struct spread *spread, uint32_t step, uint32_t level)
{
	while (spread->levels->len <= level)
		g_ptr_array_add(spread->levels,
				g_array_new(FALSE, FALSE, sizeof(uint32_t)));
	g_array_append_val((GArray *)spread->levels->pdata[level], step);
}

/* Whether the step's state was reached before; if not, notes that it is. */
static bool is_known(struct spread *spread, const struct impact_step *step)
{
	struct impact_step *key;
	uint32_t *found = &spread->found[step->effect][step->node];

	/* What holds for all columns holds for each, and what needs the object
	 * is fed by it, too. */
	if (*found || (step->effect == EFFECT_FED &&
		       spread->found[EFFECT_NEEDS][step->node]))
		return true;
	if (!step->column) {
		*found = 1;
		return false;
	}
	if (g_hash_table_contains(spread->by_column, step))
		return true;
	key = arena_memdup(&spread->impact->arena, step, sizeof(*step));
	g_hash_table_add(spread->by_column, key);
	return false;
}

static void reach(struct spread *spread, uint32_t before, uint32_t node,
		  uint32_t edge, enum effect effect, const char *column,
		  enum confidence most)
{
	struct impact *impact = spread->impact;
	struct impact_step step = {.node = node,
				   .edge = edge,
				   .before = before,
				   .level = impact->steps[before].level + 1,
				   .effect = effect,
				   .confidence = spread->least,
				   .column = column};

	if (edge != GRAPH_ABSENT)
		most = MIN(most, spread->graph->edges[edge].confidence);
	if (most < spread->least || is_known(spread, &step))
		return;
	put_on_level(spread, impact->n_steps, step.level);
	*ARENA_PUSH(&impact->arena, impact->steps, impact->n_steps) = step;
}

/* --- what one statement reads and writes --- */

static int compare_flows(gconstpointer a, gconstpointer b)
{
	const struct flow *x = a, *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->statement != y->statement)
		return x->statement < y->statement ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

/* False where it is not known in which statement the evidence lies. */
static bool flow_of(const struct spread *spread,
		    const struct evidence *evidence, struct flow *flow)
{
	flow->place = evidence->path;
	if (!flow->place && evidence->object != GRAPH_ABSENT)
		flow->place = node_at(spread, evidence->object);
	flow->statement = evidence->statement;
	flow->line = evidence->statement_line;
	return flow->place && (flow->statement || flow->line);
}

/* What the node writes, by statement. */
static const GArray *flows_of(struct spread *spread, uint32_t index)
{
	gpointer key = GUINT_TO_POINTER(index + 1);
	GArray *flows = g_hash_table_lookup(spread->flows, key);
	const struct node *node = node_at(spread, index);

	if (flows)
		return flows;
	flows = g_array_new(FALSE, TRUE, sizeof(struct flow));
	for (uint32_t i = 0; i < node->n_out; i++) {
		const struct edge *edge = &spread->graph->edges[node->out[i]];

		if (edge->kind != EDGE_WRITES)
			continue;
		for (uint32_t e = 0; e < edge->n_evidence; e++) {
			struct flow flow = {.edge = node->out[i]};

			if (flow_of(spread, &edge->evidence[e], &flow))
				g_array_append_val(flows, flow);
		}
	}
	/* The order among equals is that of the edges, which are sorted. */
	g_array_sort(flows, compare_flows);
	g_hash_table_insert(spread->flows, key, flows);
	return flows;
}

/* The first flow that is not before the wanted one. */
static guint lower_bound(const GArray *flows, const struct flow *wanted)
{
	guint low = 0, high = flows->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (compare_flows(&g_array_index(flows, struct flow, middle),
				  wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * What an accessor writes in the statements by which it reads. Only such a
 * step says which of its reads feeds: its effect is EFFECT_RUN, its edge the
 * read.
 */
static void spread_flows(struct spread *spread, uint32_t before)
{
	const struct edge *read =
		&spread->graph->edges[spread->impact->steps[before].edge];
	const GArray *flows = flows_of(spread, read->from);

	for (uint32_t e = 0; flows->len && e < read->n_evidence; e++) {
		struct flow wanted = {0};

		if (!flow_of(spread, &read->evidence[e], &wanted))
			continue;
		for (guint i = lower_bound(flows, &wanted); i < flows->len;
		     i++) {
			const struct flow *flow =
				&g_array_index(flows, struct flow, i);

			if (compare_flows(flow, &wanted) != 0)
				break;
			reach(spread, before,
			      spread->graph->edges[flow->edge].to, flow->edge,
			      EFFECT_FED, NULL, CONFIDENCE_CERTAIN);
		}
	}
}

/* The accessor along a read may stand there by another way already, so this
 * step stands beside the one that reach() made. */
static void add_flow_step(struct spread *spread, uint32_t before,
			  uint32_t index)
{
	struct impact *impact = spread->impact;
	const struct edge *edge = &spread->graph->edges[index];
	struct impact_step step = {.node = edge->from,
				   .edge = index,
				   .before = before,
				   .level = impact->steps[before].level + 1,
				   .effect = EFFECT_RUN,
				   .confidence = spread->least};

	if (edge->kind != EDGE_READS || edge->confidence < spread->least ||
	    spread->flowed[index] || flows_of(spread, edge->from)->len == 0)
		return;
	spread->flowed[index] = 1;
	put_on_level(spread, impact->n_steps, step.level);
	*ARENA_PUSH(&impact->arena, impact->steps, impact->n_steps) = step;
}

/* --- columns --- */

static const char *last_part(const struct node *node)
{
	return node->n_parts ? node->parts[node->n_parts - 1] : node->name;
}

static uint32_t relation_of(const struct graph *graph,
			    const struct node *column)
{
	for (uint32_t i = 0; i < column->n_in; i++)
		if (graph->edges[column->in[i]].kind == EDGE_CONTAINS)
			return graph->edges[column->in[i]].from;
	return GRAPH_ABSENT;
}

/* What a migration did once is a record of the past: its definitions need
 * nothing, and nothing derives by it any more. */
static bool is_living(const struct edge *edge)
{
	for (uint32_t i = 0; i < edge->n_evidence; i++)
		if (edge->evidence[i].scope != SCOPE_MIGRATION)
			return true;
	return edge->n_evidence == 0;
}

static void spread_derived(struct spread *spread, uint32_t before,
			   const struct node *column, enum effect effect)
{
	const struct graph *graph = spread->graph;

	for (uint32_t i = 0; i < column->n_out; i++) {
		const struct edge *edge = &graph->edges[column->out[i]];
		const struct node *derived = node_at(spread, edge->to);
		uint32_t relation = relation_of(graph, derived);
		bool view;

		if (edge->kind != EDGE_DERIVES || relation == GRAPH_ABSENT ||
		    !is_living(edge))
			continue;
		view = graph->nodes[relation].kind == NODE_VIEW ||
		       graph->nodes[relation].kind == NODE_MATVIEW;
		reach(spread, before, relation, column->out[i],
		      view ? effect : EFFECT_FED,
		      fold_column(spread, last_part(derived)),
		      CONFIDENCE_CERTAIN);
	}
}

/* Columns of other relations that derive from this one's. */
static void spread_column(struct spread *spread, uint32_t before)
{
	struct impact_step step = spread->impact->steps[before];
	const struct node *relation = node_at(spread, step.node);

	for (uint32_t i = 0; i < relation->n_out; i++) {
		const struct edge *edge =
			&spread->graph->edges[relation->out[i]];
		const struct node *child = node_at(spread, edge->to);

		if (edge->kind == EDGE_CONTAINS && child->kind == NODE_COLUMN &&
		    g_ascii_strcasecmp(last_part(child), step.column) == 0)
			spread_derived(spread, before, child, step.effect);
	}
}

/* Whether some column of the view derives from the column. */
static bool has_lineage(const struct spread *spread,
			const struct impact_step *step, uint32_t view)
{
	const struct graph *graph = spread->graph;
	const struct node *node = node_at(spread, view);

	for (uint32_t i = 0; i < node->n_out; i++) {
		const struct edge *contains = &graph->edges[node->out[i]];
		const struct node *child = node_at(spread, contains->to);

		if (contains->kind != EDGE_CONTAINS)
			continue;
		for (uint32_t d = 0; d < child->n_in; d++) {
			const struct edge *edge = &graph->edges[child->in[d]];
			const struct node *from = node_at(spread, edge->from);

			if (edge->kind == EDGE_DERIVES &&
			    relation_of(graph, from) == step->node &&
			    g_ascii_strcasecmp(last_part(from), step->column) ==
				    0)
				return true;
		}
	}
	return false;
}

/*
 * How sure it is that the accessor uses what counts at the step. A view that
 * only takes the column over needs it for the columns that derive from it,
 * which lineage says; a view that joins or filters by it, as a whole.
 */
static enum confidence usage(const struct spread *spread,
			     const struct impact_step *step,
			     const struct edge *edge)
{
	const uint32_t output = ROLE_SELECT | ROLE_STAR;
	const struct node *from = node_at(spread, edge->from);
	uint32_t roles;

	if (!step->column)
		return CONFIDENCE_CERTAIN;
	if (edge->n_columns == 0)
		return CONFIDENCE_POSSIBLE;
	roles = walk_roles(edge, step->column);
	if ((from->kind == NODE_VIEW || from->kind == NODE_MATVIEW) &&
	    !(roles & ~output) && has_lineage(spread, step, edge->from))
		return CONFIDENCE_NONE;
	return roles ? CONFIDENCE_CERTAIN : CONFIDENCE_NONE;
}

/* --- what spreads from where --- */

static void spread_accessor(struct spread *spread, uint32_t before,
			    uint32_t index)
{
	const struct edge *edge = &spread->graph->edges[index];
	struct impact_step step = spread->impact->steps[before];
	enum confidence most = usage(spread, &step, edge);
	enum effect effect =
		step.effect == EFFECT_FED ? EFFECT_FED : EFFECT_NEEDS;

	if (most == CONFIDENCE_NONE)
		return;
	/* A default that mentions a sequence fails where rows are added. */
	if (edge->kind == EDGE_MENTIONS &&
	    node_is_relation(node_at(spread, edge->from)))
		effect = EFFECT_WRITES;
	reach(spread, before, edge->from, index, effect, NULL, most);
	if (!step.column)
		add_flow_step(spread, before, index);
}

static bool needs_along(enum edge_kind kind, enum effect effect)
{
	switch (effect) {
	case EFFECT_NEEDS:
		return kind == EDGE_READS || kind == EDGE_WRITES ||
		       kind == EDGE_MENTIONS || kind == EDGE_DEFINES;
	case EFFECT_FED:
		return kind == EDGE_READS;
	case EFFECT_WRITES:
		return kind == EDGE_WRITES;
	default:
		return false;
	}
}

/* Partitions, roots, copies, triggers. */
static void spread_parts(struct spread *spread, uint32_t before)
{
	struct impact_step step = spread->impact->steps[before];
	const struct node *node = node_at(spread, step.node);

	for (uint32_t i = 0; i < node->n_out; i++) {
		const struct edge *edge = &spread->graph->edges[node->out[i]];
		const struct node *to = node_at(spread, edge->to);

		if (edge->kind == EDGE_CONTAINS && node_is_relation(to))
			reach(spread, before, edge->to, node->out[i],
			      step.effect, step.column, CONFIDENCE_CERTAIN);
		else if (edge->kind == EDGE_REPLICATES)
			reach(spread, before, edge->to, node->out[i],
			      EFFECT_FED, step.column, CONFIDENCE_CERTAIN);
		else if (edge->kind == EDGE_FIRES &&
			 step.effect != EFFECT_WRITES)
			reach(spread, before, edge->to, node->out[i],
			      EFFECT_RUN, NULL, usage(spread, &step, edge));
	}
	for (uint32_t i = 0; i < node->n_in; i++) {
		const struct edge *edge = &spread->graph->edges[node->in[i]];

		if (edge->kind == EDGE_CONTAINS &&
		    node_is_relation(node_at(spread, edge->from)))
			reach(spread, before, edge->from, node->in[i],
			      step.effect, step.column, CONFIDENCE_CERTAIN);
	}
}

static void spread_relation(struct spread *spread, uint32_t before)
{
	struct impact_step step = spread->impact->steps[before];
	const struct node *node = node_at(spread, step.node);

	for (uint32_t i = 0; i < node->n_in; i++) {
		const struct edge *edge = &spread->graph->edges[node->in[i]];

		if (needs_along(edge->kind, step.effect) &&
		    (edge->kind != EDGE_DEFINES || is_living(edge)))
			spread_accessor(spread, before, node->in[i]);
	}
	spread_parts(spread, before);
	if (step.column)
		spread_column(spread, before);
}

/* What a trigger, or a routine that one runs, writes. */
static void spread_effects(struct spread *spread, uint32_t before)
{
	const struct node *node =
		node_at(spread, spread->impact->steps[before].node);

	for (uint32_t i = 0; i < node->n_out; i++) {
		const struct edge *edge = &spread->graph->edges[node->out[i]];

		if (edge->kind == EDGE_WRITES)
			reach(spread, before, edge->to, node->out[i],
			      EFFECT_FED, NULL, CONFIDENCE_CERTAIN);
		else if (edge->kind == EDGE_CALLS)
			reach(spread, before, edge->to, node->out[i],
			      EFFECT_RUN, NULL, CONFIDENCE_CERTAIN);
	}
}

/* A file that something runs or calls as a whole. */
static bool is_run(const struct spread *spread, uint32_t index)
{
	const struct node *node = node_at(spread, index);

	for (uint32_t i = 0; i < node->n_in; i++) {
		enum edge_kind kind = spread->graph->edges[node->in[i]].kind;

		if (kind == EDGE_RUNS || kind == EDGE_CALLS)
			return true;
	}
	return false;
}

static void spread_up(struct spread *spread, uint32_t before, uint32_t index)
{
	const struct edge *edge = &spread->graph->edges[index];
	enum effect effect = spread->impact->steps[before].effect;

	switch (node_at(spread, edge->from)->kind) {
	case NODE_REPORT:
	case NODE_PIPELINE:
		reach(spread, before, edge->from, index, effect, NULL,
		      CONFIDENCE_CERTAIN);
		break;
	case NODE_FILE:
	case NODE_SCRIPT:
		/* Heuristic: who runs a file runs what stands in it. Wrong
		 * where the function is never called from there. */
		if (is_run(spread, edge->from))
			reach(spread, before, edge->from, index, effect, NULL,
			      CONFIDENCE_LIKELY);
		break;
	default:
		break;
	}
}

/* A routine, function, trigger, job, report: who calls or runs it. */
static void spread_caller(struct spread *spread, uint32_t before)
{
	struct impact_step step = spread->impact->steps[before];
	const struct node *node = node_at(spread, step.node);

	for (uint32_t i = 0; i < node->n_in; i++) {
		const struct edge *edge = &spread->graph->edges[node->in[i]];

		switch (edge->kind) {
		case EDGE_CALLS:
		case EDGE_RUNS:
		case EDGE_READS:
		case EDGE_MENTIONS:
			spread_accessor(spread, before, node->in[i]);
			break;
		case EDGE_FIRES:
			if (step.effect == EFFECT_NEEDS)
				reach(spread, before, edge->from, node->in[i],
				      EFFECT_WRITES, NULL, CONFIDENCE_CERTAIN);
			break;
		case EDGE_CONTAINS:
			spread_up(spread, before, node->in[i]);
			break;
		default:
			break;
		}
	}
	if (node->kind == NODE_TRIGGER)
		spread_effects(spread, before);
}

static bool is_container(const struct node *node)
{
	switch (node->kind) {
	case NODE_DATABASE:
	case NODE_SCHEMA:
	case NODE_SERVER:
	case NODE_REPOSITORY:
	case NODE_FILE:
	case NODE_CLASS:
	case NODE_REPORT:
		return true;
	default:
		return false;
	}
}

/* What is inside of the object that was asked for goes with it. */
static void spread_contents(struct spread *spread, uint32_t before)
{
	const struct node *node =
		node_at(spread, spread->impact->steps[before].node);

	for (uint32_t i = 0; i < node->n_out; i++) {
		const struct edge *edge = &spread->graph->edges[node->out[i]];

		if (edge->kind == EDGE_CONTAINS)
			reach(spread, before, edge->to, node->out[i],
			      EFFECT_NEEDS, NULL, CONFIDENCE_CERTAIN);
	}
}

/* Whether the step is the object, or inside of it all the way. */
static bool is_inside(const struct spread *spread, uint32_t step)
{
	const struct impact_step *steps = spread->impact->steps;

	for (; step != 0; step = steps[step].before) {
		const struct edge *edge;

		if (steps[step].edge == GRAPH_ABSENT)
			return false;
		edge = &spread->graph->edges[steps[step].edge];
		if (edge->kind != EDGE_CONTAINS ||
		    edge->to != steps[step].node ||
		    !is_container(node_at(spread, edge->from)))
			return false;
	}
	return true;
}

static void spread_from(struct spread *spread, uint32_t index)
{
	struct impact_step step = spread->impact->steps[index];
	const struct node *node = node_at(spread, step.node);

	if (step.effect == EFFECT_RUN &&
	    spread->graph->edges[step.edge].kind == EDGE_READS)
		spread_flows(spread, index);
	else if (node_is_relation(node))
		spread_relation(spread, index);
	else if (step.effect == EFFECT_RUN)
		spread_effects(spread, index);
	else
		spread_caller(spread, index);
	if (is_container(node) && is_inside(spread, index))
		spread_contents(spread, index);
}

/* Readers by a bare name that no catalog defines may mean the object. */
static void spread_names(struct spread *spread)
{
	const struct impact *impact = spread->impact;
	const struct node *object = node_at(spread, impact->node);

	if (!node_is_relation(object))
		return;
	for (uint32_t i = 0; i < spread->graph->n_nodes; i++)
		if (i != impact->node &&
		    walk_name_fits(node_at(spread, i), object))
			reach(spread, 0, i, GRAPH_ABSENT, EFFECT_NEEDS,
			      impact->steps[0].column, CONFIDENCE_POSSIBLE);
}

/* Surest ways first: each pass takes less sure edges, too, and goes on from
 * all that was reached before, the nearest first. */
static void spread_pass(struct spread *spread, enum confidence least)
{
	spread->least = least;
	if (least == CONFIDENCE_POSSIBLE)
		spread_names(spread);
	for (guint level = 0; level < spread->levels->len; level++)
		for (guint i = 0;
		     i < ((GArray *)spread->levels->pdata[level])->len; i++)
			spread_from(
				spread,
				g_array_index(
					(GArray *)spread->levels->pdata[level],
					uint32_t, i));
}

/* --- the whole --- */

static void free_array(gpointer array)
{
	g_array_free(array, TRUE);
}

static void spread_init(struct spread *spread, struct impact *impact)
{
	*spread = (struct spread){.graph = impact->graph, .impact = impact};
	for (unsigned i = 0; i <= EFFECT_RUN; i++)
		spread->found[i] = g_new0(uint32_t, impact->graph->n_nodes);
	spread->by_column = g_hash_table_new(step_hash, step_equal);
	spread->columns = g_hash_table_new(g_str_hash, g_str_equal);
	spread->flows = g_hash_table_new_full(NULL, NULL, NULL, free_array);
	spread->flowed = g_new0(guint8, impact->graph->n_edges);
	spread->levels = g_ptr_array_new_with_free_func(free_array);
}

static void spread_release(struct spread *spread)
{
	for (unsigned i = 0; i <= EFFECT_RUN; i++)
		g_free(spread->found[i]);
	g_free(spread->flowed);
	g_hash_table_unref(spread->by_column);
	g_hash_table_unref(spread->columns);
	g_hash_table_unref(spread->flows);
	g_ptr_array_unref(spread->levels);
}

struct impact *impact_new(const struct graph *graph, uint32_t node,
			  const char *column)
{
	struct impact *impact = g_new0(struct impact, 1);
	struct impact_step object = {.node = node,
				     .edge = GRAPH_ABSENT,
				     .confidence = CONFIDENCE_CERTAIN};
	struct spread spread;

	impact->graph = graph;
	impact->node = node;
	arena_init(&impact->arena);
	spread_init(&spread, impact);
	if (column)
		impact->column = object.column = fold_column(&spread, column);
	is_known(&spread, &object);
	*ARENA_PUSH(&impact->arena, impact->steps, impact->n_steps) = object;
	put_on_level(&spread, 0, 0);
	spread_pass(&spread, CONFIDENCE_CERTAIN);
	spread_pass(&spread, CONFIDENCE_LIKELY);
	spread_pass(&spread, CONFIDENCE_POSSIBLE);
	spread_release(&spread);
	impact_collect(impact);
	return impact;
}

void impact_free(struct impact *impact)
{
	if (!impact)
		return;
	arena_release(&impact->arena);
	g_free(impact);
}
