#include "graph/query/touch.h"

#include <string.h>

struct touch {
	const struct graph *graph;
	GArray *nodes;	 /* the object first */
	GHashTable *ids; /* of the nodes */
	/* What patterns are held to, each once: the nodes' names and their
	 * ends, folded. */
	GHashTable *names;
	GHashTable *patterns; /* asked before -> whether it fits */
	/* Sources (by id) whose blind spots say nothing about the node: those
	 * that talk to other catalogs only. */
	GHashTable *elsewhere;
};

bool source_is_catalog(enum source_kind kind)
{
	return kind == SOURCE_POSTGRESQL || kind == SOURCE_MYSQL ||
	       kind == SOURCE_MARIADB;
}

/* The sources that are catalogs. Strings of one graph are interned. */
static GHashTable *catalogs(const struct graph *graph)
{
	GHashTable *set = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < graph->n_sources; i++)
		if (source_is_catalog(graph->sources[i].kind))
			g_hash_table_add(set, (gpointer)graph->sources[i].id);
	return set;
}

/* A source that talks to some catalog talks elsewhere, unless to this one. */
static void find_elsewhere(struct touch *touch, const char *home,
			   GHashTable *set)
{
	const struct graph *graph = touch->graph;
	GHashTable *here = g_hash_table_new(NULL, NULL);
	GHashTableIter iter;
	gpointer source;

	g_hash_table_iter_init(&iter, set);
	while (g_hash_table_iter_next(&iter, &source, NULL))
		if (source != home)
			g_hash_table_add(touch->elsewhere, source);
	for (uint32_t i = 0; i < graph->n_edges; i++) {
		const char *from = graph->nodes[graph->edges[i].from].source;
		const char *to = graph->nodes[graph->edges[i].to].source;

		if (!from || !to || !g_hash_table_contains(set, to))
			continue;
		if (to == home)
			g_hash_table_add(here, (gpointer)from);
		else
			g_hash_table_add(touch->elsewhere, (gpointer)from);
	}
	g_hash_table_iter_init(&iter, here);
	while (g_hash_table_iter_next(&iter, &source, NULL))
		g_hash_table_remove(touch->elsewhere, source);
	g_hash_table_unref(here);
}

struct touch *touch_new(const struct graph *graph, uint32_t node)
{
	struct touch *touch = g_new0(struct touch, 1);
	const char *home = graph->nodes[node].source;
	GHashTable *set = catalogs(graph);

	touch->graph = graph;
	touch->nodes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	touch->ids = g_hash_table_new(g_str_hash, g_str_equal);
	touch->names =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	touch->patterns = g_hash_table_new(g_str_hash, g_str_equal);
	touch->elsewhere = g_hash_table_new(NULL, NULL);
	touch_add(touch, node);
	/* What is bound to nothing may lie in any catalog. */
	if (home && g_hash_table_contains(set, home))
		find_elsewhere(touch, home, set);
	g_hash_table_unref(set);
	return touch;
}

void touch_free(struct touch *touch)
{
	g_hash_table_unref(touch->elsewhere);
	g_hash_table_unref(touch->patterns);
	g_hash_table_unref(touch->names);
	g_hash_table_unref(touch->ids);
	g_array_free(touch->nodes, TRUE);
	g_free(touch);
}

/* "shop.public.orders", "public.orders" and "orders". */
void touch_add(struct touch *touch, uint32_t index)
{
	const struct node *node = &touch->graph->nodes[index];
	char *name = g_ascii_strdown(node->name, -1);
	size_t offset = 0, length = strlen(name);

	g_array_append_val(touch->nodes, index);
	g_hash_table_add(touch->ids, (gpointer)node->id);
	for (uint32_t i = 0; i < node->n_parts && offset < length; i++) {
		g_hash_table_add(touch->names, g_strdup(name + offset));
		offset += strlen(node->parts[i]) + 1;
	}
	g_hash_table_remove_all(touch->patterns);
	g_free(name);
}

static bool is_candidate(const struct touch *touch,
			 const struct blind_spot *spot)
{
	for (uint32_t i = 0; i < spot->n_candidates; i++)
		if (g_hash_table_contains(touch->ids, spot->candidates[i]))
			return true;
	return false;
}

/* "orders", "llx_*" or "public.orders_*"; ledgers repeat few patterns. */
static bool pattern_fits(const struct touch *touch, const char *pattern)
{
	GHashTableIter iter;
	gpointer known, name;
	char *folded;
	bool fits = false;

	if (g_hash_table_lookup_extended(touch->patterns, pattern, NULL,
					 &known))
		return GPOINTER_TO_INT(known);
	folded = g_ascii_strdown(pattern, -1);
	g_hash_table_iter_init(&iter, touch->names);
	while (!fits && g_hash_table_iter_next(&iter, &name, NULL))
		fits = g_pattern_match_simple(folded, name);
	g_free(folded);
	g_hash_table_insert(touch->patterns, (gpointer)pattern,
			    GINT_TO_POINTER(fits));
	return fits;
}

enum touching touch_of(const struct touch *touch, const struct blind_spot *spot)
{
	if (is_candidate(touch, spot) ||
	    (spot->pattern && pattern_fits(touch, spot->pattern)))
		return TOUCHES_NAME;
	if (spot->pattern || spot->n_candidates)
		return TOUCHES_NOT;
	return g_hash_table_contains(touch->elsewhere, spot->source)
		       ? TOUCHES_NOT
		       : TOUCHES_CATALOG;
}
