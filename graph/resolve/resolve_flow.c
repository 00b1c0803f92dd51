/*
 * What the outputs of a level are made of: stars, set operations, recursion.
 *
 * Lineage goes by position where SQL does: arms of a UNION, columns of a CTE,
 * the query of an INSERT. Behind a star over a relation of unknown columns
 * positions are unknown, and nothing is said rather than something wrong.
 */
#include <string.h>

#include "graph/catalog/name.h"
#include "graph/resolve/resolve_state.h"

/* Outputs being put together. */
struct columns {
	struct output *list;
	uint32_t n;
};

static struct output *add_output(struct state *state, struct columns *columns,
				 const char *name)
{
	struct output *output =
		ARENA_PUSH(state->arena, columns->list, columns->n);

	output->name = name;
	state->n_outputs++;
	return output;
}

static bool is_full(const struct state *state, const struct columns *columns)
{
	return columns->n >= RESOLVE_OUTPUTS_MAX ||
	       state->n_outputs >= RESOLVE_TOTAL_MAX;
}

/* An output of another level, whose sources are shared. */
static void share_output(struct state *state, struct columns *columns,
			 const struct output *from)
{
	struct output *output = add_output(state, columns, from->name);

	*output = *from;
	output->grown = false;
	output->from.shared = from->from.n > 0;
}

/* An output that stands for columns that nobody knows. */
static void add_open(struct state *state, struct columns *columns,
		     uint32_t table, bool function)
{
	struct output *output = add_output(state, columns, "*");

	output->open = true;
	if (!function)
		sources_add_column(state, &output->from, table, "*", false);
}

/* --- columns of an item --- */

static void add_table(struct state *state, struct columns *columns,
		      uint32_t table, bool star)
{
	const struct catalog_object *object =
		state_resolved(state, table)->object;

	if (!table_columns_known(state, table)) {
		add_open(state, columns, table, false);
		if (star)
			state_column(state, table, "*", ROLE_STAR, true);
		return;
	}
	for (uint32_t i = 0; i < object->n_columns; i++) {
		const char *name = object->columns[i].name;

		if (is_full(state, columns)) {
			add_open(state, columns, table, false);
			break;
		}
		sources_add_column(state,
				   &add_output(state, columns, name)->from,
				   table, name, true);
		if (star)
			state_column(state, table, name, ROLE_STAR, true);
	}
}

static void add_level(struct state *state, struct columns *columns,
		      uint32_t level)
{
	const struct level_state *made = flow_outputs(state, level);
	const struct output *early;
	uint32_t n;

	if (made->progress == LEVEL_DONE) {
		for (uint32_t i = 0; i < made->n_outputs; i++) {
			if (is_full(state, columns)) {
				add_open(state, columns, SCOPE_ABSENT, false);
				return;
			}
			share_output(state, columns, &made->outputs[i]);
		}
		return;
	}
	if (made->progress != LEVEL_BUSY) {
		add_open(state, columns, SCOPE_ABSENT, false);
		return;
	}
	early = flow_early(state, level, &n);
	for (uint32_t i = 0; i < n; i++) {
		struct source symbol = {SCOPE_ABSENT, "",  level, i,
					HOW_COPIED,   true};
		struct output *output =
			add_output(state, columns, early[i].name);

		output->loose = early[i].loose;
		output->open = early[i].open;
		sources_add(state, &output->from, &symbol, HOW_COPIED);
	}
}

/* Renames the columns from `first` on by a list of aliases, up to a star
 * whose columns nobody knows. */
static void rename_columns(struct columns *columns, uint32_t first,
			   const char *const *names, uint32_t n)
{
	for (uint32_t i = 0; i < n && first + i < columns->n; i++) {
		struct output *output = &columns->list[first + i];

		if (output->open)
			return;
		output->name = names[i];
		output->loose = true;
	}
}

static void add_group(struct state *state, struct columns *columns,
		      uint32_t level, uint32_t group, bool star);

