/* Replay of definitions, and what names mean afterwards. */
#include "graph/catalog/catalog.h"

#include <string.h>

static struct arena arena;

/* "public.orders": parts at dots; a part in double quotes is quoted. */
static struct sql_name name(const char *text)
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
	g_strfreev(parts);
	return made;
}

/* Columns "id integer, total numeric"; a flag in front: "-a" drops, "~a b"
 * renames, "!a text" changes the type. */
static void columns(struct fact_definition *definition, const char *text)
{
	gchar **list = g_strsplit(text, ", ", -1);

	for (gchar **p = *text ? list : list + g_strv_length(list); *p; p++) {
		struct defined_column column = {0};
		gchar **words =
			g_strsplit(*p + (strchr("-~!", **p) != NULL), " ", 2);

		column.name = arena_strdup(&arena, words[0]);
		if (**p == '-')
			column.flags = COLUMN_DROPPED;
		if (**p == '!')
			column.flags = COLUMN_CHANGED;
		if (words[1] && **p == '~')
			column.new_name = arena_strdup(&arena, words[1]);
		else if (words[1])
			column.type = arena_strdup(&arena, words[1]);
		*ARENA_PUSH(&arena, definition->columns,
			    definition->n_columns) = column;
		g_strfreev(words);
	}
	g_strfreev(list);
}

static struct fact *define(enum operation operation, enum node_kind kind,
			   const char *object, const char *list)
{
	struct fact *fact = ARENA_NEW(&arena, struct fact);
	struct fact_definition *d = &fact->as.definition;

	fact->kind = FACT_DEFINITION;
	fact->via = VIA_DDL;
	d->operation = operation;
	d->object.kind = kind;
	d->object.name = name(object);
	columns(d, list);
	return fact;
}

static void apply(struct catalog *catalog, enum operation operation,
		  enum node_kind kind, const char *object, const char *list)
{
	catalog_apply(catalog, define(operation, kind, object, list), NULL);
}

static void create(struct catalog *catalog, const char *object,
		   const char *list)
{
	apply(catalog, OP_CREATE, NODE_TABLE, object, list);
}

static void alter(struct catalog *catalog, const char *object, const char *list)
{
	apply(catalog, OP_ALTER, NODE_TABLE, object, list);
}

static void rename_table(struct catalog *catalog, const char *object,
			 const char *to)
{
	struct fact *fact = define(OP_ALTER, NODE_TABLE, object, "");

	fact->as.definition.rename_to = name(to);
	catalog_apply(catalog, fact, NULL);
}

/* CREATE with parents, by the flag LIKE, PARTITION or none. */
static void create_from(struct catalog *catalog, const char *object,
			const char *list, uint32_t flag, const char *parent)
{
	struct fact *fact = define(OP_CREATE, NODE_TABLE, object, list);
	struct fact_definition *d = &fact->as.definition;

	d->flags = flag;
	*ARENA_PUSH(&arena, d->parents, d->n_parents) = name(parent);
	catalog_apply(catalog, fact, NULL);
}

static struct catalog_object *find(struct catalog *catalog, const char *text,
				   const char *path, enum catalog_fit *fit)
{
	struct sql_name wanted = name(text);

	return catalog_relation(catalog, &wanted, path, fit);
}

/* "id integer, total" of a relation; "none" when there is no such. */
static const char *shown(struct catalog *catalog, const char *text)
{
	struct catalog_object *object = find(catalog, text, NULL, NULL);
	GString *out = g_string_new(NULL);
	const char *kept;

	if (!object)
		g_string_append(out, "none");
	for (uint32_t i = 0; object && i < object->n_columns; i++) {
		const struct catalog_column *column = &object->columns[i];

		g_string_append_printf(out, "%s%s%s%s", i ? ", " : "",
				       column->name, column->type ? " " : "",
				       column->type ? column->type : "");
	}
	kept = arena_strdup(&arena, out->str);
	g_string_free(out, TRUE);
	return kept;
}

#define assert_shown(catalog, object, expected)                                \
	g_assert_cmpstr(shown(catalog, object), ==, expected)

static struct catalog *postgresql(void)
{
	return catalog_new(DIALECT_POSTGRESQL, NULL);
}

static void test_alter_columns(void)
{
	struct catalog *catalog = postgresql();

	create(catalog, "orders", "id integer, total numeric, old text");
	alter(catalog, "public.orders", "-old, ~total amount, paid boolean");
	alter(catalog, "orders", "!id bigint");
	catalog_finish(catalog);
	assert_shown(catalog, "orders",
		     "id bigint, amount numeric, paid boolean");
	catalog_free(catalog);
}

