/*
 * What a statement writes: targets by place, by alias, by assigned columns;
 * and what flows into the columns of targets, views and outputs.
 *
 * The target of an UPDATE or DELETE that is named like an item of FROM (by
 * its alias or name) is that item, which then is no source. An UPDATE that
 * names no target writes those items that SET assigns to. A target that is a
 * derived table or CTE (T-SQL, Oracle) writes the tables below.
 */
#include <string.h>

#include "graph/catalog/name.h"
#include "graph/resolve/resolve_state.h"

/* T-SQL: UPDATE dbo.orders ... FROM dbo.orders AS o means the item o, if the
 * table is there only once. */
static uint32_t item_of_same_table(struct state *state, uint32_t level,
				   const struct sql_name *name)
{
	const struct sql_level *l = state_level(state, level);
	const struct item_state *items = scope_items(state, level);
	uint32_t table, found = SCOPE_ABSENT;

	if (state->dialect != DIALECT_TSQL)
		return SCOPE_ABSENT;
	table = state_table(state, name);
	for (uint32_t i = 0; i < l->n_items; i++) {
		if (items[i].means != MEANS_TABLE || items[i].table != table)
			continue;
		if (found != SCOPE_ABSENT)
			return SCOPE_ABSENT;
		found = i;
	}
	return found;
}

static uint32_t target_item(struct state *state, uint32_t level,
			    const struct sql_target *target)
{
	const struct sql_level *l = state_level(state, level);
	struct view whole = view_whole(state, level);
	uint32_t item;

	if (target->item < l->n_items)
		return target->item;
	if (target->name.n_parts == 0 || l->n_items == 0)
		return SCOPE_ABSENT;
	item = scope_item(state, level, &whole, &target->name,
			  target->name.n_parts);
	if (item == SCOPE_ABSENT)
		item = item_of_same_table(state, level, &target->name);
	return item;
}

/* --- assigned columns --- */

/* Where an assignment goes. */
struct assigned {
	uint32_t item;	/* SCOPE_ABSENT: none */
	uint32_t table; /* SCOPE_ABSENT: not known, or a variable */
	const char *column;
};

static uint32_t first_target(struct state *state, uint32_t level,
			     uint32_t target)
{
	const struct sql_level *l = state_level(state, level);
	uint32_t item = SCOPE_ABSENT;

	if (target < l->n_targets)
		item = target_item(state, level, &l->targets[target]);
	else
		item = scope_target_item(state, level);
	return item;
}

/* The table of an item and the column in it; through a derived table, the
 * column that it is a copy of. */
static void assign_to_item(struct state *state, uint32_t level, uint32_t item,
			   const struct wanted *wanted, struct assigned *to)
{
	struct sources from = {0};
	bool known;

	to->item = item;
	if (scope_items(state, level)[item].means == MEANS_TABLE) {
		to->table = state->levels[level].items[item].table;
		to->column = table_column(state, to->table, wanted, &known);
		return;
	}
	scope_column(state, level, item, wanted, &from);
	for (uint32_t i = 0; i < from.n; i++) {
		if (from.list[i].how != HOW_COPIED ||
		    from.list[i].table == SCOPE_ABSENT)
			continue;
		to->table = from.list[i].table;
		to->column = from.list[i].column;
		return;
	}
}

static bool assign_to_row(struct state *state, const struct sql_name *name,
			  struct assigned *to)
{
	struct wanted wanted;
	uint32_t table;
	bool known;

	if (name->n_parts != 2 || (g_ascii_strcasecmp(name->parts[0], "new") &&
				   g_ascii_strcasecmp(name->parts[0], "old")))
		return false;
	table = state_row_table(state);
	if (table == SCOPE_ABSENT)
		return false;
	to->table = table;
	wanted = wanted_part(state, name, 1);
	to->column = table_column(state, table, &wanted, &known);
	return true;
}

