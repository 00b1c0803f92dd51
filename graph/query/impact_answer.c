/* From the steps of an impact to its answer. */

#include "graph/query/impact_private.h"

#include <stdlib.h>
#include <string.h>

static int compare_reached(const void *a, const void *b, void *payload)
{
	const struct impact_step *steps = payload;
	const struct reached *x = a, *y = b;
	uint32_t level_x = steps[x->step].level, level_y = steps[y->step].level;

	if (level_x != level_y)
		return level_x < level_y ? -1 : 1;
	return x->node < y->node ? -1 : x->node > y->node;
}

static void add_column(struct impact *impact, struct reached *reached,
		       const char *column)
{
	for (uint32_t i = 0; i < reached->n_columns; i++)
		if (reached->columns[i] == column)
			return;
	*ARENA_PUSH(&impact->arena, reached->columns, reached->n_columns) =
		column;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Steps lie in the order in which they were found, so that the first of a
 * node is the best: surer passes first, nearer levels first. */
static void collect(struct impact *impact)
{
	uint32_t *at = g_new0(uint32_t, impact->graph->n_nodes);

	for (uint32_t s = 1; s < impact->n_steps; s++) {
		const struct impact_step *step = &impact->steps[s];
		struct reached *reached;

		if (step->node == impact->node && !step->column)
			continue;
		if (!at[step->node]) {
			reached = ARENA_PUSH(&impact->arena, impact->reached,
					     impact->n_reached);
			*reached = (struct reached){step->node, s, NULL, 0};
			at[step->node] = impact->n_reached;
			impact->n_levels = MAX(impact->n_levels, step->level);
		}
		reached = &impact->reached[at[step->node] - 1];
		if (impact->steps[reached->step].column && step->column)
			add_column(impact, reached, step->column);
	}
	g_free(at);
	for (uint32_t i = 0; i < impact->n_reached; i++)
		if (impact->reached[i].n_columns)
			qsort(impact->reached[i].columns,
			      impact->reached[i].n_columns, sizeof(char *),
			      compare_names);
	if (impact->n_reached)
		qsort_r(impact->reached, impact->n_reached,
			sizeof(struct reached), compare_reached, impact->steps);
}

static bool key_counts(const struct impact *impact, const struct edge *edge)
{
	if (edge->kind != EDGE_REFERENCES)
		return false;
	for (uint32_t i = 0; impact->column && i < edge->n_pairs; i++) {
		const char *mine = edge->from == impact->node
					   ? edge->pairs[i].from
					   : edge->pairs[i].to;

		if (g_ascii_strcasecmp(mine, impact->column) == 0)
			return true;
	}
	return !impact->column || edge->n_pairs == 0;
}

/* The i-th edge of the node where it is a foreign key; outgoing first. */
static uint32_t key_at(const struct graph *graph, const struct node *node,
		       uint32_t i)
{
	uint32_t edge =
		i < node->n_out ? node->out[i] : node->in[i - node->n_out];

	return graph->edges[edge].kind == EDGE_REFERENCES ? edge : GRAPH_ABSENT;
}

static void collect_keys(struct impact *impact)
{
	const struct graph *graph = impact->graph;
	const struct node *node = &graph->nodes[impact->node];
	guint8 *seen = g_new0(guint8, graph->n_nodes);
	GArray *tied = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (uint32_t i = 0; i < node->n_out + node->n_in; i++) {
		uint32_t key = key_at(graph, node, i);

		/* One to itself is both. */
		if (key != GRAPH_ABSENT &&
		    key_counts(impact, &graph->edges[key]) &&
		    (i < node->n_out || graph->edges[key].from != impact->node))
			*ARENA_PUSH(&impact->arena, impact->keys,
				    impact->n_keys) = key;
	}
	seen[impact->node] = 1;
	g_array_append_val(tied, impact->node);
	for (guint t = 0; t < tied->len; t++) {
		node = &graph->nodes[g_array_index(tied, uint32_t, t)];
		for (uint32_t i = 0; i < node->n_out + node->n_in; i++) {
			uint32_t key = key_at(graph, node, i), other;

			if (key == GRAPH_ABSENT)
				continue;
			other = i < node->n_out ? graph->edges[key].to
						: graph->edges[key].from;
			if (!seen[other]) {
				seen[other] = 1;
				g_array_append_val(tied, other);
			}
		}
	}
	impact->n_tied = tied->len;
	g_array_free(tied, TRUE);
	g_free(seen);
}

static void collect_unfollowed(struct impact *impact)
{
	const struct graph *graph = impact->graph;
	guint8 *mark = g_new0(guint8, graph->n_nodes);

	for (uint32_t i = 0; i < impact->n_reached; i++) {
		uint32_t index = impact->reached[i].node;
		const struct node *node = &graph->nodes[index];

		for (uint32_t e = 0; e < node->n_out; e++)
			if (graph->edges[node->out[e]].kind == EDGE_WRITES)
				mark[graph->edges[node->out[e]].to] = 1;
	}
	for (uint32_t i = 0; i < impact->n_reached; i++)
		mark[impact->reached[i].node] = 0;
	mark[impact->node] = 0;
	for (uint32_t i = 0; i < graph->n_nodes; i++)
		if (mark[i])
			*ARENA_PUSH(&impact->arena, impact->unfollowed,
				    impact->n_unfollowed) = i;
	g_free(mark);
}

void impact_collect(struct impact *impact)
{
	collect(impact);
	collect_keys(impact);
	collect_unfollowed(impact);
}
