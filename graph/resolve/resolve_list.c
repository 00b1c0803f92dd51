/* Lists of sources, and names found by hash. */
#include <stdlib.h>
#include <string.h>

#include "graph/resolve/resolve_state.h"

/* Makes a shared list one's own. */
static void sources_own(struct state *state, struct sources *sources)
{
	struct sources own = {0};

	for (uint32_t i = 0; i < sources->n; i++)
		*ARENA_PUSH(state->arena, own.list, own.n) = sources->list[i];
	*sources = own;
}

void sources_add(struct state *state, struct sources *sources,
		 const struct source *source, enum how how)
{
	struct source *made;

	if (sources->shared)
		sources_own(state, sources);
	made = ARENA_PUSH(state->arena, sources->list, sources->n);
	*made = *source;
	made->how = MAX(how, source->how);
}

void sources_share(struct state *state, struct sources *sources,
		   const struct sources *more)
{
	if (sources->n) {
		sources_add_all(state, sources, more, HOW_COPIED);
		return;
	}
	*sources = *more;
	sources->shared = more->n > 0;
}

/* What is past the limit is left out; the list is united first, as it may hold
 * much twice. */
void sources_add_all(struct state *state, struct sources *sources,
		     const struct sources *more, enum how how)
{
	if (sources->n + more->n > 2 * RESOLVE_SOURCES_MAX && !sources->shared)
		sources_unite(sources);
	for (uint32_t i = 0;
	     i < more->n && sources->n < 2 * RESOLVE_SOURCES_MAX; i++)
		sources_add(state, sources, &more->list[i], how);
}

void sources_add_column(struct state *state, struct sources *sources,
			uint32_t table, const char *column, bool certain)
{
	struct source source = {table, column,	   SCOPE_ABSENT,
				0,     HOW_COPIED, certain};

	sources_add(state, sources, &source, HOW_COPIED);
}

static int compare_place(const struct source *x, const struct source *y)
{
	if (x->level != y->level)
		return x->level < y->level ? -1 : 1;
	if (x->output != y->output)
		return x->output < y->output ? -1 : 1;
	if (x->table != y->table)
		return x->table < y->table ? -1 : 1;
	return strcmp(x->column, y->column);
}

/* The stronger `how` comes first. */
static int compare_sources(const void *a, const void *b)
{
	const struct source *x = a, *y = b;
	int order = compare_place(x, y);

	return order ? order : (int)y->how - (int)x->how;
}

void sources_unite(struct sources *sources)
{
	uint32_t n = 0;

	/* A shared list is that of an output, which is united. */
	if (sources->n < 2 || sources->shared)
		return;
	state_sort(sources->list, sources->n, sizeof(*sources->list),
		   compare_sources);
	for (uint32_t i = 1; i < sources->n; i++) {
		if (compare_place(&sources->list[n], &sources->list[i]) == 0)
			sources->list[n].certain |= sources->list[i].certain;
		else
			sources->list[++n] = sources->list[i];
	}
	sources->n = MIN(n + 1, RESOLVE_SOURCES_MAX);
}

/* --- order --- */

/* More elements than this are left to qsort(). */
#define SORT_LINEAR 12

void state_sort(void *elements, uint32_t n, size_t size,
		int (*compare)(const void *, const void *))
{
	char *first = elements, moved[SORT_SIZE_MAX];

	if (n > SORT_LINEAR) {
		qsort(elements, n, size, compare);
		return;
	}
	for (uint32_t i = 1; i < n; i++) {
		char *at = first + i * size, *to = at;

		while (to > first && compare(to - size, at) > 0)
			to -= size;
		if (to == at)
			continue;
		memcpy(moved, at, size);
		memmove(to + size, to, (size_t)(at - to));
		memcpy(to, moved, size);
	}
}

/* --- recursion --- */

struct visit {
	uint32_t level, output;
	enum how how;
};

struct visits {
	struct visit *list;
	uint32_t n, done;
};

/* Notes an output to be looked into; again if it came with a weaker `how`. */
static void visit(struct state *state, struct visits *visits,
		  const struct source *symbol, enum how how)
{
	how = MAX(how, symbol->how);
	for (uint32_t i = 0; i < visits->n; i++) {
		struct visit *v = &visits->list[i];

		if (v->level == symbol->level && v->output == symbol->output &&
		    v->how >= how)
			return;
	}
	*ARENA_PUSH(state->arena, visits->list, visits->n) =
		(struct visit){symbol->level, symbol->output, how};
}

struct sources sources_final(struct state *state, const struct sources *sources)
{
	struct sources final = {0};
	struct visits visits = {NULL, 0, 0};
	bool symbols = false;

	for (uint32_t i = 0; i < sources->n; i++)
		symbols |= sources->list[i].level != SCOPE_ABSENT;
	if (!symbols)
		return *sources;
	for (uint32_t i = 0; i < sources->n; i++) {
		const struct source *source = &sources->list[i];

		if (source->level == SCOPE_ABSENT)
			sources_add(state, &final, source, HOW_COPIED);
		else
			visit(state, &visits, source, HOW_COPIED);
	}
	while (visits.done < visits.n) {
		struct visit v = visits.list[visits.done++];
		const struct level_state *level = &state->levels[v.level];
		const struct sources *from;

		if (level->progress != LEVEL_DONE ||
		    v.output >= level->n_outputs)
			continue;
		from = &level->outputs[v.output].from;
		for (uint32_t i = 0; i < from->n; i++) {
			if (from->list[i].level == SCOPE_ABSENT)
				sources_add(state, &final, &from->list[i],
					    v.how);
			else
				visit(state, &visits, &from->list[i], v.how);
		}
	}
	sources_unite(&final);
	return final;
}

/* --- names by hash --- */

void state_hash_keep(struct state *state, GHashTable *hash)
{
	if (!state->hashes)
		state->hashes = g_ptr_array_new_with_free_func(
			(GDestroyNotify)g_hash_table_destroy);
	g_ptr_array_add(state->hashes, hash);
}

GHashTable *state_hash(struct state *state, bool owns_keys)
{
	GHashTable *hash = g_hash_table_new_full(
		g_str_hash, g_str_equal, owns_keys ? g_free : NULL, NULL);

	state_hash_keep(state, hash);
	return hash;
}

static void map_make(struct state *state, struct name_map *map, uint32_t level,
		     uint32_t n, name_at *get)
{
	map->first = state_hash(state, true);
	map->next = arena_alloc(state->arena, n * sizeof(*map->next));
	for (uint32_t i = n; i-- > 0;) {
		char *lower = g_ascii_strdown(get(state, level, i), -1);
		gpointer next = g_hash_table_lookup(map->first, lower);

		map->next[i] = next ? GPOINTER_TO_UINT(next) - 1 : n;
		g_hash_table_replace(map->first, lower,
				     GUINT_TO_POINTER(i + 1));
	}
}

uint32_t map_first(struct state *state, struct name_map *map, uint32_t level,
		   uint32_t n, name_at *get, const char *name)
{
	char *lower;
	gpointer found;

	if (n <= RESOLVE_LINEAR)
		return 0;
	if (!map->first)
		map_make(state, map, level, n, get);
	lower = g_ascii_strdown(name, -1);
	found = g_hash_table_lookup(map->first, lower);
	g_free(lower);
	return found ? GPOINTER_TO_UINT(found) - 1 : n;
}

uint32_t map_next(const struct name_map *map, uint32_t n, uint32_t position)
{
	return n <= RESOLVE_LINEAR ? position + 1 : map->next[position];
}
