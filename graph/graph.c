/* Building a graph: nodes, edges to be, blind spots, sources. */

#include "graph/graph.h"

#include <string.h>

#include "graph/graph_id.h"
#include "graph/graph_private.h"

static guint column_set_hash(gconstpointer key)
{
	const struct column_set *set = key;
	guint64 hash = set->n;

	for (uint32_t i = 0; i < set->n; i++) {
		hash ^= (guint64)(uintptr_t)set->columns[i].name +
			set->columns[i].roles;
		hash *= 0x9E3779B97F4A7C15u;
		hash ^= hash >> 29;
	}
	return (guint)(hash >> 16);
}

static gboolean column_set_equal(gconstpointer a, gconstpointer b)
{
	const struct column_set *x = a, *y = b;

	if (x->n != y->n)
		return FALSE;
	for (uint32_t i = 0; i < x->n; i++)
		if (x->columns[i].name != y->columns[i].name ||
		    x->columns[i].roles != y->columns[i].roles)
			return FALSE;
	return TRUE;
}

struct graph *graph_new(void)
{
	struct graph *graph = g_new0(struct graph, 1);
	struct graph_private *p = g_new0(struct graph_private, 1);

	graph->private = p;
	arena_init(&p->arena);
	p->strings = g_string_chunk_new(65536);
	p->interned = g_hash_table_new(g_str_hash, g_str_equal);
	p->ids = g_hash_table_new(g_str_hash, g_str_equal);
	p->column_sets = g_hash_table_new(column_set_hash, column_set_equal);
	p->extras = g_array_new(FALSE, FALSE, sizeof(struct edge_extra));
	p->scratch = g_string_new(NULL);
	return graph;
}

void graph_release_building(struct graph *graph)
{
	struct graph_private *p = graph->private;

	g_clear_pointer(&p->keys, g_free);
	g_clear_pointer(&p->interned, g_hash_table_unref);
	g_clear_pointer(&p->ids, g_hash_table_unref);
	g_clear_pointer(&p->column_sets, g_hash_table_unref);
	if (p->extras)
		g_array_free(g_steal_pointer(&p->extras), TRUE);
	g_clear_pointer(&p->set, g_free);
	if (p->scratch)
		g_string_free(g_steal_pointer(&p->scratch), TRUE);
}

void graph_free(struct graph *graph)
{
	if (!graph)
		return;
	graph_release_building(graph);
	arena_release(&graph->private->arena);
	g_string_chunk_free(graph->private->strings);
	g_free(graph->private->evidence);
	g_free(graph->private->adjacent);
	g_free(graph->private);
	g_free(graph->sources);
	g_free(graph->nodes);
	g_free(graph->edges);
	g_free(graph->blind_spots);
	g_free(graph);
}

/* The string with %XX in place of each byte that is no part of a character of
 * UTF-8. */
static GString *escape_invalid(const char *string)
{
	GString *escaped = g_string_new(NULL);
	const char *end;

	while (!g_utf8_validate(string, -1, &end)) {
		g_string_append_len(escaped, string, end - string);
		g_string_append_printf(escaped, "%%%02X", (unsigned char)*end);
		string = end + 1;
	}
	return g_string_append(escaped, string);
}

static const char *intern_by_content(struct graph_private *p,
				     const char *string)
{
	const char *found = g_hash_table_lookup(p->interned, string);
	char *copy;

	if (found)
		return found;
	if (!g_utf8_validate(string, -1, NULL)) {
		GString *escaped = escape_invalid(string);

		found = intern_by_content(p, escaped->str);
		g_string_free(escaped, TRUE);
		return found;
	}
	copy = g_string_chunk_insert(p->strings, string);
	g_hash_table_add(p->interned, copy);
	return copy;
}

