#include "graph/check/access.h"

#include <string.h>

bool access_counts(const struct evidence *evidence, const char *source)
{
	if (source && strcmp(evidence->source, source) != 0)
		return false;
	return evidence->scope == SCOPE_MAIN ||
	       evidence->scope == SCOPE_MIGRATION ||
	       evidence->scope == SCOPE_NONE;
}

uint32_t access_operations(const struct edge *edge, const char *source,
			   bool *migration)
{
	uint32_t operations = 0;
	bool only = true;

	for (uint32_t i = 0; i < edge->n_evidence; i++) {
		const struct evidence *evidence = &edge->evidence[i];

		if (!access_counts(evidence, source))
			continue;
		/* An access whose kind is not known still is one. */
		operations |= evidence->operations
				      ? evidence->operations
				      : (edge->kind == EDGE_READS ? OP_SELECT
								  : OP_UPDATE);
		only &= evidence->scope == SCOPE_MIGRATION;
	}
	if (migration)
		*migration = only;
	return operations;
}

/* The length of what an id has before its path, and of path; 0 when the node
 * is no symbol of a file. */
static size_t path_end(const struct node *node, const char *path, GString *head)
{
	if (node->kind < NODE_FILE || !node->source || !node->n_parts)
		return 0;
	g_string_printf(head, "%s:", kind_name(&NODE_KIND, node->kind));
	graph_escape_part(head, node->source, true);
	g_string_append_c(head, '/');
	graph_escape_part(head, path, true);
	return g_str_has_prefix(node->id, head->str) ? head->len : 0;
}

const char *access_id_before(struct arena *arena, const struct node *node,
			     GHashTable *renamed)
{
	const char *before, *id = NULL;
	GString *head;
	size_t end;

	if (!renamed || !node->n_parts || node->kind < NODE_FILE ||
	    !(before = g_hash_table_lookup(renamed, node->parts[0])))
		return node->id;
	head = g_string_new(NULL);
	end = path_end(node, node->parts[0], head);
	if (end) {
		g_string_printf(head, "%s:", kind_name(&NODE_KIND, node->kind));
		graph_escape_part(head, node->source, true);
		g_string_append_c(head, '/');
		graph_escape_part(head, before, true);
		g_string_append(head, node->id + end);
		id = arena_strdup(arena, head->str);
	}
	g_string_free(head, TRUE);
	return id ? id : node->id;
}

const char *access_local(const struct node *node, const char *id)
{
	const char *local = strchr(id, '#');

	return node->kind >= NODE_FILE && local ? local : "";
}

static void add_row(struct access_list *list, const struct edge *edge,
		    uint32_t operations, bool migration, GHashTable *renamed)
{
	const struct node *nodes = list->graph->nodes;
	struct access_row *row = ARENA_PUSH(&list->arena, list->rows, list->n);

	row->from = edge->from;
	row->to = edge->to;
	row->kind = edge->kind;
	row->operations = operations;
	row->migration = migration;
	row->edge = edge;
	row->accessor =
		access_id_before(&list->arena, &nodes[edge->from], renamed);
	row->key = arena_printf(&list->arena, "%s\n%s\n%s",
				kind_name(&EDGE_KIND, edge->kind),
				row->accessor, nodes[edge->to].id);
}

struct access_list *access_list_new(const struct graph *graph,
				    const char *source, GHashTable *renamed)
{
	struct access_list *list = g_new0(struct access_list, 1);

	list->graph = graph;
	list->source = source;
	arena_init(&list->arena);
	for (uint32_t i = 0; i < graph->n_edges; i++) {
		const struct edge *edge = &graph->edges[i];
		uint32_t operations;
		bool migration;

		if (edge->kind != EDGE_READS && edge->kind != EDGE_WRITES)
			continue;
		operations = access_operations(edge, source, &migration);
		if (operations &&
		    !node_attribute(&graph->nodes[edge->to], "temporary"))
			add_row(list, edge, operations, migration, renamed);
	}
	list->by_key = g_hash_table_new(g_str_hash, g_str_equal);
	for (uint32_t i = 0; i < list->n; i++)
		g_hash_table_insert(list->by_key, (gpointer)list->rows[i].key,
				    &list->rows[i]);
	return list;
}

void access_list_free(struct access_list *list)
{
	g_hash_table_unref(list->by_key);
	arena_release(&list->arena);
	g_free(list);
}
