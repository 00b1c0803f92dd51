/* Replay of definitions into a catalog. */
#include "graph/catalog/catalog.h"

#include <string.h>

#include "graph/catalog/catalog_entry.h"
#include "graph/catalog/name.h"

/* One definition on its way into the catalog. */
struct replay {
	struct catalog *catalog;
	const struct fact *fact;
	const void *text;
	struct arena *arena; /* temporary */
};

/* --- copies --- */

static struct sql_name copy_name(struct catalog *catalog,
				 const struct sql_name *name)
{
	struct sql_name copy = *name;

	copy.parts = arena_alloc(&catalog->arena,
				 name->n_parts * sizeof(*copy.parts));
	for (uint32_t i = 0; i < name->n_parts; i++)
		copy.parts[i] = catalog_string(catalog, name->parts[i]);
	return copy;
}

/* Column names of keys and references. They come without the mark of quotes:
 * what the table has as written is taken for quoted. */
static const char **copy_columns(struct catalog *catalog,
				 const struct entry *entry,
				 const char *const *names, uint32_t n)
{
	const char **copy = arena_alloc(&catalog->arena, n * sizeof(*copy));

	for (uint32_t i = 0; i < n; i++) {
		const struct catalog_column *column = NULL;
		char *folded;

		if (entry) {
			column = entry_own_column(catalog, entry, names[i],
						  true);
			if (!column)
				column = entry_own_column(catalog, entry,
							  names[i], false);
		}
		if (column) {
			copy[i] = column->name;
			continue;
		}
		folded = name_fold(catalog->dialect, names[i], false);
		copy[i] = catalog_string(catalog, folded);
		g_free(folded);
	}
	return copy;
}

static const char *fold_string(struct catalog *catalog, const char *name,
			       bool quoted)
{
	char *folded = name_fold(catalog->dialect, name, quoted);
	const char *kept = catalog_string(catalog, folded);

	g_free(folded);
	return kept;
}

/* --- finding --- */

static struct entry *replay_find(const struct replay *replay,
				 enum node_kind kind,
				 const struct sql_name *name,
				 const struct entry *on, const char *arguments)
{
	struct entry_query query;
	enum catalog_fit fit;

	if (name->n_parts == 0)
		return NULL;
	entry_query_init(&query, replay->arena, replay->catalog, kind, name,
			 replay->fact->schema);
	query.on = on;
	query.arguments = arguments;
	if (on && !query.schema)
		query.schema = on->key.schema;
	return entry_find(replay->catalog, replay->arena, &query, &fit);
}

/* Where CREATE puts an object that is named without a schema: the first
 * schema of the path that is not the system's. */
static const char *creation_schema(const struct replay *replay)
{
	uint32_t n;
	const char **path = search_path(replay->arena, replay->catalog->dialect,
					replay->fact->schema, &n);

	for (uint32_t i = 0; i < n; i++)
		if (strcmp(path[i], "pg_catalog") != 0)
			return path[i];
	return replay->catalog->schema;
}

static void creation_key(const struct replay *replay,
			 const struct object_name *name, struct entry *on,
			 bool temporary, struct entry_key *key)
{
	struct entry_query query;

	entry_query_init(&query, replay->arena, replay->catalog, name->kind,
			 &name->name, NULL);
	key->class = query.class;
	key->name = query.name;
	key->arguments = name->kind == NODE_ROUTINE && name->arguments
				 ? name->arguments
				 : "";
	key->on = on;
	if (temporary && query.class == NODE_TABLE)
		key->schema = TEMPORARY_SCHEMA;
	else if (on)
		key->schema = on->key.schema;
	else
		key->schema =
			query.schema ? query.schema : creation_schema(replay);
}

static void set_origin(const struct replay *replay, struct entry *entry)
{
	entry->object.text = replay->text;
	entry->object.line = replay->fact->place.line;
	entry->object.end_line = replay->fact->place.end_line;
}