const char *graph_intern(struct graph *graph, const char *string)
{
	struct graph_private *p = graph->private;
	size_t slot;

	if (!string)
		return NULL;
	g_assert(!graph->finished);
	slot = ((uintptr_t)string ^ (uintptr_t)string >> 12) % INTERN_CACHE;
	/* The bytes at an address may have changed since. */
	if (p->cache[slot].given == string &&
	    strcmp(p->cache[slot].interned, string) == 0)
		return p->cache[slot].interned;
	p->cache[slot].given = string;
	p->cache[slot].interned = intern_by_content(p, string);
	return p->cache[slot].interned;
}

static const char **intern_all(struct graph *graph, const char *const *strings,
			       uint32_t n)
{
	const char **copy;

	if (n == 0)
		return NULL;
	copy = arena_alloc(&graph->private->arena, n * sizeof(*copy));
	for (uint32_t i = 0; i < n; i++)
		copy[i] = graph_intern(graph, strings[i]);
	return copy;
}

void *graph_grow(void *array, uint32_t n, uint32_t *room, size_t size)
{
	if (n == *room) {
		*room = *room ? *room + *room / 2 : 64;
		array = g_realloc_n(array, *room, size);
	}
	memset((char *)array + n * size, 0, size);
	return array;
}

/* --- nodes --------------------------------------------------------------- */

/* The node with that id; *added says that it is new. */
static uint32_t node_of_id(struct graph *graph, const char *id,
			   enum node_kind kind, bool *added)
{
	struct graph_private *p = graph->private;
	gpointer found = g_hash_table_lookup(p->ids, id);
	struct node *node;

	*added = !found;
	if (found)
		return GPOINTER_TO_UINT(found) - 1;
	graph->nodes = graph_grow(graph->nodes, graph->n_nodes, &p->node_room,
				  sizeof(struct node));
	node = &graph->nodes[graph->n_nodes++];
	node->kind = kind;
	node->id = intern_by_content(p, id);
	g_hash_table_insert(p->ids, (gpointer)node->id,
			    GUINT_TO_POINTER(graph->n_nodes));
	return graph->n_nodes - 1;
}

static void set_source(struct graph *graph, struct node *node,
		       const char *source)
{
	node->source = graph_intern(graph, source);
	node->bound = source != NULL;
}

uint32_t graph_add_node(struct graph *graph, enum node_kind kind,
			const char *source, const char *const *parts,
			uint32_t n_parts)
{
	GString *scratch = graph->private->scratch;
	struct node *node;
	uint32_t index;
	bool added;

	graph_object_id(scratch, kind, source, parts, n_parts);
	index = node_of_id(graph, scratch->str, kind, &added);
	if (!added)
		return index;
	g_string_truncate(scratch, 0);
	for (uint32_t i = 0; i < n_parts; i++)
		g_string_append_printf(scratch, "%s%s", i ? "." : "", parts[i]);
	node = &graph->nodes[index];
	set_source(graph, node, source);
	node->parts = intern_all(graph, parts, n_parts);
	node->n_parts = n_parts;
	node->name = intern_by_content(graph->private, scratch->str);
	return index;
}

static void symbol_name(GString *name, const char *path,
			const char *const *local, uint32_t n_local,
			uint32_t nth)
{
	g_string_assign(name, path);
	for (uint32_t i = 0; i < n_local; i++)
		g_string_append_printf(name, "%s%s", i ? "." : "#", local[i]);
	if (nth > 1)
		g_string_append_printf(name, "~%u", nth);
}

uint32_t graph_add_symbol(struct graph *graph, enum node_kind kind,
			  const char *source, const char *path,
			  const char *const *local, uint32_t n_local,
			  uint32_t nth)
{
	GString *scratch = graph->private->scratch;
	struct node *node;
	uint32_t index;
	bool added;

	graph_symbol_id(scratch, kind, source, path, local, n_local, nth);
	index = node_of_id(graph, scratch->str, kind, &added);
	if (!added)
		return index;
	symbol_name(scratch, path, local, n_local, nth);
	node = &graph->nodes[index];
	set_source(graph, node, source);
	node->n_parts = n_local + 1;
	node->parts = arena_alloc(&graph->private->arena,
				  node->n_parts * sizeof(*node->parts));
	node->parts[0] = graph_intern(graph, path);
	for (uint32_t i = 0; i < n_local; i++)
		node->parts[i + 1] = graph_intern(graph, local[i]);
	node->name = intern_by_content(graph->private, scratch->str);
	return index;
}

