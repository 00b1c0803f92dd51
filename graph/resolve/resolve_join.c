/*
 * Columns that joins merge: those of USING and NATURAL are one column of
 * several items.
 */
#include "graph/catalog/name.h"
#include "graph/resolve/resolve_state.h"

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

		if (!scope_visible_in(state, level, i, group))
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

		if (!scope_visible_in(state, join->level, i, join->group))
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

void join_bind(struct state *state, uint32_t index)
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

enum column_fit join_merged_fit(struct state *state, uint32_t level,
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
