/*
 * resolve_tree.h - scope trees built by hand, and what the resolver makes of
 * them, for the tests of the resolver. What it makes of a statement is
 * compared as one text: accesses, then columns with roles, then derivations.
 */
#ifndef TESTS_UNIT_RESOLVE_TREE_H
#define TESTS_UNIT_RESOLVE_TREE_H

#include "graph/resolve/resolve.h"

#include <string.h>

static struct arena arena;
static struct fact_statement statement;
static struct catalog *catalog; /* NULL: none */
static struct resolve_rows rows;

/* --- a scope tree --- */

static inline struct sql_name name(const char *text)
{
	struct sql_name made = {0};
	gchar **parts = g_strsplit(text, ".", -1);

	for (gchar **p = parts; *p; p++) {
		size_t length = strlen(*p);
		char *part = arena_strdup(&arena, *p);

		if (*part == '"') {
			made.quoted |= 1u << made.n_parts;
			part[length - 1] = '\0';
			part++;
		}
		*ARENA_PUSH(&arena, made.parts, made.n_parts) = part;
	}
	made.line = made.end_line = 1;
	g_strfreev(parts);
	return made;
}

static inline uint32_t level(enum sql_level_kind kind,
			     enum sql_level_place place, uint32_t parent,
			     uint32_t at)
{
	struct sql_level *made =
		ARENA_PUSH(&arena, statement.levels, statement.n_levels);

	made->kind = kind;
	made->place = place;
	made->parent = parent;
	made->at = at;
	made->source = SCOPE_ABSENT;
	return statement.n_levels - 1;
}

static inline uint32_t root(enum sql_level_kind kind)
{
	return level(kind, PLACE_ROOT, SCOPE_ABSENT, SCOPE_ABSENT);
}

static inline struct sql_item *add_item(uint32_t at, enum sql_item_kind kind)
{
	struct sql_level *l = &statement.levels[at];
	struct sql_item *item = ARENA_PUSH(&arena, l->items, l->n_items);

	item->kind = kind;
	item->level = SCOPE_ABSENT;
	return item;
}

/* "orders o": a name and an alias. */
static inline struct sql_item *item(uint32_t at, const char *text)
{
	gchar **words = g_strsplit(text, " ", 2);
	struct sql_item *made = add_item(at, ITEM_RELATION);

	made->name = name(words[0]);
	if (words[1])
		made->alias = arena_strdup(&arena, words[1]);
	g_strfreev(words);
	return made;
}

/* A derived table: its level is opened here. */
static inline uint32_t query(uint32_t at, const char *alias, uint32_t flags)
{
	struct sql_item *made = add_item(at, ITEM_QUERY);
	uint32_t inner;

	made->alias = alias;
	made->flags = flags;
	made->level = statement.n_levels;
	inner = level(LEVEL_SELECT, PLACE_ITEM, at,
		      statement.levels[at].n_items - 1);
	return inner;
}

static inline uint32_t cte(uint32_t at, const char *text, bool recursive,
			   enum sql_level_kind kind)
{
	struct sql_level *l = &statement.levels[at];
	struct sql_cte *made = ARENA_PUSH(&arena, l->ctes, l->n_ctes);

	made->name = text;
	made->recursive = recursive;
	made->level = statement.n_levels;
	return level(kind, PLACE_CTE, at, l->n_ctes - 1);
}

static inline uint32_t arm(uint32_t at)
{
	uint32_t made = level(LEVEL_SELECT, PLACE_ARM, at, SCOPE_ABSENT);
	struct sql_level *l = &statement.levels[at];

	*ARENA_PUSH(&arena, l->arms, l->n_arms) = made;
	return made;
}

static inline uint32_t ref(uint32_t at, const char *text, enum role role,
			   uint32_t flags)
{
	struct sql_level *l = &statement.levels[at];
	struct sql_ref *made = ARENA_PUSH(&arena, l->refs, l->n_refs);

	made->name = name(text);
	made->role = role;
	made->flags = flags;
	return l->n_refs - 1;
}

static inline void value_ref(struct sql_value *value, uint32_t index)
{
	*ARENA_PUSH(&arena, value->refs, value->n_refs) = index;
}

/* SELECT text AS alias. */
static inline void output(uint32_t at, const char *text, const char *alias,
			  enum how how)
{
	struct sql_level *l = &statement.levels[at];
	struct sql_output *made = ARENA_PUSH(&arena, l->outputs, l->n_outputs);
	const char *dot = strrchr(text, '.');

	made->name = alias ? alias : dot ? dot + 1 : text;
	made->value.how = how;
	value_ref(&made->value, ref(at, text, ROLE_SELECT, 0));
}

static inline void star(uint32_t at, const char *qualifier)
{
	struct sql_level *l = &statement.levels[at];
	struct sql_output *made = ARENA_PUSH(&arena, l->outputs, l->n_outputs);

	made->star = true;
	if (qualifier)
		made->qualifier = name(qualifier);
}

static inline void target(uint32_t at, const char *text, uint32_t index,
			  enum operation operation)
{
	struct sql_level *l = &statement.levels[at];
	struct sql_target *made = ARENA_PUSH(&arena, l->targets, l->n_targets);

