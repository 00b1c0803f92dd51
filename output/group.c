#include "output/group.h"

#include <stdlib.h>
#include <string.h>

struct builder {
	const struct graph *graph;
	enum writer_level level;
	GArray *groups;
	GHashTable *by_id; /* id -> group + 1 */
	struct grouping *grouping;
};

/* Objects that lie in a schema, which is their first part. */
static bool has_schema(const struct node *node)
{
	return node->kind >= NODE_SCHEMA && node->kind <= NODE_DOMAIN &&
	       (node->n_parts > 1 || node->kind == NODE_SCHEMA);
}

static const char *keep(struct builder *builder, const char *string)
{
	return g_string_chunk_insert_const(builder->grouping->strings, string);
}

/* "source" or "source/schema"; NULL for what is not drawn at that level. */
static char *group_id(const struct builder *builder, const struct node *node)
{
	const char *source = node->source ? node->source : "?";

	if (node->kind == NODE_OWNER || node->kind == NODE_COLUMN)
		return NULL;
	if (builder->level == LEVEL_OF_SCHEMAS && has_schema(node))
		return g_strdup_printf("%s/%s", source, node->parts[0]);
	return g_strdup(source);
}

static uint32_t new_group(struct builder *builder, const struct group *group)
{
	g_array_append_val(builder->groups, *group);
	return builder->groups->len - 1;
}

static uint32_t group_of_node(struct builder *builder, uint32_t index)
{
	const struct node *node = &builder->graph->nodes[index];
	struct group group = {.id = node->id,
			      .label = node->name,
			      .source = node->source,
			      .node = index,
			      .kind = node->kind,
			      .bound = node->bound};

	return node->kind == NODE_COLUMN ? GRAPH_ABSENT
					 : new_group(builder, &group);
}

static uint32_t group_of_many(struct builder *builder, uint32_t index)
{
	const struct node *node = &builder->graph->nodes[index];
	char *id = group_id(builder, node);
	gpointer found;
	uint32_t made;

	if (!id)
		return GRAPH_ABSENT;
	found = g_hash_table_lookup(builder->by_id, id);
	if (found) {
		made = GPOINTER_TO_UINT(found) - 1;
	} else {
		struct group group = {.id = keep(builder, id),
				      .source = node->source,
				      .node = GRAPH_ABSENT,
				      .kind = NODE_NONE,
				      .bound = node->bound};

		if (builder->level == LEVEL_OF_SCHEMAS && has_schema(node)) {
			group.kind = NODE_SCHEMA;
			group.label = node->parts[0];
		} else {
			group.label = group.id;
		}
		made = new_group(builder, &group);
		g_hash_table_insert(builder->by_id, (gpointer)group.id,
				    GUINT_TO_POINTER(made + 1));
	}
	g_free(id);
	return made;
}

/* Columns go where the table is that contains them. */
static void group_columns(struct builder *builder)
{
	const struct graph *graph = builder->graph;
	uint32_t *of_node = builder->grouping->of_node;

	for (uint32_t i = 0; i < graph->n_edges; i++) {
		const struct edge *edge = &graph->edges[i];

		if (edge->kind == EDGE_CONTAINS &&
		    graph->nodes[edge->to].kind == NODE_COLUMN)
			of_node[edge->to] = of_node[edge->from];
	}
}

static int compare_edges(const void *a, const void *b)
{
	const struct group_edge *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return x->kind < y->kind ? -1 : x->kind > y->kind;
}

static void group_edges(struct builder *builder)
{
	const struct graph *graph = builder->graph;
	struct grouping *grouping = builder->grouping;
	struct group_edge *edges = g_new(struct group_edge, graph->n_edges);
	uint32_t n = 0, kept = 0;

	for (uint32_t i = 0; i < graph->n_edges; i++) {
		const struct edge *edge = &graph->edges[i];
		struct group_edge made = {grouping->of_node[edge->from],
					  grouping->of_node[edge->to],
					  edge->kind, edge->confidence, 1};

		/* Lineage of columns runs along what reads and writes. */
		if (edge->kind != EDGE_DERIVES && made.from != GRAPH_ABSENT &&
		    made.to != GRAPH_ABSENT &&
		    (made.from != made.to || edge->from == edge->to))
			edges[n++] = made;
	}
	if (n > 1)
		qsort(edges, n, sizeof(*edges), compare_edges);
	for (uint32_t i = 0; i < n; i++) {
		struct group_edge *last = kept ? &edges[kept - 1] : NULL;

		if (last && compare_edges(last, &edges[i]) == 0) {
			last->count++;
			last->confidence =
				MAX(last->confidence, edges[i].confidence);
		} else {
			edges[kept++] = edges[i];
		}
	}
	grouping->edges = edges;
	grouping->n_edges = kept;
}

struct grouping *grouping_new(const struct graph *graph,
			      enum writer_level level)
{
	struct grouping *grouping = g_new0(struct grouping, 1);
	struct builder builder = {graph, level, NULL, NULL, grouping};

	grouping->strings = g_string_chunk_new(4096);
	grouping->of_node = g_new(uint32_t, graph->n_nodes);
	builder.groups = g_array_new(FALSE, FALSE, sizeof(struct group));
	builder.by_id = g_hash_table_new(g_str_hash, g_str_equal);
	for (uint32_t i = 0; i < graph->n_nodes; i++) {
		uint32_t made = level == LEVEL_OF_TABLES
					? group_of_node(&builder, i)
					: group_of_many(&builder, i);

		grouping->of_node[i] = made;
		if (made != GRAPH_ABSENT)
			g_array_index(builder.groups, struct group, made)
				.n_nodes++;
	}
	group_columns(&builder);
	group_edges(&builder);
	grouping->n_groups = builder.groups->len;
	grouping->groups =
		(struct group *)(void *)g_array_free(builder.groups, FALSE);
	g_hash_table_unref(builder.by_id);
	return grouping;
}

void grouping_free(struct grouping *grouping)
{
	g_string_chunk_free(grouping->strings);
	g_free(grouping->groups);
	g_free(grouping->edges);
	g_free(grouping->of_node);
	g_free(grouping);
}
