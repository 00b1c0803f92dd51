/* Indices of a catalog, and what names mean in it. */
#include <string.h>

#include "graph/catalog/catalog_entry.h"
#include "graph/catalog/name.h"

/* --- keys --- */

static guint key_hash(gconstpointer key)
{
	const struct entry_key *k = key;

	return g_str_hash(k->schema) * 31 + g_str_hash(k->name) * 7 +
	       g_str_hash(k->arguments) * 3 + (guint)k->class +
	       g_direct_hash(k->on);
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
	const struct entry_key *x = a, *y = b;

	return x->class == y->class && x->on == y->on &&
	       strcmp(x->name, y->name) == 0 &&
	       strcmp(x->schema, y->schema) == 0 &&
	       strcmp(x->arguments, y->arguments) == 0;
}

enum node_kind entry_class(enum node_kind kind)
{
	switch (kind) {
	case NODE_VIEW:
	case NODE_MATVIEW:
	case NODE_FOREIGN_TABLE:
	case NODE_SEQUENCE:
		return NODE_TABLE;
	case NODE_DOMAIN:
		return NODE_TYPE;
	default:
		return kind;
	}
}

bool kind_is_global(enum node_kind kind)
{
	switch (kind) {
	case NODE_DATABASE:
	case NODE_SCHEMA:
	case NODE_EXTENSION:
	case NODE_PUBLICATION:
	case NODE_SUBSCRIPTION:
	case NODE_SLOT:
	case NODE_FOREIGN_SERVER:
	case NODE_SERVER:
	case NODE_ROLE:
		return true;
	default:
		return false;
	}
}

const char *catalog_string(struct catalog *catalog, const char *string)
{
	const char *kept;

	if (!string)
		return NULL;
	kept = g_hash_table_lookup(catalog->strings, string);
	if (!kept) {
		kept = arena_strdup(&catalog->arena, string);
		g_hash_table_add(catalog->strings, (gpointer)kept);
	}
	return kept;
}

static const char *lower_string(struct catalog *catalog, const char *string)
{
	char *lower = g_ascii_strdown(string, -1);
	const char *kept = catalog_string(catalog, lower);

	g_free(lower);
	return kept;
}

/* --- chains --- */

static void chain_key(enum chain chain, const struct entry_key *lower,
		      struct entry_key *key)
{
	*key = *lower;
	key->arguments = "";
	key->on = NULL;
	if (chain == CHAIN_TAIL)
		key->schema = "";
	if (chain == CHAIN_SCHEMA) {
		key->class = NODE_NONE;
		key->name = "";
	}
}

static void chain_add(struct catalog *catalog, enum chain chain,
		      struct entry *entry, const struct entry_key *lower)
{
	struct chain_link *link = &entry->links[chain];
	struct entry *first;

	chain_key(chain, lower, &link->key);
	first = g_hash_table_lookup(catalog->chains[chain], &link->key);
	link->previous = NULL;
	link->next = first;
	if (first)
		first->links[chain].previous = entry;
	/* The key belongs to the first of the chain. */
	g_hash_table_replace(catalog->chains[chain], &link->key, entry);
}

static void chain_remove(struct catalog *catalog, enum chain chain,
			 struct entry *entry)
{
	struct chain_link *link = &entry->links[chain];
	struct entry *next = link->next, *previous = link->previous;

	if (!link->key.name)
		return;
	if (next)
		next->links[chain].previous = previous;
	if (previous)
		previous->links[chain].next = next;
	else if (next)
		g_hash_table_replace(catalog->chains[chain],
				     &next->links[chain].key, next);
	else
		g_hash_table_remove(catalog->chains[chain], &link->key);
	memset(link, 0, sizeof(*link));
}

void entry_unlink(struct catalog *catalog, struct entry *entry)
{
	if (g_hash_table_lookup(catalog->exact, &entry->key) == entry)
		g_hash_table_remove(catalog->exact, &entry->key);
	for (enum chain chain = 0; chain < N_CHAINS; chain++)
		chain_remove(catalog, chain, entry);
	catalog->n_temporary -= entry->object.temporary ? 1 : 0;
}

void entry_link(struct catalog *catalog, struct entry *entry)
{
	struct entry_key lower = entry->key;

	lower.schema = lower_string(catalog, lower.schema);
	lower.name = lower_string(catalog, lower.name);
	g_hash_table_replace(catalog->exact, &entry->key, entry);
	for (enum chain chain = 0; chain < N_CHAINS; chain++)
		if (chain != CHAIN_TAIL || !entry->object.temporary)
			chain_add(catalog, chain, entry, &lower);
	catalog->n_temporary += entry->object.temporary ? 1 : 0;
}