uint32_t graph_add_node_id(struct graph *graph, const char *id,
			   enum node_kind kind)
{
	bool added;
	uint32_t index = node_of_id(graph, id, kind, &added);

	if (added)
		graph->nodes[index].name = graph->nodes[index].id;
	return index;
}

void graph_describe_node(struct graph *graph, uint32_t index, const char *name,
			 const char *source, bool bound,
			 const char *const *parts, uint32_t n_parts)
{
	struct node *node = graph_building(graph, index);

	node->name = graph_intern(graph, name);
	node->source = graph_intern(graph, source);
	node->bound = bound;
	node->parts = intern_all(graph, parts, n_parts);
	node->n_parts = n_parts;
}

struct node *graph_building(struct graph *graph, uint32_t index)
{
	g_assert(!graph->finished && index < graph->n_nodes);
	return &graph->nodes[index];
}

/* Both are sorted, and what is there twice is joined, at the end. */

void graph_set_attribute(struct graph *graph, uint32_t index, const char *name,
			 const char *value)
{
	struct node *node = graph_building(graph, index);
	struct attribute made = {graph_intern(graph, name),
				 graph_intern(graph, value)};

	*ARENA_PUSH(&graph->private->arena, node->attributes,
		    node->n_attributes) = made;
}

void graph_annotate(struct graph *graph, uint32_t index, const char *name,
		    const char *value)
{
	struct graph_private *private = graph->private;
	struct node *node = &graph->nodes[index];
	struct attribute *all = arena_alloc(
		&private->arena, (node->n_attributes + 1) * sizeof(*all));
	uint32_t n = 0, at;

	g_assert(graph->finished);
	for (at = 0; at < node->n_attributes &&
		     strcmp(node->attributes[at].name, name) < 0;
	     at++)
		all[n++] = node->attributes[at];
	all[n].name = g_string_chunk_insert(private->strings, name);
	all[n++].value = g_string_chunk_insert(private->strings, value);
	if (at < node->n_attributes &&
	    strcmp(node->attributes[at].name, name) == 0)
		at++;
	for (; at < node->n_attributes; at++)
		all[n++] = node->attributes[at];
	node->attributes = all;
	node->n_attributes = n;
}

void graph_add_owner(struct graph *graph, uint32_t index, const char *owner)
{
	struct node *node = graph_building(graph, index);
	const char *made = graph_intern(graph, owner);

	*ARENA_PUSH(&graph->private->arena, node->owners, node->n_owners) =
		made;
}

/* --- edges --------------------------------------------------------------- */

static int compare_columns(const void *a, const void *b)
{
	const struct used_column *x = a, *y = b;

	return graph_compare_strings(x->name, y->name);
}

static void join_columns(struct column_set *set)
{
	struct used_column *columns = set->columns;
	uint32_t kept = 0;

	if (set->n > 1)
		qsort(columns, set->n, sizeof(*columns), compare_columns);
	for (uint32_t i = 0; i < set->n; i++) {
		if (kept && columns[kept - 1].name == columns[i].name)
			columns[kept - 1].roles |= columns[i].roles;
		else
			columns[kept++] = columns[i];
	}
	set->n = kept;
}

void graph_columns_begin(struct graph *graph)
{
	struct graph_private *p = graph->private;

	if (!p->set) {
		p->set_room = 16;
		p->set = g_malloc(sizeof(*p->set) +
				  p->set_room * sizeof(*p->set->columns));
	}
	p->set->n = 0;
}

