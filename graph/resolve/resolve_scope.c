/*
 * What names mean: CTEs, items, columns.
 *
 * Names are looked up from the innermost level outwards. At each level the
 * columns of all visible items count; the first level that has, or may have,
 * the column decides, as in a server. Where columns are not known, three
 * rules stand in, each of which a catalog may prove wrong:
 *
 *  - a bare name belongs to the only item whose columns are not known;
 *  - a bare name that is also an item's alias is the whole row;
 *  - a name in GROUP BY that is also an output's name is that output.
 */
#include <string.h>

#include "graph/catalog/name.h"
#include "graph/resolve/resolve_state.h"

struct wanted wanted_part(struct state *state, const struct sql_name *name,
			  uint32_t part)
{
	struct wanted wanted = {name->parts[part], name_part_quoted(name, part),
				NULL};

	wanted.folded = name_fold_in(state->arena, state->dialect,
				     wanted.written, wanted.quoted);
	return wanted;
}

struct wanted wanted_loose(struct state *state, const char *name)
{
	struct wanted wanted = {name, false, NULL};

	wanted.folded = name_fold_in(state->arena, state->dialect, name, false);
	return wanted;
}

bool output_is(const struct state *state, const struct output *output,
	       const struct wanted *wanted)
{
	if (!output->name || output->open)
		return false;
	if (output->loose || !dialect_has_case(state->dialect))
		return g_ascii_strcasecmp(output->name, wanted->folded) == 0;
	return strcmp(output->name, wanted->folded) == 0;
}

/* --- CTEs --- */

/* Dialects in which a CTE sees itself without the word RECURSIVE. */
static bool recursion_needs_no_word(enum dialect dialect)
{
	return dialect == DIALECT_TSQL || dialect == DIALECT_ORACLE ||
	       dialect == DIALECT_SNOWFLAKE;
}

/* Whether the query of CTE `inside` (SCOPE_ABSENT: the main query) sees the
 * CTE `seen` of the same WITH. */
static bool cte_sees(struct state *state, const struct sql_level *level,
		     uint32_t inside, uint32_t seen)
{
	const struct sql_cte *cte;

	if (inside >= level->n_ctes || seen < inside)
		return true;
	cte = &level->ctes[inside];
	if (cte->recursive)
		return true;
	return seen == inside && recursion_needs_no_word(state->dialect) &&
	       state_has_level(state, cte->level) &&
	       state_level(state, cte->level)->kind == LEVEL_SET;
}

static const char *cte_name_at(const struct state *state, uint32_t level,
			       uint32_t position)
{
	return state_level(state, level)->ctes[position].name;
}

/* The CTE that a name of one part means, from a level outwards. */
static const struct sql_cte *find_cte(struct state *state, uint32_t at,
				      const struct sql_name *name)
{
	uint32_t inside = SCOPE_ABSENT, steps = 0;

	while (state_has_level(state, at) &&
	       steps++ <= state->statement->n_levels) {
		const struct sql_level *level = state_level(state, at);
		struct name_map *map = &state->levels[at].ctes;

		for (uint32_t i = map_first(state, map, at, level->n_ctes,
					    cte_name_at, name->parts[0]);
		     i < level->n_ctes; i = map_next(map, level->n_ctes, i)) {
			const struct sql_cte *cte = &level->ctes[i];

			if (name_same(state->dialect, cte->name, cte->quoted,
				      name->parts[0],
				      name_part_quoted(name, 0)) &&
			    cte_sees(state, level, inside, i))
				return cte;
		}
		inside = level->place == PLACE_CTE ? level->at : SCOPE_ABSENT;
		at = level->parent;
	}
	return NULL;
}

/* --- items --- */

/* T-SQL: the rows of a trigger; its table under another name. */
static bool is_transition(struct state *state, const struct sql_name *name)
{
	return state->dialect == DIALECT_TSQL && name->n_parts == 1 &&
	       (g_ascii_strcasecmp(name->parts[0], "inserted") == 0 ||
		g_ascii_strcasecmp(name->parts[0], "deleted") == 0) &&
	       state_row_table(state) != SCOPE_ABSENT;
}