/* A relation that is named but not defined (yet). */
static struct entry *stub_relation(const struct replay *replay,
				   const struct sql_name *name)
{
	struct object_name object = {NODE_TABLE, *name, {0}, NULL, 0};
	struct entry_key key;
	struct entry *entry = replay_find(replay, NODE_TABLE, name, NULL, "");

	if (entry || name->n_parts == 0)
		return entry;
	creation_key(replay, &object, NULL, false, &key);
	entry = entry_new(replay->catalog, NODE_TABLE, &key);
	set_origin(replay, entry);
	return entry;
}

/* --- columns --- */

static void fill_column(struct catalog *catalog, struct catalog_column *column,
			const struct defined_column *from)
{
	uint32_t passing = COLUMN_DROPPED | COLUMN_CHANGED;

	if (from->type)
		column->type = catalog_string(catalog, from->type);
	if (from->value)
		column->value = arena_strdup(&catalog->arena, from->value);
	if (from->comment)
		column->comment = arena_strdup(&catalog->arena, from->comment);
	column->flags |= from->flags & ~passing;
	if (from->line && !column->line)
		column->line = from->line;
}

static void rename_in(const char **names, uint32_t n, const char *from,
		      const char *to)
{
	for (uint32_t i = 0; i < n; i++)
		if (names[i] == from)
			names[i] = to;
}

/* A column's name is interned, and the same in keys and references. */
static void rename_column(struct entry *entry, struct catalog_column *column,
			  const char *to)
{
	for (uint32_t i = 0; i < entry->object.n_keys; i++)
		rename_in(entry->object.keys[i].columns,
			  entry->object.keys[i].n_columns, column->name, to);
	for (struct reference *r = entry->from_here; r; r = r->next_from)
		rename_in(r->reference.columns, r->reference.n_columns,
			  column->name, to);
	for (struct reference *r = entry->to_here; r; r = r->next_to)
		rename_in(r->reference.to_columns, r->reference.n_to_columns,
			  column->name, to);
	column->name = to;
}

static void drop_column(struct entry *entry, struct catalog_column *column)
{
	size_t at = (size_t)(column - entry->own);

	memmove(column, column + 1, (entry->n_own - at - 1) * sizeof(*column));
	entry->n_own--;
}

static void apply_column(const struct replay *replay, struct entry *entry,
			 const struct defined_column *from)
{
	struct catalog *catalog = replay->catalog;
	struct catalog_column *column =
		entry_own_column(catalog, entry, from->name, from->quoted);
	struct catalog_column fresh = {0};

	if (from->flags & COLUMN_DROPPED) {
		if (column)
			drop_column(entry, column);
		return;
	}
	/* Changes of an inherited column are not ours to keep. */
	if (!column && (from->flags & COLUMN_CHANGED || from->new_name) &&
	    (entry->n_parents || entry->own_known))
		return;
	if (!column) {
		fresh.name = fold_string(catalog, from->name, from->quoted);
		column = entry_add_column(catalog, entry, &fresh);
	}
	fill_column(catalog, column, from);
	if (from->new_name)
		rename_column(entry, column,
			      fold_string(catalog, from->new_name, false));
}

static bool same_parent(const struct parent *parent, const struct entry *entry,
			const struct sql_name *name)
{
	if (entry)
		return parent->entry == entry;
	return !parent->entry && parent->name.n_parts == name->n_parts &&
	       strcmp(parent->name.parts[name->n_parts - 1],
		      name->parts[name->n_parts - 1]) == 0;
}

static void add_parent(const struct replay *replay, struct entry *entry,
		       const struct sql_name *name, bool like)
{
	struct catalog *catalog = replay->catalog;
	struct parent parent = {0};

	if (name->n_parts == 0)
		return;
	parent.name = copy_name(catalog, name);
	parent.path = catalog_string(catalog, replay->fact->schema);
	parent.entry = replay_find(replay, NODE_TABLE, name, NULL, "");
	if (parent.entry == entry)
		return;
	for (uint32_t i = 0; i < entry->n_parents; i++)
		if (same_parent(&entry->parents[i], parent.entry, name))
			return;
	parent.like = like;
	if (like && parent.entry) {
		parent.copied = true;
		entry_copy_columns(catalog, entry, parent.entry);
	}
	*ARENA_PUSH(&catalog->arena, entry->parents, entry->n_parents) = parent;
}