static void test_rename_and_drop(void)
{
	struct catalog *catalog = postgresql();

	create(catalog, "a", "x integer");
	rename_table(catalog, "a", "b");
	create(catalog, "a", "y integer");
	create(catalog, "gone", "z integer");
	apply(catalog, OP_DROP, NODE_TABLE, "gone", "");
	rename_table(catalog, "b", "archive.b");
	catalog_finish(catalog);
	assert_shown(catalog, "a", "y integer");
	assert_shown(catalog, "archive.b", "x integer");
	assert_shown(catalog, "public.b", "none");
	assert_shown(catalog, "gone", "none");
	catalog_free(catalog);
}

/* mysqldump writes a placeholder, drops it, and writes the view. */
static void test_placeholder_of_view(void)
{
	struct catalog *catalog = catalog_new(DIALECT_MYSQL, NULL);
	struct catalog_object *view;

	apply(catalog, OP_CREATE, NODE_VIEW, "v", "a");
	apply(catalog, OP_DROP, NODE_VIEW, "v", "");
	apply(catalog, OP_DROP, NODE_TABLE, "v", "");
	apply(catalog, OP_CREATE, NODE_VIEW, "v", "");
	catalog_finish(catalog);
	view = find(catalog, "v", NULL, NULL);
	g_assert_nonnull(view);
	g_assert_cmpint(view->kind, ==, NODE_VIEW);
	g_assert_false(view->columns_known);
	catalog_free(catalog);
}

static void test_drop_spares_other_kinds(void)
{
	struct catalog *catalog = catalog_new(DIALECT_MYSQL, NULL);

	apply(catalog, OP_CREATE, NODE_VIEW, "v", "a");
	apply(catalog, OP_DROP, NODE_TABLE, "v", "");
	catalog_finish(catalog);
	assert_shown(catalog, "v", "a");
	catalog_free(catalog);
}

static void test_inherits(void)
{
	struct catalog *catalog = postgresql();

	create(catalog, "parent", "a integer, b integer");
	create_from(catalog, "child", "c integer", 0, "parent");
	create_from(catalog, "late", "d integer", 0, "later");
	create(catalog, "later", "e integer");
	alter(catalog, "parent", "-b, f integer");
	catalog_finish(catalog);
	assert_shown(catalog, "child", "a integer, f integer, c integer");
	assert_shown(catalog, "late", "e integer, d integer");
	g_assert_cmpuint(find(catalog, "parent", NULL, NULL)->n_children, ==,
			 1);
	catalog_free(catalog);
}

static void test_like_copies_once(void)
{
	struct catalog *catalog = postgresql();

	create(catalog, "model", "a integer");
	create_from(catalog, "copy", "b integer", DEFINE_LIKE, "model");
	alter(catalog, "model", "c integer");
	catalog_finish(catalog);
	assert_shown(catalog, "copy", "a integer, b integer");
	g_assert_cmpuint(find(catalog, "copy", NULL, NULL)->n_parents, ==, 0);
	catalog_free(catalog);
}

static void test_partition(void)
{
	struct catalog *catalog = postgresql();
	struct catalog_object *part;

	create(catalog, "events", "at date, what text");
	create_from(catalog, "events_1", "", DEFINE_PARTITION, "events");
	/* ATTACH keeps the order that the partition has. */
	create(catalog, "events_2", "what text, at date");
	{
		struct fact *fact =
			define(OP_ALTER, NODE_TABLE, "events_2", "");
		struct fact_definition *d = &fact->as.definition;

		d->flags = DEFINE_PARTITION;
		*ARENA_PUSH(&arena, d->parents, d->n_parents) = name("events");
		catalog_apply(catalog, fact, NULL);
	}
	catalog_finish(catalog);
	assert_shown(catalog, "events_1", "at date, what text");
	assert_shown(catalog, "events_2", "what text, at date");
	part = find(catalog, "events_2", NULL, NULL);
	g_assert_true(part->partition);
	g_assert_cmpstr(part->parents[0]->name, ==, "events");
	catalog_free(catalog);
}

static void test_circle_of_parents(void)
{
	struct catalog *catalog = postgresql();

	create_from(catalog, "a", "x integer", 0, "b");
	create_from(catalog, "b", "y integer", 0, "a");
	catalog_finish(catalog);
	g_assert_nonnull(find(catalog, "a", NULL, NULL));
	catalog_free(catalog);
}