/* T-SQL: a variable that holds rows. */
static bool is_variable(const struct state *state, const struct sql_name *name)
{
	return state->dialect == DIALECT_TSQL && name->n_parts == 1 &&
	       name->parts[0][0] == '@' && !name_part_quoted(name, 0);
}

static void bind_relation(struct state *state, uint32_t level,
			  const struct sql_item *item, struct item_state *made)
{
	const struct sql_cte *cte = NULL;

	if (item->name.n_parts == 0)
		return;
	if (is_variable(state, &item->name)) {
		made->means = MEANS_FUNCTION;
		return;
	}
	if (is_transition(state, &item->name)) {
		made->means = MEANS_TABLE;
		made->table = state_row_table(state);
		made->target = true;
		return;
	}
	/* A target is a CTE only where CTEs can be written through. */
	if (item->name.n_parts == 1 &&
	    (!(item->flags & ITEM_TARGET) || state->dialect == DIALECT_TSQL))
		cte = find_cte(state, level, &item->name);
	if (cte) {
		made->cte = cte;
		made->level = cte->level;
		made->means = state_has_level(state, cte->level)
				      ? MEANS_LEVEL
				      : MEANS_NOTHING;
		return;
	}
	made->means = MEANS_TABLE;
	made->table = state_table(state, &item->name);
}

static void bind_item(struct state *state, uint32_t level,
		      const struct sql_item *item, struct item_state *made)
{
	made->group = SCOPE_ABSENT;
	switch (item->kind) {
	case ITEM_RELATION:
		bind_relation(state, level, item, made);
		break;
	case ITEM_QUERY:
		made->level = item->level;
		if (state_has_level(state, item->level))
			made->means = MEANS_LEVEL;
		break;
	case ITEM_FUNCTION:
		made->means = MEANS_FUNCTION;
		break;
	case ITEM_JOIN:
		made->means = MEANS_JOIN;
		break;
	}
}

/* Joins come behind what they cover, inner before outer. A stack of those
 * items that nothing covers yet gives each its group in one pass. */
static void bind_groups(struct state *state, const struct sql_level *level,
			struct level_state *made)
{
	uint32_t *open =
		arena_alloc(state->arena, level->n_items * sizeof(*open));
	struct item_state *items = made->items;
	uint32_t n_open = 0;

	for (uint32_t i = 0; i < level->n_items; i++) {
		const struct sql_item *item = &level->items[i];

		while (item->kind == ITEM_JOIN && n_open &&
		       open[n_open - 1] >= item->first)
			items[open[--n_open]].group = i;
		open[n_open++] = i;
	}
	/* Outer joins first, so that hiding goes down. */
	for (uint32_t i = level->n_items; i-- > 0;) {
		uint32_t group = items[i].group;

		if (group != SCOPE_ABSENT)
			items[i].hidden = items[group].hidden ||
					  level->items[group].alias;
		made->hides |= items[i].hidden;
	}
}

/* Whether an item is seen by its own name inside of the parentheses `group`
 * (SCOPE_ABSENT: outside of all). */
static bool visible_in(struct state *state, uint32_t level, uint32_t item,
		       uint32_t group)
{
	const struct sql_level *l = state_level(state, level);
	const struct item_state *items = state->levels[level].items;

	if (l->items[item].kind == ITEM_JOIN && !l->items[item].alias)
		return false;
	for (uint32_t g = items[item].group; g != group && g != SCOPE_ABSENT;
	     g = items[g].group)
		if (l->items[g].alias)
			return false;
	return true;
}

bool scope_visible(struct state *state, uint32_t level, uint32_t item)
{
	const struct sql_item *i = &state_level(state, level)->items[item];

	return (!state->levels[level].items[item].hidden ||
		state->see_hidden) &&
	       (i->kind != ITEM_JOIN || i->alias);
}

