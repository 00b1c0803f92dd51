#include "graph/check/ddl.h"

#include <string.h>

static const char *last_part(const struct sql_name *name)
{
	return name->n_parts ? name->parts[name->n_parts - 1] : NULL;
}

static bool is_relation_kind(enum node_kind kind)
{
	return kind == NODE_TABLE || kind == NODE_VIEW ||
	       kind == NODE_MATVIEW || kind == NODE_FOREIGN_TABLE;
}

static void push(struct arena *arena, struct ddl_change **changes, uint32_t *n,
		 const struct ddl_change *change)
{
	struct ddl_change *added = ARENA_PUSH(arena, *changes, *n);

	*added = *change;
	added->path = arena_strdup(arena, change->path);
	added->name = arena_strdup(arena, change->name);
	added->column = arena_strdup(arena, change->column);
	added->new_name = arena_strdup(arena, change->new_name);
}

/* "table" or "table.column", as it is when all is done: without what was made
 * later on. */
static char *object_key(const char *name, const char *column)
{
	char *key = column ? g_strdup_printf("%s\n%s", name, column)
			   : g_strdup(name);
	char *folded = g_ascii_strdown(key, -1);

	g_free(key);
	return folded;
}

/* The last ordinal at which the text makes each object or column. */
static void note_made(GHashTable *made, const struct fact_definition *d)
{
	const char *name = last_part(&d->object.name);
	const char *renamed = last_part(&d->rename_to);
	gpointer ordinal = GUINT_TO_POINTER(d->ordinal);

	if (d->operation == OP_CREATE)
		g_hash_table_insert(made, object_key(name, NULL), ordinal);
	if (renamed)
		g_hash_table_insert(made, object_key(renamed, NULL), ordinal);
	if (d->operation != OP_ALTER)
		return;
	for (uint32_t i = 0; i < d->n_columns; i++) {
		const struct defined_column *column = &d->columns[i];

		if (column->new_name)
			g_hash_table_insert(made,
					    object_key(name, column->new_name),
					    ordinal);
		else if (!(column->flags & (COLUMN_DROPPED | COLUMN_CHANGED)))
			g_hash_table_insert(
				made, object_key(name, column->name), ordinal);
	}
}

static bool is_made_later(GHashTable *made, const struct ddl_change *change,
			  uint32_t ordinal)
{
	char *key = object_key(change->name, change->column);
	uint32_t at = GPOINTER_TO_UINT(g_hash_table_lookup(made, key));

	g_free(key);
	/* One statement may drop a column and add it again. */
	return change->column ? at >= ordinal && at > 0 : at > ordinal;
}

static void take_definition(struct arena *arena, const char *path,
			    const struct fact *fact, GHashTable *made,
			    struct ddl_change **changes, uint32_t *n)
{
	const struct fact_definition *d = &fact->as.definition;
	struct ddl_change change = {.path = path,
				    .line = fact->place.line,
				    .operation = d->operation,
				    .name = last_part(&d->object.name)};

	if (d->operation == OP_DROP ||
	    (d->operation == OP_ALTER && d->rename_to.n_parts)) {
		change.new_name = last_part(&d->rename_to);
		if (!is_made_later(made, &change, d->ordinal))
			push(arena, changes, n, &change);
	}
	for (uint32_t i = 0; d->operation == OP_ALTER && i < d->n_columns;
	     i++) {
		const struct defined_column *column = &d->columns[i];

		change.column = column->name;
		change.new_name = column->new_name;
		if ((column->flags & COLUMN_DROPPED ||
		     (column->new_name &&
		      g_ascii_strcasecmp(column->new_name, column->name) !=
			      0)) &&
		    !is_made_later(made, &change, d->ordinal))
			push(arena, changes, n, &change);
	}
}

/* The definitions that may drop something, through the whole text. */
static struct fact *next_definition(struct fact_reader *reader)
{
	struct fact *fact;

	for (;;) {
		enum fact_kind kind = fact_peek(reader);

		if (kind == N_FACT_KINDS)
			return NULL;
		if (kind != FACT_DEFINITION) {
			fact_skip(reader);
			continue;
		}
		fact = fact_next(reader);
		if (!fact)
			return NULL;
		if (is_relation_kind(fact->as.definition.object.kind) &&
		    fact->as.definition.object.name.n_parts &&
		    !(fact->as.definition.flags &
		      (DEFINE_TEMPORARY | DEFINE_SYMBOL)))
			return fact;
	}
}

static void take_all(struct arena *arena, const char *path, GBytes *facts,
		     struct ddl_change **changes, uint32_t *n)
{
	GHashTable *made =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct fact_reader reader = {.arena = arena};
	const struct fact *fact;
	gsize size;

	reader.bytes = g_bytes_get_data(facts, &size);
	reader.size = size;
	while ((fact = next_definition(&reader)))
		note_made(made, &fact->as.definition);
	reader.bytes = g_bytes_get_data(facts, &size);
	reader.size = size;
	while ((fact = next_definition(&reader)))
		take_definition(arena, path, fact, made, changes, n);
	g_hash_table_unref(made);
}

static char *change_key(const struct ddl_change *change)
{
	return g_strdup_printf("%d\n%s\n%s\n%s", (int)change->operation,
			       change->name,
			       change->column ? change->column : "",
			       change->new_name ? change->new_name : "");
}

void ddl_find(struct arena *arena, const char *path, GBytes *facts,
	      GBytes *before, struct ddl_change **changes, uint32_t *n)
{
	struct ddl_change *old = NULL, *new = NULL;
	uint32_t n_old = 0, n_new = 0;
	GHashTable *known;

	take_all(arena, path, facts, &new, &n_new);
	if (!n_new)
		return;
	if (before)
		take_all(arena, path, before, &old, &n_old);
	known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (uint32_t i = 0; i < n_old; i++)
		g_hash_table_add(known, change_key(&old[i]));
	for (uint32_t i = 0; i < n_new; i++) {
		char *key = change_key(&new[i]);

		if (!g_hash_table_contains(known, key))
			*ARENA_PUSH(arena, *changes, *n) = new[i];
		g_free(key);
	}
	g_hash_table_unref(known);
}