/* A bare column of an UPDATE of several tables: of the one that has it. */
static uint32_t item_with(struct state *state, uint32_t level,
			  const struct wanted *wanted)
{
	const struct sql_level *l = state_level(state, level);
	struct view whole = view_whole(state, level);
	uint32_t maybe = SCOPE_ABSENT;

	scope_items(state, level);
	for (uint32_t i = 0; i < l->n_items; i++) {
		struct sources from = {0};
		enum column_fit fit;

		if (!scope_has_columns(state, level, i, &whole))
			continue;
		fit = scope_column(state, level, i, wanted, &from);
		if (fit == COLUMN_KNOWN)
			return i;
		if (fit == COLUMN_MAYBE && maybe == SCOPE_ABSENT)
			maybe = i;
	}
	return maybe;
}

static void assign_bare(struct state *state, uint32_t level,
			const struct sql_assign *assign,
			const struct wanted *wanted, struct assigned *to)
{
	const struct sql_level *l = state_level(state, level);
	uint32_t item = first_target(state, level, assign->target);
	bool known;

	if (assign->target >= l->n_targets && l->n_targets != 1 &&
	    l->kind == LEVEL_UPDATE)
		item = item_with(state, level, wanted);
	if (item != SCOPE_ABSENT) {
		assign_to_item(state, level, item, wanted, to);
		return;
	}
	if (l->n_targets == 0)
		return;
	to->table = state_table(
		state,
		&l->targets[assign->target < l->n_targets ? assign->target : 0]
			 .name);
	to->column = table_column(state, to->table, wanted, &known);
}

static struct assigned find_assigned(struct state *state, uint32_t level,
				     const struct sql_assign *assign)
{
	const struct sql_level *l = state_level(state, level);
	const struct sql_name *name = &assign->name;
	struct assigned to = {SCOPE_ABSENT, SCOPE_ABSENT, ""};
	struct view whole = view_whole(state, level);
	uint32_t n = name->n_parts, item;
	struct wanted wanted;

	if (n == 0 || assign_to_row(state, name, &to))
		return to;
	wanted = wanted_part(state, name, n - 1);
	if (n >= 2 && l->n_items) {
		item = scope_item(state, level, &whole, name, n - 1);
		if (item != SCOPE_ABSENT) {
			assign_to_item(state, level, item, &wanted, &to);
			return to;
		}
		for (uint32_t parts = n - 2; parts >= 1; parts--) {
			item = scope_item(state, level, &whole, name, parts);
			if (item == SCOPE_ABSENT)
				continue;
			wanted = wanted_part(state, name, parts);
			assign_to_item(state, level, item, &wanted, &to);
			return to;
		}
		/* A field of a column. */
		if (state->dialect == DIALECT_POSTGRESQL ||
		    dialect_has_fields(state->dialect))
			wanted = wanted_part(state, name, 0);
	}
	assign_bare(state, level, assign, &wanted, &to);
	return to;
}

/* --- which items are written --- */

/* Targets of an UPDATE may be none but those of OUTPUT ... INTO. */
static bool any_updated(const struct sql_level *level)
{
	for (uint32_t i = 0; i < level->n_targets; i++)
		if (level->targets[i].operation & OP_UPDATE)
			return true;
	return false;
}

void write_mark(struct state *state, uint32_t level)
{
	const struct sql_level *l = state_level(state, level);
	struct item_state *items = scope_items(state, level);
	bool by_set = l->kind == LEVEL_UPDATE && !any_updated(l);

	for (uint32_t i = 0; i < l->n_targets && !by_set; i++) {
		uint32_t item = target_item(state, level, &l->targets[i]);

		if (item == SCOPE_ABSENT)
			continue;
		items[item].target = true;
		items[item].written |= l->targets[i].operation;
	}
	for (uint32_t i = 0; i < l->n_assigns; i++) {
		struct assigned to =
			find_assigned(state, level, &l->assigns[i]);

		if (to.item == SCOPE_ABSENT ||
		    !(by_set || items[to.item].target))
			continue;
		items[to.item].target = true;
		items[to.item].written |= l->assigns[i].operation;
	}
}

/* --- accesses --- */

static void write_table(struct state *state, uint32_t table,
			uint32_t operations, const struct sql_name *name)
{
	enum edge_kind kind = EDGE_WRITES;

	/* LOCK and COPY TO are named like targets, but read. */
	if (operations & (OP_LOCK | OP_SELECT)) {
		kind = EDGE_READS;
		if (operations & (OP_LOCK | OP_COPY))
			operations &= ~(uint32_t)OP_SELECT;
	}
	if (operations)
		state_access(state, kind, table, operations, name);
}