/* The item among [first, end) that has the column, or the only one that may
 * have it. */
static uint32_t find_among(struct state *state, uint32_t level, uint32_t group,
			   uint32_t first, uint32_t end,
			   const struct wanted *wanted)
{
	uint32_t maybe = SCOPE_ABSENT, n_maybe = 0;

	if (end - first > RESOLVE_USING_MAX)
		return SCOPE_ABSENT;
	for (uint32_t i = first; i < end; i++) {
		struct sources from = {0};
		enum column_fit fit;

		if (!visible_in(state, level, i, group))
			continue;
		fit = scope_column(state, level, i, wanted, &from);
		if (fit == COLUMN_KNOWN)
			return i;
		if (fit == COLUMN_MAYBE) {
			maybe = i;
			n_maybe++;
		}
	}
	return n_maybe == 1 ? maybe : SCOPE_ABSENT;
}

static bool merged_is(const struct state *state, const struct merged *merged,
		      const struct wanted *wanted)
{
	return name_same(state->dialect, merged->name, true, wanted->folded,
			 true) ||
	       name_same(state->dialect, merged->name, false, wanted->written,
			 wanted->quoted);
}

/* The first merged column of that name. */
static struct merged *find_merged(const struct state *state,
				  const struct level_state *made,
				  const struct wanted *wanted)
{
	uint32_t at;
	char *lower;

	if (!made->n_merged)
		return NULL;
	lower = g_ascii_strdown(wanted->folded, -1);
	at = GPOINTER_TO_UINT(g_hash_table_lookup(made->merged_names, lower));
	g_free(lower);
	for (; at; at = made->merged[at - 1].next)
		if (merged_is(state, &made->merged[at - 1], wanted))
			return &made->merged[at - 1];
	return NULL;
}

static struct merged *add_merged(struct state *state, struct level_state *made,
				 const char *name)
{
	struct merged *merged =
		ARENA_PUSH(state->arena, made->merged, made->n_merged);
	char *lower = g_ascii_strdown(name, -1);

	if (!made->merged_names)
		made->merged_names = state_hash(state, true);
	merged->name = name;
	merged->next = GPOINTER_TO_UINT(
		g_hash_table_lookup(made->merged_names, lower));
	g_hash_table_replace(made->merged_names, lower,
			     GUINT_TO_POINTER(made->n_merged));
	return merged;
}

/* A join: the items [left, start) with the items [start, end), inside of the
 * parentheses `group`. */
struct join {
	uint32_t level, group, left, start, end;
};

/* The column is one for an item of each side. */
static void merge_column(struct state *state, const struct join *join,
			 const char *name)
{
	struct level_state *made = &state->levels[join->level];
	struct wanted wanted = wanted_loose(state, name);
	struct merged *merged = find_merged(state, made, &wanted);
	uint32_t item;

	if (!merged || merged->n_items == 0 || merged->items[0] < join->left) {
		merged = add_merged(state, made, name);
		item = find_among(state, join->level, join->group, join->left,
				  join->start, &wanted);
		if (item != SCOPE_ABSENT)
			*ARENA_PUSH(state->arena, merged->items,
				    merged->n_items) = item;
	}
	item = find_among(state, join->level, join->group, join->start,
			  join->end, &wanted);
	if (item != SCOPE_ABSENT)
		*ARENA_PUSH(state->arena, merged->items, merged->n_items) =
			item;
}

/* NATURAL merges what both sides are known to have. */
static void merge_natural(struct state *state, const struct join *join)
{
	for (uint32_t i = join->start; i < join->end; i++) {
		struct output *columns;
		uint32_t n;

		if (!visible_in(state, join->level, i, join->group))
			continue;
		columns = flow_item(state, join->level, i, false, &n);
		for (uint32_t c = 0; c < n; c++) {
			struct wanted wanted = {columns[c].name, true,
						columns[c].name};
			struct sources from = {0};
			uint32_t item;

			if (!columns[c].name || columns[c].open)
				continue;
			item = find_among(state, join->level, join->group,
					  join->left, join->start, &wanted);
			if (item != SCOPE_ABSENT &&
			    scope_column(state, join->level, item, &wanted,
					 &from) == COLUMN_KNOWN)
				merge_column(state, join, columns[c].name);
		}
	}
}