struct entry *entry_new(struct catalog *catalog, enum node_kind kind,
			const struct entry_key *key)
{
	struct entry *entry = ARENA_NEW(&catalog->arena, struct entry);

	entry->key = *key;
	entry->key.schema = catalog_string(catalog, key->schema);
	entry->key.name = catalog_string(catalog, key->name);
	entry->key.arguments = catalog_string(catalog, key->arguments);
	entry->order = catalog->entries->len;
	entry->object.kind = kind;
	entry->object.name = entry->key.name;
	entry->object.temporary = strcmp(key->schema, TEMPORARY_SCHEMA) == 0;
	if (*key->schema && !entry->object.temporary)
		entry->object.schema = entry->key.schema;
	entry->object.on = (struct catalog_object *)key->on;
	g_ptr_array_add(catalog->entries, entry);
	entry_link(catalog, entry);
	return entry;
}

/* --- lookups --- */

void entry_query_init(struct entry_query *query, struct arena *arena,
		      const struct catalog *catalog, enum node_kind kind,
		      const struct sql_name *name, const char *path)
{
	enum dialect dialect = catalog->dialect;
	uint32_t n = name->n_parts;

	memset(query, 0, sizeof(*query));
	query->class = entry_class(kind);
	query->name = name_last(arena, dialect, name);
	query->arguments = "";
	query->path = path;
	if (kind_is_global(kind))
		query->schema = "";
	else if (n >= 2 && *name->parts[n - 2])
		query->schema = name_part(arena, dialect, name, n - 2);
}

static bool entry_fits(const struct entry *entry,
		       const struct entry_query *query)
{
	if (query->on && entry->key.on != query->on)
		return false;
	return query->class != NODE_ROUTINE || !query->arguments ||
	       strcmp(query->arguments, entry->key.arguments) == 0;
}

/* A chain longer than this has no unique member worth a search. */
#define CHAIN_SEARCH_MAX 64

/*
 * The only entry of a chain that fits, but for its case; one with equal case
 * goes first when it is the only such. Overloads of one routine are one.
 */
static struct entry *chain_unique(const struct catalog *catalog,
				  enum chain chain, const struct entry_key *key,
				  const struct entry_query *query)
{
	struct entry *entry = g_hash_table_lookup(catalog->chains[chain], key);
	struct entry *found = NULL, *same = NULL;
	uint32_t n = 0, n_same = 0, steps = 0;

	for (; entry && steps < CHAIN_SEARCH_MAX; steps++) {
		const struct entry *twin = found;

		if (!entry_fits(entry, query)) {
			entry = entry->links[chain].next;
			continue;
		}
		if (!twin || strcmp(twin->key.schema, entry->key.schema) ||
		    strcmp(twin->key.name, entry->key.name)) {
			n++;
			found = entry;
			if (strcmp(entry->key.name, query->name) == 0) {
				same = entry;
				n_same++;
			}
		}
		entry = entry->links[chain].next;
	}
	if (entry)
		return NULL;
	return n_same == 1 ? same : n == 1 ? found : NULL;
}

static struct entry *find_in_schema(const struct catalog *catalog,
				    struct arena *arena,
				    const struct entry_query *query,
				    const char *schema, enum catalog_fit *fit)
{
	struct entry_key key = {query->class, schema, query->name, "",
				query->on};
	struct entry *found;

	if (query->class == NODE_ROUTINE && query->arguments)
		key.arguments = query->arguments;
	found = g_hash_table_lookup(catalog->exact, &key);
	if (found) {
		*fit = CATALOG_EXACT;
		return found;
	}
	key.arguments = "";
	key.on = NULL;
	key.schema = name_fold_in(arena, DIALECT_GENERIC, schema, false);
	key.name = name_fold_in(arena, DIALECT_GENERIC, query->name, false);
	found = chain_unique(catalog, CHAIN_NAME, &key, query);
	if (found)
		*fit = strcmp(found->key.name, query->name) == 0 &&
				       strcmp(found->key.schema, schema) == 0
			       ? CATALOG_EXACT
			       : CATALOG_NO_CASE;
	return found;
}

