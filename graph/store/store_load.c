/*
 * Reading the linked graph from the map.
 *
 * Rows are numbered from 1 without a gap and in canonical order, as they were
 * written; whatever is not so says that the file is damaged. Unions of edges
 * are not read: they follow from the evidence.
 */

#include <string.h>

#include "graph/store/cell.h"
#include "graph/store/store_private.h"

struct loader {
	struct store *store;
	struct graph *graph;
	GString *scratch;
	GPtrArray *strings; /* of one list; interned */
	struct arena arena; /* what lives as long as loading */
	struct loaded_place *places;
	uint32_t n_places;
	struct evidence *manners; /* of which only the words are set */
	uint32_t n_manners;
	struct loaded_set *sets;
	uint32_t n_sets;
	struct loaded_edge *edges;
	uint32_t n_edges;
};

/* A set of columns; used as often as there is evidence with it. */
struct loaded_set {
	struct used_column *columns;
	uint32_t n_columns;
};

struct loaded_place {
	const char *source, *path;
};

struct loaded_edge {
	uint32_t from, to;
	enum edge_kind kind;
	bool seen; /* some evidence was loaded */
};

static bool damaged(struct loader *loader, GError **error, const char *what)
{
	return store_damaged(loader->store, error, "%s", what);
}

/* A number from `low` up to what fits. */
static bool read_u32(struct loader *loader, sqlite3_stmt *row, int column,
		     uint32_t low, uint32_t *number, GError **error)
{
	gint64 value = sqlite3_column_int64(row, column);

	if (value < low || value >= GRAPH_ABSENT)
		return damaged(loader, error, "a number is out of range");
	*number = (uint32_t)value;
	return true;
}

/* A number that refers to one of `n` rows, as an index. */
static bool read_index(struct loader *loader, sqlite3_stmt *row, int column,
		       uint32_t n, uint32_t *index, GError **error)
{
	gint64 value = sqlite3_column_int64(row, column);

	if (value < 1 || value > n)
		return damaged(loader, error, "a row refers to none");
	*index = (uint32_t)(value - 1);
	return true;
}

/* Numbers of rows go up by one. */
static bool is_next(struct loader *loader, sqlite3_stmt *row, uint32_t n,
		    GError **error)
{
	return sqlite3_column_int64(row, 0) == (gint64)n + 1 &&
			       n < GRAPH_ABSENT - 1
		       ? true
		       : damaged(loader, error, "a row is missing");
}

static bool read_mask(struct loader *loader, const char *words,
		      const struct kind_list *list, uint32_t *mask,
		      GError **error)
{
	*mask = 0;
	while (words && *words) {
		size_t length = strcspn(words, " ");
		unsigned bit;

		g_string_truncate(loader->scratch, 0);
		g_string_append_len(loader->scratch, words, (gssize)length);
		if (!kind_parse(list, loader->scratch->str, &bit))
			return store_damaged(loader->store, error,
					     "no such %s: %s", list->title,
					     loader->scratch->str);
		*mask |= bit;
		words += length;
		words += strspn(words, " ");
	}
	return true;
}

/* The strings of a cell, interned, into loader->strings. */
static bool read_list(struct loader *loader, sqlite3_stmt *row, int column,
		      GError **error)
{
	struct cell cell = {store_text(row, column), loader->scratch, false};
	const char *string;

	g_ptr_array_set_size(loader->strings, 0);
	if (!cell.at)
		return damaged(loader, error, "a list is missing");
	while ((string = cell_next(&cell)))
		g_ptr_array_add(loader->strings,
				(gpointer)graph_intern(loader->graph, string));
	return cell.broken ? damaged(loader, error, "a list is broken") : true;
}

/* Calls `read` for every row of a query. */
static bool each_row(struct loader *loader, const char *sql,
		     bool (*read)(struct loader *loader, sqlite3_stmt *row,
				  GError **error),
		     GError **error)
{
	sqlite3_stmt *row = store_prepare(loader->store, sql, error);
	bool good = row != NULL;
	int result = SQLITE_DONE;

	while (good && (result = sqlite3_step(row)) == SQLITE_ROW)
		good = read(loader, row, error);
	if (good && result != SQLITE_DONE)
		good = store_fail(loader->store, error);
	sqlite3_finalize(row);
	return good;
}

