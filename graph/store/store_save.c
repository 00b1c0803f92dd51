/* Writing the linked graph into the map. */

#include <stddef.h>
#include <string.h>

#include "graph/store/cell.h"
#include "graph/store/store_private.h"

/* Words of a set of operations or roles, made once each. */
struct words {
	const struct kind_list *list;
	GHashTable *made; /* mask -> words */
};

struct saver {
	struct store *store;
	const struct graph *graph;
	struct words operations, roles;
	GHashTable *places;	 /* of struct place_key, by the pointers */
	GHashTable *column_sets; /* columns (which are shared) -> number */
	GHashTable *manners;	 /* of struct manner_key */
	sqlite3_stmt *node, *edge, *place, *column_set, *manner, *evidence,
		*blind_spot;
	GString *cells[3];
};

struct place_key {
	const char *source, *path; /* interned by the graph */
	int number;
};

/* How evidence was found, how sure, and what is done: few combinations. */
struct manner_key {
	enum via via;
	enum scope scope;
	enum confidence confidence;
	uint32_t operations;
	int number;
};

static guint manner_hash(gconstpointer key)
{
	const struct manner_key *manner = key;

	return (guint)manner->via + (guint)manner->scope * 32 +
	       (guint)manner->confidence * 1024 + manner->operations * 4099;
}

static gboolean manner_equal(gconstpointer a, gconstpointer b)
{
	return memcmp(a, b, offsetof(struct manner_key, number)) == 0;
}

static guint place_hash(gconstpointer key)
{
	const struct place_key *place = key;

	return g_direct_hash(place->source) * 31 + g_direct_hash(place->path);
}

static gboolean place_equal(gconstpointer a, gconstpointer b)
{
	const struct place_key *x = a, *y = b;

	return x->source == y->source && x->path == y->path;
}

static void add_word(const char *name, void *payload)
{
	GString *words = payload;

	g_string_append_printf(words, "%s%s", words->len ? " " : "", name);
}

static const char *words_of(struct words *words, uint32_t mask)
{
	char *made = g_hash_table_lookup(words->made, GUINT_TO_POINTER(mask));

	if (!made) {
		GString *text = g_string_new(NULL);

		flags_names(words->list, mask, add_word, text);
		made = g_string_free(text, FALSE);
		g_hash_table_insert(words->made, GUINT_TO_POINTER(mask), made);
	}
	return made;
}

static GString *empty_cell(struct saver *saver, int which)
{
	return g_string_truncate(saver->cells[which], 0);
}

static void bind_cell(sqlite3_stmt *statement, int column, const GString *cell)
{
	sqlite3_bind_text(statement, column, cell->str, (int)cell->len,
			  SQLITE_STATIC);
}

static void bind_known(sqlite3_stmt *statement, int column, bool known,
		       gint64 number)
{
	if (known)
		sqlite3_bind_int64(statement, column, number);
	else
		sqlite3_bind_null(statement, column);
}

/* --- nodes --------------------------------------------------------------- */

static bool save_node(struct saver *saver, uint32_t index, GError **error)
{
	const struct node *node = &saver->graph->nodes[index];
	GString *parts = empty_cell(saver, 0), *owners = empty_cell(saver, 1);
	GString *attributes = empty_cell(saver, 2);
	sqlite3_stmt *row = saver->node;

	cell_append_list(parts, node->parts, node->n_parts);
	cell_append_list(owners, node->owners, node->n_owners);
	g_string_append_c(attributes, '{');
	for (uint32_t i = 0; i < node->n_attributes; i++) {
		if (i)
			g_string_append_c(attributes, ',');
		cell_append(attributes, node->attributes[i].name);
		g_string_append_c(attributes, ':');
		cell_append(attributes, node->attributes[i].value);
	}
	g_string_append_c(attributes, '}');
	sqlite3_bind_int64(row, 1, (gint64)index + 1);
	store_bind(row, 2, node->id);
	store_bind(row, 3, kind_name(&NODE_KIND, node->kind));
	store_bind(row, 4, node->name);
	bind_cell(row, 5, parts);
	store_bind(row, 6, node->source);
	sqlite3_bind_int(row, 7, node->bound);
	bind_cell(row, 8, owners);
	bind_cell(row, 9, attributes);
	return store_done(saver->store, row, error);
}

