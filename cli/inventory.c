/* unmoor inventory: what is in the map, with counts. */

#include <string.h>

#include "cli/command.h"
#include "cli/print.h"
#include "cli/query.h"
#include "graph/query/walk.h"

struct inventory {
	char *map, *kind, *source;
	gboolean unowned, json;
	const struct graph *graph;
	unsigned wanted; /* a kind of node; NODE_NONE: all */
};

/* Kinds that somebody should own. What belongs to a table has its owner. */
static bool needs_owner(const struct node *node)
{
	switch (node->kind) {
	case NODE_TABLE:
	case NODE_VIEW:
	case NODE_MATVIEW:
	case NODE_FOREIGN_TABLE:
	case NODE_ROUTINE:
	case NODE_EVENT:
	case NODE_FILE:
	case NODE_FUNCTION:
	case NODE_CLASS:
	case NODE_ENDPOINT:
	case NODE_JOB:
	case NODE_SCRIPT:
	case NODE_REPORT:
	case NODE_PANEL:
	case NODE_PIPELINE:
		return true;
	default:
		return false;
	}
}

static bool is_unowned(const struct node *node)
{
	return needs_owner(node) && node->n_owners == 0;
}

static bool is_wanted(const struct inventory *inventory,
		      const struct node *node)
{
	return (!inventory->wanted || node->kind == inventory->wanted) &&
	       (!inventory->source ||
		g_strcmp0(node->source, inventory->source) == 0) &&
	       (!inventory->unowned || is_unowned(node));
}

/* --- counts --- */

struct count {
	const char *source; /* NULL: bound to nothing */
	unsigned kind;
	uint64_t objects, unowned;
};

static int compare_counts(gconstpointer a, gconstpointer b)
{
	const struct count *x = a, *y = b;
	int order = 0;

	if (!x->source || !y->source) /* bound to nothing: last */
		order = !x->source - !y->source;
	else
		order = strcmp(x->source, y->source);
	return order ? order : (int)x->kind - (int)y->kind;
}

/* A count for each source and kind that occurs, sorted. */
static GArray *count_all(const struct inventory *inventory)
{
	const struct graph *graph = inventory->graph;
	GArray *counts = g_array_new(FALSE, TRUE, sizeof(struct count));
	GHashTable *of_source = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < graph->n_nodes; i++) {
		const struct node *node = &graph->nodes[i];
		gpointer first = g_hash_table_lookup(of_source, node->source);
		struct count *count;

		if (!is_wanted(inventory, node))
			continue;
		if (!first) {
			first = GUINT_TO_POINTER(counts->len + 1);
			g_hash_table_insert(of_source, (gpointer)node->source,
					    first);
			g_array_set_size(counts, counts->len + N_NODE_KINDS);
		}
		count = &g_array_index(counts, struct count,
				       GPOINTER_TO_UINT(first) - 1 +
					       node->kind);
		count->source = node->source;
		count->kind = node->kind;
		count->objects++;
		count->unowned += is_unowned(node);
	}
	g_hash_table_unref(of_source);
	g_array_sort(counts, compare_counts);
	return counts;
}

static void add_count(struct print_table *table, const char *source,
		      const char *kind, uint64_t objects, uint64_t unowned)
{
	print_cell(table, source);
	print_cell(table, kind);
	print_cell_number(table, objects);
	if (unowned)
		print_cell_number(table, unowned);
	else
		print_cell(table, "");
}

static void print_counts(const struct inventory *inventory)
{
	GArray *counts = count_all(inventory);
	struct print_table *table = print_table_new(0, 4);
	uint64_t objects = 0, unowned = 0;

	print_cell(table, "source");
	print_cell(table, "kind");
	print_cell(table, "objects");
	print_cell(table, "without owner");
	for (guint i = 0; i < counts->len; i++) {
		const struct count *count =
			&g_array_index(counts, struct count, i);

		if (!count->objects)
			continue;
		add_count(table, count->source ? count->source : "?",
			  kind_name(&NODE_KIND, count->kind), count->objects,
			  count->unowned);
		objects += count->objects;
		unowned += count->unowned;
	}
	add_count(table, "all", "", objects, unowned);
	print_table_end(table);
	g_array_free(counts, TRUE);
}

/* --- the list --- */

static uint32_t count_in(const struct graph *graph, const struct node *node,
			 enum edge_kind kind)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < node->n_in; i++)
		count += graph->edges[node->in[i]].kind == kind;
	return count;
}