/* --- nodes --------------------------------------------------------------- */

static bool read_lists_of_node(struct loader *loader, sqlite3_stmt *row,
			       uint32_t index, GError **error)
{
	struct graph *graph = loader->graph;
	GPtrArray *strings = loader->strings;

	if (!read_list(loader, row, 4, error))
		return false;
	graph_describe_node(graph, index, store_text(row, 3),
			    store_text(row, 5), sqlite3_column_int(row, 6) != 0,
			    (const char *const *)strings->pdata, strings->len);
	if (!read_list(loader, row, 7, error))
		return false;
	for (guint i = 0; i < strings->len; i++)
		graph_add_owner(graph, index, strings->pdata[i]);
	if (!read_list(loader, row, 8, error))
		return false;
	if (strings->len % 2)
		return damaged(loader, error, "a value is missing");
	for (guint i = 0; i < strings->len; i += 2)
		graph_set_attribute(graph, index, strings->pdata[i],
				    strings->pdata[i + 1]);
	return true;
}

static bool read_node(struct loader *loader, sqlite3_stmt *row, GError **error)
{
	uint32_t n = loader->graph->n_nodes;
	const char *id = store_text(row, 1);
	unsigned kind;

	if (!is_next(loader, row, n, error) ||
	    !store_kind(loader->store, row, 2, &NODE_KIND, false, &kind, error))
		return false;
	if (!id || !store_text(row, 3))
		return damaged(loader, error, "a node has no name");
	if (graph_add_node_id(loader->graph, id, (enum node_kind)kind) != n)
		return damaged(loader, error, "an id is there twice");
	return read_lists_of_node(loader, row, n, error);
}

/* --- edges and evidence --------------------------------------------------- */

static bool read_edge(struct loader *loader, sqlite3_stmt *row, GError **error)
{
	struct loaded_edge edge = {0};
	unsigned kind;

	if (!is_next(loader, row, loader->n_edges, error) ||
	    !read_index(loader, row, 1, loader->graph->n_nodes, &edge.from,
			error) ||
	    !read_index(loader, row, 2, loader->graph->n_nodes, &edge.to,
			error) ||
	    !store_kind(loader->store, row, 3, &EDGE_KIND, false, &kind, error))
		return false;
	edge.kind = (enum edge_kind)kind;
	*ARENA_PUSH(&loader->arena, loader->edges, loader->n_edges) = edge;
	return true;
}

static bool read_place(struct loader *loader, sqlite3_stmt *row, GError **error)
{
	struct loaded_place place = {
		graph_intern(loader->graph, store_text(row, 1)),
		graph_intern(loader->graph, store_text(row, 2))};

	if (!is_next(loader, row, loader->n_places, error))
		return false;
	if (!place.source)
		return damaged(loader, error, "a place has no source");
	*ARENA_PUSH(&loader->arena, loader->places, loader->n_places) = place;
	return true;
}

static bool read_column_set(struct loader *loader, sqlite3_stmt *row,
			    GError **error)
{
	struct loaded_set *set;

	if (!is_next(loader, row, loader->n_sets, error) ||
	    !read_list(loader, row, 1, error))
		return false;
	if (loader->strings->len % 2)
		return damaged(loader, error, "a column has no roles");
	set = ARENA_PUSH(&loader->arena, loader->sets, loader->n_sets);
	for (guint i = 0; i < loader->strings->len; i += 2) {
		struct used_column *used = ARENA_PUSH(
			&loader->arena, set->columns, set->n_columns);

		used->name = loader->strings->pdata[i];
		if (!read_mask(loader, loader->strings->pdata[i + 1], &ROLE,
			       &used->roles, error))
			return false;
	}
	return true;
}

static bool find_column_set(struct loader *loader, sqlite3_stmt *row,
			    int column, struct evidence *evidence,
			    GError **error)
{
	uint32_t set = 0;

	if (sqlite3_column_type(row, column) == SQLITE_NULL)
		return true;
	if (!read_index(loader, row, column, loader->n_sets, &set, error))
		return false;
	evidence->columns = loader->sets[set].columns;
	evidence->n_columns = loader->sets[set].n_columns;
	return true;
}