static struct entry *find_tail(const struct catalog *catalog,
			       struct arena *arena,
			       const struct entry_query *query,
			       enum catalog_fit *fit)
{
	struct entry_key key = {query->class, "", NULL, "", NULL};
	struct entry *found;

	key.name = name_fold_in(arena, DIALECT_GENERIC, query->name, false);
	found = chain_unique(catalog, CHAIN_TAIL, &key, query);
	if (found)
		*fit = CATALOG_UNIQUE_TAIL;
	return found;
}

struct entry *entry_find(const struct catalog *catalog, struct arena *arena,
			 const struct entry_query *query, enum catalog_fit *fit)
{
	enum catalog_fit best = CATALOG_NONE;
	struct entry *found = NULL;
	const char **path;
	uint32_t n;

	*fit = CATALOG_NONE;
	if (query->schema) {
		found = find_in_schema(catalog, arena, query, query->schema,
				       &best);
		/* Objects of a dump that names no database. */
		if (!found && *query->schema) {
			found = find_in_schema(catalog, arena, query, "",
					       &best);
			best = found ? CATALOG_UNIQUE_TAIL : best;
		}
		*fit = best;
		return found;
	}
	if (catalog->n_temporary)
		found = find_in_schema(catalog, arena, query, TEMPORARY_SCHEMA,
				       &best);
	path = search_path(arena, catalog->dialect, query->path, &n);
	for (uint32_t i = 0; !found && i < n; i++)
		found = find_in_schema(catalog, arena, query, path[i], &best);
	if (!found)
		found = find_in_schema(catalog, arena, query, catalog->schema,
				       &best);
	if (!found)
		found = find_tail(catalog, arena, query, &best);
	*fit = best;
	return found;
}

static struct entry *find_object(const struct catalog *catalog,
				 enum node_kind kind,
				 const struct sql_name *name,
				 const struct entry *on, const char *arguments,
				 const char *path, enum catalog_fit *fit)
{
	struct arena arena;
	struct entry_query query;
	struct entry *found;

	*fit = CATALOG_NONE;
	if (name->n_parts == 0)
		return NULL;
	arena_init(&arena);
	entry_query_init(&query, &arena, catalog, kind, name, path);
	query.on = on;
	query.arguments = arguments;
	/* What belongs to a table is in its schema. */
	if (on && !query.schema)
		query.schema = on->key.schema;
	found = entry_find(catalog, &arena, &query, fit);
	arena_release(&arena);
	return found;
}

struct catalog_object *catalog_relation(const struct catalog *catalog,
					const struct sql_name *name,
					const char *schema,
					enum catalog_fit *fit)
{
	enum catalog_fit ignored;
	struct entry *found = find_object(catalog, NODE_TABLE, name, NULL, "",
					  schema, fit ? fit : &ignored);

	return found ? &found->object : NULL;
}

struct catalog_object *catalog_object(const struct catalog *catalog,
				      const struct object_name *name,
				      const char *schema)
{
	enum catalog_fit fit;
	struct entry *on = NULL, *found;

	if (name->on.n_parts) {
		on = find_object(catalog, NODE_TABLE, &name->on, NULL, "",
				 schema, &fit);
		if (!on)
			return NULL;
	}
	found = find_object(catalog, name->kind, &name->name, on,
			    name->kind == NODE_ROUTINE ? name->arguments : "",
			    schema, &fit);
	return found ? &found->object : NULL;
}

/* --- routines --- */

static const struct entry *entry_of(const struct catalog_object *object)
{
	return (const struct entry *)(const void *)object;
}

/* The first of the sorted objects that is not before (routine, schema,
 * name, n_inputs). */