/* The columns that USING (...) AS alias merges. */
static void add_using(struct state *state, struct columns *columns,
		      uint32_t level, uint32_t index, bool star)
{
	const struct sql_item *item = &state_level(state, level)->items[index];

	for (uint32_t i = 0; i < item->n_columns; i++) {
		struct wanted wanted = wanted_loose(state, item->columns[i]);
		struct output *output =
			add_output(state, columns, wanted.folded);

		output->loose = true;
		scope_column(state, level, index, &wanted, &output->from);
		if (star)
			state_roles(state, &output->from, ROLE_STAR);
	}
}

static void add_item(struct state *state, struct columns *columns,
		     uint32_t level, uint32_t index, bool star)
{
	const struct sql_item *item = &state_level(state, level)->items[index];
	const struct item_state *made = &scope_items(state, level)[index];
	uint32_t first = columns->n;

	if (item->flags & ITEM_NAMED)
		return;
	switch (made->means) {
	case MEANS_TABLE:
		add_table(state, columns, made->table, star);
		break;
	case MEANS_LEVEL:
		add_level(state, columns, made->level);
		if (made->cte)
			rename_columns(columns, first, made->cte->columns,
				       made->cte->n_columns);
		break;
	case MEANS_FUNCTION:
		for (uint32_t i = 0; i < item->n_columns; i++) {
			struct output *output =
				add_output(state, columns, item->columns[i]);

			output->loose = true;
			output->from = scope_arguments(state, level, index);
		}
		if (item->n_columns == 0)
			add_open(state, columns, SCOPE_ABSENT, true);
		break;
	case MEANS_JOIN:
		add_group(state, columns, level, index, star);
		break;
	case MEANS_USING:
		add_using(state, columns, level, index, star);
		return;
	case MEANS_NOTHING:
		add_open(state, columns, SCOPE_ABSENT, false);
		break;
	}
	rename_columns(columns, first, item->columns, item->n_columns);
}

struct output *flow_item(struct state *state, uint32_t level, uint32_t item,
			 bool star, uint32_t *n)
{
	struct columns columns = {0};

	add_item(state, &columns, level, item, star);
	*n = columns.n;
	return columns.list;
}

/* --- stars over joins --- */

static uint32_t find_column(const struct state *state,
			    const struct columns *columns, const char *name)
{
	struct wanted exact = {name, true, name};

	for (uint32_t i = 0; i < columns->n; i++)
		if (output_is(state, &columns->list[i], &exact))
			return i;
	for (uint32_t i = 0; i < columns->n; i++)
		if (columns->list[i].name && !columns->list[i].open &&
		    g_ascii_strcasecmp(columns->list[i].name, name) == 0)
			return i;
	return SCOPE_ABSENT;
}

static void add_sources(struct state *state, struct output *output,
			const struct sources *more)
{
	sources_add_all(state, &output->from, more, HOW_COPIED);
	output->grown = true;
}

/* Takes the column of that name out of a side, if it is there. */
static bool take_column(struct state *state, struct columns *side,
			const char *name, struct output *taken)
{
	uint32_t at = find_column(state, side, name);

	if (at == SCOPE_ABSENT)
		return false;
	*taken = side->list[at];
	memmove(&side->list[at], &side->list[at + 1],
		(side->n - at - 1) * sizeof(*side->list));
	side->n--;
	return true;
}

/* The column that a join merges, out of both of its sides. */
static bool merge_sides(struct state *state, struct columns *left,
			struct columns *right, const char *name,
			struct output *merged)
{
	struct output other;
	bool found = take_column(state, left, name, merged);

	if (!take_column(state, right, name, &other))
		return found;
	if (found)
		add_sources(state, merged, &other.from);
	else
		*merged = other;
	return true;
}

/* Tables wider than this are not compared column by column. */
#define NATURAL_MAX 2000

