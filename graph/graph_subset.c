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

static void cut_edge(struct cut *cut, const struct edge *edge)
{
	uint32_t from = cut->index[edge->from], to = cut->index[edge->to];

	for (uint32_t i = 0; i < edge->n_evidence; i++) {
		struct evidence evidence = edge->evidence[i];

		if (evidence.object != GRAPH_ABSENT) {
			cut_node(cut, evidence.object);
			evidence.object = cut->index[evidence.object];
		}
		graph_add_evidence(cut->to, from, to, edge->kind, &evidence);
	}
	for (uint32_t i = 0; i < edge->n_pairs; i++)
		graph_add_pair(cut->to, from, to, edge->pairs[i].from,
			       edge->pairs[i].to);
	if (edge->how >= 0)
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

struct graph *graph_subset(const struct graph *graph, const guint8 *keep,
			   bool (*edge)(const struct graph *graph,
					const struct edge *edge, void *payload),
			   bool (*spot)(const struct graph *graph,
					const struct blind_spot *spot,
					void *payload),
			   void *payload)
{
	struct cut cut = {graph, graph_new(), NULL, edge, spot, payload};

	g_assert(graph->finished);
	cut.index = g_new(uint32_t, graph->n_nodes);
	memset(cut.index, 0xff, graph->n_nodes * sizeof(*cut.index));
	for (uint32_t i = 0; i < graph->n_nodes; i++)
		if (keep[i])
			cut_node(&cut, i);
	cut_edges(&cut, keep);
	cut_blind_spots(&cut);
	for (uint32_t i = 0; i < graph->n_sources; i++)
		graph_add_source(cut.to, &graph->sources[i]);
	graph_finish(cut.to);
	g_free(cut.index);
	return cut.to;
}
