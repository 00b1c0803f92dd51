/* Cutting a part out of a finished graph, as a graph of its own. */

#include <string.h>

#include "graph/graph_private.h"

struct cut {
	const struct graph *from;
	struct graph *to;
	uint32_t *index; /* old node -> new node, or GRAPH_ABSENT */
	bool (*edge)(const struct graph *graph, const struct edge *edge,
		     void *payload);
	bool (*spot)(const struct graph *graph, const struct blind_spot *spot,
		     void *payload);
	void *payload;
	const char *without; /* evidence of this source is left out; or NULL */
};

static void cut_node(struct cut *cut, uint32_t old)
{
	const struct node *node = &cut->from->nodes[old];
	struct graph *to = cut->to;
	uint32_t index;

	if (cut->index[old] != GRAPH_ABSENT)
		return;
	index = graph_add_node_id(to, node->id, node->kind);
	cut->index[old] = index;
	graph_describe_node(to, index, node->name, node->source, node->bound,
			    node->parts, node->n_parts);
	for (uint32_t i = 0; i < node->n_owners; i++)
		graph_add_owner(to, index, node->owners[i]);
	for (uint32_t i = 0; i < node->n_attributes; i++)
		graph_set_attribute(to, index, node->attributes[i].name,
				    node->attributes[i].value);
}

static bool is_left_out(const struct cut *cut, const struct evidence *evidence)
{
	return cut->without && strcmp(evidence->source, cut->without) == 0;
}

static void cut_edge(struct cut *cut, const struct edge *edge)
{
	uint32_t from = cut->index[edge->from], to = cut->index[edge->to];
	bool any = false;

	for (uint32_t i = 0; i < edge->n_evidence; i++) {
		struct evidence evidence = edge->evidence[i];

		if (is_left_out(cut, &evidence))
			continue;
		any = true;
		if (evidence.object != GRAPH_ABSENT) {
			cut_node(cut, evidence.object);
			evidence.object = cut->index[evidence.object];
		}
		graph_add_evidence(cut->to, from, to, edge->kind, &evidence);
	}
	for (uint32_t i = 0; any && i < edge->n_pairs; i++)
		graph_add_pair(cut->to, from, to, edge->pairs[i].from,
			       edge->pairs[i].to);
	if (any && edge->how >= 0)
		graph_set_how(cut->to, from, to, (enum how)edge->how);
}

static void cut_edges(struct cut *cut, const guint8 *keep)
{
	for (uint32_t i = 0; i < cut->from->n_edges; i++) {
		const struct edge *edge = &cut->from->edges[i];

		if (keep[edge->from] && keep[edge->to] &&
		    (!cut->edge || cut->edge(cut->from, edge, cut->payload)))
			cut_edge(cut, edge);
	}
}

static void cut_blind_spots(struct cut *cut)
{
	for (uint32_t i = 0; cut->spot && i < cut->from->n_blind_spots; i++)
		if (cut->spot(cut->from, &cut->from->blind_spots[i],
			      cut->payload))
			graph_add_blind_spot(cut->to,
					     &cut->from->blind_spots[i]);
}

/* All but the sources. */
static void cut_all(struct cut *cut, const guint8 *keep)
{
	uint32_t n = cut->from->n_nodes;

	g_assert(cut->from->finished);
	cut->index = g_new(uint32_t, n);
	for (uint32_t i = 0; i < n; i++)
		cut->index[i] = UINT32_MAX;
	for (uint32_t i = 0; i < n; i++)
		if (keep[i])
			cut_node(cut, i);
	cut_edges(cut, keep);
	cut_blind_spots(cut);
	g_clear_pointer(&cut->index, g_free);
}

struct graph *graph_subset(const struct graph *graph, const guint8 *keep,
			   bool (*edge)(const struct graph *graph,
					const struct edge *edge, void *payload),
			   bool (*spot)(const struct graph *graph,
					const struct blind_spot *spot,
					void *payload),
			   void *payload)
{
	struct cut cut = {graph, graph_new(), NULL, edge, spot, payload, NULL};

	cut_all(&cut, keep);
	for (uint32_t i = 0; i < graph->n_sources; i++)
		graph_add_source(cut.to, &graph->sources[i]);
	graph_finish(cut.to);
	return cut.to;
}

static bool is_of_other_source(const struct graph *graph,
			       const struct blind_spot *spot, void *payload)
{
	(void)graph;
	return strcmp(spot->source, payload) != 0;
}

/* Whether anything still says that the node is there: bound ones say it
 * themselves, the others are in an edge. */
static bool is_held(const struct graph *graph, const guint8 *keep,
		    uint32_t index, const char *without)
{
	const struct node *node = &graph->nodes[index];

	if (node->source)
		return strcmp(node->source, without) != 0;
	for (uint32_t i = 0; i < node->n_out + node->n_in; i++) {
		uint32_t e = i < node->n_out ? node->out[i]
					     : node->in[i - node->n_out];
		const struct edge *edge = &graph->edges[e];
		bool ends = (keep[edge->from] || edge->from == index) &&
			    (keep[edge->to] || edge->to == index);

		for (uint32_t v = 0; ends && v < edge->n_evidence; v++)
			if (strcmp(edge->evidence[v].source, without) != 0)
				return true;
	}
	return false;
}

struct graph *graph_without_source(const struct graph *graph,
				   const char *source)
{
	guint8 *keep = g_new0(guint8, graph->n_nodes);
	struct cut cut = {graph, graph_new(),	     NULL,
			  NULL,	 is_of_other_source, (void *)(uintptr_t)source,
			  source};

	/* Nodes with a source first: the others hang on them. */
	for (uint32_t i = 0; i < graph->n_nodes; i++)
		if (graph->nodes[i].source)
			keep[i] = is_held(graph, keep, i, source);
	for (uint32_t i = 0; i < graph->n_nodes; i++)
		if (!graph->nodes[i].source)
			keep[i] = is_held(graph, keep, i, source);
	cut_all(&cut, keep);
	for (uint32_t i = 0; i < graph->n_sources; i++)
		if (strcmp(graph->sources[i].id, source) != 0)
			graph_add_source(cut.to, &graph->sources[i]);
	graph_finish(cut.to);
	g_free(keep);
	return cut.to;
}