void graph_columns_add(struct graph *graph, const char *name, uint32_t roles)
{
	struct graph_private *p = graph->private;

	if (p->set->n == p->set_room) {
		p->set_room *= 2;
		p->set = g_realloc(
			p->set, sizeof(*p->set) +
					p->set_room * sizeof(*p->set->columns));
	}
	p->set->columns[p->set->n++] = (struct used_column){name, roles};
}

struct used_column *graph_columns_end(struct graph *graph, uint32_t *n)
{
	struct graph_private *p = graph->private;
	struct column_set *found;

	join_columns(p->set);
	*n = p->set->n;
	if (*n == 0)
		return NULL;
	found = g_hash_table_lookup(p->column_sets, p->set);
	if (!found) {
		found = arena_memdup(&p->arena, p->set,
				     sizeof(*found) +
					     *n * sizeof(*found->columns));
		g_hash_table_add(p->column_sets, found);
	}
	return found->columns;
}

void graph_add_evidence(struct graph *graph, uint32_t from, uint32_t to,
			enum edge_kind kind, const struct evidence *evidence)
{
	struct graph_private *p = graph->private;
	struct evidence *added;

	g_assert(!graph->finished && from < graph->n_nodes &&
		 to < graph->n_nodes);
	p->evidence = graph_grow(p->evidence, p->n_evidence, &p->evidence_room,
				 sizeof(*p->evidence));
	p->keys = graph_grow(p->keys, p->n_evidence, &p->key_room,
			     sizeof(*p->keys));
	p->keys[p->n_evidence] = (struct edge_key){from, to, kind};
	added = &p->evidence[p->n_evidence++];
	*added = *evidence;
	added->source = graph_intern(graph, evidence->source);
	added->path = graph_intern(graph, evidence->path);
	graph_columns_begin(graph);
	for (uint32_t i = 0; i < evidence->n_columns; i++)
		graph_columns_add(
			graph, graph_intern(graph, evidence->columns[i].name),
			evidence->columns[i].roles);
	added->columns = graph_columns_end(graph, &added->n_columns);
}

void graph_add_pair(struct graph *graph, uint32_t from, uint32_t to,
		    const char *from_column, const char *to_column)
{
	struct edge_extra extra = {{from, to, EDGE_REFERENCES},
				   -1,
				   {graph_intern(graph, from_column),
				    graph_intern(graph, to_column)}};

	g_array_append_val(graph->private->extras, extra);
}

void graph_set_how(struct graph *graph, uint32_t from, uint32_t to,
		   enum how how)
{
	struct edge_extra extra = {
		{from, to, EDGE_DERIVES}, (int)how, {NULL, NULL}};

	g_array_append_val(graph->private->extras, extra);
}

/* --- blind spots and sources --------------------------------------------- */

void graph_add_blind_spot(struct graph *graph, const struct blind_spot *spot)
{
	struct blind_spot *added;

	graph->blind_spots =
		graph_grow(graph->blind_spots, graph->n_blind_spots,
			   &graph->private->blind_spot_room, sizeof(*added));
	added = &graph->blind_spots[graph->n_blind_spots++];
	*added = *spot;
	added->source = graph_intern(graph, spot->source);
	added->path = graph_intern(graph, spot->path);
	added->pattern = graph_intern(graph, spot->pattern);
	added->detail = graph_intern(graph, spot->detail);
	added->candidates =
		intern_all(graph, spot->candidates, spot->n_candidates);
	added->count = MAX(spot->count, 1);
}

void graph_add_source(struct graph *graph, const struct graph_source *source)
{
	struct graph_source *added;

	graph->sources =
		graph_grow(graph->sources, graph->n_sources,
			   &graph->private->source_room, sizeof(*added));
	added = &graph->sources[graph->n_sources++];
	*added = *source;
	added->id = graph_intern(graph, source->id);
	added->location = graph_intern(graph, source->location);
	added->revision = graph_intern(graph, source->revision);
}