/* A target that is a query writes the first table below it. */
static void write_through(struct state *state, uint32_t level,
			  uint32_t operations, const struct sql_name *name)
{
	for (unsigned depth = 0; depth < RESOLVE_DEPTH_MAX; depth++) {
		const struct sql_level *l = state_level(state, level);
		const struct item_state *items = scope_items(state, level);
		uint32_t next = SCOPE_ABSENT;

		for (uint32_t i = 0; i < l->n_items; i++) {
			if (items[i].means == MEANS_TABLE) {
				write_table(state, items[i].table, operations,
					    name);
				return;
			}
			if (items[i].means == MEANS_LEVEL &&
			    next == SCOPE_ABSENT)
				next = items[i].level;
		}
		if (next == SCOPE_ABSENT)
			return;
		level = next;
	}
}

static void access_items(struct state *state, uint32_t level)
{
	const struct sql_level *l = state_level(state, level);
	const struct item_state *items = scope_items(state, level);

	for (uint32_t i = 0; i < l->n_items; i++) {
		const struct sql_name *name = &l->items[i].name;

		if (items[i].means == MEANS_LEVEL && items[i].written)
			write_through(state, items[i].level, items[i].written,
				      name);
		if (items[i].means != MEANS_TABLE)
			continue;
		if (items[i].target)
			write_table(state, items[i].table, items[i].written,
				    name);
		else if (!(l->items[i].flags & ITEM_TARGET) ||
			 l->kind == LEVEL_UPDATE)
			state_access(state, EDGE_READS, items[i].table,
				     OP_SELECT, name);
	}
}

/* Targets that are no items. */
static void access_targets(struct state *state, uint32_t level)
{
	const struct sql_level *l = state_level(state, level);

	for (uint32_t i = 0; i < l->n_targets; i++) {
		const struct sql_target *target = &l->targets[i];

		if (target->name.n_parts &&
		    target_item(state, level, target) == SCOPE_ABSENT)
			write_table(state, state_table(state, &target->name),
				    target->operation, &target->name);
	}
}

/* --- what flows --- */

static void derive(struct state *state, uint32_t to_table, const char *to,
		   const struct sources *sources)
{
	struct resolution *made = state->resolution;
	struct sources from = sources_final(state, sources);

	for (uint32_t i = 0;
	     i < from.n && made->n_derivations < RESOLVE_DERIVATIONS_MAX; i++) {
		struct derivation *derivation;

		if (from.list[i].table == SCOPE_ABSENT && !*from.list[i].column)
			continue;
		derivation = ARENA_PUSH(state->arena, made->derivations,
					made->n_derivations);
		derivation->to_table = to_table;
		derivation->to = to;
		derivation->from_table = from.list[i].table;
		derivation->from = from.list[i].column;
		derivation->how = from.list[i].how;
	}
}

/* The output of the source query at a position; NULL where stars over
 * unknown columns come before. */
static const struct sources *source_at(struct state *state, uint32_t level,
				       uint32_t position)
{
	const struct level_state *made;
	uint32_t source = state_level(state, level)->source;

	if (!state_has_level(state, source))
		return NULL;
	made = flow_outputs(state, source);
	if (made->progress != LEVEL_DONE || position >= made->first_open)
		return NULL;
	return &made->outputs[position].from;
}

/* The columns of an INSERT by position: of its list, else of its table. */
static void make_positions(struct state *state, uint32_t level, uint32_t table)
{
	const struct sql_level *l = state_level(state, level);
	GHashTable *positions = state_hash(state, false);
	const struct catalog_object *object;
	uint32_t position = 0;

	state->levels[level].positions = positions;
	for (uint32_t i = 0; i < l->n_assigns; i++) {
		struct assigned to;

		if (!l->assigns[i].by_position)
			continue;
		to = find_assigned(state, level, &l->assigns[i]);
		position++;
		if (to.table == table)
			g_hash_table_insert(positions, (gpointer)to.column,
					    GUINT_TO_POINTER(position));
	}
	if (position || !table_columns_known(state, table))
		return;
	object = state_resolved(state, table)->object;
	for (uint32_t i = 0; i < object->n_columns; i++)
		g_hash_table_insert(positions,
				    (gpointer)object->columns[i].name,
				    GUINT_TO_POINTER(i + 1));
}