static void natural_names(struct state *state, const struct columns *left,
			  const struct columns *right, const char ***names,
			  uint32_t *n)
{
	*n = 0;
	*names = NULL;
	for (uint32_t i = 0;
	     i < left->n && right->n < NATURAL_MAX && left->n < NATURAL_MAX;
	     i++)
		if (left->list[i].name && !left->list[i].open &&
		    find_column(state, right, left->list[i].name) !=
			    SCOPE_ABSENT)
			*ARENA_PUSH(state->arena, *names, *n) =
				left->list[i].name;
}

/* Columns that USING or NATURAL merges come first, once. */
static void join_columns(struct state *state, struct columns *left,
			 struct columns *right, const struct sql_item *item)
{
	struct columns merged = {0};
	const char **names = item->using_columns;
	uint32_t n = item->n_using_columns;

	if (item->flags & ITEM_NATURAL)
		natural_names(state, left, right, &names, &n);
	for (uint32_t i = 0; i < n; i++) {
		struct output output = {0};

		if (merge_sides(state, left, right, names[i], &output))
			*ARENA_PUSH(state->arena, merged.list, merged.n) =
				output;
	}
	for (uint32_t i = 0; i < merged.n; i++)
		add_output(state, left, NULL);
	if (merged.n) {
		memmove(left->list + merged.n, left->list,
			(left->n - merged.n) * sizeof(*left->list));
		memcpy(left->list, merged.list, merged.n * sizeof(*left->list));
	}
	for (uint32_t i = 0; i < right->n; i++)
		*ARENA_PUSH(state->arena, left->list, left->n) = right->list[i];
}

/* Behind a comma begins a list of its own, which no join changes any more. */
static void append_columns(struct state *state, struct columns *columns,
			   struct columns *more)
{
	if (columns->n == 0) {
		*columns = *more;
	} else {
		for (uint32_t i = 0; i < more->n; i++)
			*ARENA_PUSH(state->arena, columns->list, columns->n) =
				more->list[i];
	}
	*more = (struct columns){0};
}

/* All columns of the items of a group (SCOPE_ABSENT: of the whole FROM). */
static void add_group(struct state *state, struct columns *columns,
		      uint32_t level, uint32_t group, bool star)
{
	const struct sql_level *l = state_level(state, level);
	const struct item_state *items = scope_items(state, level);
	uint32_t first = group == SCOPE_ABSENT ? 0 : l->items[group].first;
	uint32_t end = group == SCOPE_ABSENT ? l->n_items : group;
	struct columns all = {0};

	for (uint32_t i = first; i < end; i++) {
		const struct sql_item *item = &l->items[i];
		struct columns right = {0};

		if (items[i].group != group || item->kind == ITEM_USING)
			continue;
		if (item->flags & ITEM_COMMA)
			append_columns(state, columns, &all);
		if (!item->n_using_columns && !(item->flags & ITEM_NATURAL)) {
			add_item(state, &all, level, i, star);
			continue;
		}
		add_item(state, &right, level, i, star);
		join_columns(state, &all, &right, item);
	}
	append_columns(state, columns, &all);
}

/* --- values and outputs --- */

struct sources flow_value(struct state *state, uint32_t level,
			  const struct sql_value *value)
{
	const struct sql_level *l = state_level(state, level);
	struct sources sources = {0};

	if (value->n_refs == 1 && value->n_levels == 0 &&
	    value->how == HOW_COPIED && value->refs[0] < l->n_refs) {
		sources_share(state, &sources,
			      scope_ref(state, level, value->refs[0]));
		return sources;
	}
	for (uint32_t i = 0; i < value->n_refs; i++)
		if (value->refs[i] < l->n_refs)
			sources_add_all(state, &sources,
					scope_ref(state, level, value->refs[i]),
					value->how);
	for (uint32_t i = 0; i < value->n_levels; i++) {
		const struct level_state *made;

		if (!state_has_level(state, value->levels[i]))
			continue;
		made = flow_outputs(state, value->levels[i]);
		for (uint32_t o = 0;
		     made->progress == LEVEL_DONE && o < made->n_outputs; o++)
			sources_add_all(state, &sources, &made->outputs[o].from,
					value->how);
	}
	sources_unite(&sources);
	return sources;
}

