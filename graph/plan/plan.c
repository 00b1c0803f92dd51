#include "graph/plan/plan.h"

#include <string.h>

#include "graph/plan/plan_private.h"
#include "graph/query/explain.h"

#define WORD(constant, name) name,

static const char *const tie_names[] = {TIE_KINDS(WORD)};
static const char *const strategy_names[] = {STRATEGIES(WORD)};
static const char *const bridge_names[] = {BRIDGES(WORD)};

const struct kind_list TIE_KIND = {"tie", false, G_N_ELEMENTS(tie_names),
				   tie_names};
const struct kind_list STRATEGY = {
	"strategy", false, G_N_ELEMENTS(strategy_names), strategy_names};
const struct kind_list BRIDGE_KIND = {"bridge", false,
				      G_N_ELEMENTS(bridge_names), bridge_names};

void planner_note(struct planner *planner, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_ptr_array_add(planner->undecided, arena_vprintf(&planner->plan->arena,
							  format, arguments));
	va_end(arguments);
}

/* --- making it --- */

/* Statements that code is known to send are that code's. */
static void find_explained(struct planner *planner)
{
	const struct graph *graph = planner->graph;
	struct explain *explain;
	bool any = false;

	for (uint32_t i = 0; i < graph->n_nodes && !any; i++)
		any = graph->nodes[i].kind == NODE_STATEMENT;
	if (!any)
		return;
	explain = explain_new(graph);
	for (uint32_t i = 0; i < explain->n_seen; i++)
		if (explain->seen[i].confidence == CONFIDENCE_CERTAIN)
			planner->is_explained[explain->seen[i].node] = 1;
	explain_free(explain);
}

static void note_size(struct planner *planner)
{
	const struct plan *plan = planner->plan;
	uint32_t unowned = 0;

	if (plan->n_tables == 0)
		planner_note(planner,
			     "there is nothing to plan: the map holds "
			     "no table%s",
			     planner->settings->source ? " of that source"
						       : "");
	for (uint32_t i = 0; i < plan->n_slices; i++)
		unowned += plan->slices[i].n_unowned;
	if (unowned)
		planner_note(planner,
			     "%u readers and writers have no owner; each slice "
			     "names its own",
			     unowned);
}

static void free_array(gpointer array)
{
	g_array_free(array, TRUE);
}

struct plan *plan_new(const struct graph *graph,
		      const struct plan_settings *settings)
{
	struct plan *plan = g_new0(struct plan, 1);
	struct planner planner = {
		.plan = plan, .graph = graph, .settings = settings};

	plan->graph = graph;
	plan->settings = settings;
	arena_init(&plan->arena);
	planner.table_of = g_new0(uint32_t, graph->n_nodes + 1);
	planner.is_explained = g_new0(guint8, graph->n_nodes + 1);
	planner.bases = g_hash_table_new_full(NULL, NULL, NULL, free_array);
	planner.uses = g_array_new(FALSE, FALSE, sizeof(struct use));
	planner.undecided = g_ptr_array_new();
	planner.hubs = g_string_new(NULL);
	find_explained(&planner);
	tables_collect(&planner);
	ties_collect(&planner);
	slices_make(&planner);
	cuts_find(&planner);
	bridges_collect(&planner);
	spots_collect(&planner);
	waves_make(&planner);
	strategy_choose(&planner);
	note_size(&planner);
	plan->n_undecided = planner.undecided->len;
	plan->undecided = arena_memdup(&plan->arena, planner.undecided->pdata,
				       planner.undecided->len * sizeof(char *));
	g_ptr_array_unref(planner.undecided);
	g_string_free(planner.hubs, TRUE);
	g_array_free(planner.uses, TRUE);
	g_hash_table_unref(planner.bases);
	g_free(planner.is_explained);
	g_free(planner.table_of);
	return plan;
}

void plan_free(struct plan *plan)
{
	if (!plan)
		return;
	arena_release(&plan->arena);
	g_free(plan);
}

