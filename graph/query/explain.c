#include "graph/query/explain.h"

#include <stdlib.h>
#include <string.h>

/* Who has a statement of some fingerprint. Sorted by both. */
struct template
{
	uint64_t fingerprint;
	uint32_t node;
	const struct evidence *evidence;
};

struct search {
	const struct graph *graph;
	struct explain *explain;
	GArray *templates;  /* struct template */
	GHashTable *prints; /* fingerprint that was seen */
	GHashTable *heard; /* source id of whose catalog statements are known */
};

static bool is_seen(const struct graph *graph, uint32_t node)
{
	return graph->nodes[node].kind == NODE_STATEMENT;
}

/* --- what servers have seen ----------------------------------------------- */

static uint64_t fingerprint_of(const struct graph *graph,
			       const struct node *node)
{
	for (uint32_t i = 0; i < node->n_out; i++) {
		const struct edge *edge = &graph->edges[node->out[i]];

		for (uint32_t e = 0; e < edge->n_evidence; e++)
			if (edge->evidence[e].statement)
				return edge->evidence[e].statement;
	}
	return 0;
}

static void find_seen(struct search *search)
{
	const struct graph *graph = search->graph;
	struct explain *explain = search->explain;

	for (uint32_t i = 0; i < graph->n_nodes; i++) {
		const struct node *node = &graph->nodes[i];
		const char *calls = node_attribute(node, "calls");
		struct seen_statement *seen;

		if (node->kind != NODE_STATEMENT)
			continue;
		seen = ARENA_PUSH(&explain->arena, explain->seen,
				  explain->n_seen);
		seen->node = i;
		seen->fingerprint = fingerprint_of(graph, node);
		seen->calls = calls ? g_ascii_strtoull(calls, NULL, 10) : 0;
		seen->role = node_attribute(node, "role");
		if (node->source)
			g_hash_table_add(search->heard, (gpointer)node->source);
	}
	/* The array is whole: its numbers stay where they are. */
	for (uint32_t i = 0; i < explain->n_seen; i++)
		g_hash_table_add(search->prints, &explain->seen[i].fingerprint);
}

/* --- what code sends ------------------------------------------------------ */

static int compare_templates(const void *a, const void *b)
{
	const struct template *x = a, *y = b;

	if (x->fingerprint != y->fingerprint)
		return x->fingerprint < y->fingerprint ? -1 : 1;
	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	return x->evidence < y->evidence ? -1 : x->evidence > y->evidence;
}

static void find_templates(struct search *search)
{
	const struct graph *graph = search->graph;

	for (uint32_t i = 0; i < graph->n_edges; i++) {
		const struct edge *edge = &graph->edges[i];

		if (!edge_is_access(edge) || is_seen(graph, edge->from))
			continue;
		for (uint32_t e = 0; e < edge->n_evidence; e++) {
			const struct evidence *evidence = &edge->evidence[e];
			struct template template = {evidence->statement,
						    edge->from, evidence};

			/* Of a catalog's own code: it runs in the server. */
			if (evidence->statement && evidence->path)
				g_array_append_val(search->templates, template);
		}
	}
	g_array_sort(search->templates, compare_templates);
}