/* --- the parts of a definition --- */

static void add_key(const struct replay *replay, struct entry *entry,
		    const struct defined_key *from)
{
	struct catalog *catalog = replay->catalog;
	struct catalog_object *object = &entry->object;
	struct defined_key key = {0};
	const struct entry *table =
		object->on ? (struct entry *)(void *)object->on : entry;

	key.kind = catalog_string(catalog, from->kind ? from->kind : "index");
	key.name = from->name ? fold_string(catalog, from->name, true) : NULL;
	key.columns =
		copy_columns(catalog, table, from->columns, from->n_columns);
	key.n_columns = from->n_columns;
	for (uint32_t i = 0; i < object->n_keys; i++) {
		struct defined_key *old = &object->keys[i];

		if ((key.name && old->name &&
		     strcmp(key.name, old->name) == 0) ||
		    (strcmp(key.kind, "primary") == 0 &&
		     strcmp(old->kind, "primary") == 0)) {
			*old = key;
			return;
		}
	}
	*ARENA_PUSH(&catalog->arena, object->keys, object->n_keys) = key;
}

static void set_attribute(const struct replay *replay, struct entry *entry,
			  const struct attribute *from)
{
	struct catalog *catalog = replay->catalog;
	struct catalog_object *object = &entry->object;
	struct attribute attribute = {
		catalog_string(catalog, from->name),
		from->value ? arena_strdup(&catalog->arena, from->value)
			    : NULL};

	for (uint32_t i = 0; i < object->n_attributes; i++) {
		if (object->attributes[i].name == attribute.name) {
			object->attributes[i] = attribute;
			return;
		}
	}
	*ARENA_PUSH(&catalog->arena, object->attributes, object->n_attributes) =
		attribute;
}

static void fill_entry(const struct replay *replay, struct entry *entry)
{
	const struct fact_definition *d = &replay->fact->as.definition;
	bool like = (d->flags & DEFINE_LIKE) != 0;

	for (uint32_t i = 0; i < d->n_parents; i++)
		add_parent(replay, entry, &d->parents[i], like);
	for (uint32_t i = 0; i < d->n_columns; i++)
		apply_column(replay, entry, &d->columns[i]);
	for (uint32_t i = 0; i < d->n_keys; i++)
		add_key(replay, entry, &d->keys[i]);
	for (uint32_t i = 0; i < d->n_attributes; i++)
		set_attribute(replay, entry, &d->attributes[i]);
	if (d->flags & DEFINE_PARTITION)
		entry->object.partition = true;
}

/* What is replaced keeps its comment, as the server does. */
static void keep_comment(struct catalog_object *object)
{
	for (uint32_t i = 0; i < object->n_attributes; i++) {
		if (strcmp(object->attributes[i].name, "comment") != 0)
			continue;
		object->attributes[0] = object->attributes[i];
		object->n_attributes = 1;
		return;
	}
	object->n_attributes = 0;
}

static void clear_entry(struct entry *entry)
{
	entry->own = NULL;
	entry->n_own = entry->own_room = 0;
	entry->own_known = false;
	entry->n_parents = 0;
	entry->parents = NULL;
	entry->object.keys = NULL;
	entry->object.n_keys = 0;
	keep_comment(&entry->object);
	entry->object.partition = false;
}

/* "integer, numeric(10,2)" are two. */
static uint32_t count_arguments(const char *arguments)
{
	uint32_t n = 1;
	int depth = 0;

	if (!arguments || strcmp(arguments, "function") == 0 ||
	    strcmp(arguments, "procedure") == 0)
		return UINT32_MAX;
	if (!*arguments)
		return 0;
	for (; *arguments; arguments++) {
		depth += *arguments == '(' ? 1 : *arguments == ')' ? -1 : 0;
		n += *arguments == ',' && depth == 0 ? 1 : 0;
	}
	return n;
}

