/*
 * What names mean: CTEs, items, qualifiers.
 *
 * Names are looked up from the innermost level outwards. At each level the
 * columns of all visible items count; the first level that has, or may have,
 * the column decides, as in a server.
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

/* Whether a CTE sees itself without the word RECURSIVE. Where the dialect is
 * not known, one that lists its columns does, as Oracle and Db2 ask for. */
static bool recursion_needs_no_word(enum dialect dialect,
				    const struct sql_cte *cte)
{
	return dialect == DIALECT_TSQL || dialect == DIALECT_ORACLE ||
	       dialect == DIALECT_SNOWFLAKE || dialect == DIALECT_SQLITE ||
	       dialect == DIALECT_DB2 ||
	       (dialect == DIALECT_GENERIC && cte->n_columns);
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
	if (state->dialect == DIALECT_TERADATA && seen != inside)
		return true; /* they may stand in any order */
	return seen == inside && recursion_needs_no_word(state->dialect, cte) &&
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

static bool has_name(const struct state *state, const struct sql_name *list,
		     uint32_t n, const struct sql_name *name)
{
	for (uint32_t i = 0; i < n; i++)
		if (name_same(state->dialect, list[i].parts[0],
			      name_part_quoted(&list[i], 0), name->parts[0],
			      name_part_quoted(name, 0)))
			return true;
	return false;
}

/* The rows of a trigger; its table under another name. */
static bool is_transition(struct state *state, const struct sql_name *name)
{
	const struct fact_statement *statement = state->statement;
	const struct resolve_rows *rows = state->rows;

	if (name->n_parts == 1 &&
	    (has_name(state, statement->transitions, statement->n_transitions,
		      name) ||
	     (rows &&
	      has_name(state, rows->transitions, rows->n_transitions, name))))
		return true;
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

static void bind_transition(struct state *state, struct item_state *made)
{
	made->table = state_row_table(state);
	made->means = MEANS_FUNCTION;
	if (made->table == SCOPE_ABSENT)
		return; /* of triggers on several tables */
	made->means = MEANS_TABLE;
	made->target = true;
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
		bind_transition(state, made);
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
	case ITEM_USING:
		made->means = MEANS_USING;
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
	}
}

/* Whether the parentheses `group` are those of item `around`, or in them. */
static bool is_around(const struct sql_level *level, uint32_t around,
		      uint32_t group)
{
	return group != SCOPE_ABSENT && level->items[around].first <= group &&
	       group <= around;
}

bool scope_seen(struct state *state, uint32_t level, uint32_t item,
		const struct view *view)
{
	const struct sql_level *l = state_level(state, level);
	const struct item_state *items = state->levels[level].items;

	if (state->see_all)
		return true;
	if (item < view->first || item >= view->end)
		return false;
	if (view->group == SCOPE_ABSENT)
		return !items[item].hidden;
	for (uint32_t g = items[item].group;
	     g != SCOPE_ABSENT && !is_around(l, g, view->group);
	     g = items[g].group)
		if (l->items[g].alias)
			return false;
	return true;
}

bool scope_has_columns(struct state *state, uint32_t level, uint32_t item,
		       const struct view *view)
{
	const struct sql_item *i = &state_level(state, level)->items[item];

	return i->kind != ITEM_USING &&
	       !(state->no_target && i->flags & ITEM_TARGET) &&
	       (i->kind != ITEM_JOIN || i->alias) &&
	       scope_seen(state, level, item, view);
}

void scope_bind(struct state *state, uint32_t index)
{
	const struct sql_level *level = state_level(state, index);
	struct level_state *made = &state->levels[index];

	made->items_bound = true;
	made->items = arena_alloc(state->arena,
				  level->n_items * sizeof(*made->items));
	for (uint32_t i = 0; i < level->n_items; i++) {
		bind_item(state, index, &level->items[i], &made->items[i]);
		made->merges |= level->items[i].n_using_columns ||
				level->items[i].flags & ITEM_NATURAL;
	}
	if (level->n_items > 1)
		bind_groups(state, level, made);
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

const char *scope_item_name(const struct state *state, uint32_t level,
			    uint32_t position)
{
	const struct sql_item *item =
		&state_level(state, level)->items[position];

	if (item->alias)
		return item->alias;
	return item->name.n_parts ? item->name.parts[item->name.n_parts - 1]
				  : "";
}

uint32_t scope_item(struct state *state, uint32_t index,
		    const struct view *view, const struct sql_name *name,
		    uint32_t n_parts)
{
	const struct sql_level *level = state_level(state, index);
	const struct item_state *items = scope_items(state, index);
	struct name_map *map = &state->levels[index].aliases;
	uint32_t found = SCOPE_ABSENT;

	for (uint32_t i = map_first(state, map, index, level->n_items,
				    scope_item_name, name->parts[n_parts - 1]);
	     i < level->n_items; i = map_next(map, level->n_items, i)) {
		if (!scope_seen(state, index, i, view) ||
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

/* What is left of an item, and what is joined up to one. */
static struct view view_left(struct state *state, uint32_t level, uint32_t at)
{
	if (at >= state_level(state, level)->n_items)
		return view_whole(state, level);
	return (struct view){0, at, scope_items(state, level)[at].group};
}

static struct view view_join(struct state *state, uint32_t level,
			     uint32_t first, uint32_t at)
{
	if (at >= state_level(state, level)->n_items)
		return view_whole(state, level);
	return (struct view){first, at + 1,
			     scope_items(state, level)[at].group};
}

struct view view_of_ref(struct state *state, uint32_t level,
			const struct sql_ref *ref)
{
	if (ref->flags & REF_JOIN)
		return view_join(state, level, ref->first, ref->at);
	if (ref->flags & REF_ARGUMENT)
		return view_left(state, level, ref->at);
	return view_whole(state, level);
}

uint32_t scope_outer(struct state *state, uint32_t index, struct view *view)
{
	const struct sql_level *level = state_level(state, index);
	const struct sql_level *parent;

	if (!state_has_level(state, level->parent))
		return SCOPE_ABSENT;
	parent = state_level(state, level->parent);
	*view = (struct view){0, 0, SCOPE_ABSENT};
	switch (level->place) {
	case PLACE_EXPRESSION:
		*view = view_whole(state, level->parent);
		break;
	case PLACE_JOIN:
		*view = view_join(state, level->parent, level->first,
				  level->at);
		break;
	case PLACE_ARGUMENT:
		*view = view_left(state, level->parent, level->at);
		break;
	case PLACE_ITEM:
		if (level->at < parent->n_items &&
		    parent->items[level->at].flags & ITEM_LATERAL)
			*view = view_left(state, level->parent, level->at);
		break;
	case PLACE_ROOT:
	case PLACE_CTE:
	case PLACE_ARM:
		break;
	}
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
			    struct view view, const struct sql_name *name,
			    uint32_t n_parts, uint32_t *found_level)
{
	uint32_t steps = 0;

	while (level != SCOPE_ABSENT && steps++ <= state->statement->n_levels) {
		uint32_t source = scope_upsert_source(state, level);
		uint32_t item = scope_item(state, level, &view, name, n_parts);

		*found_level = level;
		if (item == SCOPE_ABSENT && source != SCOPE_ABSENT &&
		    view.end) {
			view = view_whole(state, source);
			item = scope_item(state, source, &view, name, n_parts);
			*found_level = source;
		}
		if (item != SCOPE_ABSENT)
			return item;
		level = scope_outer(state, level, &view);
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