static void test_names_of_postgresql(void)
{
	struct catalog *catalog = postgresql();
	enum catalog_fit fit;

	create(catalog, "Orders", "id integer");
	create(catalog, "\"Users\"", "id integer");
	create(catalog, "hr.people", "id integer");
	create(catalog, "a.twice", "id integer");
	create(catalog, "b.twice", "id integer");
	catalog_finish(catalog);
	g_assert_nonnull(find(catalog, "ORDERS", NULL, &fit));
	g_assert_cmpint(fit, ==, CATALOG_EXACT);
	g_assert_nonnull(find(catalog, "db.public.orders", NULL, &fit));
	g_assert_cmpint(fit, ==, CATALOG_EXACT);
	g_assert_nonnull(find(catalog, "users", NULL, &fit));
	g_assert_cmpint(fit, ==, CATALOG_NO_CASE);
	g_assert_nonnull(find(catalog, "people", NULL, &fit));
	g_assert_cmpint(fit, ==, CATALOG_UNIQUE_TAIL);
	g_assert_nonnull(find(catalog, "people", "public, hr", &fit));
	g_assert_cmpint(fit, ==, CATALOG_EXACT);
	g_assert_null(find(catalog, "twice", NULL, &fit));
	g_assert_cmpint(fit, ==, CATALOG_NONE);
	g_assert_null(find(catalog, "hr.orders", NULL, NULL));
	catalog_free(catalog);
}

static void test_names_of_mysql(void)
{
	struct catalog *catalog = catalog_new(DIALECT_MYSQL, NULL);
	struct catalog_object *table;
	enum catalog_fit fit;

	create(catalog, "Orders", "Id int");
	catalog_finish(catalog);
	table = find(catalog, "Orders", NULL, &fit);
	g_assert_cmpint(fit, ==, CATALOG_EXACT);
	g_assert_true(find(catalog, "orders", NULL, &fit) == table);
	g_assert_cmpint(fit, ==, CATALOG_NO_CASE);
	g_assert_true(find(catalog, "shop.Orders", NULL, &fit) == table);
	g_assert_cmpint(fit, ==, CATALOG_UNIQUE_TAIL);
	g_assert_nonnull(catalog_column(catalog, table, "ID", false));
	g_assert_null(catalog_column(catalog, table, "no", false));
	catalog_free(catalog);
}

static void test_quoted_columns(void)
{
	struct catalog *catalog = postgresql();
	struct catalog_object *table;

	create(catalog, "t", "Plain");
	catalog_finish(catalog);
	table = find(catalog, "t", NULL, NULL);
	g_assert_nonnull(catalog_column(catalog, table, "PLAIN", false));
	g_assert_null(catalog_column(catalog, table, "Plain", true));
	catalog_free(catalog);
}

static struct fact *routine(const char *text, const char *arguments)
{
	struct fact *fact = define(OP_CREATE, NODE_ROUTINE, text, "");

	fact->as.definition.object.arguments = arguments;
	fact->as.definition.flags = DEFINE_OR_REPLACE;
	return fact;
}

static void test_routines_by_arguments(void)
{
	struct catalog *catalog = postgresql();
	struct sql_name wanted = name("f");
	struct catalog_object *const *found;
	uint32_t n;

	catalog_apply(catalog, routine("f", ""), NULL);
	catalog_apply(catalog, routine("f", "integer, numeric(10,2)"), NULL);
	catalog_apply(catalog, routine("f", "text, text"), NULL);
	catalog_apply(catalog, routine("f", "text, text"), NULL);
	catalog_apply(catalog, routine("g", "text"), NULL);
	catalog_finish(catalog);
	found = catalog_routines(catalog, &wanted, NULL, 2, &n);
	g_assert_cmpuint(n, ==, 2);
	g_assert_cmpstr(found[1]->arguments, ==, "text, text");
	catalog_routines(catalog, &wanted, NULL, UINT32_MAX, &n);
	g_assert_cmpuint(n, ==, 3);
	catalog_routines(catalog, &wanted, NULL, 7, &n);
	g_assert_cmpuint(n, ==, 3);
	wanted = name("nothing");
	g_assert_null(catalog_routines(catalog, &wanted, NULL, 0, &n));
	g_assert_cmpuint(n, ==, 0);
	catalog_free(catalog);
}

