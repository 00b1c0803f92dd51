/*
 * Gives meaning to a scope tree; see resolve.h and resolve_state.h.
 *
 * The work goes in this order: the outputs of all CTEs, as they are written,
 * then those of all other levels (each computed once, on demand); which items
 * are written; accesses and derivations; the roles of all references.
 */
#include "graph/resolve/resolve.h"

#include <stdlib.h>
#include <string.h>

#include "graph/catalog/name.h"
#include "graph/resolve/resolve_state.h"

/* --- tables --- */

static uint32_t add_table(struct state *state, const struct sql_name *name,
			  struct catalog_object *object,
			  const struct catalog *catalog, enum catalog_fit fit)
{
	struct resolution *made = state->resolution;
	struct resolved_table *table =
		ARENA_PUSH(state->arena, made->tables, made->n_tables);

	table->name = name;
	table->object = object;
	table->catalog = catalog;
	table->fit = fit;
	table->temporary = object && object->temporary;
	memset(ARENA_PUSH(state->arena, state->tables, state->n_table_states),
	       0, sizeof(*state->tables));
	return made->n_tables - 1;
}

/* The hash tables come into being with the first table past the limit. */
static void hash_tables(struct state *state)
{
	state->names = state_hash(state, false);
	state->objects = g_hash_table_new(g_direct_hash, g_direct_equal);
	state_hash_keep(state, state->objects);
}

static void hash_table(struct state *state, uint32_t index)
{
	const struct resolved_table *table = state_resolved(state, index);

	if (table->object)
		g_hash_table_insert(state->objects, table->object,
				    GUINT_TO_POINTER(index + 1));
	else if (table->name)
		g_hash_table_insert(state->names,
				    (gpointer)name_join(state->arena,
							state->dialect,
							table->name),
				    GUINT_TO_POINTER(index + 1));
}

static bool same_name(const struct state *state, const struct sql_name *a,
		      const struct sql_name *b)
{
	if (a->n_parts != b->n_parts)
		return false;
	for (uint32_t i = a->n_parts; i-- > 0;)
		if (!name_folds_same(state->dialect, a->parts[i],
				     name_part_quoted(a, i), b->parts[i],
				     name_part_quoted(b, i)))
			return false;
	return true;
}

static uint32_t find_table(struct state *state, const struct sql_name *name,
			   const struct catalog_object *object)
{
	const struct resolution *made = state->resolution;
	gpointer found;

	if (made->n_tables <= RESOLVE_LINEAR) {
		for (uint32_t i = 0; i < made->n_tables; i++) {
			const struct resolved_table *table = &made->tables[i];

			if (object ? table->object == object
				   : !table->object && table->name &&
					     same_name(state, table->name,
						       name))
				return i;
		}
		return SCOPE_ABSENT;
	}
	if (!state->objects) {
		hash_tables(state);
		for (uint32_t i = 0; i < made->n_tables; i++)
			hash_table(state, i);
	}
	found = object ? g_hash_table_lookup(state->objects, object)
		       : g_hash_table_lookup(
				 state->names,
				 name_join(state->arena, state->dialect, name));
	return found ? GPOINTER_TO_UINT(found) - 1 : SCOPE_ABSENT;
}

static uint32_t find_or_add(struct state *state, const struct sql_name *name,
			    struct catalog_object *object,
			    const struct catalog *catalog, enum catalog_fit fit)
{
	uint32_t table = find_table(state, name, object);

	if (table != SCOPE_ABSENT)
		return table;
	table = add_table(state, name, object, catalog, fit);
	if (state->objects)
		hash_table(state, table);
	return table;
}

uint32_t state_table(struct state *state, const struct sql_name *name)
{
	const struct resolve_world *world = state->world;
	const struct catalog *catalog = NULL;
	struct catalog_object *object = NULL;
	enum catalog_fit fit = CATALOG_NONE;

	if (world && world->relation)
		object = world->relation(name, state->schema, world->payload,
					 &catalog, &fit);
	return find_or_add(state, name, object, object ? catalog : NULL, fit);
}

uint32_t state_row_table(struct state *state)
{
	const struct fact_statement *statement = state->statement;

	if (state->row_table_known)
		return state->row_table;
	state->row_table_known = true;
	state->row_table = SCOPE_ABSENT;
	if (statement->row_table.n_parts)
		state->row_table = state_table(state, &statement->row_table);
	else if (state->rows && state->rows->object)
		state->row_table =
			find_or_add(state, &statement->row_table,
				    state->rows->object, NULL, CATALOG_EXACT);
	return state->row_table;
}

