/* Finding nodes of a finished graph by id, or by what people call them. */

#include <string.h>

#include "graph/graph_private.h"

static uint32_t find_sorted(const struct graph *graph, const char *id)
{
	uint32_t low = 0, high = graph->n_nodes;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(graph->nodes[middle].id, id);

		if (order == 0)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return GRAPH_ABSENT;
}

uint32_t graph_find(const struct graph *graph, const char *id)
{
	const struct graph_private *p = graph->private;
	gconstpointer interned, found = NULL;

	if (graph->finished)
		return find_sorted(graph, id);
	interned = g_hash_table_lookup(p->interned, id);
	if (interned)
		found = g_hash_table_lookup(p->ids, interned);
	return found ? GPOINTER_TO_UINT(found) - 1 : GRAPH_ABSENT;
}

/* What matches better has the lower rank. A name that fits exactly comes
 * before one that fits but for case; things that are not of a database come
 * last, so that `orders` is a table even where a file is called so. */
enum rank {
	RANK_RELATION,
	RANK_UNBOUND_RELATION,
	RANK_ROUTINE,
	RANK_COLUMN,
	RANK_ANY_CASE = 8, /* added to one of the above */
	RANK_OTHER = 16,   /* alone, or with RANK_ANY_CASE */
	RANK_NONE = 32,
};

static unsigned kind_rank(const struct node *node)
{
	switch (node->kind) {
	case NODE_TABLE:
	case NODE_VIEW:
	case NODE_MATVIEW:
	case NODE_FOREIGN_TABLE:
		return node->bound ? RANK_RELATION : RANK_UNBOUND_RELATION;
	case NODE_ROUTINE:
		return RANK_ROUTINE;
	case NODE_COLUMN:
		return RANK_COLUMN;
	default:
		return RANK_OTHER;
	}
}

/* Whether a part of the node's name begins at `offset`: names of objects are
 * cut between parts only (a quoted name may hold a dot), paths at slashes. */
static bool part_begins(const struct node *node, size_t offset)
{
	size_t begin = 0;

	for (uint32_t i = 0; i < node->n_parts; i++) {
		if (begin == offset)
			return true;
		begin += strlen(node->parts[i]) + 1;
		if (i == 0 && offset < begin && kind_rank(node) == RANK_OTHER)
			return node->name[offset - 1] == '/';
	}
	return offset == 0;
}

/* RANK_NONE, or how well `object` fits the end of the node's name. */
static unsigned name_rank(const struct node *node, const char *object,
			  size_t length)
{
	size_t end = strlen(node->name);
	const char *open;
	unsigned rank;

	if (node->kind == NODE_ROUTINE && !strchr(object, '(') &&
	    (open = strchr(node->name, '(')))
		end = (size_t)(open - node->name);
	if (length == 0 || length > end)
		return RANK_NONE;
	if (memcmp(node->name + end - length, object, length) == 0)
		rank = 0;
	else if (g_ascii_strncasecmp(node->name + end - length, object,
				     length) == 0)
		rank = RANK_ANY_CASE;
	else
		return RANK_NONE;
	if (!part_begins(node, end - length))
		return RANK_NONE;
	return rank + kind_rank(node);
}

/* Also "source/name", which is how an id goes on behind its kind. */
static unsigned object_rank(const struct node *node, const char *object,
			    size_t length)
{
	unsigned rank = name_rank(node, object, length);
	const char *source = node->source ? node->source : "?";
	size_t n = strlen(source);

	if (rank == RANK_NONE && n < length && object[n] == '/' &&
	    strncmp(object, source, n) == 0)
		rank = name_rank(node, object + n + 1, length - n - 1);
	return rank;
}

GArray *graph_lookup(const struct graph *graph, const char *object)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	uint32_t exact = graph_find(graph, object);
	size_t length = strlen(object);
	unsigned best = RANK_NONE;

	if (exact != GRAPH_ABSENT) {
		g_array_append_val(found, exact);
		return found;
	}
	for (uint32_t i = 0; i < graph->n_nodes; i++) {
		unsigned rank = object_rank(&graph->nodes[i], object, length);

		if (rank > best || rank == RANK_NONE)
			continue;
		if (rank < best)
			g_array_set_size(found, 0);
		best = rank;
		g_array_append_val(found, i);
	}
	return found;
}

const char *node_attribute(const struct node *node, const char *name)
{
	for (uint32_t i = 0; i < node->n_attributes; i++)
		if (strcmp(node->attributes[i].name, name) == 0)
			return node->attributes[i].value;
	return NULL;
}

const char *node_owners(const struct node *node, struct arena *arena)
{
	GString *owners = g_string_new(NULL);
	const char *copy;

	for (uint32_t i = 0; i < node->n_owners; i++)
		g_string_append_printf(owners, "%s%s", i ? " " : "",
				       node->owners[i]);
	copy = owners->len ? arena_strdup(arena, owners->str) : NULL;
	g_string_free(owners, TRUE);
	return copy;
}
