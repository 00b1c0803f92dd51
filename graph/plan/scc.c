#include "graph/plan/scc.h"

#include <glib.h>

#define UNSEEN 0u

struct tarjan {
	const uint32_t *first, *targets;
	uint32_t *number; /* of the visit, from 1; UNSEEN */
	uint32_t *low;	  /* the lowest number that is reached from it */
	uint32_t *next;	  /* its next arc */
	uint32_t *path;	  /* the way down */
	uint32_t *open;	  /* visited, of no component yet */
	guint8 *is_open;
	uint32_t n_path, n_open, n_visited, n_components;
	uint32_t *component;
};

static void enter(struct tarjan *t, uint32_t node)
{
	t->number[node] = t->low[node] = ++t->n_visited;
	t->next[node] = t->first[node];
	t->path[t->n_path++] = node;
	t->open[t->n_open++] = node;
	t->is_open[node] = 1;
}

/* Nothing above the node is reached from it: all that is open since it was
 * entered is one component. */
static void close_component(struct tarjan *t, uint32_t node)
{
	uint32_t member;

	do {
		member = t->open[--t->n_open];
		t->is_open[member] = 0;
		t->component[member] = t->n_components;
	} while (member != node);
	t->n_components++;
}

static void leave(struct tarjan *t, uint32_t node)
{
	t->n_path--;
	if (t->low[node] == t->number[node])
		close_component(t, node);
	if (t->n_path > 0) {
		uint32_t above = t->path[t->n_path - 1];

		t->low[above] = MIN(t->low[above], t->low[node]);
	}
}

static void visit(struct tarjan *t, uint32_t root)
{
	enter(t, root);
	while (t->n_path > 0) {
		uint32_t node = t->path[t->n_path - 1], target;

		if (t->next[node] == t->first[node + 1]) {
			leave(t, node);
			continue;
		}
		target = t->targets[t->next[node]++];
		if (t->number[target] == UNSEEN)
			enter(t, target);
		else if (t->is_open[target])
			t->low[node] = MIN(t->low[node], t->number[target]);
	}
}

/* In the order of their smallest members. */
static void number_again(uint32_t n_nodes, uint32_t n, uint32_t *component)
{
	uint32_t *known = g_new0(uint32_t, n), next = 0;

	for (uint32_t i = 0; i < n_nodes; i++) {
		if (!known[component[i]])
			known[component[i]] = ++next;
		component[i] = known[component[i]] - 1;
	}
	g_free(known);
}

uint32_t scc_find(uint32_t n_nodes, const uint32_t *first,
		  const uint32_t *targets, uint32_t *component)
{
	struct tarjan t = {
		.first = first, .targets = targets, .component = component};

	t.number = g_new0(uint32_t, n_nodes);
	t.low = g_new0(uint32_t, n_nodes);
	t.next = g_new0(uint32_t, n_nodes);
	t.path = g_new0(uint32_t, n_nodes);
	t.open = g_new0(uint32_t, n_nodes);
	t.is_open = g_new0(guint8, n_nodes);
	for (uint32_t i = 0; i < n_nodes; i++)
		if (t.number[i] == UNSEEN)
			visit(&t, i);
	number_again(n_nodes, t.n_components, component);
	g_free(t.number);
	g_free(t.low);
	g_free(t.next);
	g_free(t.path);
	g_free(t.open);
	g_free(t.is_open);
	return t.n_components;
}