const struct resolved_table *state_resolved(const struct state *state,
					    uint32_t table)
{
	return &state->resolution->tables[table];
}

bool table_columns_known(const struct state *state, uint32_t table)
{
	const struct catalog_object *object;

	if (table == SCOPE_ABSENT)
		return false;
	object = state_resolved(state, table)->object;
	return object && object->columns_known;
}

/* A row object comes without its catalog; names are then compared folded. */
static const struct catalog_column *
find_catalog_column(const struct state *state,
		    const struct resolved_table *table, const char *name,
		    bool quoted)
{
	const char *folded;

	if (table->catalog)
		return catalog_column(table->catalog, table->object, name,
				      quoted);
	folded = name_fold_in(state->arena, state->dialect, name, quoted);
	for (uint32_t i = 0; i < table->object->n_columns; i++) {
		const char *column = table->object->columns[i].name;

		if (dialect_has_case(state->dialect)
			    ? strcmp(column, folded) == 0
			    : g_ascii_strcasecmp(column, folded) == 0)
			return &table->object->columns[i];
	}
	return NULL;
}

const char *table_column(const struct state *state, uint32_t table,
			 const struct wanted *wanted, bool *known)
{
	const struct resolved_table *resolved = state_resolved(state, table);
	const struct catalog_column *column = NULL;

	if (resolved->object)
		column = find_catalog_column(state, resolved, wanted->written,
					     wanted->quoted);
	*known = column != NULL;
	if (column)
		return column->name;
	if (!resolved->catalog)
		return wanted->folded;
	return name_fold_in(state->arena, catalog_dialect(resolved->catalog),
			    wanted->written, wanted->quoted);
}

/* --- what is found --- */

void state_access(struct state *state, enum edge_kind kind, uint32_t table,
		  uint32_t operations, const struct sql_name *name)
{
	struct resolution *made = state->resolution;
	uint32_t *index = kind == EDGE_READS ? &state->tables[table].read
					     : &state->tables[table].write;
	struct access *access;

	if (*index == 0) {
		access = ARENA_PUSH(state->arena, made->accesses,
				    made->n_accesses);
		*index = made->n_accesses;
		access->kind = kind;
		access->table = table;
		access->line = name->line;
		access->end_line = MAX(name->line, name->end_line);
	}
	made->accesses[*index - 1].operations |= operations;
}

