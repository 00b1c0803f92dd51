/*
 * The resolver over scope trees built by hand. What it makes of a statement is
 * compared as one text: accesses, then columns with roles, then derivations.
 */
#include "graph/resolve.h"

#include <string.h>

static struct arena arena;
static struct fact_statement statement;
static struct catalog *catalog; /* NULL: none */
static struct catalog_object *row_object;

/* --- a scope tree ----------------------------------------------------------
 */

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
	made.line = made.end_line = 1;
	g_strfreev(parts);
	return made;
}

static uint32_t level(enum sql_level_kind kind, enum sql_level_place place,
		      uint32_t parent, uint32_t at)
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

static uint32_t root(enum sql_level_kind kind)
{
	return level(kind, PLACE_ROOT, SCOPE_ABSENT, SCOPE_ABSENT);
}

static struct sql_item *add_item(uint32_t at, enum sql_item_kind kind)
{
	struct sql_level *l = &statement.levels[at];
	struct sql_item *item = ARENA_PUSH(&arena, l->items, l->n_items);

	item->kind = kind;
	item->level = SCOPE_ABSENT;
	return item;
}

/* "orders o": a name and an alias. */
static struct sql_item *item(uint32_t at, const char *text)
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
static uint32_t query(uint32_t at, const char *alias, uint32_t flags)
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

static uint32_t cte(uint32_t at, const char *text, bool recursive,
		    enum sql_level_kind kind)
{
	struct sql_level *l = &statement.levels[at];
	struct sql_cte *made = ARENA_PUSH(&arena, l->ctes, l->n_ctes);

	made->name = text;
	made->recursive = recursive;
	made->level = statement.n_levels;
	return level(kind, PLACE_CTE, at, l->n_ctes - 1);
}

static uint32_t arm(uint32_t at)
{
	uint32_t made = level(LEVEL_SELECT, PLACE_ARM, at, SCOPE_ABSENT);
	struct sql_level *l = &statement.levels[at];

	*ARENA_PUSH(&arena, l->arms, l->n_arms) = made;
	return made;
}

static uint32_t ref(uint32_t at, const char *text, enum role role,
		    uint32_t flags)
{
	struct sql_level *l = &statement.levels[at];
	struct sql_ref *made = ARENA_PUSH(&arena, l->refs, l->n_refs);

	made->name = name(text);
	made->role = role;
	made->flags = flags;
	return l->n_refs - 1;
}

static void value_ref(struct sql_value *value, uint32_t index)
{
	*ARENA_PUSH(&arena, value->refs, value->n_refs) = index;
}

/* SELECT text AS alias. */
static void output(uint32_t at, const char *text, const char *alias,
		   enum how how)
{
	struct sql_level *l = &statement.levels[at];
	struct sql_output *made = ARENA_PUSH(&arena, l->outputs, l->n_outputs);
	const char *dot = strrchr(text, '.');

	made->name = alias ? alias : dot ? dot + 1 : text;
	made->value.how = how;
	value_ref(&made->value, ref(at, text, ROLE_SELECT, 0));
}

static void star(uint32_t at, const char *qualifier)
{
	struct sql_level *l = &statement.levels[at];
	struct sql_output *made = ARENA_PUSH(&arena, l->outputs, l->n_outputs);

	made->star = true;
	if (qualifier)
		made->qualifier = name(qualifier);
}

