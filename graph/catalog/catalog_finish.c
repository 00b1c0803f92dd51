/* What is done once all definitions are replayed: parents, references and
 * inherited columns are bound, objects sorted. */
#include <stdlib.h>
#include <string.h>

#include "graph/catalog/catalog_entry.h"

static struct entry *late_find(struct catalog *catalog,
			       const struct sql_name *name, const char *path)
{
	enum catalog_fit fit;

	return (struct entry *)(void *)catalog_relation(catalog, name, path,
							&fit);
}

/* Parents that were defined after their children, or renamed away. */
static void bind_parents(struct catalog *catalog, struct entry *entry)
{
	for (uint32_t i = 0; i < entry->n_parents; i++) {
		struct parent *parent = &entry->parents[i];

		if (!parent->entry)
			parent->entry =
				late_find(catalog, &parent->name, parent->path);
		if (parent->entry == entry)
			parent->entry = NULL;
		if (parent->entry && parent->like && !parent->copied) {
			parent->copied = true;
			entry_copy_columns(catalog, entry, parent->entry);
		}
	}
}

static void make_columns(struct catalog *catalog, struct entry *entry)
{
	uint32_t n;
	bool known;
	struct catalog_column *columns =
		entry_columns(catalog, entry, &n, &known);

	entry->object.columns = columns;
	entry->object.n_columns = n;
	entry->object.columns_known = known;
	entry->inherited = true;
}

/* LIKE makes no parent that lasts. */
static void make_family(struct catalog *catalog, struct entry *entry)
{
	struct catalog_object *object = &entry->object;

	for (uint32_t i = 0; i < entry->n_parents; i++) {
		struct entry *parent = entry->parents[i].entry;

		if (!parent || parent->dropped || entry->parents[i].like)
			continue;
		*ARENA_PUSH(&catalog->arena, object->parents,
			    object->n_parents) = &parent->object;
		*ARENA_PUSH(&catalog->arena, parent->object.children,
			    parent->object.n_children) = object;
	}
}

static void forget_finish(struct catalog *catalog)
{
	for (guint i = 0; i < catalog->entries->len; i++) {
		struct entry *entry = g_ptr_array_index(catalog->entries, i);

		entry->inherited = false;
		entry->object.parents = entry->object.children = NULL;
		entry->object.n_parents = entry->object.n_children = 0;
	}
	catalog->n_sorted = catalog->n_bound = 0;
	catalog->sorted = NULL;
	catalog->bound = NULL;
}

static int compare_objects(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a;
	const struct entry *y = *(struct entry *const *)b;
	int order = (int)x->object.kind - (int)y->object.kind;

	if (!order)
		order = strcmp(x->key.schema, y->key.schema);
	if (!order && x->object.kind != NODE_ROUTINE && x->key.on && y->key.on)
		order = strcmp(x->key.on->key.name, y->key.on->key.name);
	if (!order)
		order = strcmp(x->key.name, y->key.name);
	if (!order && x->n_inputs != y->n_inputs)
		order = x->n_inputs < y->n_inputs ? -1 : 1;
	if (!order)
		order = strcmp(x->key.arguments, y->key.arguments);
	return order ? order : (x->order > y->order) - (x->order < y->order);
}

static void sort_objects(struct catalog *catalog)
{
	catalog->sorted =
		arena_alloc(&catalog->arena,
			    catalog->entries->len * sizeof(*catalog->sorted));
	for (guint i = 0; i < catalog->entries->len; i++) {
		struct entry *entry = g_ptr_array_index(catalog->entries, i);

		if (!entry->dropped)
			catalog->sorted[catalog->n_sorted++] = &entry->object;
	}
	qsort(catalog->sorted, catalog->n_sorted, sizeof(*catalog->sorted),
	      compare_objects);
}

static void bind_references(struct catalog *catalog)
{
	catalog->bound =
		arena_alloc(&catalog->arena,
			    catalog->references->len * sizeof(*catalog->bound));
	for (guint i = 0; i < catalog->references->len; i++) {
		struct reference *reference =
			g_ptr_array_index(catalog->references, i);
		struct catalog_reference *r = &reference->reference;

		if (reference->dropped)
			continue;
		if (!r->to) {
			struct entry *to = late_find(catalog, &r->to_name,
						     reference->path);

			r->to = to ? &to->object : NULL;
		}
		catalog->bound[catalog->n_bound++] = *r;
	}
}

void catalog_finish(struct catalog *catalog)
{
	forget_finish(catalog);
	for (guint i = 0; i < catalog->entries->len; i++) {
		struct entry *entry = g_ptr_array_index(catalog->entries, i);

		if (!entry->dropped)
			bind_parents(catalog, entry);
	}
	for (guint i = 0; i < catalog->entries->len; i++) {
		struct entry *entry = g_ptr_array_index(catalog->entries, i);

		make_columns(catalog, entry);
		if (!entry->dropped)
			make_family(catalog, entry);
	}
	sort_objects(catalog);
	bind_references(catalog);
}
