/*
 * Columns that joins merge: those of USING and NATURAL are one column of
 * several items.
 */
#include "graph/catalog/name.h"
#include "graph/resolve/resolve_state.h"

/* The item of the view that has the column, or the only one that may have
 * it. */
static uint32_t find_among(struct state *state, uint32_t level,
			   const struct view *view, const struct wanted *wanted)
{
	uint32_t maybe = SCOPE_ABSENT, n_maybe = 0;

	if (view->end - view->first > RESOLVE_USING_MAX)
		return SCOPE_ABSENT;
	for (uint32_t i = view->first; i < view->end; i++) {
		struct sources from = {0};
		enum column_fit fit;

		if (!scope_has_columns(state, level, i, view))
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

/* The last merged column of that name whose items are seen. */
static struct merged *find_merged(struct state *state, uint32_t level,
				  const struct view *view,
				  const struct wanted *wanted)
{
	struct level_state *made = &state->levels[level];
	uint32_t at;
	char *lower;

	if (!made->n_merged)
		return NULL;
	lower = g_ascii_strdown(wanted->folded, -1);
	at = GPOINTER_TO_UINT(g_hash_table_lookup(made->merged_names, lower));
	g_free(lower);
	for (; at; at = made->merged[at - 1].next) {
		struct merged *merged = &made->merged[at - 1];

		if (merged_is(state, merged, wanted) && merged->n_items &&
		    scope_seen(state, level, merged->items[0], view))
			return merged;
	}
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

/* A join: two sides inside of the same parentheses. */
struct join {
	uint32_t level;
	struct view left, right;
};

/* The items of a side that have the column. */
static void add_side(struct state *state, uint32_t level, struct merged *to,
		     const struct view *side, const struct wanted *wanted)
{
	const struct merged *before = find_merged(state, level, side, wanted);
	uint32_t item;

	for (uint32_t i = 0; before && before != to && i < before->n_items; i++)
		*ARENA_PUSH(state->arena, to->items, to->n_items) =
			before->items[i];
	if (before)
		return;
	item = find_among(state, level, side, wanted);
	if (item != SCOPE_ABSENT)
		*ARENA_PUSH(state->arena, to->items, to->n_items) = item;
}

/* The column is one for an item of each side; one that the left side has
 * merged already grows. */
static void merge_column(struct state *state, const struct join *join,
			 const char *name)
{
	struct level_state *made = &state->levels[join->level];
	struct wanted wanted = wanted_loose(state, name);
	struct merged *merged =
		find_merged(state, join->level, &join->left, &wanted);
	struct merged found = {0};

	if (merged) {
		found = *merged;
	} else {
		add_side(state, join->level, &found, &join->left, &wanted);
	}
	add_side(state, join->level, &found, &join->right, &wanted);
	if (!merged)
		merged = add_merged(state, made, name);
	merged->items = found.items;
	merged->n_items = found.n_items;
}

/* NATURAL merges what both sides are known to have. */
static void merge_natural(struct state *state, const struct join *join)
{
	for (uint32_t i = join->right.first; i < join->right.end; i++) {
		struct output *columns;
		uint32_t n;

		if (!scope_has_columns(state, join->level, i, &join->right))
			continue;
		columns = flow_item(state, join->level, i, false, &n);
		for (uint32_t c = 0; c < n; c++) {
			struct wanted wanted = {columns[c].name, true,
						columns[c].name};
			struct sources from = {0};
			uint32_t item;

			if (!columns[c].name || columns[c].open)
				continue;
			item = find_among(state, join->level, &join->left,
					  &wanted);
			if (item != SCOPE_ABSENT &&
			    scope_column(state, join->level, item, &wanted,
					 &from) == COLUMN_KNOWN)
				merge_column(state, join, columns[c].name);
		}
	}
}

/* The first item on the left side of a join: behind the comma before it. */
static uint32_t left_first(const struct sql_level *level,
			   const struct item_state *items, uint32_t group,
			   uint32_t start)
{
	uint32_t first = group == SCOPE_ABSENT ? 0 : level->items[group].first;
	uint32_t back = 0;

	for (uint32_t i = start; i-- > first;) {
		if (items[i].group != group)
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

void join_bind(struct state *state, uint32_t index, uint32_t end)
{
	const struct sql_level *level = state_level(state, index);
	const struct item_state *items = scope_items(state, index);
	struct level_state *made = &state->levels[index];

	if (!made->merges)
		return;
	while (made->n_joined < MIN(end, level->n_items)) {
		uint32_t i = made->n_joined++;
		const struct sql_item *item = &level->items[i];
		uint32_t start = item->kind == ITEM_JOIN ? item->first : i;
		uint32_t group = items[i].group;
		struct join join;

		if (start > i ||
		    (!item->n_using_columns && !(item->flags & ITEM_NATURAL)))
			continue;
		join.level = index;
		join.left = (struct view){
			left_first(level, items, group, start), start, group};
		join.right = (struct view){start, i + 1, group};
		for (uint32_t u = 0; u < item->n_using_columns; u++)
			merge_column(state, &join, item->using_columns[u]);
		if (item->flags & ITEM_NATURAL)
			merge_natural(state, &join);
	}
}

enum column_fit join_merged_fit(struct state *state, uint32_t level,
				const struct view *view,
				const struct wanted *wanted,
				struct sources *from)
{
	const struct merged *merged;
	enum column_fit best = COLUMN_NO;

	join_bind(state, level, state->see_all ? UINT32_MAX : view->end);
	if (!state->levels[level].n_merged)
		return COLUMN_NO;
	merged = find_merged(state, level, view, wanted);
	for (uint32_t i = 0; merged && i < merged->n_items; i++) {
		enum column_fit fit;

		/* Joins further on have added items. */
		if (merged->items[i] >= view->end && !state->see_all)
			continue;
		fit = scope_column(state, level, merged->items[i], wanted,
				   from);
		best = MAX(best, fit);
	}
	return best == COLUMN_NO ? COLUMN_NO : COLUMN_KNOWN;
}

enum column_fit join_using_fit(struct state *state, uint32_t level,
			       uint32_t item, const struct wanted *wanted,
			       struct sources *from)
{
	const struct item_state *items = scope_items(state, level);
	struct view right;

	if (item >= state_level(state, level)->n_items)
		return COLUMN_NO;
	right = (struct view){0, item + 1, items[item].group};
	return join_merged_fit(state, level, &right, wanted, from);
}
