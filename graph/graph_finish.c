/*
 * Finishing a graph: canonical order, joined evidence, adjacency.
 *
 * Nodes are sorted once; edges then are sorted by numbers only: dealt out by
 * the rank of their first node, each deal sorted by (to, kind).
 */

#include <stdlib.h>
#include <string.h>

#include "graph/graph_private.h"

int graph_compare_strings(const char *a, const char *b)
{
	if (a == b)
		return 0;
	if (!a || !b)
		return a ? 1 : -1;
	return strcmp(a, b);
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

/* Returns from the comparing function at the first difference. */
#define COMPARE(comparison)                                                    \
	do {                                                                   \
		int difference = (comparison);                                 \
		if (difference)                                                \
			return difference;                                     \
	} while (0)
#define COMPARE_STRINGS(field)                                                 \
	COMPARE(graph_compare_strings(x->field, y->field))
#define COMPARE_NUMBERS(field) COMPARE(compare_numbers(x->field, y->field))

/* --- nodes --------------------------------------------------------------- */

struct ranked {
	const char *id;
	uint32_t index;
};

static int compare_ranked(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	return strcmp(x->id, y->id);
}

/* Sorts the nodes; gives the new index of each old one. g_free() it. */
static uint32_t *sort_nodes(struct graph *graph)
{
	struct ranked *order = g_new(struct ranked, graph->n_nodes);
	struct node *sorted = g_new(struct node, graph->n_nodes);
	uint32_t *rank = g_new(uint32_t, graph->n_nodes);

	for (uint32_t i = 0; i < graph->n_nodes; i++)
		order[i] = (struct ranked){graph->nodes[i].id, i};
	if (graph->n_nodes)
		qsort(order, graph->n_nodes, sizeof(*order), compare_ranked);
	for (uint32_t i = 0; i < graph->n_nodes; i++) {
		sorted[i] = graph->nodes[order[i].index];
		rank[order[i].index] = i;
	}
	g_free(order);
	g_free(graph->nodes);
	graph->nodes = sorted;
	return rank;
}

/* --- attributes and owners ------------------------------------------------ */

static int compare_names(const void *a, const void *b)
{
	/* The name is the first field of all that is sorted by name. */
	const char *const *x = *(const char *const *const *)a;
	const char *const *y = *(const char *const *const *)b;

	COMPARE(graph_compare_strings(*x, *y));
	return x < y ? -1 : x > y;
}

/*
 * Sorts `n` elements of `size` bytes, whose first field is their name, and
 * keeps the last one of each name. Returns how many are left.
 */
static uint32_t sort_named(void *elements, uint32_t n, size_t size)
{
	char *copy, *at = elements;
	char **order;
	uint32_t kept = 0;

	if (n < 2)
		return n;
	copy = g_memdup2(elements, n * size);
	order = g_new(char *, n);
	for (uint32_t i = 0; i < n; i++)
		order[i] = copy + i * size;
	qsort(order, n, sizeof(*order), compare_names);
	for (uint32_t i = 0; i < n; i++) {
		if (i + 1 < n && *(char **)(void *)order[i] ==
					 *(char **)(void *)order[i + 1])
			continue;
		memcpy(at + kept++ * size, order[i], size);
	}
	g_free(order);
	g_free(copy);
	return kept;
}

static void finish_nodes(struct graph *graph)
{
	for (uint32_t i = 0; i < graph->n_nodes; i++) {
		struct node *node = &graph->nodes[i];

		node->n_owners = sort_named(node->owners, node->n_owners,
					    sizeof(*node->owners));
		node->n_attributes =
			sort_named(node->attributes, node->n_attributes,
				   sizeof(*node->attributes));
	}
}

/* --- evidence ------------------------------------------------------------ */

static int compare_evidence(const void *a, const void *b)
{
	const struct evidence *x = a, *y = b;

	COMPARE_STRINGS(source);
	COMPARE_STRINGS(path);
	COMPARE_NUMBERS(object);
	COMPARE_NUMBERS(line);
	COMPARE_NUMBERS(end_line);
	COMPARE_NUMBERS(statement_line);
	COMPARE_NUMBERS(statement_end);
	COMPARE_NUMBERS(via);
	COMPARE_NUMBERS(scope);
	COMPARE_NUMBERS(confidence);
	COMPARE_NUMBERS(operations);
	COMPARE_NUMBERS(statement);
	COMPARE_NUMBERS(n_columns);
	for (uint32_t i = 0; i < x->n_columns; i++) {
		COMPARE_STRINGS(columns[i].name);
		COMPARE_NUMBERS(columns[i].roles);
	}
	return 0;
}

/* The union of the columns of all evidence; one piece of evidence that holds
 * it whole lends its own. */
static void join_columns(struct graph *graph, struct edge *edge)
{
	struct used_column *joined;
	uint32_t n = 0, most = 0;

	for (uint32_t i = 0; i < edge->n_evidence; i++) {
		n += edge->evidence[i].n_columns;
		if (edge->evidence[i].n_columns >
		    edge->evidence[most].n_columns)
			most = i;
	}
	edge->columns = edge->evidence[most].columns;
	edge->n_columns = edge->evidence[most].n_columns;
	if (n == edge->n_columns)
		return;
	joined = g_new(struct used_column, n);
	n = 0;
	for (uint32_t i = 0; i < edge->n_evidence; i++)
		for (uint32_t c = 0; c < edge->evidence[i].n_columns; c++)
			joined[n++] = edge->evidence[i].columns[c];
	n = graph_join_columns(joined, n);
	if (n != edge->n_columns ||
	    memcmp(joined, edge->columns, n * sizeof(*joined)) != 0)
		edge->columns = arena_memdup(&graph->private->arena, joined,
					     n * sizeof(*joined));
	edge->n_columns = n;
	g_free(joined);
}

/* Moves an edge's evidence to `to`, sorted, each once. */
static void collect_evidence(struct edge *edge,
			     const struct building_edge *building,
			     const uint32_t *rank, struct evidence *to)
{
	uint32_t n = 0;

	for (struct pending_evidence *p = building->evidence; p; p = p->next) {
		to[n] = p->evidence;
		if (to[n].object != GRAPH_ABSENT)
			to[n].object = rank[to[n].object];
		n++;
	}
	if (n > 1)
		qsort(to, n, sizeof(*to), compare_evidence);
	edge->evidence = to;
	for (uint32_t i = 0; i < n; i++) {
		if (i &&
		    compare_evidence(&to[edge->n_evidence - 1], &to[i]) == 0)
			continue;
		to[edge->n_evidence++] = to[i];
		edge->operations |= to[i].operations;
		edge->confidence = MAX(edge->confidence, to[i].confidence);
	}
}

/* --- edges --------------------------------------------------------------- */

static int compare_pairs(const void *a, const void *b)
{
	const struct column_pair *x = a, *y = b;

	COMPARE_STRINGS(from);
	COMPARE_STRINGS(to);
	return 0;
}

static uint32_t join_pairs(struct column_pair *pairs, uint32_t n)
{
	uint32_t kept = 0;

	if (n > 1)
		qsort(pairs, n, sizeof(*pairs), compare_pairs);
	for (uint32_t i = 0; i < n; i++)
		if (!kept || compare_pairs(&pairs[kept - 1], &pairs[i]) != 0)
			pairs[kept++] = pairs[i];
	return kept;
}

struct deal {
	uint32_t to, kind;
	struct building_edge *edge;
};

static int compare_deals(const void *a, const void *b)
{
	const struct deal *x = a, *y = b;

	COMPARE_NUMBERS(to);
	COMPARE_NUMBERS(kind);
	return 0;
}

/* The edges to be, in canonical order; `first[n]` is where those of node n
 * begin. Free both. */
static struct deal *sort_edges(const struct graph *graph, const uint32_t *rank,
			       uint32_t **first)
{
	GPtrArray *edges = graph->private->edge_order;
	struct deal *deals = g_new(struct deal, edges->len);
	uint32_t *next = g_new0(uint32_t, graph->n_nodes + 2);

	/* Counted one slot ahead: after the dealing, next[n] is the end of
	 * node n's edges and next[n - 1] the beginning. */
	for (guint i = 0; i < edges->len; i++) {
		struct building_edge *edge = edges->pdata[i];

		next[rank[edge->from] + 2]++;
	}
	for (uint32_t n = 2; n < graph->n_nodes + 2; n++)
		next[n] += next[n - 1];
	for (guint i = 0; i < edges->len; i++) {
		struct building_edge *edge = edges->pdata[i];

		deals[next[rank[edge->from] + 1]++] =
			(struct deal){rank[edge->to], edge->kind, edge};
	}
	for (uint32_t n = 0; n < graph->n_nodes; n++)
		if (next[n + 1] - next[n] > 1)
			qsort(deals + next[n], next[n + 1] - next[n],
			      sizeof(*deals), compare_deals);
	*first = next;
	return deals;
}

static void finish_edges(struct graph *graph, const uint32_t *rank)
{
	struct graph_private *p = graph->private;
	uint32_t *first, at = 0;
	struct deal *deals = sort_edges(graph, rank, &first);
	size_t n_evidence = 0, used = 0;

	graph->n_edges = p->edge_order->len;
	graph->edges = g_new0(struct edge, graph->n_edges);
	for (uint32_t i = 0; i < graph->n_edges; i++)
		n_evidence += deals[i].edge->n_evidence;
	p->evidence = g_new(struct evidence, n_evidence);
	for (uint32_t i = 0; i < graph->n_edges; i++) {
		struct building_edge *building = deals[i].edge;
		struct edge *edge = &graph->edges[i];

		while (first[at + 1] <= i)
			at++;
		edge->from = at;
		edge->to = deals[i].to;
		edge->kind = building->kind;
		edge->how = building->how;
		edge->pairs = building->pairs;
		edge->n_pairs = join_pairs(building->pairs, building->n_pairs);
		collect_evidence(edge, building, rank, p->evidence + used);
		used += edge->n_evidence;
		join_columns(graph, edge);
	}
	g_free(deals);
	g_free(first);
}

/* Edges out of a node are neighbours in the array of edges, edges into it are
 * not: both get lists, in the order of the array. */
static void finish_adjacency(struct graph *graph)
{
	uint32_t *adjacent = g_new(uint32_t, 2 * (size_t)graph->n_edges);
	uint32_t *in = adjacent + graph->n_edges, **filled;

	graph->private->adjacent = adjacent;
	for (uint32_t i = 0; i < graph->n_edges; i++) {
		graph->nodes[graph->edges[i].from].n_out++;
		graph->nodes[graph->edges[i].to].n_in++;
		adjacent[i] = i;
	}
	filled = g_new(uint32_t *, graph->n_nodes);
	for (uint32_t n = 0; n < graph->n_nodes; n++) {
		graph->nodes[n].out = adjacent;
		graph->nodes[n].in = filled[n] = in;
		adjacent += graph->nodes[n].n_out;
		in += graph->nodes[n].n_in;
	}
	for (uint32_t i = 0; i < graph->n_edges; i++)
		*filled[graph->edges[i].to]++ = i;
	g_free(filled);
}

/* --- blind spots and sources --------------------------------------------- */

static int compare_blind_spots(const void *a, const void *b)
{
	const struct blind_spot *x = a, *y = b;

	COMPARE_STRINGS(source);
	COMPARE_STRINGS(path);
	COMPARE_NUMBERS(line);
	COMPARE_NUMBERS(reason);
	COMPARE_STRINGS(pattern);
	COMPARE_STRINGS(detail);
	COMPARE_NUMBERS(n_candidates);
	for (uint32_t i = 0; i < x->n_candidates; i++)
		COMPARE_STRINGS(candidates[i]);
	return 0;
}

static int compare_candidates(const void *a, const void *b)
{
	return graph_compare_strings(*(const char *const *)a,
				     *(const char *const *)b);
}

static void finish_blind_spots(struct graph *graph)
{
	struct blind_spot *spots = graph->blind_spots;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < graph->n_blind_spots; i++)
		if (spots[i].n_candidates > 1)
			qsort(spots[i].candidates, spots[i].n_candidates,
			      sizeof(char *), compare_candidates);
	if (graph->n_blind_spots > 1)
		qsort(spots, graph->n_blind_spots, sizeof(*spots),
		      compare_blind_spots);
	for (uint32_t i = 0; i < graph->n_blind_spots; i++) {
		if (kept &&
		    compare_blind_spots(&spots[kept - 1], &spots[i]) == 0)
			spots[kept - 1].count += spots[i].count;
		else
			spots[kept++] = spots[i];
	}
	graph->n_blind_spots = kept;
}

void graph_finish(struct graph *graph)
{
	uint32_t *rank;

	g_assert(!graph->finished);
	rank = sort_nodes(graph);
	finish_nodes(graph);
	finish_edges(graph, rank);
	g_free(rank);
	finish_adjacency(graph);
	finish_blind_spots(graph);
	graph->n_sources = sort_named(graph->sources, graph->n_sources,
				      sizeof(*graph->sources));
	graph_release_building(graph);
	graph->finished = true;
}