/* --- edges --------------------------------------------------------------- */

static bool save_edge(struct saver *saver, uint32_t index, GError **error)
{
	const struct edge *edge = &saver->graph->edges[index];
	GString *pairs = empty_cell(saver, 0);
	sqlite3_stmt *row = saver->edge;

	g_string_append_c(pairs, '[');
	for (uint32_t i = 0; i < edge->n_pairs; i++) {
		const char *const pair[] = {edge->pairs[i].from,
					    edge->pairs[i].to};

		if (i)
			g_string_append_c(pairs, ',');
		cell_append_list(pairs, pair, 2);
	}
	g_string_append_c(pairs, ']');
	sqlite3_bind_int64(row, 1, (gint64)index + 1);
	sqlite3_bind_int64(row, 2, (gint64)edge->from + 1);
	sqlite3_bind_int64(row, 3, (gint64)edge->to + 1);
	store_bind(row, 4, kind_name(&EDGE_KIND, edge->kind));
	store_bind(row, 5, words_of(&saver->operations, edge->operations));
	store_bind(row, 6, kind_name(&CONFIDENCE, edge->confidence));
	store_bind(row, 7,
		   edge->how < 0 ? NULL : kind_name(&HOW, (unsigned)edge->how));
	bind_cell(row, 8, pairs);
	return store_done(saver->store, row, error);
}

/* --- evidence ------------------------------------------------------------ */

/* The number of a place, whose row is written on first use; 0: failed. */
static int place_number(struct saver *saver, const struct evidence *evidence,
			GError **error)
{
	struct place_key key = {evidence->source, evidence->path, 0};
	struct place_key *place = g_hash_table_lookup(saver->places, &key);

	if (place)
		return place->number;
	place = g_new(struct place_key, 1);
	*place = key;
	place->number = (int)g_hash_table_size(saver->places) + 1;
	g_hash_table_add(saver->places, place);
	sqlite3_bind_int(saver->place, 1, place->number);
	store_bind(saver->place, 2, place->source);
	store_bind(saver->place, 3, place->path);
	return store_done(saver->store, saver->place, error) ? place->number
							     : 0;
}

static void append_columns(struct saver *saver, GString *cell,
			   const struct used_column *columns, uint32_t n)
{
	g_string_append_c(cell, '{');
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			g_string_append_c(cell, ',');
		cell_append(cell, columns[i].name);
		g_string_append_c(cell, ':');
		cell_append(cell, words_of(&saver->roles, columns[i].roles));
	}
	g_string_append_c(cell, '}');
}

/* The number of a set of columns, whose row is written on first use; 0: it
 * failed. */
static int column_set_number(struct saver *saver,
			     const struct evidence *evidence, GError **error)
{
	GString *cell = empty_cell(saver, 0);
	gpointer found =
		g_hash_table_lookup(saver->column_sets, evidence->columns);
	int number = GPOINTER_TO_INT(found);

	if (number)
		return number;
	number = (int)g_hash_table_size(saver->column_sets) + 1;
	g_hash_table_insert(saver->column_sets, evidence->columns,
			    GINT_TO_POINTER(number));
	append_columns(saver, cell, evidence->columns, evidence->n_columns);
	sqlite3_bind_int(saver->column_set, 1, number);
	bind_cell(saver->column_set, 2, cell);
	return store_done(saver->store, saver->column_set, error) ? number : 0;
}

/* The number of a manner, in the same way. */
static int manner_number(struct saver *saver, const struct evidence *evidence,
			 GError **error)
{
	struct manner_key key = {evidence->via, evidence->scope,
				 evidence->confidence, evidence->operations, 0};
	struct manner_key *manner = g_hash_table_lookup(saver->manners, &key);
	sqlite3_stmt *row = saver->manner;

	if (manner)
		return manner->number;
	manner = g_new(struct manner_key, 1);
	*manner = key;
	manner->number = (int)g_hash_table_size(saver->manners) + 1;
	g_hash_table_add(saver->manners, manner);
	sqlite3_bind_int(row, 1, manner->number);
	store_bind(row, 2, kind_name(&VIA, key.via));
	store_bind(row, 3, kind_name(&SCOPE, key.scope));
	store_bind(row, 4, kind_name(&CONFIDENCE, key.confidence));
	store_bind(row, 5, words_of(&saver->operations, key.operations));
	return store_done(saver->store, row, error) ? manner->number : 0;
}

