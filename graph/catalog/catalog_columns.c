/* Columns of a catalog's relations: own ones, inherited ones, lookups. */
#include <string.h>

#include "graph/catalog/catalog_entry.h"
#include "graph/catalog/name.h"

/* Relations inherit through at most so many levels; what is behind is left
 * out. */
#define INHERIT_DEPTH_MAX 64

/* A relation with more columns than this gets a hash table of them. */
#define COLUMNS_LINEAR 16

static struct entry *entry_of(const struct catalog_object *object)
{
	return (struct entry *)(void *)(uintptr_t)object;
}

static bool column_same(const struct catalog *catalog, const char *a,
			const char *b)
{
	return dialect_has_case(catalog->dialect)
		       ? strcmp(a, b) == 0
		       : g_ascii_strcasecmp(a, b) == 0;
}

static struct catalog_column *column_search(const struct catalog *catalog,
					    struct catalog_column *columns,
					    uint32_t n, const char *name)
{
	for (uint32_t i = 0; i < n; i++)
		if (column_same(catalog, columns[i].name, name))
			return &columns[i];
	return NULL;
}

struct catalog_column *entry_own_column(const struct catalog *catalog,
					const struct entry *entry,
					const char *name, bool quoted)
{
	char *folded = name_fold(catalog->dialect, name, quoted);
	struct catalog_column *found =
		column_search(catalog, entry->own, entry->n_own, folded);

	g_free(folded);
	return found;
}

struct catalog_column *entry_add_column(struct catalog *catalog,
					struct entry *entry,
					const struct catalog_column *column)
{
	if (entry->n_own == entry->own_room) {
		uint32_t room = MAX(8, entry->own_room * 2);
		struct catalog_column *own = arena_alloc(
			&catalog->arena, room * sizeof(*entry->own));

		if (entry->n_own)
			memcpy(own, entry->own,
			       entry->n_own * sizeof(*entry->own));
		entry->own = own;
		entry->own_room = room;
	}
	entry->own[entry->n_own] = *column;
	return &entry->own[entry->n_own++];
}

/* --- inheritance --- */

/* Columns being put together; `names` once there are many. */
struct column_list {
	struct catalog *catalog;
	struct catalog_column *columns;
	uint32_t n;
	GHashTable *names; /* lower name -> position + 1 */
};

static gpointer column_hash_key(const struct catalog *catalog, const char *name)
{
	return dialect_has_case(catalog->dialect) ? g_strdup(name)
						  : g_ascii_strdown(name, -1);
}

static bool list_has(struct column_list *list, const char *name)
{
	gpointer key;
	bool found;

	if (list->n <= COLUMNS_LINEAR)
		return column_search(list->catalog, list->columns, list->n,
				     name) != NULL;
	if (!list->names) {
		list->names = g_hash_table_new_full(g_str_hash, g_str_equal,
						    g_free, NULL);
		for (uint32_t i = 0; i < list->n; i++)
			g_hash_table_add(
				list->names,
				column_hash_key(list->catalog,
						list->columns[i].name));
	}
	key = column_hash_key(list->catalog, name);
	found = g_hash_table_contains(list->names, key);
	g_free(key);
	return found;
}

static void list_add(struct column_list *list,
		     const struct catalog_column *columns, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (list_has(list, columns[i].name))
			continue;
		*ARENA_PUSH(&list->catalog->arena, list->columns, list->n) =
			columns[i];
		if (list->names)
			g_hash_table_add(list->names,
					 column_hash_key(list->catalog,
							 columns[i].name));
	}
}

/* Puts own and inherited columns together: the parents' first, as the server
 * orders them; but a partition that was attached keeps its own order. */
static struct catalog_column *merge_columns(struct catalog *catalog,
					    struct entry *entry, uint32_t *n,
					    bool *known)
{
	struct column_list list = {catalog, NULL, 0, NULL};

	if (entry->object.partition)
		list_add(&list, entry->own, entry->n_own);
	for (uint32_t i = 0; i < entry->n_parents; i++) {
		struct entry *parent = entry->parents[i].entry;
		struct catalog_column *columns;
		uint32_t n_columns;
		bool parent_known = false;

		if (entry->parents[i].like)
			continue;
		if (parent) {
			columns = entry_columns(catalog, parent, &n_columns,
						&parent_known);
			list_add(&list, columns, n_columns);
		}
		*known = *known && parent_known;
	}
	list_add(&list, entry->own, entry->n_own);
	if (list.names)
		g_hash_table_destroy(list.names);
	*n = list.n;
	return list.columns;
}

