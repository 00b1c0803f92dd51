#include "cli/query.h"

#include <string.h>

#include "cli/command.h"
#include "graph/query/walk.h"
#include "output/writer.h"

/* --- the object --- */

static const char *last_part(const struct node *node)
{
	return node->n_parts ? node->parts[node->n_parts - 1] : node->name;
}

/* The relation that contains a column, or GRAPH_ABSENT. */
static uint32_t relation_of(const struct graph *graph, const struct node *node)
{
	for (uint32_t i = 0; i < node->n_in; i++) {
		const struct edge *edge = &graph->edges[node->in[i]];

		if (edge->kind == EDGE_CONTAINS)
			return edge->from;
	}
	return GRAPH_ABSENT;
}

/* The relation's column of that name as it is spelled there; *known says
 * whether its columns are known at all. */
static const char *column_of(const struct graph *graph, uint32_t relation,
			     const char *name, bool *known)
{
	const struct node *node = &graph->nodes[relation];

	for (uint32_t i = 0; i < node->n_out; i++) {
		const struct edge *edge = &graph->edges[node->out[i]];
		const struct node *child = &graph->nodes[edge->to];

		if (edge->kind != EDGE_CONTAINS || child->kind != NODE_COLUMN)
			continue;
		*known = true;
		if (g_ascii_strcasecmp(last_part(child), name) == 0)
			return last_part(child);
	}
	return NULL;
}

/* The same by what reads and writes the relation. */
static const char *column_used(const struct graph *graph, uint32_t relation,
			       const char *name)
{
	const struct node *node = &graph->nodes[relation];

	for (uint32_t i = 0; i < node->n_in; i++) {
		const struct edge *edge = &graph->edges[node->in[i]];

		for (uint32_t c = 0; c < edge->n_columns; c++)
			if (g_ascii_strcasecmp(edge->columns[c].name, name) ==
			    0)
				return edge->columns[c].name;
	}
	return NULL;
}

static bool find_column(const struct graph *graph, uint32_t relation,
			const char *object, const char *name,
			struct target *target)
{
	bool known = false;

	target->node = relation;
	target->column = column_of(graph, relation, name, &known);
	if (!target->column)
		target->column = column_used(graph, relation, name);
	if (target->column)
		return true;
	command_fail(known ? "%s: %s has no column %s"
			   : "%s: no column of %s is known as %s",
		     object, graph->nodes[relation].id, name);
	return false;
}

/* TABLE.COLUMN where no node is called so. False without a message when it is
 * nothing of the kind. */
static bool split_column(const struct graph *graph, const char *object,
			 struct target *target, bool *told)
{
	const char *dot = strrchr(object, '.');
	char *table;
	GArray *found;
	bool good = false;

	if (!dot || dot == object || !dot[1])
		return false;
	table = g_strndup(object, (gsize)(dot - object));
	found = graph_lookup(graph, table);
	if (found->len > 0 &&
	    node_is_relation(
		    &graph->nodes[g_array_index(found, uint32_t, 0)])) {
		uint32_t node = found->len == 1
					? g_array_index(found, uint32_t, 0)
					: command_object(graph, table);

		*told = true;
		good = node != GRAPH_ABSENT &&
		       find_column(graph, node, object, dot + 1, target);
	}
	g_array_free(found, TRUE);
	g_free(table);
	return good;
}

bool query_target(const struct graph *graph, const char *object,
		  struct target *target)
{
	GArray *found = graph_lookup(graph, object);
	guint n = found->len;
	bool told = false;

	g_array_free(found, TRUE);
	*target = (struct target){GRAPH_ABSENT, NULL};
	if (n == 0 && split_column(graph, object, target, &told))
		return true;
	if (told)
		return false;
	target->node = command_object(graph, object);
	if (target->node == GRAPH_ABSENT)
		return false;
	if (graph->nodes[target->node].kind == NODE_COLUMN) {
		const struct node *column = &graph->nodes[target->node];
		uint32_t relation = relation_of(graph, column);

		if (relation != GRAPH_ABSENT)
			*target = (struct target){relation, last_part(column)};
	}
	return true;
}

bool query_source(const struct graph *graph, const char *source)
{
	GString *all = g_string_new(NULL);
	bool found = !source;

	for (uint32_t i = 0; i < graph->n_sources; i++) {
		found = found || strcmp(graph->sources[i].id, source) == 0;
		g_string_append_printf(all, " %s", graph->sources[i].id);
	}
	if (!found)
		command_fail("%s: the map has no such source; it has:%s",
			     source, all->len ? all->str : " none");
	g_string_free(all, TRUE);
	return found;
}

struct touch *query_touch(const struct graph *graph, const struct walk *walk)
{
	struct touch *touch = touch_new(graph, walk->stations[0].node);

	for (uint32_t i = 1; i < walk->n_stations; i++)
		if (node_is_relation(&graph->nodes[walk->stations[i].node]))
			touch_add(touch, walk->stations[i].node);
	return touch;
}

/* --- a part of the map --- */

struct query_part *query_part_new(const struct graph *graph)
{
	struct query_part *part = g_new0(struct query_part, 1);

	part->graph = graph;
	part->nodes = g_new0(guint8, graph->n_nodes);
	part->edges = g_new0(guint8, graph->n_edges);
	part->spots = g_new0(guint8, graph->n_blind_spots);
	return part;
}

void query_part_edge(struct query_part *part, uint32_t edge)
{
	part->edges[edge] = 1;
	part->nodes[part->graph->edges[edge].from] = 1;
	part->nodes[part->graph->edges[edge].to] = 1;
}

void query_part_touch(struct query_part *part, const struct touch *touch)
{
	for (uint32_t i = 0; i < part->graph->n_blind_spots; i++)
		if (touch_of(touch, &part->graph->blind_spots[i]) !=
		    TOUCHES_NOT)
			part->spots[i] = 1;
}

static bool is_chosen_edge(const struct graph *graph, const struct edge *edge,
			   void *payload)
{
	const struct query_part *part = payload;

	return part->edges[edge - graph->edges];
}

static bool is_chosen_spot(const struct graph *graph,
			   const struct blind_spot *spot, void *payload)
{
	const struct query_part *part = payload;

	return part->spots[spot - graph->blind_spots];
}

struct graph *query_part_end(struct query_part *part)
{
	struct graph *chosen = graph_subset(
		part->graph, part->nodes, is_chosen_edge, is_chosen_spot, part);

	g_free(part->nodes);
	g_free(part->edges);
	g_free(part->spots);
	g_free(part);
	return chosen;
}

int query_print_json_with(struct graph *graph,
			  void (*more)(struct json_stream *json, void *payload),
			  void *payload)
{
	const struct writer_options options = {.more = more,
					       .payload = payload};
	GError *error = NULL;
	bool written =
		writer_find("json")->write(graph, &options, stdout, &error);

	graph_free(graph);
	return written ? EXIT_DONE : command_fail_error(error);
}

int query_print_json(struct graph *graph)
{
	return query_print_json_with(graph, NULL, NULL);
}