static bool save_evidence(struct saver *saver, uint32_t edge, uint32_t number,
			  GError **error)
{
	const struct evidence *evidence =
		&saver->graph->edges[edge].evidence[number];
	int place = place_number(saver, evidence, error), columns = 0;
	int manner = place ? manner_number(saver, evidence, error) : 0;
	sqlite3_stmt *row = saver->evidence;

	if (manner && evidence->n_columns)
		columns = column_set_number(saver, evidence, error);
	if (!manner || (evidence->n_columns && !columns))
		return false;
	sqlite3_bind_int64(row, 1, (gint64)edge + 1);
	sqlite3_bind_int64(row, 2, (gint64)number + 1);
	sqlite3_bind_int(row, 3, place);
	bind_known(row, 4, evidence->object != GRAPH_ABSENT,
		   (gint64)evidence->object + 1);
	sqlite3_bind_int64(row, 5, evidence->line);
	sqlite3_bind_int64(row, 6, evidence->end_line);
	sqlite3_bind_int64(row, 7, evidence->statement_line);
	sqlite3_bind_int64(row, 8, evidence->statement_end);
	sqlite3_bind_int(row, 9, manner);
	bind_known(row, 10, columns != 0, columns);
	bind_known(row, 11, evidence->statement != 0,
		   (gint64)evidence->statement);
	return store_done(saver->store, row, error);
}

static bool save_edges(struct saver *saver, GError **error)
{
	const struct graph *graph = saver->graph;

	for (uint32_t i = 0; i < graph->n_edges; i++) {
		if (!save_edge(saver, i, error))
			return false;
		for (uint32_t n = 0; n < graph->edges[i].n_evidence; n++)
			if (!save_evidence(saver, i, n, error))
				return false;
	}
	return true;
}

/* --- blind spots, sources, what was linked -------------------------------- */

static bool save_blind_spot(struct saver *saver, uint32_t index, GError **error)
{
	const struct blind_spot *spot = &saver->graph->blind_spots[index];
	GString *candidates = empty_cell(saver, 0);
	sqlite3_stmt *row = saver->blind_spot;

	cell_append_list(candidates, spot->candidates, spot->n_candidates);
	sqlite3_bind_int64(row, 1, (gint64)index + 1);
	store_bind(row, 2, spot->source);
	store_bind(row, 3, spot->path);
	sqlite3_bind_int64(row, 4, spot->line);
	store_bind(row, 5, kind_name(&REASON, spot->reason));
	store_bind(row, 6, spot->pattern);
	bind_cell(row, 7, candidates);
	sqlite3_bind_int64(row, 8, (gint64)spot->count);
	store_bind(row, 9, spot->detail);
	return store_done(saver->store, row, error);
}

static bool save_sources(struct saver *saver, GError **error)
{
	sqlite3_stmt *row = store_prepare(
		saver->store,
		"INSERT INTO sources(id, kind, location, revision, stale, "
		"dialect) VALUES(?, ?, ?, ?, ?, 'generic') "
		"ON CONFLICT(id) DO UPDATE SET kind = excluded.kind, "
		"location = excluded.location, revision = excluded.revision, "
		"stale = excluded.stale",
		error);
	bool saved = row != NULL;

	for (uint32_t i = 0; saved && i < saver->graph->n_sources; i++) {
		const struct graph_source *source = &saver->graph->sources[i];

		store_bind(row, 1, source->id);
		store_bind(row, 2, kind_name(&SOURCE_KIND, source->kind));
		store_bind(row, 3, source->location);
		store_bind(row, 4, source->revision);
		sqlite3_bind_int(row, 5, source->stale);
		saved = store_done(saver->store, row, error);
	}
	sqlite3_finalize(row);
	return saved;
}