static void add_dependent(struct entry *entry, struct entry *on)
{
	entry->next_dependent = on->dependents;
	on->dependents = entry;
}

static struct entry *create_entry(const struct replay *replay,
				  const struct object_name *name,
				  struct entry *on, bool temporary)
{
	struct entry_key key;
	struct entry *entry;

	creation_key(replay, name, on, temporary, &key);
	entry = g_hash_table_lookup(replay->catalog->exact, &key);
	if (entry)
		return entry;
	entry = entry_new(replay->catalog, name->kind, &key);
	set_origin(replay, entry);
	if (on)
		add_dependent(entry, on);
	if (name->kind == NODE_ROUTINE) {
		entry->object.arguments =
			name->arguments ? entry->key.arguments : NULL;
		entry->n_inputs = count_arguments(name->arguments);
	}
	return entry;
}

static bool is_stub(const struct entry *entry)
{
	return entry->key.class == NODE_TABLE && !entry->own_known &&
	       !entry->n_parents && entry->object.kind == NODE_TABLE;
}

/* --- create, alter, drop --- */

static void apply_create(const struct replay *replay)
{
	const struct fact_definition *d = &replay->fact->as.definition;
	bool relation = entry_class(d->object.kind) == NODE_TABLE;
	struct entry *on =
		relation ? NULL : stub_relation(replay, &d->object.on);
	guint before = replay->catalog->entries->len;
	struct entry *entry = create_entry(replay, &d->object, on,
					   (d->flags & DEFINE_TEMPORARY) != 0);
	bool fresh = replay->catalog->entries->len > before;
	bool replaces = d->flags & DEFINE_OR_REPLACE ||
			entry->object.kind != d->object.kind ||
			d->object.kind != NODE_TABLE;

	/* A mapping adds nothing to a table whose definition is known. */
	if (!fresh && replay->fact->via == VIA_ORM && entry->own_known)
		return;
	if (!fresh && !is_stub(entry)) {
		if (d->flags & DEFINE_IF_NOT_EXISTS &&
		    entry->object.kind == d->object.kind && replaces)
			return;
		if (replaces)
			clear_entry(entry);
	} else if (!fresh) {
		set_origin(replay, entry);
	}
	entry->object.kind = d->object.kind;
	fill_entry(replay, entry);
	if (replay->fact->via != VIA_ORM && d->n_columns)
		entry->own_known = true;
}

static void rename_entry(const struct replay *replay, struct entry *entry,
			 const struct sql_name *to)
{
	struct catalog *catalog = replay->catalog;
	struct entry_query query;

	entry_query_init(&query, replay->arena, catalog, entry->object.kind, to,
			 NULL);
	entry_unlink(catalog, entry);
	entry->key.name = catalog_string(catalog, query.name);
	if (query.schema && !entry->object.temporary) {
		entry->key.schema = catalog_string(catalog, query.schema);
		entry->object.schema = *query.schema ? entry->key.schema : NULL;
	}
	entry->object.name = entry->key.name;
	entry_link(catalog, entry);
	/* What hangs on a table moves with it. */
	for (struct entry *e = entry->dependents; e; e = e->next_dependent) {
		if (e->dropped || e->key.schema == entry->key.schema)
			continue;
		entry_unlink(catalog, e);
		e->key.schema = entry->key.schema;
		e->object.schema = entry->object.schema;
		entry_link(catalog, e);
	}
}

/* The first entry in a schema, by its chain. */
static struct entry *schema_first(const struct catalog *catalog,
				  const char *schema)
{
	char *lower = g_ascii_strdown(schema, -1);
	struct entry_key key = {NODE_NONE, lower, "", "", NULL};
	struct entry *entry =
		g_hash_table_lookup(catalog->chains[CHAIN_SCHEMA], &key);

	g_free(lower);
	return entry;
}