static void refer(struct catalog *catalog, const char *from, const char *to,
		  const char *column)
{
	struct fact *fact = ARENA_NEW(&arena, struct fact);
	struct fact_reference *r = &fact->as.reference;

	fact->kind = FACT_REFERENCE;
	r->name = "fk";
	r->from = name(from);
	r->to = name(to);
	*ARENA_PUSH(&arena, r->columns, r->n_columns) = column;
	catalog_apply(catalog, fact, NULL);
}

static void test_references_follow_changes(void)
{
	struct catalog *catalog = postgresql();
	const struct catalog_reference *references;
	uint32_t n;

	create(catalog, "a", "b_id integer");
	refer(catalog, "a", "b", "b_id");
	create(catalog, "b", "id integer");
	alter(catalog, "a", "~b_id owner");
	create(catalog, "gone", "a_id integer");
	refer(catalog, "gone", "a", "a_id");
	apply(catalog, OP_DROP, NODE_TABLE, "gone", "");
	catalog_finish(catalog);
	references = catalog_references(catalog, &n);
	g_assert_cmpuint(n, ==, 1);
	g_assert_cmpstr(references[0].to->name, ==, "b");
	g_assert_cmpstr(references[0].columns[0], ==, "owner");
	catalog_free(catalog);
}

static void test_dropped_constraint(void)
{
	struct catalog *catalog = postgresql();
	struct fact *fact = define(OP_DROP, NODE_CONSTRAINT, "fk", "");
	uint32_t n;

	fact->as.definition.object.on = name("a");
	create(catalog, "a", "b_id integer");
	refer(catalog, "a", "b", "b_id");
	catalog_apply(catalog, fact, NULL);
	catalog_finish(catalog);
	catalog_references(catalog, &n);
	g_assert_cmpuint(n, ==, 0);
	catalog_free(catalog);
}

static void test_trigger(void)
{
	struct catalog *catalog = postgresql();
	struct fact *fact = ARENA_NEW(&arena, struct fact);
	struct object_name wanted = {NODE_TRIGGER, name("touch"),
				     name("orders"), NULL, 0};
	struct catalog_object *trigger;

	fact->kind = FACT_TRIGGER;
	fact->as.trigger.name = name("touch");
	fact->as.trigger.table = name("orders");
	fact->as.trigger.timing = "before";
	fact->as.trigger.events = OP_INSERT | OP_UPDATE;
	fact->as.trigger.routine = name("public.touch");
	create(catalog, "orders", "id integer");
	catalog_apply(catalog, fact, NULL);
	rename_table(catalog, "orders", "shop.orders");
	wanted.on = name("shop.orders");
	catalog_finish(catalog);
	trigger = catalog_object(catalog, &wanted, NULL);
	g_assert_nonnull(trigger);
	g_assert_cmpstr(trigger->on->name, ==, "orders");
	g_assert_cmpstr(trigger->schema, ==, "shop");
	g_assert_cmpstr(trigger->timing, ==, "before");
	catalog_free(catalog);
}

static void test_schema_dropped_and_renamed(void)
{
	struct catalog *catalog = postgresql();

	apply(catalog, OP_CREATE, NODE_SCHEMA, "old", "");
	create(catalog, "old.a", "x integer");
	create(catalog, "old.b", "x integer");
	rename_table(catalog, "old.b", "kept.b");
	{
		struct fact *fact = define(OP_ALTER, NODE_SCHEMA, "old", "");

		fact->as.definition.rename_to = name("new");
		catalog_apply(catalog, fact, NULL);
	}
	create(catalog, "new.c", "x integer");
	assert_shown(catalog, "old.a", "none");
	g_assert_nonnull(find(catalog, "new.a", NULL, NULL));
	apply(catalog, OP_DROP, NODE_SCHEMA, "new", "");
	catalog_finish(catalog);
	assert_shown(catalog, "new.a", "none");
	assert_shown(catalog, "new.c", "none");
	assert_shown(catalog, "kept.b", "x integer");
	catalog_free(catalog);
}

/* An ALTER of what nobody defined says that it is there, no more. */
static void test_alter_of_unknown(void)
{
	struct catalog *catalog = postgresql();
	struct catalog_object *table;

	alter(catalog, "later", "extra integer");
	catalog_finish(catalog);
	table = find(catalog, "later", NULL, NULL);
	g_assert_nonnull(table);
	g_assert_false(table->columns_known);
	assert_shown(catalog, "later", "extra integer");
	catalog_free(catalog);
}