/* The first item on the left side of a join: behind the comma before it. */
static uint32_t join_left(const struct sql_level *level,
			  const struct item_state *items,
			  const struct join *join)
{
	uint32_t first = join->group == SCOPE_ABSENT
				 ? 0
				 : level->items[join->group].first;
	uint32_t back = 0;

	for (uint32_t i = join->start; i-- > first;) {
		if (items[i].group != join->group)
			continue;
		if (level->items[i].flags & ITEM_COMMA)
			return level->items[i].kind == ITEM_JOIN
				       ? level->items[i].first
				       : i;
		if (++back > RESOLVE_USING_MAX)
			break;
	}
	return first;
}

static void bind_merged(struct state *state, uint32_t index)
{
	const struct sql_level *level = state_level(state, index);
	const struct item_state *items = state->levels[index].items;

	for (uint32_t i = 0; i < level->n_items; i++) {
		const struct sql_item *item = &level->items[i];
		struct join join = {index, items[i].group, 0, i, i + 1};

		if (item->kind == ITEM_JOIN)
			join.start = item->first;
		if (join.start > i)
			continue;
		if (!item->n_using_columns && !(item->flags & ITEM_NATURAL))
			continue;
		join.left = join_left(level, items, &join);
		for (uint32_t u = 0; u < item->n_using_columns; u++)
			merge_column(state, &join, item->using_columns[u]);
		if (item->flags & ITEM_NATURAL)
			merge_natural(state, &join);
	}
}

struct item_state *scope_items(struct state *state, uint32_t index)
{
	const struct sql_level *level = state_level(state, index);
	struct level_state *made = &state->levels[index];

	if (made->items_bound)
		return made->items;
	made->items_bound = true;
	made->items = arena_alloc(state->arena,
				  level->n_items * sizeof(*made->items));
	for (uint32_t i = 0; i < level->n_items; i++)
		bind_item(state, index, &level->items[i], &made->items[i]);
	bind_groups(state, level, made);
	bind_merged(state, index);
	return made->items;
}

/* --- qualifiers --- */

/* Whether `schema` of a qualifier fits an item that is named without one or
 * with another in front. */
static bool schema_fits(struct state *state, const struct sql_item *item,
			const struct item_state *meaning,
			const struct sql_name *name, uint32_t n_parts)
{
	const struct resolved_table *table;
	uint32_t n = item->name.n_parts;

	for (uint32_t back = 2; back <= n_parts && back <= n; back++)
		if (!name_same(state->dialect, item->name.parts[n - back],
			       name_part_quoted(&item->name, n - back),
			       name->parts[n_parts - back],
			       name_part_quoted(name, n_parts - back)))
			return false;
	if (n >= 2 || meaning->means != MEANS_TABLE)
		return n >= 2;
	table = state_resolved(state, meaning->table);
	return !table->object || !table->object->schema ||
	       g_ascii_strcasecmp(table->object->schema,
				  name->parts[n_parts - 2]) == 0;
}

static bool item_is(struct state *state, const struct sql_item *item,
		    const struct item_state *meaning,
		    const struct sql_name *name, uint32_t n_parts)
{
	const char *last = name->parts[n_parts - 1];
	bool quoted = name_part_quoted(name, n_parts - 1);
	uint32_t n = item->name.n_parts;

	if (item->alias)
		return n_parts == 1 &&
		       name_same(state->dialect, item->alias,
				 item->alias_quoted, last, quoted);
	if (n == 0 ||
	    !name_same(state->dialect, item->name.parts[n - 1],
		       name_part_quoted(&item->name, n - 1), last, quoted))
		return false;
	return n_parts == 1 || schema_fits(state, item, meaning, name, n_parts);
}

