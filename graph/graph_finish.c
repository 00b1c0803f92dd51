/*
 * Finishing a graph: canonical order, edges of evidence, adjacency.
 *
 * Nodes are sorted once, by their ids. Evidence is then dealt out by the rank
 * of its first node and each deal sorted by the other one, kind and all that
 * the evidence says; it is moved into that order where it lies, equal pieces
 * are dropped, and each run of one (from, to, kind) is an edge.
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
	for (uint32_t i = 0; x->columns != y->columns && i < x->n_columns;
	     i++) {
		COMPARE_STRINGS(columns[i].name);
		COMPARE_NUMBERS(columns[i].roles);
	}
	return 0;
}

/* A piece of evidence on its way to its place. */
struct deal {
	uint32_t to;
	uint32_t kind;
	uint32_t index; /* where it lies */
};

static int compare_deals(const void *a, const void *b, void *payload)
{
	const struct deal *x = a, *y = b;
	const struct evidence *evidence = payload;

	COMPARE_NUMBERS(to);
	COMPARE_NUMBERS(kind);
	return compare_evidence(&evidence[x->index], &evidence[y->index]);
}

/* The evidence dealt out by its first node and sorted; *first gets where each
 * node's begins. Free both. */
static struct deal *sort_evidence(struct graph *graph, const uint32_t *rank,
				  uint32_t **first)
{
	struct graph_private *p = graph->private;
	struct deal *deals = g_new(struct deal, p->n_evidence);
	uint32_t *next = g_new0(uint32_t, graph->n_nodes + 2);

	/* Counted one slot ahead: after the dealing, next[n + 1] is the end of
	 * node n's and next[n] the beginning. */
	for (uint32_t i = 0; i < p->n_evidence; i++)
		next[rank[p->keys[i].from] + 2]++;
	for (uint32_t n = 2; n < graph->n_nodes + 2; n++)
		next[n] += next[n - 1];
	for (uint32_t i = 0; i < p->n_evidence; i++) {
		const struct edge_key *key = &p->keys[i];

		if (p->evidence[i].object != GRAPH_ABSENT)
			p->evidence[i].object = rank[p->evidence[i].object];
		deals[next[rank[key->from] + 1]++] =
			(struct deal){rank[key->to], key->kind, i};
	}
	g_clear_pointer(&p->keys, g_free);
	for (uint32_t n = 0; n < graph->n_nodes; n++)
		if (next[n + 1] - next[n] > 1)
			qsort_r(deals + next[n], next[n + 1] - next[n],
				sizeof(*deals), compare_deals, p->evidence);
	*first = next;
	return deals;
}

/* Moves the evidence into the order of the deals, where it lies, cycle by
 * cycle. */
static void move_evidence(struct evidence *evidence, struct deal *deals,
			  uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		struct evidence first = evidence[i];
		uint32_t at = i;

		while (deals[at].index != i) {
			uint32_t from = deals[at].index;

			evidence[at] = evidence[from];
			deals[at].index = at;
			at = from;
		}
		evidence[at] = first;
		deals[at].index = at;
	}
}

/* --- edges --------------------------------------------------------------- */

static bool same_edge(const struct edge *edge, uint32_t from,
		      const struct deal *deal)
{
	return edge->from == from && edge->to == deal->to &&
	       edge->kind == (enum edge_kind)deal->kind;
}

/* Counts the edges that sorted deals make. */
static uint32_t count_edges(const struct deal *deals, const uint32_t *first,
			    uint32_t n_nodes)
{
	uint32_t n = 0;

	for (uint32_t from = 0; from < n_nodes; from++)
		for (uint32_t i = first[from]; i < first[from + 1]; i++)
			n += i == first[from] ||
			     deals[i].to != deals[i - 1].to ||
			     deals[i].kind != deals[i - 1].kind;
	return n;
}

/* Adds the next piece of evidence to the last edge, or to a new one. Equal
 * pieces follow each other: only the first one stays. */