static bool put_meta(struct store *store, const char *name, const char *value,
		     GError **error)
{
	sqlite3_stmt *row = store_prepare(
		store, "INSERT OR REPLACE INTO meta(name, value) VALUES(?, ?)",
		error);
	bool put;

	if (!row)
		return false;
	store_bind(row, 1, name);
	store_bind(row, 2, value);
	put = store_done(store, row, error);
	sqlite3_finalize(row);
	return put;
}

/* --- all of it ----------------------------------------------------------- */

static bool saver_prepare(struct saver *saver, GError **error)
{
	struct store *store = saver->store;

	saver->node = store_prepare(
		store, "INSERT INTO nodes VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	if (!saver->node)
		return false;
	saver->edge = store_prepare(
		store, "INSERT INTO edges VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	if (!saver->edge)
		return false;
	saver->place = store_prepare(
		store, "INSERT INTO places VALUES(?, ?, ?)", error);
	if (!saver->place)
		return false;
	saver->column_set = store_prepare(
		store, "INSERT INTO column_sets VALUES(?, ?)", error);
	if (!saver->column_set)
		return false;
	saver->manner = store_prepare(
		store, "INSERT INTO manners VALUES(?, ?, ?, ?, ?)", error);
	if (!saver->manner)
		return false;
	saver->evidence = store_prepare(store,
					"INSERT INTO evidence VALUES(?, ?, ?, "
					"?, ?, ?, ?, ?, ?, ?, ?)",
					error);
	if (!saver->evidence)
		return false;
	saver->blind_spot = store_prepare(
		store,
		"INSERT INTO blind_spots VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	return saver->blind_spot != NULL;
}

static void saver_release(struct saver *saver)
{
	sqlite3_finalize(saver->node);
	sqlite3_finalize(saver->edge);
	sqlite3_finalize(saver->place);
	sqlite3_finalize(saver->column_set);
	sqlite3_finalize(saver->manner);
	sqlite3_finalize(saver->evidence);
	sqlite3_finalize(saver->blind_spot);
	g_hash_table_unref(saver->places);
	g_hash_table_unref(saver->column_sets);
	g_hash_table_unref(saver->manners);
	g_hash_table_unref(saver->operations.made);
	g_hash_table_unref(saver->roles.made);
	for (size_t i = 0; i < G_N_ELEMENTS(saver->cells); i++)
		g_string_free(saver->cells[i], TRUE);
}

static bool save_rows(struct saver *saver, GError **error)
{
	const struct graph *graph = saver->graph;

	if (!saver_prepare(saver, error))
		return false;
	for (uint32_t i = 0; i < graph->n_nodes; i++)
		if (!save_node(saver, i, error))
			return false;
	if (!save_edges(saver, error))
		return false;
	for (uint32_t i = 0; i < graph->n_blind_spots; i++)
		if (!save_blind_spot(saver, i, error))
			return false;
	return save_sources(saver, error);
}

static GHashTable *new_words(void)
{
	return g_hash_table_new_full(NULL, NULL, NULL, g_free);
}

bool store_put_graph(struct store *store, const struct graph *graph,
		     const char *inputs, GError **error)
{
	struct saver saver = {.store = store,
			      .graph = graph,
			      .operations = {&OPERATION, new_words()},
			      .roles = {&ROLE, new_words()}};
	bool saved;

	g_assert(graph->finished);
	saver.column_sets = g_hash_table_new(NULL, NULL);
	saver.manners =
		g_hash_table_new_full(manner_hash, manner_equal, g_free, NULL);
	saver.places =
		g_hash_table_new_full(place_hash, place_equal, g_free, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(saver.cells); i++)
		saver.cells[i] = g_string_new(NULL);
	saved = store_writable(store, error) &&
		store_renew_graph_tables(store, error) &&
		save_rows(&saver, error) &&
		put_meta(store, "inputs", inputs, error);
	saver_release(&saver);
	return saved && store_index_graph_tables(store, error);
}