static void add_object(struct print_table *table, const struct graph *graph,
		       const struct node *node)
{
	char *name = print_name(node), *owners = print_owners(node);

	print_cell(table, kind_name(&NODE_KIND, node->kind));
	print_cell(table, name);
	if (node_is_relation(node)) {
		print_cell_number(table, count_in(graph, node, EDGE_READS));
		print_cell_number(table, count_in(graph, node, EDGE_WRITES));
	} else {
		print_cell(table, "");
		print_cell(table, "");
	}
	print_cell(table, node->n_owners      ? owners
			  : needs_owner(node) ? "no owner"
					      : "");
	g_free(owners);
	g_free(name);
}

/* The objects themselves; columns only where they are asked for. */
static void print_list(const struct inventory *inventory)
{
	const struct graph *graph = inventory->graph;
	struct print_table *table = print_table_new(0, 5);

	print_cell(table, "kind");
	print_cell(table, "name");
	print_cell(table, "readers");
	print_cell(table, "writers");
	print_cell(table, "owner");
	for (uint32_t i = 0; i < graph->n_nodes; i++) {
		const struct node *node = &graph->nodes[i];

		if (is_wanted(inventory, node) &&
		    (node->kind != NODE_COLUMN ||
		     inventory->wanted == NODE_COLUMN))
			add_object(table, graph, node);
	}
	print_line("%s", "");
	print_table_end(table);
}

/* --- the command --- */

static int print_json(const struct inventory *inventory)
{
	const struct graph *graph = inventory->graph;
	struct query_part *part = query_part_new(graph);

	for (uint32_t i = 0; i < graph->n_nodes; i++)
		part->nodes[i] = is_wanted(inventory, &graph->nodes[i]);
	for (uint32_t i = 0; i < graph->n_edges; i++)
		part->edges[i] = part->nodes[graph->edges[i].from] &&
				 part->nodes[graph->edges[i].to];
	for (uint32_t i = 0; i < graph->n_blind_spots; i++)
		part->spots[i] = !inventory->source ||
				 strcmp(graph->blind_spots[i].source,
					inventory->source) == 0;
	return query_print_json(query_part_end(part));
}

static int show(struct inventory *inventory)
{
	struct graph *graph;
	int status = EXIT_USAGE;

	if (inventory->kind &&
	    (!kind_parse(&NODE_KIND, inventory->kind, &inventory->wanted) ||
	     inventory->wanted == NODE_NONE))
		return command_fail("%s: there is no such kind of object, as "
				    "table, view, routine, function or job",
				    inventory->kind);
	graph = command_load(inventory->map);
	if (!graph)
		return EXIT_USAGE;
	inventory->graph = graph;
	if (!query_source(graph, inventory->source)) {
		status = EXIT_USAGE;
	} else if (inventory->json) {
		status = print_json(inventory);
	} else {
		print_counts(inventory);
		if (inventory->kind || inventory->source || inventory->unowned)
			print_list(inventory);
		status = EXIT_DONE;
	}
	graph_free(graph);
	return status;
}

static int run(int argc, char **argv);

const struct command command_inventory = {
	.name = "inventory",
	.usage = "[--map FILE] [--kind K] [--source S] [--unowned] [--json]",
	.summary = "what is there, with counts",
	.run = run,
};

static int run(int argc, char **argv)
{
	struct inventory inventory = {0};
	const GOptionEntry entries[] = {
		{"map", 0, 0, G_OPTION_ARG_FILENAME, &inventory.map,
		 "The map to ask (unmoor.db)", "FILE"},
		{"kind", 0, 0, G_OPTION_ARG_STRING, &inventory.kind,
		 "List the objects of this kind", "KIND"},
		{"source", 0, 0, G_OPTION_ARG_STRING, &inventory.source,
		 "List the objects of this source", "SOURCE"},
		{"unowned", 0, 0, G_OPTION_ARG_NONE, &inventory.unowned,
		 "List what should have an owner and has none", NULL},
		{"json", 0, 0, G_OPTION_ARG_NONE, &inventory.json,
		 "Answer with a part of the map", NULL},
		{0}};
	int status = EXIT_USAGE;

	if (!command_options(&command_inventory, entries, &argc, &argv))
		status = EXIT_USAGE;
	else if (argc != 1)
		command_fail("inventory: it takes no argument; --kind, "
			     "--source and --unowned choose");
	else
		status = show(&inventory);
	g_free(inventory.map);
	g_free(inventory.kind);
	g_free(inventory.source);
	return status;
}