static void add_to_edges(struct graph *graph, uint32_t from,
			 const struct deal *deal, uint32_t at, uint32_t *kept)
{
	struct evidence *evidence = graph->private->evidence;
	struct edge *edge = &graph->edges[graph->n_edges];

	if (graph->n_edges > 0 && same_edge(edge - 1, from, deal)) {
		edge--;
		if (compare_evidence(&evidence[*kept - 1], &evidence[at]) == 0)
			return;
	} else {
		*edge = (struct edge){.kind = (enum edge_kind)deal->kind,
				      .from = from,
				      .to = deal->to,
				      .how = -1,
				      .evidence = &evidence[*kept]};
		graph->n_edges++;
	}
	evidence[(*kept)++] = evidence[at];
	edge->n_evidence++;
	edge->operations |= evidence[at].operations;
	edge->confidence = MAX(edge->confidence, evidence[at].confidence);
}

/* The union of the columns of all evidence. */
static void join_columns(struct graph *graph, struct edge *edge)
{
	const struct evidence *first = edge->evidence;
	bool same = true;

	for (uint32_t i = 1; i < edge->n_evidence; i++)
		same = same && edge->evidence[i].columns == first->columns;
	edge->columns = first->columns;
	edge->n_columns = first->n_columns;
	if (same)
		return;
	graph_columns_begin(graph);
	for (uint32_t i = 0; i < edge->n_evidence; i++)
		for (uint32_t c = 0; c < edge->evidence[i].n_columns; c++)
			graph_columns_add(graph,
					  edge->evidence[i].columns[c].name,
					  edge->evidence[i].columns[c].roles);
	edge->columns = graph_columns_end(graph, &edge->n_columns);
}

static void finish_edges(struct graph *graph, const uint32_t *rank)
{
	struct graph_private *p = graph->private;
	uint32_t *first, kept = 0;
	struct deal *deals = sort_evidence(graph, rank, &first);

	move_evidence(p->evidence, deals, p->n_evidence);
	graph->edges =
		g_new(struct edge, count_edges(deals, first, graph->n_nodes));
	for (uint32_t from = 0; from < graph->n_nodes; from++)
		for (uint32_t i = first[from]; i < first[from + 1]; i++)
			add_to_edges(graph, from, &deals[i], i, &kept);
	for (uint32_t i = 0; i < graph->n_edges; i++)
		join_columns(graph, &graph->edges[i]);
	g_free(deals);
	g_free(first);
}

/* --- pairs and how -------------------------------------------------------- */

static int compare_extras(const void *a, const void *b)
{
	const struct edge_extra *x = a, *y = b;

	COMPARE_NUMBERS(key.from);
	COMPARE_NUMBERS(key.to);
	COMPARE_NUMBERS(key.kind);
	COMPARE_STRINGS(pair.from);
	COMPARE_STRINGS(pair.to);
	return 0;
}

static struct edge *find_edge(struct graph *graph, const struct edge_key *key)
{
	uint32_t low = 0, high = graph->n_edges;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct edge *edge = &graph->edges[middle];
		int order = compare_numbers(edge->from, key->from);

		if (order == 0)
			order = compare_numbers(edge->to, key->to);
		if (order == 0)
			order = compare_numbers(edge->kind, key->kind);
		if (order == 0)
			return &graph->edges[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static void add_extra(struct graph *graph, const struct edge_extra *extra)
{
	struct edge *edge = find_edge(graph, &extra->key);
	const struct column_pair *last;

	g_assert(edge);
	if (!extra->pair.from) {
		edge->how = MAX(edge->how, extra->how);
		return;
	}
	last = edge->n_pairs ? &edge->pairs[edge->n_pairs - 1] : NULL;
	if (last && last->from == extra->pair.from &&
	    last->to == extra->pair.to)
		return;
	*ARENA_PUSH(&graph->private->arena, edge->pairs, edge->n_pairs) =
		extra->pair;
}

static void finish_extras(struct graph *graph, const uint32_t *rank)
{
	GArray *extras = graph->private->extras;

	for (guint i = 0; i < extras->len; i++) {
		struct edge_key *key =
			&g_array_index(extras, struct edge_extra, i).key;

		key->from = rank[key->from];
		key->to = rank[key->to];
	}
	g_array_sort(extras, compare_extras);
	for (guint i = 0; i < extras->len; i++)
		add_extra(graph, &g_array_index(extras, struct edge_extra, i));
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
	finish_extras(graph, rank);
	g_free(rank);
	finish_adjacency(graph);
	finish_blind_spots(graph);
	graph->n_sources = sort_named(graph->sources, graph->n_sources,
				      sizeof(*graph->sources));
	graph_release_building(graph);
	graph->finished = true;
}
