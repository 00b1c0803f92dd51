/* What query commands share: the graph of a map, and the OBJECT in it. */

#include <stdio.h>

#include "cli/command.h"
#include "graph/graph.h"
#include "graph/store/store.h"

/* More candidates than this are counted, not listed. */
#define CANDIDATES_MAX 20

struct graph *command_load(const char *map)
{
	GError *error = NULL;
	struct store *store =
		store_open(map ? map : "unmoor.db", STORE_READ, &error);
	struct graph *graph = store ? store_get_graph(store, &error) : NULL;

	if (!graph)
		command_fail_error(error);
	if (store)
		store_close(store);
	return graph;
}

static void print_candidates(const struct graph *graph, const GArray *found)
{
	for (guint i = 0; i < found->len && i < CANDIDATES_MAX; i++) {
		uint32_t node = g_array_index(found, uint32_t, i);

		fprintf(stderr, "  %s\n", graph->nodes[node].id);
	}
	if (found->len > CANDIDATES_MAX)
		fprintf(stderr, "  ... and %u more\n",
			found->len - CANDIDATES_MAX);
}

uint32_t command_object(const struct graph *graph, const char *object)
{
	GArray *found = graph_lookup(graph, object);
	uint32_t node = GRAPH_ABSENT;

	if (found->len == 1) {
		node = g_array_index(found, uint32_t, 0);
	} else if (found->len == 0) {
		command_fail("%s: the map holds no such object; unmoor "
			     "inventory lists what it holds",
			     object);
	} else {
		command_fail("%s: several objects have that name; give one of "
			     "these ids",
			     object);
		print_candidates(graph, found);
	}
	g_array_free(found, TRUE);
	return node;
}