	made->name = name(text);
	made->item = index;
	made->operation = operation;
	if (index != SCOPE_ABSENT)
		l->items[index].flags |= ITEM_TARGET;
}

/* SET text = value (NULL: nothing that is a column). */
static inline struct sql_assign *assign(uint32_t at, const char *text,
					const char *value)
{
	struct sql_level *l = &statement.levels[at];
	struct sql_assign *made = ARENA_PUSH(&arena, l->assigns, l->n_assigns);

	made->name = name(text);
	made->target = SCOPE_ABSENT;
	made->operation = OP_UPDATE;
	if (value)
		value_ref(&made->value, ref(at, value, ROLE_SELECT, 0));
	return made;
}

static inline void assign_place(uint32_t at, const char *text)
{
	struct sql_assign *made = assign(at, text, NULL);

	made->operation = OP_INSERT;
	made->by_position = true;
}

/* --- a catalog --- */

static inline void table(const char *text, const char *columns)
{
	struct fact fact = {.kind = FACT_DEFINITION};
	struct fact_definition *d = &fact.as.definition;
	gchar **list = g_strsplit(columns, " ", -1);

	if (!catalog)
		catalog = catalog_new(DIALECT_POSTGRESQL, NULL);
	d->operation = OP_CREATE;
	d->object.kind = NODE_TABLE;
	d->object.name = name(text);
	for (gchar **p = list; *p; p++)
		ARENA_PUSH(&arena, d->columns, d->n_columns)->name =
			arena_strdup(&arena, *p);
	catalog_apply(catalog, &fact, NULL);
	catalog_finish(catalog);
	g_strfreev(list);
}

static inline struct catalog_object *relation(const struct sql_name *wanted,
					      const char *schema, void *payload,
					      const struct catalog **of,
					      enum catalog_fit *fit)
{
	(void)payload;
	*of = catalog;
	return catalog_relation(catalog, wanted, schema, fit);
}

/* --- what came out --- */

static inline const char *table_name(const struct resolution *resolution,
				     uint32_t index)
{
	const struct resolved_table *t;

	if (index == SCOPE_ABSENT)
		return "?";
	t = &resolution->tables[index];
	if (t->object)
		return t->object->name;
	return t->name->parts[t->name->n_parts - 1];
}

static inline void add_name(const char *text, void *payload)
{
	g_string_append_printf(payload, " %s", text);
}

static inline int compare_lines(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Lines go in order of their text, as tables are numbered as they are met. */
static inline void add_sorted(GPtrArray *lines, GString *out)
{
	g_ptr_array_sort(lines, compare_lines);
	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(out, "%s\n",
				       (char *)g_ptr_array_index(lines, i));
	g_ptr_array_free(lines, TRUE);
}

static inline void add_flow(const struct resolution *r, GString *out)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	for (uint32_t i = 0; i < r->n_derivations; i++) {
		const struct derivation *d = &r->derivations[i];
		bool named = d->to_table != SCOPE_ABSENT;

		g_ptr_array_add(
			lines,
			g_strdup_printf("%s%s%s < %s.%s %s",
					named ? table_name(r, d->to_table) : "",
					named ? "." : "", d->to,
					table_name(r, d->from_table), d->from,
					kind_name(&HOW, d->how)));
	}
	add_sorted(lines, out);
}

static inline void add_columns(const struct resolution *r, GString *out)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	for (uint32_t i = 0; i < r->n_columns; i++) {
		GString *line = g_string_new(NULL);

		g_string_append_printf(
			line, "%s.%s:", table_name(r, r->columns[i].table),
			r->columns[i].name);
		flags_names(&ROLE, r->columns[i].roles, add_name, line);
		g_ptr_array_add(lines, g_string_free(line, FALSE));
	}
	add_sorted(lines, out);
}

static inline void check_flow(bool flow, const char *expected)
{
	struct resolve_world world = {relation, NULL};
	struct resolution r;
	GString *out = g_string_new(NULL);

	resolve_statement(&statement, NULL, catalog ? &world : NULL, &rows,
			  &arena, &r);
	for (uint32_t i = 0; i < r.n_accesses && !flow; i++) {
		g_string_append_printf(
			out,
			"%s %s:", kind_name(&EDGE_KIND, r.accesses[i].kind),
			table_name(&r, r.accesses[i].table));
		flags_names(&OPERATION, r.accesses[i].operations, add_name,
			    out);
		g_string_append_c(out, '\n');
	}
	if (!flow)
		add_columns(&r, out);
	if (flow)
		add_flow(&r, out);
	g_assert_cmpstr(out->str, ==, expected);
	g_string_free(out, TRUE);
}

/* Accesses and columns; derivations. */
#define check(expected) check_flow(false, expected)
#define check_derives(expected) check_flow(true, expected)

static inline void setup(void)
{
	memset(&statement, 0, sizeof(statement));
	statement.dialect = DIALECT_POSTGRESQL;
	rows.object = NULL;
	catalog_free(catalog);
	catalog = NULL;
}

/* --- names of relations --- */

#define TEST(path, function) g_test_add_func("/resolve/" path, run_##function)
#define RUN(function)                                                          \
	static void run_##function(void)                                       \
	{                                                                      \
		setup();                                                       \
		test_##function();                                             \
	}

#endif