/* The position of a column among those of an INSERT. */
static uint32_t insert_position(struct state *state, uint32_t level,
				uint32_t table, const char *column)
{
	gpointer found;

	if (!state->levels[level].positions)
		make_positions(state, level, table);
	found = g_hash_table_lookup(state->levels[level].positions, column);
	return found ? GPOINTER_TO_UINT(found) - 1 : SCOPE_ABSENT;
}

/* The row that an upsert could not insert: excluded.c, VALUES(c). */
bool write_is_proposed(const struct state *state, const struct sql_ref *ref)
{
	uint32_t n = ref->name.n_parts;

	if (!(ref->flags & REF_TARGET_ONLY))
		return false;
	if (n >= 2)
		return g_ascii_strcasecmp(ref->name.parts[n - 2], "excluded") ==
		       0;
	return state->dialect == DIALECT_MYSQL ||
	       state->dialect == DIALECT_MARIADB;
}

/*
 * The value of an assignment. In an upsert, excluded.c and VALUES(c) are not
 * the target's column but what the source query gives for it.
 */
static struct sources assigned_value(struct state *state, uint32_t level,
				     const struct sql_value *value)
{
	const struct sql_level *l = state_level(state, level);
	struct sources sources = {0};
	struct sql_value rest = *value;

	if (l->kind != LEVEL_INSERT)
		return flow_value(state, level, value);
	rest.refs = NULL;
	rest.n_refs = 0;
	for (uint32_t i = 0; i < value->n_refs; i++) {
		uint32_t ref = value->refs[i], position;
		const struct sources *given;

		if (ref >= l->n_refs)
			continue;
		given = scope_ref(state, level, ref);
		if (!write_is_proposed(state, &l->refs[ref])) {
			*ARENA_PUSH(state->arena, rest.refs, rest.n_refs) = ref;
			continue;
		}
		if (given->n == 0 || given->list[0].table == SCOPE_ABSENT)
			continue;
		position = insert_position(state, level, given->list[0].table,
					   given->list[0].column);
		given = source_at(state, level, position);
		if (given)
			sources_add_all(state, &sources, given, value->how);
	}
	{
		struct sources more = flow_value(state, level, &rest);

		sources_add_all(state, &sources, &more, HOW_COPIED);
	}
	sources_unite(&sources);
	return sources;
}

/* Assignments [first, first + n) that have one query as their value. */
struct row_value {
	uint32_t level, first, n;
};

/*
 * SET (a, b) = (SELECT x, y ...): assignments that follow one another and
 * have the same query as value take its outputs by position. Gives that of
 * assignment `index`, or NULL when it is no such; `row` goes along.
 */
static const struct sources *row_value(struct state *state,
				       const struct sql_level *l,
				       uint32_t index, struct row_value *row)
{
	const struct sql_value *value = &l->assigns[index].value;
	const struct level_state *made;

	if (value->n_levels != 1 || value->n_refs ||
	    !state_has_level(state, value->levels[0]))
		return NULL;
	if (row->n == 0 || row->level != value->levels[0]) {
		*row = (struct row_value){value->levels[0], index, 1};
		while (index + row->n < l->n_assigns &&
		       l->assigns[index + row->n].value.n_levels == 1 &&
		       l->assigns[index + row->n].value.levels[0] == row->level)
			row->n++;
	}
	made = flow_outputs(state, row->level);
	if (row->n < 2 || made->progress != LEVEL_DONE ||
	    made->n_outputs != row->n || made->first_open < row->n)
		return NULL;
	return &made->outputs[index - row->first].from;
}

