/*
 * Columns of items: of tables, levels, functions and joins; bare ones.
 *
 * Where columns are not known, three rules stand in, each of which a catalog
 * may prove wrong:
 *
 *  - a bare name belongs to the only item whose columns are not known;
 *  - a bare name that is also an item's alias is the whole row;
 *  - a name in GROUP BY that is also an output's name is that output.
 */
#include <string.h>

#include "graph/catalog/name.h"
#include "graph/resolve/resolve_state.h"

/* The position of a name in a list of column aliases. */
static uint32_t alias_position(const char *const *names, uint32_t n,
			       const struct wanted *wanted)
{
	for (uint32_t i = 0; i < n; i++)
		if (g_ascii_strcasecmp(names[i], wanted->written) == 0)
			return i;
	return SCOPE_ABSENT;
}

/* Whether the column is one of those that the item's list of aliases renames,
 * which are not found by their own names. */
static bool is_renamed(const struct state *state, uint32_t table,
		       const struct sql_item *item, const char *name)
{
	const struct catalog_object *object =
		state_resolved(state, table)->object;

	for (uint32_t i = 0;
	     object && i < item->n_columns && i < object->n_columns; i++)
		if (object->columns[i].name == name)
			return true;
	return false;
}

static enum column_fit table_fit(struct state *state, uint32_t level,
				 uint32_t item, const struct wanted *wanted,
				 struct sources *from)
{
	const struct sql_item *i = &state_level(state, level)->items[item];
	uint32_t table = state->levels[level].items[item].table;
	uint32_t position = alias_position(i->columns, i->n_columns, wanted);
	bool all = table_columns_known(state, table), known;
	const char *name;

	if (position != SCOPE_ABSENT) {
		const struct catalog_object *object =
			state_resolved(state, table)->object;

		if (all && position < object->n_columns)
			sources_add_column(state, from, table,
					   object->columns[position].name,
					   true);
		return COLUMN_KNOWN;
	}
	name = table_column(state, table, wanted, &known);
	if ((!known && all) || is_renamed(state, table, i, name))
		return COLUMN_NO;
	sources_add_column(state, from, table, name, known);
	return known ? COLUMN_KNOWN : COLUMN_MAYBE;
}

/* An output by position. Behind an open star positions are not known. */
static void output_at(struct state *state, uint32_t level, uint32_t position,
		      struct sources *from)
{
	const struct level_state *made = flow_outputs(state, level);
	struct source symbol = {SCOPE_ABSENT, "",	  level,
				position,     HOW_COPIED, true};

	if (made->progress == LEVEL_BUSY) {
		sources_add(state, from, &symbol, HOW_COPIED);
		return;
	}
	if (made->progress != LEVEL_DONE || position >= made->first_open)
		return;
	sources_share(state, from, &made->outputs[position].from);
}

/* The column may come through a star over a relation of unknown columns. */
static enum column_fit open_fit(struct state *state,
				const struct level_state *made,
				const struct wanted *wanted,
				struct sources *from)
{
	const struct output *open = NULL;
	uint32_t n_open = 0;

	for (uint32_t i = made->first_open; i < made->n_outputs && n_open < 2;
	     i++) {
		if (made->outputs[i].open) {
			open = &made->outputs[i];
			n_open++;
		}
	}
	if (n_open == 0)
		return COLUMN_NO;
	if (n_open > 1) {
		sources_add_column(state, from, SCOPE_ABSENT, wanted->folded,
				   false);
		return COLUMN_MAYBE;
	}
	for (uint32_t i = 0; i < open->from.n; i++) {
		const struct source *source = &open->from.list[i];
		bool known;

		if (source->level != SCOPE_ABSENT)
			continue;
		if (source->table == SCOPE_ABSENT)
			sources_add_column(state, from, SCOPE_ABSENT,
					   wanted->folded, false);
		else
			sources_add_column(state, from, source->table,
					   table_column(state, source->table,
							wanted, &known),
					   false);
	}
	return open->from.n ? COLUMN_MAYBE : COLUMN_FUNCTION;
}

/* `hidden`: the first outputs are renamed and not found by their names. */
static enum column_fit output_fit(struct state *state, uint32_t level,
				  uint32_t hidden, const struct wanted *wanted,
				  struct sources *from)
{
	const struct level_state *made = flow_outputs(state, level);
	uint32_t n;

	if (made->progress == LEVEL_BUSY) {
		const struct output *early = flow_early(state, level, &n);

		for (uint32_t i = hidden; i < n; i++) {
			if (output_is(state, &early[i], wanted)) {
				output_at(state, level, i, from);
				return COLUMN_KNOWN;
			}
		}
		return COLUMN_NO;
	}
	if (made->progress != LEVEL_DONE) {
		sources_add_column(state, from, SCOPE_ABSENT, wanted->folded,
				   false);
		return COLUMN_MAYBE;
	}
	n = flow_find(state, level, hidden, wanted);
	if (n < made->n_outputs) {
		sources_share(state, from, &made->outputs[n].from);
		return COLUMN_KNOWN;
	}
	return open_fit(state, made, wanted, from);
}