static void rename_schema(const struct replay *replay, const char *from,
			  const char *to)
{
	struct catalog *catalog = replay->catalog;
	struct entry *next;

	if (g_ascii_strcasecmp(from, to) == 0)
		return;
	for (struct entry *e = schema_first(catalog, from); e; e = next) {
		next = e->links[CHAIN_SCHEMA].next;
		if (strcmp(e->key.schema, from) != 0)
			continue;
		entry_unlink(catalog, e);
		e->key.schema = catalog_string(catalog, to);
		e->object.schema = e->key.schema;
		entry_link(catalog, e);
	}
}

static void apply_rename(const struct replay *replay, struct entry *entry,
			 const struct sql_name *to)
{
	const char *from = entry->key.name;

	rename_entry(replay, entry, to);
	if (entry->object.kind == NODE_SCHEMA)
		rename_schema(replay, from, entry->key.name);
}

static void drop_entry(struct catalog *catalog, struct entry *entry)
{
	if (entry->dropped)
		return;
	entry_unlink(catalog, entry);
	entry->dropped = true;
	for (struct reference *r = entry->from_here; r; r = r->next_from)
		r->dropped = true;
	for (struct reference *r = entry->to_here; r; r = r->next_to)
		r->dropped = true;
	for (struct entry *e = entry->dependents; e; e = e->next_dependent)
		drop_entry(catalog, e);
}

static void drop_constraint(const struct replay *replay, struct entry *on)
{
	const struct fact_definition *d = &replay->fact->as.definition;
	const char *name = name_last(replay->arena, replay->catalog->dialect,
				     &d->object.name);
	struct catalog_object *object = &on->object;

	for (struct reference *r = on->from_here; r; r = r->next_from)
		if (r->reference.name &&
		    g_ascii_strcasecmp(r->reference.name, name) == 0)
			r->dropped = true;
	for (uint32_t i = 0; i < object->n_keys; i++) {
		if (!object->keys[i].name ||
		    g_ascii_strcasecmp(object->keys[i].name, name) != 0)
			continue;
		memmove(&object->keys[i], &object->keys[i + 1],
			(object->n_keys - i - 1) * sizeof(*object->keys));
		object->n_keys--;
		i--;
	}
}

/* A name without a schema means, in DROP, what lies along the path: what is
 * found elsewhere is another object. */
static bool is_elsewhere(const struct replay *replay, const struct entry *entry,
			 const struct sql_name *name)
{
	const char *schema = entry->key.schema;
	uint32_t n;
	const char **path;

	if (name->n_parts != 1 || !replay->fact->schema || !*schema ||
	    strcmp(schema, TEMPORARY_SCHEMA) == 0)
		return false;
	path = search_path(replay->arena, replay->catalog->dialect,
			   replay->fact->schema, &n);
	for (uint32_t i = 0; i < n; i++)
		if (g_ascii_strcasecmp(path[i], schema) == 0)
			return false;
	return n > 0;
}

static void apply_drop(const struct replay *replay)
{
	const struct fact_definition *d = &replay->fact->as.definition;
	struct catalog *catalog = replay->catalog;
	struct entry *on = NULL, *entry, *next;

	if (d->object.on.n_parts) {
		on = replay_find(replay, NODE_TABLE, &d->object.on, NULL, "");
		if (!on)
			return;
		if (d->object.kind == NODE_CONSTRAINT)
			drop_constraint(replay, on);
	}
	entry = replay_find(replay, d->object.kind, &d->object.name, on,
			    d->object.kind == NODE_ROUTINE ? d->object.arguments
							   : "");
	/* DROP TABLE spares a view of that name. */
	if (!entry || (entry->object.kind != d->object.kind && !is_stub(entry)))
		return;
	if (!on && d->object.kind != NODE_SCHEMA &&
	    is_elsewhere(replay, entry, &d->object.name))
		return;
	drop_entry(catalog, entry);
	if (d->object.kind != NODE_SCHEMA)
		return;
	for (struct entry *e = schema_first(catalog, entry->key.name); e;
	     e = next) {
		next = e->links[CHAIN_SCHEMA].next;
		if (strcmp(e->key.schema, entry->key.name) != 0)
			continue;
		/* Dropping takes dependents along, which may be the next. */
		drop_entry(catalog, e);
		next = schema_first(catalog, entry->key.name);
	}
}