static bool read_numbers(struct loader *loader, sqlite3_stmt *row,
			 struct evidence *evidence, GError **error)
{
	evidence->object = GRAPH_ABSENT;
	evidence->statement = (uint64_t)sqlite3_column_int64(row, 10);
	return read_u32(loader, row, 4, 0, &evidence->line, error) &&
	       read_u32(loader, row, 5, 0, &evidence->end_line, error) &&
	       read_u32(loader, row, 6, 0, &evidence->statement_line, error) &&
	       read_u32(loader, row, 7, 0, &evidence->statement_end, error) &&
	       (sqlite3_column_type(row, 3) == SQLITE_NULL ||
		read_index(loader, row, 3, loader->graph->n_nodes,
			   &evidence->object, error));
}

static bool read_manner(struct loader *loader, sqlite3_stmt *row,
			GError **error)
{
	struct store *store = loader->store;
	unsigned via, scope, confidence;
	struct evidence *manner;

	if (!is_next(loader, row, loader->n_manners, error) ||
	    !store_kind(store, row, 1, &VIA, true, &via, error) ||
	    !store_kind(store, row, 2, &SCOPE, true, &scope, error) ||
	    !store_kind(store, row, 3, &CONFIDENCE, true, &confidence, error))
		return false;
	manner = ARENA_PUSH(&loader->arena, loader->manners, loader->n_manners);
	manner->via = (enum via)via;
	manner->scope = (enum scope)scope;
	manner->confidence = (enum confidence)confidence;
	return read_mask(loader, store_text(row, 4), &OPERATION,
			 &manner->operations, error);
}

static bool read_evidence(struct loader *loader, sqlite3_stmt *row,
			  GError **error)
{
	struct evidence evidence;
	struct loaded_edge *edge;
	uint32_t index = 0, place = 0, manner = 0;

	if (!read_index(loader, row, 0, loader->n_edges, &index, error) ||
	    !read_index(loader, row, 2, loader->n_places, &place, error) ||
	    !read_index(loader, row, 8, loader->n_manners, &manner, error))
		return false;
	evidence = loader->manners[manner];
	if (!read_numbers(loader, row, &evidence, error) ||
	    !find_column_set(loader, row, 9, &evidence, error))
		return false;
	evidence.source = loader->places[place].source;
	evidence.path = loader->places[place].path;
	edge = &loader->edges[index];
	edge->seen = true;
	graph_add_evidence(loader->graph, edge->from, edge->to, edge->kind,
			   &evidence);
	return true;
}

/* What edges have besides evidence. */
static bool read_rest_of_edge(struct loader *loader, sqlite3_stmt *row,
			      GError **error)
{
	struct loaded_edge *edge;
	uint32_t index = 0;
	unsigned how;

	if (!read_index(loader, row, 0, loader->n_edges, &index, error) ||
	    !read_list(loader, row, 2, error))
		return false;
	edge = &loader->edges[index];
	if (!edge->seen || loader->strings->len % 2)
		return damaged(loader, error, "an edge is not whole");
	for (guint i = 0; i < loader->strings->len; i += 2)
		if (edge->kind == EDGE_REFERENCES)
			graph_add_pair(loader->graph, edge->from, edge->to,
				       loader->strings->pdata[i],
				       loader->strings->pdata[i + 1]);
	if (edge->kind != EDGE_DERIVES ||
	    sqlite3_column_type(row, 1) == SQLITE_NULL)
		return true;
	if (!store_kind(loader->store, row, 1, &HOW, true, &how, error))
		return false;
	graph_set_how(loader->graph, edge->from, edge->to, (enum how)how);
	return true;
}

static bool all_edges_seen(struct loader *loader, GError **error)
{
	for (uint32_t i = 0; i < loader->n_edges; i++)
		if (!loader->edges[i].seen)
			return damaged(loader, error,
				       "an edge has no evidence");
	return true;
}

