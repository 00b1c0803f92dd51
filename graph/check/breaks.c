/*
 * Definitions of a change that break somebody: what is dropped or renamed
 * while it is still used. Users of this repository are those at head, all
 * others those of the accepted map. What a migration did once is no use.
 */

#include <string.h>

#include "graph/check/change_private.h"
#include "graph/query/walk.h"

/* More are counted, not listed. */
#define RELATED_MAX 50

static bool same_name(const char *name, const struct node *node)
{
	const char *last =
		node->n_parts ? node->parts[node->n_parts - 1] : node->name;

	return g_ascii_strcasecmp(name, last) == 0;
}

/* Where something is defined, by place: the edges of head's graph. */
static GHashTable *definitions_new(const struct change *change)
{
	GHashTable *table =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
				      (GDestroyNotify)g_ptr_array_unref);

	for (uint32_t i = 0; i < change->head->n_edges; i++) {
		const struct edge *edge = &change->head->edges[i];

		if (edge->kind != EDGE_DEFINES)
			continue;
		for (uint32_t e = 0; e < edge->n_evidence; e++) {
			const struct evidence *own = &edge->evidence[e];
			GPtrArray *edges;
			char *key;

			if (!own->path || !access_counts(own, change->source))
				continue;
			key = g_strdup_printf("%u %s", own->line, own->path);
			edges = g_hash_table_lookup(table, key);
			if (!edges) {
				edges = g_ptr_array_new();
				g_hash_table_insert(table, key, edges);
			} else {
				g_free(key);
			}
			g_ptr_array_add(edges, (gpointer)edge);
		}
	}
	return table;
}

/* The edge that is the definition; it tells which object the name means. */
static const struct edge *find_definition(const struct finder *finder,
					  GHashTable *definitions,
					  const struct ddl_change *ddl)
{
	const struct node *nodes = finder->change->head->nodes;
	char *key = g_strdup_printf("%u %s", ddl->line, ddl->path);
	GPtrArray *edges = g_hash_table_lookup(definitions, key);

	g_free(key);
	for (guint i = 0; edges && i < edges->len; i++) {
		const struct edge *edge = edges->pdata[i];

		if (edge->operations & ddl->operation &&
		    same_name(ddl->name, &nodes[edge->to]))
			return edge;
	}
	return NULL;
}

/* --- who uses it --------------------------------------------------------- */

struct users {
	struct finder *finder;
	struct finding *finding;
	uint32_t n; /* all */
	bool sure;  /* one that is not only possible */
	GHashTable *seen;
};

/* The operations of the edge's evidence that still counts: main code, and of
 * the column if one is asked for. Edges whose columns are not known count. */
static const struct evidence *still_uses(const struct edge *edge,
					 const char *column)
{
	for (uint32_t i = 0; i < edge->n_evidence; i++) {
		const struct evidence *evidence = &edge->evidence[i];
		bool uses = !column || !evidence->n_columns;

		if (evidence->scope != SCOPE_MAIN &&
		    evidence->scope != SCOPE_NONE)
			continue;
		for (uint32_t c = 0; !uses && c < evidence->n_columns; c++)
			uses = strcmp(evidence->columns[c].name, "*") == 0 ||
			       g_ascii_strcasecmp(evidence->columns[c].name,
						  column) == 0;
		if (uses)
			return evidence;
	}
	return NULL;
}

static void add_user(struct users *users, const struct graph *graph,
		     const struct edge *edge, const struct evidence *evidence)
{
	struct report *report = users->finder->report;
	const struct node *from = &graph->nodes[edge->from];
	struct related *related;
	char *key = g_strdup_printf("%s %d", from->id, (int)edge->kind);

	if (!g_hash_table_add(users->seen, key))
		return;
	users->sure |= edge->confidence > CONFIDENCE_POSSIBLE;
	if (users->n++ >= RELATED_MAX)
		return;
	related = ARENA_PUSH(&report->arena, users->finding->related,
			     users->finding->n_related);
	related->party = report_party(report, from);
	related->source = arena_strdup(&report->arena, evidence->source);
	related->path = arena_strdup(&report->arena, evidence->path);
	related->line = evidence->line;
	related->operations = edge->operations;
	related->confidence = edge->confidence;
}