static enum column_fit level_fit(struct state *state, uint32_t level,
				 uint32_t item, const struct wanted *wanted,
				 struct sources *from)
{
	const struct sql_item *i = &state_level(state, level)->items[item];
	const struct item_state *made = &state->levels[level].items[item];
	uint32_t hidden = i->n_columns;
	uint32_t position = alias_position(i->columns, i->n_columns, wanted);

	if (position == SCOPE_ABSENT && made->cte) {
		position = alias_position(made->cte->columns,
					  made->cte->n_columns, wanted);
		if (position < hidden)
			position = SCOPE_ABSENT;
		hidden = MAX(hidden, made->cte->n_columns);
	}
	if (position != SCOPE_ABSENT) {
		output_at(state, made->level, position, from);
		return COLUMN_KNOWN;
	}
	return output_fit(state, made->level, hidden, wanted, from);
}

/* Functions whose arguments name columns of other functions. */
#define FUNCTIONS_MAX 50

struct sources scope_arguments(struct state *state, uint32_t level,
			       uint32_t item)
{
	struct sources from = {0};

	if (state->in_functions >= FUNCTIONS_MAX)
		return from;
	state->in_functions++;
	from = flow_value(state, level,
			  &state_level(state, level)->items[item].value);
	state->in_functions--;
	return from;
}

static enum column_fit function_fit(struct state *state,
				    const struct sql_item *item,
				    const struct wanted *wanted)
{
	uint32_t n = item->name.n_parts;

	if (alias_position(item->columns, item->n_columns, wanted) !=
	    SCOPE_ABSENT)
		return COLUMN_KNOWN;
	if (item->n_columns)
		return COLUMN_NO;
	/* A function of one value has a column of its own name. */
	if (item->alias
		    ? name_same(state->dialect, item->alias, item->alias_quoted,
				wanted->written, wanted->quoted)
		    : n && name_same(state->dialect, item->name.parts[n - 1],
				     name_part_quoted(&item->name, n - 1),
				     wanted->written, wanted->quoted))
		return COLUMN_KNOWN;
	return COLUMN_FUNCTION;
}

/* All columns of a join with an alias, made once. */
static const struct output *join_columns(struct state *state, uint32_t level,
					 uint32_t join, uint32_t *n)
{
	struct item_state *made = &scope_items(state, level)[join];

	if (!made->columns)
		made->columns =
			flow_item(state, level, join, false, &made->n_columns);
	*n = made->n_columns;
	return made->columns;
}

/* Of a join with columns that are not known. */
static enum column_fit open_join_fit(struct state *state, uint32_t level,
				     uint32_t join, const struct wanted *wanted,
				     struct sources *from)
{
	const struct sql_level *l = state_level(state, level);
	struct view inside = {l->items[join].first, join, join};
	enum column_fit best = COLUMN_NO;

	for (uint32_t i = inside.first; i < join; i++) {
		struct sources found = {0};
		enum column_fit fit;

		if (!scope_has_columns(state, level, i, &inside))
			continue;
		fit = scope_column(state, level, i, wanted, &found);
		if (fit < best || fit == COLUMN_NO)
			continue;
		if (fit > best)
			from->n = 0;
		best = fit;
		sources_add_all(state, from, &found, HOW_COPIED);
	}
	return best;
}

/* A join with an alias has the columns of all that it covers, under the names
 * of its list; what comes behind columns that nobody knows is found by name
 * alone. */
static enum column_fit join_fit(struct state *state, uint32_t level,
				uint32_t join, const struct wanted *wanted,
				struct sources *from)
{
	const struct sql_item *item = &state_level(state, level)->items[join];
	const struct output *columns;
	bool open = false;
	uint32_t n;

	columns = join_columns(state, level, join, &n);
	for (uint32_t i = 0; i < n; i++) {
		open |= columns[i].open;
		if (output_is(state, &columns[i], wanted)) {
			sources_add_all(state, from, &columns[i].from,
					HOW_COPIED);
			return COLUMN_KNOWN;
		}
	}
	if (!open)
		return COLUMN_NO;
	if (alias_position(item->columns, item->n_columns, wanted) !=
	    SCOPE_ABSENT)
		return COLUMN_KNOWN;
	return open_join_fit(state, level, join, wanted, from);
}

enum column_fit scope_column(struct state *state, uint32_t level, uint32_t item,
			     const struct wanted *wanted, struct sources *from)
{
	const struct sql_item *i = &state_level(state, level)->items[item];
	struct sources found;
	enum column_fit fit;

	switch (scope_items(state, level)[item].means) {
	case MEANS_TABLE:
		return table_fit(state, level, item, wanted, from);
	case MEANS_LEVEL:
		return level_fit(state, level, item, wanted, from);
	case MEANS_FUNCTION:
		fit = function_fit(state, i, wanted);
		if (fit == COLUMN_NO)
			return fit;
		found = scope_arguments(state, level, item);
		sources_add_all(state, from, &found, HOW_COPIED);
		return fit;
	case MEANS_JOIN:
		return join_fit(state, level, item, wanted, from);
	case MEANS_USING:
		return join_using_fit(state, level, i->first, wanted, from);
	case MEANS_NOTHING:
		break;
	}
	sources_add_column(state, from, SCOPE_ABSENT, wanted->folded, false);
	return COLUMN_MAYBE;
}