static void target(uint32_t at, const char *text, uint32_t index,
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
static struct sql_assign *assign(uint32_t at, const char *text,
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

static void assign_place(uint32_t at, const char *text)
{
	struct sql_assign *made = assign(at, text, NULL);

	made->operation = OP_INSERT;
	made->by_position = true;
}

/* --- a catalog -------------------------------------------------------------
 */

static void table(const char *text, const char *columns)
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

static struct catalog_object *relation(const struct sql_name *wanted,
				       const char *schema, void *payload,
				       const struct catalog **of,
				       enum catalog_fit *fit)
{
	(void)payload;
	*of = catalog;
	return catalog_relation(catalog, wanted, schema, fit);
}

/* --- what came out ---------------------------------------------------------
 */

static const char *table_name(const struct resolution *resolution,
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

static void add_name(const char *text, void *payload)
{
	g_string_append_printf(payload, " %s", text);
}

static int compare_lines(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Lines go in order of their text, as tables are numbered as they are met. */
static void add_sorted(GPtrArray *lines, GString *out)
{
	g_ptr_array_sort(lines, compare_lines);
	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(out, "%s\n",
				       (char *)g_ptr_array_index(lines, i));
	g_ptr_array_free(lines, TRUE);
}

static void add_flow(const struct resolution *r, GString *out)
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

static void add_columns(const struct resolution *r, GString *out)
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

static void check_flow(bool flow, const char *expected)
{
	struct resolve_world world = {relation, NULL};
	struct resolution r;
	GString *out = g_string_new(NULL);

	resolve_statement(&statement, NULL, catalog ? &world : NULL, row_object,
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

static void setup(void)
{
	memset(&statement, 0, sizeof(statement));
	statement.dialect = DIALECT_POSTGRESQL;
	row_object = NULL;
	catalog_free(catalog);
	catalog = NULL;
}

/* --- names of relations ----------------------------------------------------
 */

/* WITH orders AS (SELECT id FROM orders) SELECT id FROM orders */
static void test_cte_named_like_its_table(void)
{
	uint32_t main = root(LEVEL_SELECT);
	uint32_t inner = cte(main, "orders", false, LEVEL_SELECT);

	item(inner, "orders");
	output(inner, "id", NULL, HOW_COPIED);
	item(main, "orders");
	output(main, "id", NULL, HOW_COPIED);
	check("reads orders: select\norders.id: select\n");
	check_derives("id < orders.id copied\n");
}

/* WITH x AS (SELECT a FROM t) SELECT a FROM public.x */
static void test_qualified_is_no_cte(void)
{
	uint32_t main = root(LEVEL_SELECT);
	uint32_t inner = cte(main, "x", false, LEVEL_SELECT);

	item(inner, "t");
	output(inner, "a", NULL, HOW_COPIED);
	item(main, "public.x");
	output(main, "b", NULL, HOW_COPIED);
	check("reads x: select\nreads t: select\n"
	      "t.a: select\nx.b: select\n");
}

/* A CTE sees those before it, not those behind it. */
static void test_cte_order(void)
{
	uint32_t main = root(LEVEL_SELECT);
	uint32_t first = cte(main, "a", false, LEVEL_SELECT), second;

	item(first, "b");
	second = cte(main, "b", false, LEVEL_SELECT);
	item(second, "a");
	item(main, "b");
	check("reads b: select\n");
}

/* WITH x AS (SELECT FROM t) SELECT FROM (WITH x AS (SELECT FROM u)
 * SELECT FROM x) d, x */
static void test_inner_with_hides(void)
{
	uint32_t main = root(LEVEL_SELECT), inner;

	item(cte(main, "x", false, LEVEL_SELECT), "t");
	inner = query(main, "d", 0);
	item(cte(inner, "x", false, LEVEL_SELECT), "u");
	item(inner, "x");
	check("reads t: select\nreads u: select\n");
}

/* --- columns ---------------------------------------------------------------
 */

/* SELECT o.id, name FROM orders o, people WHERE orders.x = 1 */
static void test_alias_hides_name(void)
{
	uint32_t main = root(LEVEL_SELECT);

	table("orders", "id x");
	table("people", "id name");
	item(main, "orders o");
	item(main, "people");
	output(main, "o.id", NULL, HOW_COPIED);
	output(main, "name", NULL, HOW_COPIED);
	ref(main, "orders.x", ROLE_WHERE, 0);
	check("reads orders: select\nreads people: select\n"
	      "?.x: where\norders.id: select\npeople.name: select\n");
}

/* Without a catalog a bare column of two tables is nobody's. */
static void test_bare_without_catalog(void)
{
	uint32_t main = root(LEVEL_SELECT);

	item(main, "a");
	item(main, "b");
	output(main, "x", NULL, HOW_COPIED);
	check("reads a: select\nreads b: select\n?.x: select\n");
}

/* SELECT id FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b_id = id) */
static void test_correlated(void)
{
	uint32_t main = root(LEVEL_SELECT), inner;

	table("a", "id");
	table("b", "b_id");
	item(main, "a");
	output(main, "id", NULL, HOW_COPIED);
	inner = level(LEVEL_SELECT, PLACE_EXPRESSION, main, SCOPE_ABSENT);
	item(inner, "b");
	ref(inner, "b_id", ROLE_WHERE, 0);
	ref(inner, "id", ROLE_WHERE, 0);
	check("reads a: select\nreads b: select\n"
	      "a.id: select where\nb.b_id: where\n");
}

/* A derived table does not see its neighbours, a lateral one does. */
static void test_lateral(void)
{
	for (uint32_t lateral = 0; lateral <= 1; lateral++) {
		uint32_t main, inner;

		setup();
		table("a", "id");
		table("b", "b_id");
		main = root(LEVEL_SELECT);
		item(main, "a");
		inner = query(main, "d", lateral ? ITEM_LATERAL : 0);
		item(inner, "b");
		ref(inner, "id", ROLE_WHERE, 0);
		check(lateral ? "reads a: select\nreads b: select\n"
				"a.id: where\n"
			      : "reads a: select\nreads b: select\n"
				"?.id: where\n");
	}
}

/* SELECT d.n FROM (SELECT total AS n, a + b AS s FROM t) d WHERE d.s > 1 AND
 * d.n > 2: roles go through copies, not through computed values. */
static void test_roles_through_derived_table(void)
{
	uint32_t main = root(LEVEL_SELECT), inner = query(main, "d", 0);

	item(inner, "t");
	output(inner, "total", "n", HOW_COPIED);
	output(inner, "a", "s", HOW_COMPUTED);
	output(main, "d.n", NULL, HOW_COPIED);
	ref(main, "d.s", ROLE_WHERE, 0);
	ref(main, "d.n", ROLE_WHERE, 0);
	check("reads t: select\nt.a: select\nt.total: select where\n");
}

/* SELECT d.x FROM (SELECT * FROM t) d */
static void test_through_open_star(void)
{
	uint32_t main = root(LEVEL_SELECT), inner = query(main, "d", 0);

	item(inner, "t");
	star(inner, NULL);
	output(main, "d.x", NULL, HOW_COPIED);
	check("reads t: select\nt.*: star\nt.x: select\n");
	check_derives("x < t.x copied\n");
}

/* SELECT * FROM a JOIN b USING (id) */
static void test_star_merges_using(void)
{
	uint32_t main = root(LEVEL_SELECT);
	struct sql_item *b;

	table("a", "x id");
	table("b", "id y");
	item(main, "a");
	b = item(main, "b");
	*ARENA_PUSH(&arena, b->using_columns, b->n_using_columns) = "id";
	star(main, NULL);
	check("reads a: select\nreads b: select\n"
	      "a.id: join star\na.x: star\nb.id: join star\nb.y: star\n");
	check_derives("id < a.id copied\nid < b.id copied\n"
		      "x < a.x copied\ny < b.y copied\n");
}

/* SELECT id FROM a NATURAL JOIN b */
static void test_natural(void)
{
	uint32_t main = root(LEVEL_SELECT);

	table("a", "id x");
	table("b", "id y");
	item(main, "a");
	item(main, "b")->flags = ITEM_NATURAL;
	output(main, "id", NULL, HOW_COPIED);
	check("reads a: select\nreads b: select\n"
	      "a.id: select join\nb.id: select join\n");
}

/* SELECT j.y FROM (a JOIN b USING (id)) AS j */
static void test_join_with_alias(void)
{
	uint32_t main = root(LEVEL_SELECT);
	struct sql_item *join;

	table("a", "id x");
	table("b", "id y");
	item(main, "a");
	item(main, "b");
	join = add_item(main, ITEM_JOIN);
	join->alias = "j";
	join->first = 0;
	output(main, "j.y", NULL, HOW_COPIED);
	ref(main, "a.x", ROLE_WHERE, 0);
	check("reads a: select\nreads b: select\n"
	      "?.x: where\nb.y: select\n");
}

/* SELECT row_to_json(o) FROM orders o */
static void test_whole_row(void)
{
	uint32_t main = root(LEVEL_SELECT);

	table("orders", "id x");
	item(main, "orders o");
	output(main, "o", "row_to_json", HOW_COMPUTED);
	check("reads orders: select\norders.*: select\n");
}

/* SELECT total AS x, id AS total FROM t ORDER BY total; GROUP BY total */
static void test_output_names(void)
{
	uint32_t main = root(LEVEL_SELECT);

	table("t", "id total");
	item(main, "t");
	output(main, "total", "x", HOW_COPIED);
	output(main, "id", "total", HOW_COPIED);
	ref(main, "total", ROLE_ORDER, REF_OUTPUT_FIRST);
	ref(main, "total", ROLE_GROUP, REF_INPUT_FIRST);
	check("reads t: select\nt.id: select order\nt.total: select group\n");
}

/* Without a catalog GROUP BY day means the output of that name. */
static void test_group_by_output(void)
{
	uint32_t main = root(LEVEL_SELECT);

	item(main, "t");
	output(main, "created", "day", HOW_COMPUTED);
	ref(main, "day", ROLE_GROUP, REF_INPUT_FIRST);
	check("reads t: select\nt.created: select\n");
}

/* A variable is a column only where a column is known. */
static void test_variable(void)
{
	uint32_t main = root(LEVEL_SELECT);

	table("t", "id");
	item(main, "t");
	item(main, "u");
	ref(main, "amount", ROLE_WHERE, REF_VARIABLE);
	ref(main, "id", ROLE_WHERE, REF_VARIABLE);
	check("reads t: select\nreads u: select\nt.id: where\n");
}

/* INSERT INTO log SELECT NEW.id in a trigger on orders. */
static void test_new_row(void)
{
	uint32_t main = root(LEVEL_SELECT);

	table("orders", "id total");
	row_object = catalog_relation(
		catalog,
		&(struct sql_name){(const char *[]){"orders"}, 1, 0, 1, 1},
		NULL, NULL);
	output(main, "NEW.total", NULL, HOW_COPIED);
	check("orders.total: select\n");
}

/* --- lineage ---------------------------------------------------------------
 */

/* SELECT a FROM t UNION SELECT x + 1 FROM u */
static void test_union_by_position(void)
{
	uint32_t main = root(LEVEL_SET), first = arm(main), second = arm(main);

	item(first, "t");
	output(first, "a", NULL, HOW_COPIED);
	item(second, "u");
	output(second, "x", NULL, HOW_COMPUTED);
	check_derives("a < t.a copied\na < u.x computed\n");
}

/* WITH RECURSIVE r (id, root) AS (SELECT id, name FROM t UNION ALL
 * SELECT t.id, r.root FROM t JOIN r) SELECT root FROM r */
static void test_recursive(void)
{
	uint32_t main = root(LEVEL_SELECT);
	uint32_t set = cte(main, "r", true, LEVEL_SET);
	uint32_t first = arm(set), second = arm(set);
	struct sql_cte *r = &statement.levels[main].ctes[0];

	*ARENA_PUSH(&arena, r->columns, r->n_columns) = "id";
	*ARENA_PUSH(&arena, r->columns, r->n_columns) = "root";
	item(first, "t");
	output(first, "id", NULL, HOW_COPIED);
	output(first, "name", NULL, HOW_COPIED);
	item(second, "t");
	item(second, "r");
	output(second, "t.id", NULL, HOW_COPIED);
	output(second, "r.root", NULL, HOW_COMPUTED);
	item(main, "r");
	output(main, "root", NULL, HOW_COPIED);
	check("reads t: select\nt.id: select\nt.name: select\n");
	check_derives("root < t.name computed\n");
}

/* Columns that pass one to the other in recursion. */
static void test_recursion_across_columns(void)
{
	uint32_t main = root(LEVEL_SELECT);
	uint32_t set = cte(main, "r", true, LEVEL_SET);
	uint32_t first = arm(set), second = arm(set);

	item(first, "t");
	output(first, "a", NULL, HOW_COPIED);
	output(first, "b", NULL, HOW_COPIED);
	item(second, "r");
	output(second, "r.b", NULL, HOW_COPIED);
	output(second, "r.a", NULL, HOW_COPIED);
	item(main, "r");
	output(main, "a", NULL, HOW_COPIED);
	check_derives("a < t.a copied\na < t.b copied\n");
}

/* SELECT count(n) AS c FROM (SELECT a + 1 AS n FROM t) d */
static void test_hows_compose(void)
{
	uint32_t main = root(LEVEL_SELECT), inner = query(main, "d", 0);

	item(inner, "t");
	output(inner, "a", "n", HOW_COMPUTED);
	output(main, "n", "c", HOW_AGGREGATED);
	output(main, "n", "d", HOW_COPIED);
	check_derives("c < t.a aggregated\nd < t.a computed\n");
}

/* INSERT INTO t (x, y) SELECT a, b FROM u */
static void test_insert_by_position(void)
{
	uint32_t main = root(LEVEL_INSERT), source;

	item(main, "t");
	target(main, "t", 0, OP_INSERT);
	assign_place(main, "x");
	assign_place(main, "y");
	source = level(LEVEL_SELECT, PLACE_ARM, main, SCOPE_ABSENT);
	statement.levels[main].source = source;
	item(source, "u");
	output(source, "a", NULL, HOW_COPIED);
	output(source, "b", NULL, HOW_COMPUTED);
	check("writes t: insert\nreads u: select\n"
	      "t.x: write\nt.y: write\nu.a: select\nu.b: select\n");
	check_derives("t.x < u.a copied\nt.y < u.b computed\n");
}

/* INSERT INTO t SELECT * FROM u */
static void test_insert_in_order(void)
{
	uint32_t main = root(LEVEL_INSERT), source;

	table("t", "x y z");
	table("u", "a b");
	item(main, "t");
	target(main, "t", 0, OP_INSERT);
	source = level(LEVEL_SELECT, PLACE_ARM, main, SCOPE_ABSENT);
	statement.levels[main].source = source;
	item(source, "u");
	star(source, NULL);
	check("writes t: insert\nreads u: select\n"
	      "t.x: write\nt.y: write\nu.a: star\nu.b: star\n");
	check_derives("t.x < u.a copied\nt.y < u.b copied\n");
}

/* INSERT INTO t (id, n) SELECT a, b FROM u
 * ON CONFLICT (id) DO UPDATE SET n = t.n + excluded.n */
static void test_upsert(void)
{
	uint32_t main = root(LEVEL_INSERT), source;
	struct sql_assign *made;

	item(main, "t");
	target(main, "t", 0, OP_INSERT);
	assign_place(main, "id");
	assign_place(main, "n");
	made = assign(main, "n", "t.n");
	made->value.how = HOW_COMPUTED;
	value_ref(&made->value,
		  ref(main, "excluded.n", ROLE_SELECT, REF_TARGET_ONLY));
	source = level(LEVEL_SELECT, PLACE_ARM, main, SCOPE_ABSENT);
	statement.levels[main].source = source;
	item(source, "u");
	output(source, "a", NULL, HOW_COPIED);
	output(source, "b", NULL, HOW_COPIED);
	check("writes t: insert update\nreads u: select\n"
	      "t.id: write\nt.n: select write\nu.a: select\nu.b: select\n");
	check_derives("t.id < u.a copied\nt.n < t.n computed\n"
		      "t.n < u.b computed\n");
}

/* --- targets ---------------------------------------------------------------
 */

/* UPDATE t SET n = x.v FROM x WHERE t.id = x.id */
static void test_update_from(void)
{
	uint32_t main = root(LEVEL_UPDATE);

	item(main, "t");
	target(main, "t", 0, OP_UPDATE);
	item(main, "x");
	assign(main, "n", "x.v")->target = 0;
	ref(main, "t.id", ROLE_WHERE, 0);
	ref(main, "x.id", ROLE_WHERE, 0);
	check("writes t: update\nreads x: select\n"
	      "t.id: where\nt.n: write\nx.id: where\nx.v: select\n");
	check_derives("t.n < x.v copied\n");
}

/* UPDATE t SET n = 1 WHERE id IN (SELECT id FROM t): a read, too. */
static void test_self_read(void)
{
	uint32_t main = root(LEVEL_UPDATE), inner;

	item(main, "t");
	target(main, "t", 0, OP_UPDATE);
	assign(main, "n", NULL)->target = 0;
	inner = level(LEVEL_SELECT, PLACE_EXPRESSION, main, SCOPE_ABSENT);
	item(inner, "t");
	output(inner, "id", NULL, HOW_COPIED);
	check("writes t: update\nreads t: select\n"
	      "t.id: select\nt.n: write\n");
}

/* DELETE t1 FROM t1 AS t2, t2 AS t1: aliases decide. */
static void test_delete_by_alias(void)
{
	uint32_t main = root(LEVEL_DELETE);

	statement.dialect = DIALECT_MYSQL;
	item(main, "t1 t2");
	item(main, "t2 t1");
	target(main, "t1", SCOPE_ABSENT, OP_DELETE);
	check("reads t1: select\nwrites t2: delete\n");
}

/* UPDATE a JOIN b SET b.x = a.y: SET decides. */
static void test_update_of_several(void)
{
	uint32_t main = root(LEVEL_UPDATE);

	statement.dialect = DIALECT_MYSQL;
	item(main, "a");
	item(main, "b");
	target(main, "a", 0, OP_UPDATE);
	target(main, "b", 1, OP_UPDATE);
	assign(main, "b.x", "a.y");
	check("reads a: select\nwrites b: update\n"
	      "a.y: select\nb.x: write\n");
}

/* UPDATE o SET x = 1 FROM orders o (T-SQL) */
static void test_update_alias(void)
{
	uint32_t main = root(LEVEL_UPDATE);

	statement.dialect = DIALECT_TSQL;
	item(main, "orders o");
	target(main, "o", SCOPE_ABSENT, OP_UPDATE);
	assign(main, "x", NULL)->target = 0;
	check("writes orders: update\norders.x: write\n");
}

/* WITH gone AS (DELETE FROM a RETURNING id) INSERT INTO b SELECT id FROM
 * gone */
static void test_modifying_cte(void)
{
	uint32_t main = root(LEVEL_INSERT), source;
	uint32_t gone = cte(main, "gone", false, LEVEL_DELETE);

	item(gone, "a");
	target(gone, "a", 0, OP_DELETE);
	output(gone, "id", NULL, HOW_COPIED);
	item(main, "b");
	target(main, "b", 0, OP_INSERT);
	assign_place(main, "old_id");
	source = level(LEVEL_SELECT, PLACE_ARM, main, SCOPE_ABSENT);
	statement.levels[main].source = source;
	item(source, "gone");
	output(source, "id", NULL, HOW_COPIED);
	check("writes b: insert\nwrites a: delete\n"
	      "a.id: select\nb.old_id: write\n");
	check_derives("b.old_id < a.id copied\n");
}

/* CREATE VIEW v (n) AS SELECT total FROM t */
static void test_view(void)
{
	uint32_t main = root(LEVEL_SELECT);

	item(main, "t");
	output(main, "total", NULL, HOW_COPIED);
	statement.into = name("v");
	*ARENA_PUSH(&arena, statement.into_columns, statement.n_into_columns) =
		"n";
	check_derives("v.n < t.total copied\n");
}

/* --- limits ----------------------------------------------------------------
 */

/* WITH c0 AS (SELECT x FROM t), c1 AS (SELECT x FROM c0 a, c0 b) ...: each is
 * computed once. */
static void test_chain_of_ctes(void)
{
	uint32_t main = root(LEVEL_SELECT);

	for (unsigned i = 0; i < 5000; i++) {
		const char *text = arena_printf(&arena, "c%u", i);
		uint32_t inner = cte(main, text, false, LEVEL_SELECT);

		text = arena_printf(&arena, i ? "c%u" : "t", i - 1);
		item(inner, arena_printf(&arena, "%s a", text));
		if (i)
			item(inner, arena_printf(&arena, "%s b", text));
		output(inner, "a.x", "x", HOW_COPIED);
	}
	item(main, "c4999");
	output(main, "x", NULL, HOW_COPIED);
	check("reads t: select\nt.x: select\n");
	check_derives("x < t.x copied\n");
}

/* WITH c0 AS (SELECT a, b FROM t), c1 AS (SELECT * FROM c0 x, c0 y), ...: past
 * the limit of columns the rest is unknown, which takes no time. */
static void test_stars_that_double(void)
{
	uint32_t main = root(LEVEL_SELECT), inner;

	inner = cte(main, "c0", false, LEVEL_SELECT);
	item(inner, "t");
	output(inner, "a", NULL, HOW_COPIED);
	output(inner, "b", NULL, HOW_COPIED);
	for (unsigned i = 1; i < 100; i++) {
		inner = cte(main, arena_printf(&arena, "c%u", i), false,
			    LEVEL_SELECT);
		item(inner, arena_printf(&arena, "c%u x", i - 1));
		item(inner, arena_printf(&arena, "c%u y", i - 1));
		star(inner, NULL);
	}
	item(main, "c99");
	output(main, "a", NULL, HOW_COPIED);
	check("reads t: select\nt.a: select\nt.b: select\n");
}

/* As many items as names: each name is looked up once. */
static void test_long_from(void)
{
	uint32_t main = root(LEVEL_SELECT);
	struct resolution r;

	for (unsigned i = 0; i < 20000; i++) {
		item(main, arena_printf(&arena, "t%u", i));
		ref(main, arena_printf(&arena, "c%u", i), ROLE_WHERE, 0);
		ref(main, arena_printf(&arena, "t%u.c", i), ROLE_WHERE, 0);
	}
	resolve_statement(&statement, NULL, NULL, NULL, &arena, &r);
	g_assert_cmpuint(r.n_accesses, ==, 20000);
	g_assert_cmpuint(r.n_columns, ==, 40000);
}

/* A bare column in a long FROM is found by hash, the only unknown item too. */
static void test_long_from_with_catalog(void)
{
	uint32_t main = root(LEVEL_SELECT);

	table("wanted", "a");
	for (unsigned i = 0; i < 40; i++)
		table(arena_printf(&arena, "t%u", i), "x");
	for (unsigned i = 0; i < 40; i++)
		item(main, arena_printf(&arena, "t%u", i));
	item(main, "wanted");
	item(main, "unknown");
	output(main, "a", NULL, HOW_COPIED);
	output(main, "b", NULL, HOW_COPIED);
	check_derives("a < wanted.a copied\nb < unknown.b copied\n");
}

/* Indices that lead nowhere or in circles, as in a damaged map. */
static void test_broken_tree(void)
{
	uint32_t main = root(LEVEL_SELECT), inner = query(main, "d", 0);
	struct sql_item *join;

	statement.levels[main].parent = inner;
	statement.levels[inner].at = 77;
	statement.levels[inner].source = 99;
	item(main, "t")->using_columns = (const char *[]){"x"};
	statement.levels[main].items[1].n_using_columns = 1;
	add_item(main, ITEM_QUERY)->level = 55;
	add_item(main, ITEM_QUERY)->level = main;
	join = add_item(inner, ITEM_JOIN);
	join->first = 1000;
	join->alias = "j";
	target(main, "t", SCOPE_ABSENT, OP_UPDATE);
	statement.levels[main].targets[0].item = 44;
	assign(main, "x", "j.y")->target = 33;
	value_ref(&statement.levels[main].assigns[0].value, 22);
	ref(inner, "z", ROLE_WHERE, 0);
	star(inner, NULL);
	*ARENA_PUSH(&arena, statement.levels[main].arms,
		    statement.levels[main].n_arms) = 66;
	{
		struct resolution r;

		resolve_statement(&statement, NULL, NULL, NULL, &arena, &r);
		g_assert_cmpuint(r.n_tables, >=, 1);
	}
}

#define TEST(path, function) g_test_add_func("/resolve/" path, run_##function)
#define RUN(function)                                                          \
	static void run_##function(void)                                       \
	{                                                                      \
		setup();                                                       \
		test_##function();                                             \
	}

RUN(cte_named_like_its_table)
RUN(qualified_is_no_cte)
RUN(cte_order)
RUN(inner_with_hides)
RUN(alias_hides_name)
RUN(bare_without_catalog)
RUN(correlated)
RUN(lateral)
RUN(roles_through_derived_table)
RUN(through_open_star)
RUN(star_merges_using)
RUN(natural)
RUN(join_with_alias)
RUN(whole_row)
RUN(output_names)
RUN(group_by_output)
RUN(variable)
RUN(new_row)
RUN(union_by_position)
RUN(recursive)
RUN(recursion_across_columns)
RUN(hows_compose)
RUN(insert_by_position)
RUN(insert_in_order)
RUN(upsert)
RUN(update_from)
RUN(self_read)
RUN(delete_by_alias)
RUN(update_of_several)
RUN(update_alias)
RUN(modifying_cte)
RUN(view)
RUN(chain_of_ctes)
RUN(stars_that_double)
RUN(long_from)
RUN(long_from_with_catalog)
RUN(broken_tree)

int main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	arena_init(&arena);
	TEST("cte-named-like-its-table", cte_named_like_its_table);
	TEST("qualified-is-no-cte", qualified_is_no_cte);
	TEST("cte-order", cte_order);
	TEST("inner-with-hides", inner_with_hides);
	TEST("alias-hides-name", alias_hides_name);
	TEST("bare-without-catalog", bare_without_catalog);
	TEST("correlated", correlated);
	TEST("lateral", lateral);
	TEST("roles-through-derived-table", roles_through_derived_table);
	TEST("through-open-star", through_open_star);
	TEST("star-merges-using", star_merges_using);
	TEST("natural", natural);
	TEST("join-with-alias", join_with_alias);
	TEST("whole-row", whole_row);
	TEST("output-names", output_names);
	TEST("group-by-output", group_by_output);
	TEST("variable", variable);
	TEST("new-row", new_row);
	TEST("union-by-position", union_by_position);
	TEST("recursive", recursive);
	TEST("recursion-across-columns", recursion_across_columns);
	TEST("hows-compose", hows_compose);
	TEST("insert-by-position", insert_by_position);
	TEST("insert-in-order", insert_in_order);
	TEST("upsert", upsert);
	TEST("update-from", update_from);
	TEST("self-read", self_read);
	TEST("delete-by-alias", delete_by_alias);
	TEST("update-of-several", update_of_several);
	TEST("update-alias", update_alias);
	TEST("modifying-cte", modifying_cte);
	TEST("view", view);
	TEST("chain-of-ctes", chain_of_ctes);
	TEST("stars-that-double", stars_that_double);
	TEST("long-from", long_from);
	TEST("long-from-with-catalog", long_from_with_catalog);
	TEST("broken-tree", broken_tree);
	status = g_test_run();
	setup();
	arena_release(&arena);
	return status;
}