/* Edges to the object in one graph: of this repository, or of all others. */
static void add_users(struct users *users, const struct graph *graph,
		      const char *object, bool own)
{
	const struct finding *finding = users->finding;
	const char *source = users->finder->change->source;
	uint32_t node = graph_find(graph, object);

	if (node == GRAPH_ABSENT)
		return;
	for (uint32_t i = 0; i < graph->nodes[node].n_in; i++) {
		const struct edge *edge =
			&graph->edges[graph->nodes[node].in[i]];
		const struct evidence *evidence;

		if (edge->kind != EDGE_READS && edge->kind != EDGE_WRITES)
			continue;
		evidence = still_uses(edge, finding->column);
		if (evidence && (strcmp(evidence->source, source) == 0) == own)
			add_user(users, graph, edge, evidence);
	}
}

/* --- the finding --------------------------------------------------------- */

static const char *sentence(struct finder *finder,
			    const struct finding *finding,
			    const struct ddl_change *ddl, uint32_t n)
{
	struct arena *arena = &finder->report->arena;
	const struct party *object = &finding->object;
	const struct party *first = &finding->related[0].party;
	GString *text = g_string_new(NULL);
	const char *copy;

	g_string_append(text, ddl->new_name ? "renames " : "drops ");
	if (ddl->column)
		g_string_append_printf(text, "column %s of ", ddl->column);
	g_string_append_printf(text, "%s %s",
			       kind_name(&NODE_KIND, object->kind),
			       object->name);
	if (ddl->new_name)
		g_string_append_printf(text, " to %s", ddl->new_name);
	g_string_append_printf(text, ", which %s %s (%s) still uses",
			       kind_name(&NODE_KIND, first->kind), first->name,
			       first->owners ? first->owners : "no owner");
	if (n > 1)
		g_string_append_printf(text, ", and %u more", n - 1);
	copy = arena_strdup(arena, text->str);
	g_string_free(text, TRUE);
	return copy;
}

static void make_fingerprint(struct finding *finding,
			     const struct ddl_change *ddl)
{
	const char *const parts[] = {"breaks", finding->accessor.id,
				     finding->object.id, ddl->column,
				     ddl->new_name ? "renames" : "drops"};

	fingerprint_make(finding->fingerprint, parts, G_N_ELEMENTS(parts));
}

static void find_break(struct finder *finder, GHashTable *definitions,
		       const struct ddl_change *ddl)
{
	const struct change *change = finder->change;
	struct report *report = finder->report;
	const struct edge *edge = find_definition(finder, definitions, ddl);
	struct finding finding = {.rule = RULE_BREAKS_READER};
	struct users users = {finder, &finding, 0, false, NULL};
	const struct node *object;

	if (!edge || edge->confidence == CONFIDENCE_POSSIBLE)
		return;
	object = &change->head->nodes[edge->to];
	if (!node_is_relation(object))
		return;
	finding.object = report_party(report, object);
	finding.accessor =
		report_party(report, &change->head->nodes[edge->from]);
	finding.column = arena_strdup(&report->arena, ddl->column);
	finding.path = arena_strdup(&report->arena, ddl->path);
	finding.line = finding.end_line = ddl->line;
	finding.operations = ddl->operation;
	finding.confidence = edge->confidence;
	users.seen =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	add_users(&users, change->head, object->id, true);
	add_users(&users, change->map ? change->map : change->head, object->id,
		  false);
	g_hash_table_unref(users.seen);
	if (!users.n)
		return;
	make_fingerprint(&finding, ddl);
	finding.level = users.sure ? LEVEL_ERROR : LEVEL_WARNING;
	finding.message = sentence(finder, &finding, ddl, users.n);
	finder_add(finder, &finding);
}

void find_breaks(struct finder *finder)
{
	GHashTable *definitions;

	if (!finder->change->n_ddl)
		return;
	definitions = definitions_new(finder->change);
	for (uint32_t i = 0; i < finder->change->n_ddl; i++)
		find_break(finder, definitions, &finder->change->ddl[i]);
	g_hash_table_unref(definitions);
}