/* --- bare columns --- */

/*
 * Of a long FROM, which item has a column, by hash. An item whose columns are
 * not all known counts among the unknown; what is known of it is in the hash
 * all the same.
 */
static void index_item(struct state *state, uint32_t level, uint32_t item)
{
	struct level_state *made = &state->levels[level];
	bool function = made->items[item].means == MEANS_FUNCTION;
	bool unknown = false;
	uint32_t n;
	struct output *columns = flow_item(state, level, item, false, &n);

	for (uint32_t i = 0; i < n; i++) {
		unknown |= columns[i].open;
		if (columns[i].name && !columns[i].open)
			g_hash_table_replace(
				made->known,
				g_ascii_strdown(columns[i].name, -1),
				GUINT_TO_POINTER(item + 1));
	}
	if (!function && unknown) {
		made->n_unknown++;
		made->unknown = item;
	}
	if (!function)
		return;
	made->n_functions += unknown;
	g_hash_table_replace(
		made->known,
		g_ascii_strdown(scope_item_name(state, level, item), -1),
		GUINT_TO_POINTER(item + 1));
}

/* As scope_bare() below, with one look into the hash. */
static enum column_fit indexed_bare(struct state *state, uint32_t level,
				    const struct wanted *wanted,
				    struct sources *from)
{
	struct level_state *made = &state->levels[level];
	struct view whole = view_whole(state, level);
	char *lower;
	uint32_t item;

	if (!made->known) {
		made->known = state_hash(state, true);
		for (uint32_t i = state_level(state, level)->n_items; i-- > 0;)
			if (scope_has_columns(state, level, i, &whole))
				index_item(state, level, i);
	}
	lower = g_ascii_strdown(wanted->folded, -1);
	item = GPOINTER_TO_UINT(g_hash_table_lookup(made->known, lower));
	g_free(lower);
	if (item &&
	    scope_column(state, level, item - 1, wanted, from) == COLUMN_KNOWN)
		return COLUMN_KNOWN;
	from->n = 0;
	if (made->n_unknown == 1)
		return scope_column(state, level, made->unknown, wanted, from);
	if (made->n_unknown > 1) {
		sources_add_column(state, from, SCOPE_ABSENT, wanted->folded,
				   false);
		return COLUMN_MAYBE;
	}
	return made->n_functions ? COLUMN_FUNCTION : COLUMN_NO;
}

enum column_fit scope_bare(struct state *state, uint32_t level,
			   const struct view *view, const struct wanted *wanted,
			   struct sources *from)
{
	uint32_t n_items = state_level(state, level)->n_items;
	uint32_t first = state->see_all ? 0 : view->first;
	uint32_t end = state->see_all ? n_items : MIN(view->end, n_items);
	uint32_t n_maybe = 0, n_function = 0, n_seen = 0;
	uint32_t table = SCOPE_ABSENT; /* of all that may have it */
	struct sources maybe = {0};

	scope_items(state, level);
	if (join_merged_fit(state, level, view, wanted, from) != COLUMN_NO)
		return COLUMN_KNOWN;
	/* Of many items, those that are not seen are not told apart. */
	if (end > first + RESOLVE_LINEAR && view->group == SCOPE_ABSENT &&
	    !state->no_target)
		return indexed_bare(state, level, wanted, from);
	end = MIN(end, first + RESOLVE_USING_MAX);
	for (uint32_t i = first; i < end; i++) {
		struct sources found = {0};
		enum column_fit fit;

		if (!scope_has_columns(state, level, i, view))
			continue;
		n_seen++;
		fit = scope_column(state, level, i, wanted, &found);
		if (fit == COLUMN_KNOWN) {
			*from = found;
			return COLUMN_KNOWN;
		}
		n_function += fit == COLUMN_FUNCTION;
		if (fit != COLUMN_MAYBE)
			continue;
		if (n_maybe == 0)
			table = found.n == 1 ? found.list[0].table
					     : SCOPE_ABSENT;
		else if (found.n != 1 || found.list[0].table != table)
			table = SCOPE_ABSENT;
		if (n_maybe++ == 0)
			maybe = found;
	}
	if (n_maybe == 1) {
		*from = maybe;
		for (uint32_t i = 0; i < from->n; i++)
			from->list[i].certain = n_seen == 1;
		return COLUMN_MAYBE;
	}
	if (n_maybe > 1) {
		sources_add_column(state, from, table, wanted->folded, false);
		return COLUMN_MAYBE;
	}
	return n_function ? COLUMN_FUNCTION : COLUMN_NO;
}