uint32_t plan_slice_find(const struct plan *plan, const char *name)
{
	uint32_t low = 0, high = plan->n_slices;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (strcmp(plan->slices[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < plan->n_slices && strcmp(plan->slices[low].name, name) == 0
		       ? low
		       : PLAN_ABSENT;
}

/* --- sentences --- */

static const char *name_of(const struct plan *plan, uint32_t table)
{
	return plan->graph->nodes[plan->tables[table].node].name;
}

/* "trigger public.t.x fires on one and writes the other". */
static char *tie_text(const struct plan *plan, enum tie_kind kind, uint32_t via)
{
	static const char *const does[N_TIE_KINDS] = {
		[TIE_TRIGGER] = "carries writes from one to the other",
		[TIE_ROUTINE_WRITES] = "writes both",
		[TIE_KEY] = "refers to the other by a foreign key",
		[TIE_WRITER] = "writes both",
		[TIE_ROUTINE] = "uses both",
		[TIE_VIEW] = "reads both",
		[TIE_STATEMENT] = "writes one and reads the other in one "
				  "statement",
		[TIE_JOIN] = "reads both in one statement"};
	const struct node *node = &plan->graph->nodes[via];

	return g_strdup_printf("%s %s %s", kind_name(&NODE_KIND, node->kind),
			       node->name, does[kind]);
}

char *plan_pair_text(const struct plan *plan, const struct plan_pair *pair)
{
	char *first = tie_text(plan, pair->kind, pair->via);
	GString *text = g_string_new(first);
	const char *join = "; also";

	g_free(first);
	for (unsigned i = 0; i < N_TIE_KINDS; i++) {
		uint32_t n = pair->counts[i] - (i == pair->kind);

		if (n == 0 || n > pair->counts[i])
			continue;
		g_string_append_printf(text, "%s %u %s", join, n,
				       kind_name(&TIE_KIND, i));
		join = ",";
	}
	return g_string_free(text, FALSE);
}

char *plan_merge_text(const struct plan *plan, const struct plan_merge *merge)
{
	const char *a = name_of(plan, merge->a), *b = name_of(plan, merge->b);
	char *pair = merge->pair == PLAN_ABSENT
			     ? NULL
			     : plan_pair_text(plan, &plan->pairs[merge->pair]);
	char *text;

	switch (merge->kind) {
	case MERGE_TOGETHER:
		text = g_strdup_printf("%s and %s: the team says so "
				       "(unmoor.yaml:%u)%s%s",
				       a, b, merge->line, pair ? "; " : "",
				       pair ? pair : "");
		break;
	case MERGE_PACKED:
		text = g_strdup_printf("%s and %s: both hang on the same full "
				       "slice, the second with %u %% of its "
				       "ties (%s)",
				       a, b, merge->share, pair ? pair : "");
		break;
	case MERGE_UNTIED:
		text = g_strdup_printf("%s and %s: nothing known ties either "
				       "to any table; same schema",
				       a, b);
		break;
	default:
		text = g_strdup_printf("%s and %s: %s; %u %% of what ties one "
				       "of the two sides",
				       a, b, pair ? pair : "", merge->share);
		break;
	}
	g_free(pair);
	return text;
}

char *plan_arc_text(const struct plan *plan, const struct plan_arc *arc)
{
	const struct node *via = &plan->graph->nodes[arc->via];
	const char *from = name_of(plan, arc->from);
	const char *to = name_of(plan, arc->to);

	if (arc->kind == TIE_KEY)
		return g_strdup_printf("%s refers to %s", from, to);
	if (arc->kind == TIE_TRIGGER)
		return g_strdup_printf("writing %s writes %s (trigger %s)",
				       from, to, via->name);
	return g_strdup_printf("%s %s writes %s and %s",
			       kind_name(&NODE_KIND, via->kind), via->name,
			       from, to);
}

char *plan_bridge_text(const struct plan *plan,
		       const struct plan_bridge *bridge)
{
	static const char *const does[N_BRIDGE_KINDS] = {
		[BRIDGE_KEY] = "refers to",
		[BRIDGE_TRIGGER] = "works on both sides",
		[BRIDGE_ROUTINE] = "uses both sides in one place",
		[BRIDGE_VIEW] = "reads both sides",
		[BRIDGE_WRITER] = "writes both sides",
		[BRIDGE_STATEMENT] =
			"writes one side and reads the other in one statement",
		[BRIDGE_READER] = "reads both sides in one statement",
		[BRIDGE_REPLICATION] = "is needed as a copy on both sides"};
	const struct node *node = &plan->graph->nodes[bridge->node];

	return g_strdup_printf(
		"%s %s %s%s%s", kind_name(&NODE_KIND, node->kind), node->name,
		does[bridge->kind], bridge->to == PLAN_ABSENT ? "" : " ",
		bridge->to == PLAN_ABSENT
			? ""
			: plan->graph->nodes[bridge->to].name);
}