static void test_patterns(void)
{
	struct catalog *catalog = postgresql();
	GPtrArray *found = g_ptr_array_new();
	struct sql_name pattern = name("llx_\x1a");

	create(catalog, "llx_a", "x");
	create(catalog, "llx_b", "x");
	create(catalog, "other.llx_c", "x");
	create(catalog, "user", "x");
	catalog_finish(catalog);
	g_assert_cmpuint(catalog_matches(catalog, &pattern, NULL, found, 2), ==,
			 3);
	g_assert_cmpuint(found->len, ==, 2);
	pattern = name("other.\x1a");
	g_assert_cmpuint(catalog_matches(catalog, &pattern, NULL, found, 9), ==,
			 1);
	pattern = name("l\x1ax_\x1a");
	g_assert_cmpuint(catalog_matches(catalog, &pattern, NULL, found, 0), ==,
			 3);
	g_ptr_array_free(found, TRUE);
	catalog_free(catalog);
}

/* Temporary tables hide others of their name, and are marked. */
static void test_temporary(void)
{
	struct catalog *catalog = postgresql();
	struct fact *fact = define(OP_CREATE, NODE_TABLE, "t", "b integer");

	create(catalog, "t", "a integer");
	fact->as.definition.flags = DEFINE_TEMPORARY;
	catalog_apply(catalog, fact, NULL);
	catalog_finish(catalog);
	assert_shown(catalog, "t", "b integer");
	assert_shown(catalog, "public.t", "a integer");
	g_assert_true(find(catalog, "t", NULL, NULL)->temporary);
	catalog_free(catalog);
}

/* Nothing is quadratic: 2,000 tables of 50 columns, and each looked up. */
static void test_many(void)
{
	struct catalog *catalog = postgresql();
	GString *list = g_string_new(NULL);
	char table[32];

	for (unsigned i = 0; i < 50; i++)
		g_string_append_printf(list, "%scolumn_%u integer",
				       i ? ", " : "", i);
	for (unsigned i = 0; i < 2000; i++) {
		g_snprintf(table, sizeof(table), "table_%u", i);
		create(catalog, table, list->str);
	}
	catalog_finish(catalog);
	for (unsigned i = 0; i < 2000; i++) {
		struct catalog_object *object;

		g_snprintf(table, sizeof(table), "table_%u", i);
		object = find(catalog, table, NULL, NULL);
		for (unsigned c = 0; c < 50; c++) {
			char column[32];

			g_snprintf(column, sizeof(column), "Column_%u", c);
			g_assert_nonnull(
				catalog_column(catalog, object, column, false));
		}
	}
	g_string_free(list, TRUE);
	catalog_free(catalog);
}

int main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	arena_init(&arena);
	g_test_add_func("/catalog/alter-columns", test_alter_columns);
	g_test_add_func("/catalog/rename-and-drop", test_rename_and_drop);
	g_test_add_func("/catalog/placeholder-of-view",
			test_placeholder_of_view);
	g_test_add_func("/catalog/drop-spares-other-kinds",
			test_drop_spares_other_kinds);
	g_test_add_func("/catalog/inherits", test_inherits);
	g_test_add_func("/catalog/like-copies-once", test_like_copies_once);
	g_test_add_func("/catalog/partition", test_partition);
	g_test_add_func("/catalog/circle-of-parents", test_circle_of_parents);
	g_test_add_func("/catalog/names-of-postgresql",
			test_names_of_postgresql);
	g_test_add_func("/catalog/names-of-mysql", test_names_of_mysql);
	g_test_add_func("/catalog/quoted-columns", test_quoted_columns);
	g_test_add_func("/catalog/routines-by-arguments",
			test_routines_by_arguments);
	g_test_add_func("/catalog/references-follow-changes",
			test_references_follow_changes);
	g_test_add_func("/catalog/dropped-constraint", test_dropped_constraint);
	g_test_add_func("/catalog/trigger", test_trigger);
	g_test_add_func("/catalog/schema", test_schema_dropped_and_renamed);
	g_test_add_func("/catalog/alter-of-unknown", test_alter_of_unknown);
	g_test_add_func("/catalog/patterns", test_patterns);
	g_test_add_func("/catalog/temporary", test_temporary);
	g_test_add_func("/catalog/many", test_many);
	status = g_test_run();
	arena_release(&arena);
	return status;
}