static void add_row_star(struct state *state, struct columns *columns,
			 const struct sql_name *qualifier)
{
	const char *word = qualifier->parts[0];
	uint32_t table = state_row_table(state);

	if (table != SCOPE_ABSENT && qualifier->n_parts == 1 &&
	    (g_ascii_strcasecmp(word, "new") == 0 ||
	     g_ascii_strcasecmp(word, "old") == 0))
		add_table(state, columns, table, true);
	else
		add_open(state, columns, SCOPE_ABSENT, true);
}

/* The rows that OUTPUT and RETURNING give, before and after. */
static bool is_row_of_target(struct state *state, const struct sql_name *name)
{
	static const char *const words[] = {"inserted", "deleted", "old",
					    "new"};
	bool trigger = state_row_table(state) != SCOPE_ABSENT;

	for (size_t i = 0; i < (trigger ? 2 : G_N_ELEMENTS(words)); i++)
		if (g_ascii_strcasecmp(name->parts[0], words[i]) == 0)
			return true;
	return false;
}

static void add_star(struct state *state, struct columns *columns,
		     uint32_t level, const struct sql_output *output)
{
	const struct sql_name *qualifier = &output->qualifier;
	uint32_t item, found;

	if (qualifier->n_parts == 0) {
		scope_items(state, level);
		add_group(state, columns, level, SCOPE_ABSENT, true);
		return;
	}
	item = scope_item_outward(state, level, view_whole(state, level),
				  qualifier, qualifier->n_parts, &found);
	if (item == SCOPE_ABSENT && is_row_of_target(state, qualifier)) {
		found = level;
		item = scope_target_item(state, level);
	}
	if (item == SCOPE_ABSENT)
		add_row_star(state, columns, qualifier);
	else
		add_item(state, columns, found, item, true);
}

/* The names that servers give to the columns of VALUES: column1, column2;
 * MySQL counts from nought. Nearly all rows are short, and few ask. */
static const char *values_name(struct state *state, uint32_t position)
{
	static const char *const firsts[] = {"column1", "column2", "column3",
					     "column4", "column5", "column6",
					     "column7", "column8"};

	if (state->dialect == DIALECT_MYSQL)
		return arena_printf(state->arena, "column_%u", position);
	if (state->dialect == DIALECT_MARIADB ||
	    state->dialect == DIALECT_TSQL || state->dialect == DIALECT_ORACLE)
		return NULL;
	if (position < sizeof(firsts) / sizeof(*firsts))
		return firsts[position];
	return arena_printf(state->arena, "column%u", position + 1);
}

static void make_plain(struct state *state, uint32_t level,
		       struct columns *columns)
{
	const struct sql_level *l = state_level(state, level);

	for (uint32_t i = 0; i < l->n_outputs; i++) {
		const struct sql_output *output = &l->outputs[i];
		const char *name = output->name;
		struct sources from;

		state->levels[level].early = columns->list;
		state->levels[level].n_early = columns->n;
		if (output->star) {
			add_star(state, columns, level, output);
			continue;
		}
		if (name)
			name = name_fold_in(state->arena, state->dialect, name,
					    output->quoted);
		else if (l->kind == LEVEL_VALUES)
			name = values_name(state, i);
		from = flow_value(state, level, &output->value);
		add_output(state, columns, name)->from = from;
	}
}

/* --- set operations --- */

/* An arm with an open star flows into columns that nobody can tell, but a
 * name may be found in all arms that are open: one open output has them. */
static void unite_open(struct state *state, struct columns *columns,
		       const struct level_state *arm)
{
	struct output *open = NULL;

	for (uint32_t i = 0; i < columns->n && !open; i++)
		if (columns->list[i].open)
			open = &columns->list[i];
	if (!open) {
		open = add_output(state, columns, "*");
		open->open = true;
	}
	for (uint32_t i = 0; i < arm->n_outputs; i++)
		if (arm->outputs[i].open)
			add_sources(state, open, &arm->outputs[i].from);
}