static struct entry *only_parent(const struct entry *entry)
{
	if (entry->n_own || entry->n_parents != 1 || entry->parents[0].like)
		return NULL;
	return entry->parents[0].entry;
}

static bool inherits(const struct entry *entry)
{
	for (uint32_t i = 0; i < entry->n_parents; i++)
		if (!entry->parents[i].like)
			return true;
	return false;
}

struct catalog_column *entry_columns(struct catalog *catalog,
				     struct entry *entry, uint32_t *n,
				     bool *known)
{
	struct catalog_column *columns;
	struct entry *parent;

	*known = entry->own_known || inherits(entry);
	*n = entry->n_own;
	if (entry->inherited) {
		*n = entry->object.n_columns;
		*known = entry->object.columns_known;
		return entry->object.columns;
	}
	if (!inherits(entry) || entry->inheriting ||
	    entry->object.kind == NODE_SEQUENCE ||
	    catalog->depth >= INHERIT_DEPTH_MAX)
		return entry->own;
	entry->inheriting = true;
	catalog->depth++;
	/* Thousands of partitions share the columns of their table. */
	parent = only_parent(entry);
	columns = parent ? entry_columns(catalog, parent, n, known)
			 : merge_columns(catalog, entry, n, known);
	catalog->depth--;
	entry->inheriting = false;
	return columns;
}

void entry_copy_columns(struct catalog *catalog, struct entry *entry,
			struct entry *like)
{
	uint32_t n;
	bool known;
	struct catalog_column *columns =
		entry_columns(catalog, like, &n, &known);

	for (uint32_t i = 0; i < n; i++)
		if (!entry_own_column(catalog, entry, columns[i].name, true))
			entry_add_column(catalog, entry, &columns[i]);
	entry->own_known |= known;
}

/* --- lookups --- */

static void index_columns(const struct catalog *catalog, struct entry *entry)
{
	const struct catalog_object *object = &entry->object;

	if (entry->columns)
		g_hash_table_destroy(entry->columns);
	entry->columns =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	entry->indexed = object->columns;
	for (uint32_t i = object->n_columns; i-- > 0;)
		g_hash_table_replace(
			entry->columns,
			column_hash_key(catalog, object->columns[i].name),
			&object->columns[i]);
}

/* An index is made when it is first asked for, by whatever thread. */
static struct catalog_column *column_indexed(const struct catalog *catalog,
					     struct entry *entry,
					     const char *folded)
{
	static GMutex lock;
	struct catalog_column *found;
	gpointer key = column_hash_key(catalog, folded);

	g_mutex_lock(&lock);
	if (!entry->columns || entry->indexed != entry->object.columns)
		index_columns(catalog, entry);
	found = g_hash_table_lookup(entry->columns, key);
	g_mutex_unlock(&lock);
	g_free(key);
	return found;
}

const struct catalog_column *
catalog_column(const struct catalog *catalog,
	       const struct catalog_object *relation, const char *name,
	       bool quoted)
{
	char buffer[128];
	char *folded = buffer, *made = NULL;
	const struct catalog_column *found;
	size_t length = strlen(name);

	/* Most names need no folding and no memory. */
	if (length < sizeof(buffer) &&
	    (quoted || !dialect_has_case(catalog->dialect)))
		memcpy(buffer, name, length + 1);
	else
		folded = made = name_fold(catalog->dialect, name, quoted);
	if (relation->n_columns <= COLUMNS_LINEAR)
		found = column_search(catalog, relation->columns,
				      relation->n_columns, folded);
	else
		found = column_indexed(catalog, entry_of(relation), folded);
	g_free(made);
	return found;
}

void catalog_set_columns(struct catalog *catalog, struct catalog_object *object,
			 const char *const *names, uint32_t n)
{
	struct entry *entry = entry_of(object);

	entry->n_own = 0;
	entry->own = NULL;
	entry->own_room = 0;
	for (uint32_t i = 0; i < n; i++) {
		struct catalog_column column = {0};

		column.name = catalog_string(catalog, names[i]);
		column.line = object->line;
		entry_add_column(catalog, entry, &column);
	}
	entry->own_known = true;
	object->columns = entry->own;
	object->n_columns = n;
	object->columns_known = true;
}