static uint32_t routine_bound(const struct catalog *catalog,
			      const struct entry *like, uint64_t n_inputs)
{
	uint32_t low = 0, high = catalog->n_sorted;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct entry *e = entry_of(catalog->sorted[middle]);
		int order = (int)e->object.kind - (int)NODE_ROUTINE;

		if (!order)
			order = strcmp(e->key.schema, like->key.schema);
		if (!order)
			order = strcmp(e->key.name, like->key.name);
		if (!order)
			order = e->n_inputs < n_inputs ? -1 : 1;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct catalog_object *const *
catalog_routines(const struct catalog *catalog, const struct sql_name *name,
		 const char *schema, uint32_t n_arguments, uint32_t *n)
{
	enum catalog_fit fit;
	const struct entry *found = find_object(catalog, NODE_ROUTINE, name,
						NULL, NULL, schema, &fit);
	uint32_t first, last;

	*n = 0;
	if (!found || !catalog->sorted)
		return NULL;
	first = routine_bound(catalog, found, n_arguments);
	last = routine_bound(catalog, found, (uint64_t)n_arguments + 1);
	if (n_arguments == UINT32_MAX || first == last) {
		/* Any, or none of that count: defaults and VARIADIC. */
		first = routine_bound(catalog, found, 0);
		last = routine_bound(catalog, found, (uint64_t)UINT32_MAX + 1);
	}
	*n = last - first;
	return catalog->sorted + first;
}

/* --- patterns --- */

/* Whether `text` fits `pattern`, in which TEXT_HOLE stands for any run of
 * characters. Greedy with one step back, which is linear for few holes. */
static bool pattern_fits(const char *pattern, const char *text, bool has_case)
{
	const char *star = NULL, *back = NULL;

	while (*text) {
		char p = has_case ? *pattern : g_ascii_tolower(*pattern);
		char t = has_case ? *text : g_ascii_tolower(*text);

		if (p == '\x1a') {
			star = ++pattern;
			back = text;
		} else if (p && p == t) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star;
			text = ++back;
		} else {
			return false;
		}
	}
	while (*pattern == '\x1a')
		pattern++;
	return !*pattern;
}

uint32_t catalog_matches(const struct catalog *catalog,
			 const struct sql_name *name, const char *schema,
			 GPtrArray *found, uint32_t max)
{
	bool has_case = dialect_has_case(catalog->dialect);
	struct arena arena;
	struct entry_query query;
	uint32_t n = 0;

	if (name->n_parts == 0)
		return 0;
	arena_init(&arena);
	entry_query_init(&query, &arena, catalog, NODE_TABLE, name, schema);
	for (uint32_t i = 0; i < catalog->n_sorted; i++) {
		const struct entry *entry = entry_of(catalog->sorted[i]);

		if (entry->key.class != NODE_TABLE ||
		    entry->object.kind == NODE_SEQUENCE ||
		    !pattern_fits(query.name, entry->key.name, has_case) ||
		    (query.schema && *entry->key.schema &&
		     !pattern_fits(query.schema, entry->key.schema, has_case)))
			continue;
		if (n++ < max)
			g_ptr_array_add(found, catalog->sorted[i]);
	}
	arena_release(&arena);
	return n;
}

/* --- what there is --- */

struct catalog_object *const *catalog_objects(const struct catalog *catalog,
					      uint32_t *n)
{
	*n = catalog->n_sorted;
	return catalog->sorted;
}

const struct catalog_reference *
catalog_references(const struct catalog *catalog, uint32_t *n)
{
	*n = catalog->n_bound;
	return catalog->bound;
}

enum dialect catalog_dialect(const struct catalog *catalog)
{
	return catalog->dialect;
}

/* --- a catalog's life --- */

struct catalog *catalog_new(enum dialect dialect, const char *schema)
{
	struct catalog *catalog = g_new0(struct catalog, 1);

	arena_init(&catalog->arena);
	catalog->dialect = dialect;
	catalog->strings = g_hash_table_new(g_str_hash, g_str_equal);
	catalog->exact = g_hash_table_new(key_hash, key_equal);
	for (enum chain chain = 0; chain < N_CHAINS; chain++)
		catalog->chains[chain] = g_hash_table_new(key_hash, key_equal);
	catalog->entries = g_ptr_array_new();
	catalog->references = g_ptr_array_new();
	if (!schema)
		schema = dialect == DIALECT_POSTGRESQL ? "public" : "";
	catalog->schema = catalog_string(catalog, schema);
	return catalog;
}

void catalog_free(struct catalog *catalog)
{
	if (!catalog)
		return;
	for (guint i = 0; i < catalog->entries->len; i++) {
		struct entry *entry = g_ptr_array_index(catalog->entries, i);

		if (entry->columns)
			g_hash_table_destroy(entry->columns);
	}
	g_hash_table_destroy(catalog->strings);
	g_hash_table_destroy(catalog->exact);
	for (enum chain chain = 0; chain < N_CHAINS; chain++)
		g_hash_table_destroy(catalog->chains[chain]);
	g_ptr_array_free(catalog->entries, TRUE);
	g_ptr_array_free(catalog->references, TRUE);
	arena_release(&catalog->arena);
	g_free(catalog);
}