static int compare_columns(const void *a, const void *b)
{
	const struct resolved_column *x = a, *y = b;

	if (x->table != y->table)
		return x->table < y->table ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void sort_columns(struct resolution *made)
{
	uint32_t n = 0;

	if (made->n_columns < 2)
		return;
	state_sort(made->columns, made->n_columns, sizeof(*made->columns),
		   compare_columns);
	for (uint32_t i = 1; i < made->n_columns; i++) {
		struct resolved_column *last = &made->columns[n];
		const struct resolved_column *column = &made->columns[i];

		if (compare_columns(last, column) == 0) {
			last->roles |= column->roles;
			last->certain |= column->certain;
		} else {
			made->columns[++n] = *column;
		}
	}
	made->n_columns = n + 1;
}

void state_column(struct state *state, uint32_t table, const char *name,
		  uint32_t roles, bool certain)
{
	struct resolution *made = state->resolution;
	struct resolved_column *column =
		ARENA_PUSH(state->arena, made->columns, made->n_columns);

	column->table = table;
	column->name = name;
	column->roles = roles;
	column->certain = certain;
	/* The same columns come again and again. */
	if (made->n_columns > state->columns_limit) {
		sort_columns(made);
		state->columns_limit = MAX(4096, 2 * made->n_columns);
	}
}

/* Whether a long list was given these roles before; notes that it is now. */
static bool is_given(struct state *state, const struct source *list,
		     uint32_t roles)
{
	uint32_t before;

	if (!state->given) {
		state->given = g_hash_table_new(g_direct_hash, g_direct_equal);
		state_hash_keep(state, state->given);
	}
	before = GPOINTER_TO_UINT(g_hash_table_lookup(state->given, list));
	g_hash_table_insert(state->given, (gpointer)list,
			    GUINT_TO_POINTER(before | roles));
	return (before & roles) == roles;
}

void state_roles(struct state *state, const struct sources *sources,
		 uint32_t roles)
{
	struct sources from;

	if (sources->n > RESOLVE_LINEAR &&
	    is_given(state, sources->list, roles))
		return;
	from = sources_final(state, sources);
	for (uint32_t i = 0; i < from.n; i++)
		if (from.list[i].how == HOW_COPIED)
			state_column(state, from.list[i].table,
				     from.list[i].column, roles,
				     from.list[i].certain);
}

/* --- roles --- */

/* The columns of USING and NATURAL are compared. */
static void roles_of_joins(struct state *state, uint32_t level)
{
	const struct level_state *made = &state->levels[level];

	join_bind(state, level, UINT32_MAX);
	for (uint32_t m = 0; m < made->n_merged; m++) {
		const struct merged *merged = &made->merged[m];
		struct wanted wanted = wanted_loose(state, merged->name);

		for (uint32_t i = 0; i < merged->n_items; i++) {
			struct sources from = {0};

			scope_column(state, level, merged->items[i], &wanted,
				     &from);
			state_roles(state, &from, ROLE_JOIN);
		}
	}
}

static void roles_of_level(struct state *state, uint32_t level)
{
	const struct sql_level *l = state_level(state, level);

	for (uint32_t i = 0; i < l->n_refs; i++)
		if (!write_is_proposed(state, &l->refs[i]))
			state_roles(state, scope_ref(state, level, i),
				    l->refs[i].role);
	roles_of_joins(state, level);
}

/* --- order --- */

static int compare_ends(const struct derivation *x, const struct derivation *y)
{
	int order;

	if (x->to_table != y->to_table)
		return x->to_table < y->to_table ? -1 : 1;
	order = strcmp(x->to, y->to);
	if (order)
		return order;
	if (x->from_table != y->from_table)
		return x->from_table < y->from_table ? -1 : 1;
	return strcmp(x->from, y->from);
}

static int compare_derivations(const void *a, const void *b)
{
	const struct derivation *x = a, *y = b;
	int order = compare_ends(x, y);

	return order ? order : (int)y->how - (int)x->how;
}

/* The stronger of two kinds of derivation stays. */
static void sort_derivations(struct resolution *made)
{
	uint32_t n = 0;

	if (made->n_derivations < 2)
		return;
	state_sort(made->derivations, made->n_derivations,
		   sizeof(*made->derivations), compare_derivations);
	for (uint32_t i = 1; i < made->n_derivations; i++)
		if (compare_ends(&made->derivations[n],
				 &made->derivations[i]) != 0)
			made->derivations[++n] = made->derivations[i];
	made->n_derivations = n + 1;
}

/* --- entry --- */

static void compute(struct state *state)
{
	uint32_t n = state->statement->n_levels;

	/* A long chain of CTEs is not gone through from its end. */
	for (uint32_t i = 0; i < n; i++)
		if (state_level(state, i)->place == PLACE_CTE)
			flow_outputs(state, i);
	for (uint32_t i = 0; i < n; i++)
		flow_outputs(state, i);
	for (uint32_t i = 0; i < n; i++)
		write_mark(state, i);
	for (uint32_t i = 0; i < n; i++)
		write_level(state, i);
	for (uint32_t i = 0; i < n; i++)
		roles_of_level(state, i);
	write_root(state);
}

void resolve_statement(const struct fact_statement *statement,
		       const char *schema, const struct resolve_world *world,
		       const struct resolve_rows *rows, struct arena *arena,
		       struct resolution *resolution)
{
	struct state state = {.statement = statement,
			      .schema = schema,
			      .world = world,
			      .rows = rows,
			      .arena = arena,
			      .resolution = resolution,
			      .columns_limit = 4096,
			      .dialect = statement->dialect};

	memset(resolution, 0, sizeof(*resolution));
	state.levels =
		arena_alloc(arena, statement->n_levels * sizeof(*state.levels));
	compute(&state);
	if (state.hashes)
		g_ptr_array_free(state.hashes, TRUE);
	sort_columns(resolution);
	sort_derivations(resolution);
}

void resolve_view_columns(struct catalog *catalog, struct catalog_object *view,
			  const struct fact_statement *statement,
			  const struct resolution *resolution)
{
	(void)statement;
	if (view->columns_known || resolution->n_outputs == 0)
		return;
	for (uint32_t i = 0; i < resolution->n_outputs; i++)
		if (strcmp(resolution->outputs[i], "*") == 0)
			return;
	catalog_set_columns(catalog, view, resolution->outputs,
			    resolution->n_outputs);
}