static const char *item_name_at(const struct state *state, uint32_t level,
				uint32_t position)
{
	const struct sql_item *item =
		&state_level(state, level)->items[position];

	if (item->alias)
		return item->alias;
	return item->name.n_parts ? item->name.parts[item->name.n_parts - 1]
				  : "";
}

uint32_t scope_item(struct state *state, uint32_t index, uint32_t limit,
		    const struct sql_name *name, uint32_t n_parts)
{
	const struct sql_level *level = state_level(state, index);
	const struct item_state *items = scope_items(state, index);
	struct name_map *map = &state->levels[index].aliases;
	uint32_t found = SCOPE_ABSENT;

	for (uint32_t i = map_first(state, map, index, level->n_items,
				    item_name_at, name->parts[n_parts - 1]);
	     i < level->n_items; i = map_next(map, level->n_items, i)) {
		if (i >= limit || (items[i].hidden && !state->see_hidden) ||
		    !item_is(state, &level->items[i], &items[i], name, n_parts))
			continue;
		/* An alias goes before a name that comes first. */
		if (level->items[i].alias)
			return i;
		if (found == SCOPE_ABSENT)
			found = i;
	}
	return found;
}

/* --- the way outwards --- */

uint32_t scope_outer(const struct state *state, uint32_t index, uint32_t *limit)
{
	const struct sql_level *level = state_level(state, index);
	const struct sql_level *parent;

	if (!state_has_level(state, level->parent))
		return SCOPE_ABSENT;
	parent = state_level(state, level->parent);
	*limit = 0;
	if (level->place == PLACE_EXPRESSION)
		*limit = parent->n_items;
	else if (level->place == PLACE_ITEM && level->at < parent->n_items &&
		 parent->items[level->at].flags & ITEM_LATERAL)
		*limit = level->at;
	return level->parent;
}

uint32_t scope_upsert_source(const struct state *state, uint32_t level)
{
	const struct sql_level *l = state_level(state, level);

	if (l->kind != LEVEL_INSERT || !state_has_level(state, l->source))
		return SCOPE_ABSENT;
	return l->source;
}

uint32_t scope_item_outward(struct state *state, uint32_t level,
			    const struct sql_name *name, uint32_t n_parts,
			    uint32_t *found_level)
{
	uint32_t limit = state_level(state, level)->n_items, steps = 0;

	while (level != SCOPE_ABSENT && steps++ <= state->statement->n_levels) {
		uint32_t source = scope_upsert_source(state, level);
		uint32_t item = scope_item(state, level, limit, name, n_parts);

		*found_level = level;
		if (item == SCOPE_ABSENT && source != SCOPE_ABSENT && limit) {
			item = scope_item(state, source,
					  state_level(state, source)->n_items,
					  name, n_parts);
			*found_level = source;
		}
		if (item != SCOPE_ABSENT)
			return item;
		level = scope_outer(state, level, &limit);
	}
	return SCOPE_ABSENT;
}

uint32_t scope_target_item(struct state *state, uint32_t index)
{
	const struct sql_level *level = state_level(state, index);

	scope_items(state, index);
	for (uint32_t i = 0; i < level->n_targets; i++)
		if (level->targets[i].item < level->n_items)
			return level->targets[i].item;
	for (uint32_t i = 0; i < level->n_items; i++)
		if (level->items[i].flags & ITEM_TARGET)
			return i;
	return SCOPE_ABSENT;
}

/* --- columns of an item --- */

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
	name = table_column(state, table, wanted->written, wanted->quoted,
			    &known);
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
							wanted->written,
							wanted->quoted, &known),
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

/* A column that the join's list of aliases names, and what it is made of as
 * far as the columns before it are known. */