static void unite_arm(struct state *state, struct columns *columns,
		      const struct level_state *arm, bool first)
{
	if (first) {
		for (uint32_t i = 0; i < arm->n_outputs; i++)
			share_output(state, columns, &arm->outputs[i]);
		return;
	}
	if (arm->first_open < arm->n_outputs) {
		unite_open(state, columns, arm);
		return;
	}
	for (uint32_t i = 0; i < columns->n && i < arm->n_outputs; i++) {
		if (columns->list[i].open)
			return;
		add_sources(state, &columns->list[i], &arm->outputs[i].from);
	}
}

static void make_set(struct state *state, uint32_t level,
		     struct columns *columns)
{
	const struct sql_level *l = state_level(state, level);
	bool first = true;

	for (uint32_t i = 0; i < l->n_arms; i++) {
		const struct level_state *arm;

		if (!state_has_level(state, l->arms[i]))
			continue;
		arm = flow_outputs(state, l->arms[i]);
		if (arm->progress != LEVEL_DONE)
			continue;
		unite_arm(state, columns, arm, first);
		first = false;
	}
}

const struct output *flow_early(struct state *state, uint32_t level,
				uint32_t *n)
{
	const struct sql_level *l = state_level(state, level);
	const struct level_state *arm;

	*n = 0;
	if (l->kind != LEVEL_SET || l->n_arms == 0 ||
	    !state_has_level(state, l->arms[0]))
		return NULL;
	arm = &state->levels[l->arms[0]];
	if (arm->progress != LEVEL_DONE)
		return NULL;
	*n = arm->n_outputs;
	return arm->outputs;
}

/* Once a recursive query is computed, what it takes from itself is known. */
static void close_recursion(struct state *state, struct level_state *made)
{
	struct sources *final =
		arena_alloc(state->arena, made->n_outputs * sizeof(*final));

	for (uint32_t i = 0; i < made->n_outputs; i++)
		final[i] = sources_final(state, &made->outputs[i].from);
	for (uint32_t i = 0; i < made->n_outputs; i++)
		made->outputs[i].from = final[i];
}

static void finish_outputs(struct level_state *made,
			   const struct columns *columns)
{
	made->outputs = columns->list;
	made->n_outputs = made->first_open = columns->n;
	for (uint32_t i = columns->n; i-- > 0;) {
		struct output *output = &made->outputs[i];

		if (output->grown)
			sources_unite(&output->from);
		if (output->open)
			made->first_open = i;
	}
	made->progress = LEVEL_DONE;
}

static const char *output_name_at(const struct state *state, uint32_t level,
				  uint32_t position)
{
	const struct output *output = &state->levels[level].outputs[position];

	return output->name && !output->open ? output->name : "";
}

uint32_t flow_find(struct state *state, uint32_t level, uint32_t first,
		   const struct wanted *wanted)
{
	struct level_state *made = &state->levels[level];

	for (uint32_t i = map_first(state, &made->names, level, made->n_outputs,
				    output_name_at, wanted->folded);
	     i < made->n_outputs;
	     i = map_next(&made->names, made->n_outputs, i))
		if (i >= first && output_is(state, &made->outputs[i], wanted))
			return i;
	return made->n_outputs;
}

void flow_compute(struct state *state, uint32_t level)
{
	const struct sql_level *l = state_level(state, level);
	struct level_state *made = &state->levels[level];
	struct columns columns = {0};

	made->progress = LEVEL_BUSY;
	state->depth++;
	if (l->kind == LEVEL_SET)
		make_set(state, level, &columns);
	else
		make_plain(state, level, &columns);
	if (l->kind == LEVEL_OTHER && l->n_outputs == 0 &&
	    state_has_level(state, l->source))
		add_level(state, &columns, l->source);
	state->depth--;
	finish_outputs(made, &columns);
	if (l->kind == LEVEL_SET)
		close_recursion(state, made);
}