static void write_assigns(struct state *state, uint32_t level)
{
	const struct sql_level *l = state_level(state, level);
	struct row_value row = {0, 0, 0};
	uint32_t position = 0;

	for (uint32_t i = 0; i < l->n_assigns; i++) {
		const struct sql_assign *assign = &l->assigns[i];
		struct assigned to = find_assigned(state, level, assign);
		const struct sources *given = NULL;
		struct sources value;

		if (assign->by_position)
			given = source_at(state, level, position++);
		if (to.table == SCOPE_ABSENT)
			continue;
		state_column(state, to.table, to.column, ROLE_WRITE, true);
		if (!given)
			given = row_value(state, l, i, &row);
		if (given) {
			derive(state, to.table, to.column, given);
			continue;
		}
		value = assigned_value(state, level, &assign->value);
		derive(state, to.table, to.column, &value);
	}
}

static bool has_column_list(const struct sql_level *level)
{
	for (uint32_t i = 0; i < level->n_assigns; i++)
		if (level->assigns[i].by_position)
			return true;
	return false;
}

/* INSERT INTO t SELECT ... without a list: the table's columns in order. */
static void write_in_order(struct state *state, uint32_t level)
{
	const struct sql_level *l = state_level(state, level);
	const struct catalog_object *object;
	const struct level_state *made;
	uint32_t item, table;

	if (l->kind != LEVEL_INSERT || has_column_list(l) ||
	    !state_has_level(state, l->source) || l->n_targets == 0)
		return;
	item = first_target(state, level, 0);
	if (item != SCOPE_ABSENT &&
	    state->levels[level].items[item].means != MEANS_TABLE)
		return;
	table = item == SCOPE_ABSENT ? state_table(state, &l->targets[0].name)
				     : state->levels[level].items[item].table;
	if (!table_columns_known(state, table)) {
		state_column(state, table, "*", ROLE_WRITE, true);
		return;
	}
	object = state_resolved(state, table)->object;
	made = flow_outputs(state, l->source);
	for (uint32_t i = 0; i < object->n_columns; i++) {
		const struct sources *given = source_at(state, level, i);

		/* Fewer values than columns: the rest gets defaults. */
		if (!given && i >= made->n_outputs && made->n_outputs &&
		    made->first_open == made->n_outputs)
			break;
		state_column(state, table, object->columns[i].name, ROLE_WRITE,
			     true);
		if (given)
			derive(state, table, object->columns[i].name, given);
	}
}

void write_level(struct state *state, uint32_t level)
{
	access_items(state, level);
	access_targets(state, level);
	write_assigns(state, level);
	write_in_order(state, level);
}

/* --- the root --- */

#define UNNAMED "?column?"

/* The level whose outputs are the statement's. */
static uint32_t root_level(const struct state *state)
{
	uint32_t n = state->statement->n_levels, root = 0;

	while (root < n &&
	       state_has_level(state, state_level(state, root)->parent))
		root++;
	if (root == n)
		return SCOPE_ABSENT;
	if (state_level(state, root)->kind != LEVEL_OTHER ||
	    state_level(state, root)->n_outputs ||
	    state_has_level(state, state_level(state, root)->source))
		return root;
	/* CREATE TABLE AS and its like: the query inside. */
	for (uint32_t i = 0; i < n; i++)
		if (state_level(state, i)->parent == root &&
		    state_level(state, i)->place == PLACE_ARM)
			return i;
	return root;
}

void write_root(struct state *state)
{
	const struct fact_statement *statement = state->statement;
	struct resolution *made = state->resolution;
	uint32_t root = root_level(state), table = SCOPE_ABSENT;
	const struct level_state *level;
	bool open = false;

	if (root == SCOPE_ABSENT)
		return;
	if (statement->into.n_parts)
		table = state_table(state, &statement->into);
	level = flow_outputs(state, root);
	for (uint32_t i = 0;
	     level->progress == LEVEL_DONE && i < level->n_outputs; i++) {
		const struct output *output = &level->outputs[i];
		const char *name = output->name ? output->name : UNNAMED;

		open |= output->open;
		if (!open && i < statement->n_into_columns)
			name = name_fold_in(state->arena, state->dialect,
					    statement->into_columns[i], false);
		*ARENA_PUSH(state->arena, made->outputs, made->n_outputs) =
			name;
		derive(state, table, name, &output->from);
	}
}