static bool renamed_fit(struct state *state, uint32_t level, uint32_t join,
			const struct wanted *wanted, struct sources *from)
{
	const struct sql_item *item = &state_level(state, level)->items[join];
	uint32_t position =
		alias_position(item->columns, item->n_columns, wanted);
	struct output *columns;
	uint32_t n;

	if (position == SCOPE_ABSENT)
		return false;
	columns = flow_item(state, level, join, false, &n);
	for (uint32_t i = 0; i <= position && i < n; i++)
		if (columns[i].open)
			return true;
	if (position < n)
		*from = columns[position].from;
	return true;
}

/* A join with an alias has the columns of all that it covers. */
static enum column_fit join_fit(struct state *state, uint32_t level,
				uint32_t join, const struct wanted *wanted,
				struct sources *from)
{
	const struct sql_level *l = state_level(state, level);
	enum column_fit best = COLUMN_NO;

	if (l->items[join].n_columns &&
	    renamed_fit(state, level, join, wanted, from))
		return COLUMN_KNOWN;
	for (uint32_t i = l->items[join].first; i < join; i++) {
		struct sources found = {0};
		enum column_fit fit;

		if (!visible_in(state, level, i, join))
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

enum column_fit scope_column(struct state *state, uint32_t level, uint32_t item,
			     const struct wanted *wanted, struct sources *from)
{
	const struct sql_item *i = &state_level(state, level)->items[item];
	enum column_fit fit;

	switch (scope_items(state, level)[item].means) {
	case MEANS_TABLE:
		return table_fit(state, level, item, wanted, from);
	case MEANS_LEVEL:
		return level_fit(state, level, item, wanted, from);
	case MEANS_FUNCTION:
		fit = function_fit(state, i, wanted);
		if (fit != COLUMN_NO)
			*from = scope_arguments(state, level, item);
		return fit;
	case MEANS_JOIN:
		return join_fit(state, level, item, wanted, from);
	case MEANS_NOTHING:
		break;
	}
	sources_add_column(state, from, SCOPE_ABSENT, wanted->folded, false);
	return COLUMN_MAYBE;
}

/* --- bare columns --- */

static enum column_fit merged_fit(struct state *state, uint32_t level,
				  uint32_t limit, const struct wanted *wanted,
				  struct sources *from)
{
	const struct merged *merged =
		find_merged(state, &state->levels[level], wanted);
	enum column_fit best = COLUMN_NO;

	if (!merged)
		return COLUMN_NO;
	for (uint32_t i = 0; i < merged->n_items; i++) {
		enum column_fit fit;

		if (merged->items[i] >= limit)
			continue;
		fit = scope_column(state, level, merged->items[i], wanted,
				   from);
		best = MAX(best, fit);
	}
	return best == COLUMN_NO ? COLUMN_NO : COLUMN_KNOWN;
}

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
		g_ascii_strdown(item_name_at(state, level, item), -1),
		GUINT_TO_POINTER(item + 1));
}

/* As scope_bare() below, with one look into the hash. */
static enum column_fit indexed_bare(struct state *state, uint32_t level,
				    const struct wanted *wanted,
				    struct sources *from)
{
	struct level_state *made = &state->levels[level];
	char *lower;
	uint32_t item;

	if (!made->known) {
		made->known = state_hash(state, true);
		for (uint32_t i = state_level(state, level)->n_items; i-- > 0;)
			if (scope_visible(state, level, i))
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

enum column_fit scope_bare(struct state *state, uint32_t level, uint32_t limit,
			   const struct wanted *wanted, struct sources *from)
{
	uint32_t n_maybe = 0, n_function = 0, n_seen = 0;
	uint32_t table = SCOPE_ABSENT; /* of all that may have it */
	struct sources maybe = {0};

	scope_items(state, level);
	if (merged_fit(state, level, limit, wanted, from) != COLUMN_NO)
		return COLUMN_KNOWN;
	if (limit > RESOLVE_LINEAR && !state->see_hidden &&
	    limit == state_level(state, level)->n_items)
		return indexed_bare(state, level, wanted, from);
	for (uint32_t i = 0; i < limit; i++) {
		struct sources found = {0};
		enum column_fit fit;

		if (!scope_visible(state, level, i))
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