/* --- blind spots and sources ---------------------------------------------- */

static bool read_blind_spot(struct loader *loader, sqlite3_stmt *row,
			    GError **error)
{
	struct blind_spot spot = {.source = store_text(row, 0),
				  .path = store_text(row, 1),
				  .pattern = store_text(row, 4),
				  .detail = store_text(row, 7)};
	gint64 count = sqlite3_column_int64(row, 6);
	unsigned reason;

	if (!spot.source || count < 1)
		return damaged(loader, error, "a blind spot is not whole");
	if (!read_u32(loader, row, 2, 0, &spot.line, error) ||
	    !store_kind(loader->store, row, 3, &REASON, false, &reason,
			error) ||
	    !read_list(loader, row, 5, error))
		return false;
	spot.reason = (enum reason)reason;
	spot.count = (uint64_t)count;
	spot.candidates = (const char **)loader->strings->pdata;
	spot.n_candidates = loader->strings->len;
	graph_add_blind_spot(loader->graph, &spot);
	return true;
}

static bool load_sources(struct loader *loader, GError **error)
{
	struct store_source *sources;
	uint32_t n;

	if (!store_sources(loader->store, &loader->arena, &sources, &n, error))
		return false;
	for (uint32_t i = 0; i < n; i++)
		graph_add_source(loader->graph, &sources[i].source);
	return true;
}

/* --- all of it ----------------------------------------------------------- */

static bool load(struct loader *loader, GError **error)
{
	return load_sources(loader, error) &&
	       each_row(loader,
			"SELECT node, id, kind, name, parts, source, bound, "
			"owners, attributes FROM nodes ORDER BY node",
			read_node, error) &&
	       each_row(loader,
			"SELECT edge, from_node, to_node, kind FROM edges "
			"ORDER BY edge",
			read_edge, error) &&
	       each_row(loader,
			"SELECT place, source, path FROM places "
			"ORDER BY place",
			read_place, error) &&
	       each_row(loader,
			"SELECT column_set, columns FROM column_sets "
			"ORDER BY column_set",
			read_column_set, error) &&
	       each_row(loader,
			"SELECT manner, via, scope, confidence, operations "
			"FROM manners ORDER BY manner",
			read_manner, error) &&
	       each_row(loader,
			"SELECT edge, number, place, object, line, end_line, "
			"statement_line, statement_end, manner, column_set, "
			"statement "
			"FROM evidence ORDER BY edge, number",
			read_evidence, error) &&
	       all_edges_seen(loader, error) &&
	       each_row(loader,
			"SELECT edge, how, pairs FROM edges "
			"WHERE how IS NOT NULL OR pairs <> '[]'",
			read_rest_of_edge, error) &&
	       each_row(loader,
			"SELECT source, path, line, reason, pattern, "
			"candidates, count, detail FROM blind_spots "
			"ORDER BY blind_spot",
			read_blind_spot, error);
}

struct graph *store_get_graph(struct store *store, GError **error)
{
	struct loader loader = {.store = store,
				.graph = graph_new(),
				.scratch = g_string_new(NULL),
				.strings = g_ptr_array_new()};
	/* All rows are of one moment, though a scan may be at work. */
	bool begin = sqlite3_get_autocommit(store->db);
	bool loaded;

	arena_init(&loader.arena);
	loaded = (!begin || store_exec(store, "BEGIN", error)) &&
		 load(&loader, error);
	if (begin)
		store_rollback(store);
	arena_release(&loader.arena);
	g_ptr_array_free(loader.strings, TRUE);
	g_string_free(loader.scratch, TRUE);
	if (!loaded) {
		graph_free(loader.graph);
		return NULL;
	}
	graph_finish(loader.graph);
	return loader.graph;
}

char *store_linked(struct store *store)
{
	sqlite3_stmt *row = store_prepare(
		store, "SELECT value FROM meta WHERE name = 'inputs'", NULL);
	char *inputs = NULL;

	if (row && sqlite3_step(row) == SQLITE_ROW)
		inputs = g_strdup(store_text(row, 0));
	sqlite3_finalize(row);
	return inputs;
}