/* The first template that is not before the fingerprint. */
static guint find_template(const struct search *search, uint64_t fingerprint)
{
	guint from = 0, to = search->templates->len;

	while (from < to) {
		guint middle = from + (to - from) / 2;

		if (g_array_index(search->templates, struct template, middle)
			    .fingerprint < fingerprint)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static void add_accessor(struct seen_statement *seen, uint32_t node,
			 enum confidence confidence)
{
	for (uint32_t i = 0; i < seen->n_accessors; i++)
		if (seen->accessors[i] == node)
			return;
	seen->confidence = confidence;
	seen->n_all++;
	if (seen->n_accessors < EXPLAIN_NAMED_MAX)
		seen->accessors[seen->n_accessors++] = node;
}

static void explain_by_print(struct search *search, struct seen_statement *seen)
{
	uint32_t last = GRAPH_ABSENT;

	if (!seen->fingerprint)
		return;
	for (guint i = find_template(search, seen->fingerprint);
	     i < search->templates->len; i++) {
		const struct template *template =
			&g_array_index(search->templates, struct template, i);

		if (template->fingerprint != seen->fingerprint)
			return;
		/* Equal nodes lie together. */
		if (template->node != last)
			add_accessor(seen, template->node, CONFIDENCE_CERTAIN);
		last = template->node;
	}
}

/* --- by tables ------------------------------------------------------------ */

/* An ORM writes the SQL, or the code's own statement has unknown parts. */
static bool is_open(const struct evidence *evidence)
{
	return evidence->path &&
	       (!evidence->statement || evidence->via == VIA_ORM ||
		evidence->confidence < CONFIDENCE_CERTAIN);
}

static bool fits(const struct graph *graph, uint32_t accessor,
		 const struct edge *wanted)
{
	const struct node *node = &graph->nodes[accessor];

	for (uint32_t i = 0; i < node->n_out; i++) {
		const struct edge *edge = &graph->edges[node->out[i]];

		if (edge->to != wanted->to || edge->kind != wanted->kind)
			continue;
		for (uint32_t e = 0; e < edge->n_evidence; e++)
			if (is_open(&edge->evidence[e]) &&
			    !(wanted->operations &
			      ~edge->evidence[e].operations))
				return true;
	}
	return false;
}

static bool fits_all(const struct graph *graph, uint32_t accessor,
		     const struct node *statement)
{
	for (uint32_t i = 0; i < statement->n_out; i++) {
		const struct edge *edge = &graph->edges[statement->out[i]];

		if (edge_is_access(edge) && !fits(graph, accessor, edge))
			return false;
	}
	return true;
}

/* The table of the statement that the fewest others access. */
static const struct edge *rarest(const struct graph *graph,
				 const struct node *statement)
{
	const struct edge *found = NULL;

	for (uint32_t i = 0; i < statement->n_out; i++) {
		const struct edge *edge = &graph->edges[statement->out[i]];

		if (edge_is_access(edge) &&
		    (!found || graph->nodes[edge->to].n_in <
				       graph->nodes[found->to].n_in))
			found = edge;
	}
	return found;
}

static void explain_by_tables(struct search *search,
			      struct seen_statement *seen)
{
	const struct graph *graph = search->graph;
	const struct node *statement = &graph->nodes[seen->node];
	const struct edge *first = rarest(graph, statement);
	const struct node *table = first ? &graph->nodes[first->to] : NULL;

	for (uint32_t i = 0; table && i < table->n_in; i++) {
		const struct edge *edge = &graph->edges[table->in[i]];

		if (edge->kind == first->kind && !is_seen(graph, edge->from) &&
		    fits_all(graph, edge->from, statement))
			add_accessor(seen, edge->from, CONFIDENCE_POSSIBLE);
	}
}

/* --- what was never seen -------------------------------------------------- */

static int compare_unseen(const void *a, const void *b)
{
	const struct unseen_statement *x = a, *y = b;

	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	if (x->evidence->line != y->evidence->line)
		return x->evidence->line < y->evidence->line ? -1 : 1;
	return x->fingerprint < y->fingerprint
		       ? -1
		       : x->fingerprint > y->fingerprint;
}

/* The nodes that access a catalog of which statements are known. */
static guint8 *find_heard(const struct search *search)
{
	const struct graph *graph = search->graph;
	guint8 *heard = g_new0(guint8, graph->n_nodes + 1);

	for (uint32_t i = 0; i < graph->n_edges; i++) {
		const struct edge *edge = &graph->edges[i];
		const char *source = graph->nodes[edge->to].source;

		if (edge_is_access(edge) && source &&
		    g_hash_table_contains(search->heard, source))
			heard[edge->from] = 1;
	}
	return heard;
}

static void find_unseen(struct search *search)
{
	struct explain *explain = search->explain;
	guint8 *heard = find_heard(search);
	const struct template *last = NULL;

	for (guint i = 0; i < search->templates->len; i++) {
		const struct template *template =
			&g_array_index(search->templates, struct template, i);
		bool again = last && last->node == template->node &&
			     last->fingerprint == template->fingerprint;
		struct unseen_statement *unseen;

		last = template;
		if (again || !heard[template->node] ||
		    g_hash_table_contains(search->prints,
					  &template->fingerprint))
			continue;
		unseen = ARENA_PUSH(&explain->arena, explain->unseen,
				    explain->n_unseen);
		unseen->node = template->node;
		unseen->fingerprint = template->fingerprint;
		unseen->evidence = template->evidence;
	}
	if (explain->n_unseen)
		qsort(explain->unseen, explain->n_unseen,
		      sizeof(*explain->unseen), compare_unseen);
	g_free(heard);
}

/* --- all ------------------------------------------------------------------ */

static int compare_seen(const void *a, const void *b)
{
	const struct seen_statement *x = a, *y = b;

	if (x->calls != y->calls)
		return x->calls > y->calls ? -1 : 1;
	return x->node < y->node ? -1 : x->node > y->node;
}

struct explain *explain_new(const struct graph *graph)
{
	struct explain *explain = g_new0(struct explain, 1);
	struct search search = {
		.graph = graph,
		.explain = explain,
		.templates = g_array_new(FALSE, FALSE, sizeof(struct template)),
		.prints = g_hash_table_new(g_int64_hash, g_int64_equal),
		.heard = g_hash_table_new(NULL, NULL),
	};

	arena_init(&explain->arena);
	find_seen(&search);
	find_templates(&search);
	find_unseen(&search);
	g_hash_table_unref(search.prints);
	for (uint32_t i = 0; i < explain->n_seen; i++) {
		struct seen_statement *seen = &explain->seen[i];

		explain_by_print(&search, seen);
		if (!seen->n_all)
			explain_by_tables(&search, seen);
	}
	if (explain->n_seen)
		qsort(explain->seen, explain->n_seen, sizeof(*explain->seen),
		      compare_seen);
	g_array_unref(search.templates);
	g_hash_table_unref(search.heard);
	return explain;
}

void explain_free(struct explain *explain)
{
	arena_release(&explain->arena);
	g_free(explain);
}