static void apply_alter(const struct replay *replay)
{
	const struct fact_definition *d = &replay->fact->as.definition;
	struct entry *on = NULL, *entry;

	if (d->object.on.n_parts) {
		on = stub_relation(replay, &d->object.on);
		if (!on)
			return;
	}
	if (entry_class(d->object.kind) == NODE_TABLE)
		entry = stub_relation(replay, &d->object.name);
	else
		entry = replay_find(replay, d->object.kind, &d->object.name, on,
				    d->object.kind == NODE_ROUTINE
					    ? d->object.arguments
					    : "");
	if (!entry)
		return;
	fill_entry(replay, entry);
	if (d->rename_to.n_parts)
		apply_rename(replay, entry, &d->rename_to);
}

/* --- references and triggers --- */

static void apply_reference(const struct replay *replay)
{
	const struct fact_reference *from = &replay->fact->as.reference;
	struct catalog *catalog = replay->catalog;
	struct entry *entry = stub_relation(replay, &from->from), *to;
	struct reference *reference;
	struct catalog_reference *r;

	if (!entry || from->to.n_parts == 0)
		return;
	to = replay_find(replay, NODE_TABLE, &from->to, NULL, "");
	reference = ARENA_NEW(&catalog->arena, struct reference);
	r = &reference->reference;
	r->name = catalog_string(catalog, from->name);
	r->from = &entry->object;
	r->to = to ? &to->object : NULL;
	r->to_name = copy_name(catalog, &from->to);
	r->columns =
		copy_columns(catalog, entry, from->columns, from->n_columns);
	r->n_columns = from->n_columns;
	r->to_columns =
		copy_columns(catalog, to, from->to_columns, from->n_to_columns);
	r->n_to_columns = from->n_to_columns;
	r->text = replay->text;
	r->line = replay->fact->place.line;
	reference->path = catalog_string(catalog, replay->fact->schema);
	reference->next_from = entry->from_here;
	entry->from_here = reference;
	if (to) {
		reference->next_to = to->to_here;
		to->to_here = reference;
	}
	g_ptr_array_add(catalog->references, reference);
}

static void apply_trigger(const struct replay *replay)
{
	const struct fact_trigger *t = &replay->fact->as.trigger;
	struct catalog *catalog = replay->catalog;
	struct object_name name = {NODE_TRIGGER, t->name, t->table, NULL, 0};
	struct entry *on = stub_relation(replay, &t->table), *entry;

	if (t->name.n_parts == 0)
		return;
	entry = create_entry(replay, &name, on, false);
	entry->object.timing = catalog_string(catalog, t->timing);
	entry->object.events = t->events;
	entry->object.routine = copy_name(catalog, &t->routine);
	for (uint32_t i = 0; i < t->n_transitions; i++)
		*ARENA_PUSH(&catalog->arena, entry->object.transitions,
			    entry->object.n_transitions) =
			copy_name(catalog, &t->transitions[i]);
}

void catalog_apply(struct catalog *catalog, const struct fact *fact,
		   const void *text)
{
	struct arena arena;
	struct replay replay = {catalog, fact, text, &arena};

	arena_init(&arena);
	if (fact->kind == FACT_REFERENCE) {
		apply_reference(&replay);
	} else if (fact->kind == FACT_TRIGGER) {
		apply_trigger(&replay);
	} else if (fact->kind == FACT_DEFINITION &&
		   !(fact->as.definition.flags & DEFINE_SYMBOL) &&
		   fact->as.definition.object.name.n_parts) {
		if (fact->as.definition.operation == OP_CREATE)
			apply_create(&replay);
		else if (fact->as.definition.operation == OP_ALTER)
			apply_alter(&replay);
		else if (fact->as.definition.operation == OP_DROP)
			apply_drop(&replay);
	}
	arena_release(&arena);
}
