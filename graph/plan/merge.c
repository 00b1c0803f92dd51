/*
 * Slices by coupling: the two groups are joined that have the largest share of
 * the ties of one of them between them, again and again, until no two have a
 * third, or no room.
 *
 * Heuristic. All ties of a group's tables count, those inside of it as well:
 * a group that has grown has much inside, so a few threads to another one do
 * not pull them together, while a table that hangs on one slice alone goes
 * there. The third is the point from which cutting seems dearer than not: it
 * would be proven wrong by slices that teams keep correcting with `together`
 * and `apart`.
 *
 * Deterministic: shares are whole numbers, and of equal ones the heavier pair,
 * then the smaller tables go first.
 */

#include <stdlib.h>
#include <string.h>

#include "graph/plan/plan_private.h"

/* Shares in parts of a million. */
#define SHARE_ALL 1000000u
#define SHARE_MIN (SHARE_ALL / 3)

/* Of a full neighbour's hangers-on only small groups are packed together. */
#define PACK_PART 4

/* What ties two groups. */
struct link {
	uint64_t weight;
	uint32_t pair; /* the heaviest between them */
};

/* A pair of groups that may be joined; old when a version has changed. */
struct candidate {
	uint64_t share, weight;
	uint32_t a, b, version_a, version_b;
};

struct merger {
	struct planner *planner;
	struct groups *groups;
	GHashTable *links;   /* key of two groups -> struct link */
	GArray **neighbours; /* by group: groups, perhaps old ones, or NULL */
	uint64_t *total;     /* by group: ties of its tables, inside too */
	uint32_t *version;
	GArray *heap; /* struct candidate, the best first */
};

/* --- links --- */

static guint key_hash(gconstpointer key)
{
	uint64_t k = *(const uint64_t *)key * 0x9e3779b97f4a7c15u;

	return (guint)(k >> 32);
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
	return *(const uint64_t *)a == *(const uint64_t *)b;
}

static uint64_t key_of(uint32_t a, uint32_t b)
{
	return (uint64_t)MIN(a, b) << 32 | MAX(a, b);
}

static struct link *link_find(const struct merger *merger, uint32_t a,
			      uint32_t b)
{
	uint64_t key = key_of(a, b);

	return g_hash_table_lookup(merger->links, &key);
}

static void add_neighbour(struct merger *merger, uint32_t a, uint32_t b)
{
	if (!merger->neighbours[a])
		merger->neighbours[a] =
			g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_array_append_val(merger->neighbours[a], b);
}

static bool is_heavier(const struct plan *plan, uint32_t a, uint32_t b)
{
	const struct plan_pair *x = &plan->pairs[a], *y = &plan->pairs[b];

	return x->weight != y->weight ? x->weight > y->weight : a < b;
}

static void add_link(struct merger *merger, uint32_t a, uint32_t b,
		     uint64_t weight, uint32_t pair)
{
	struct link *link = link_find(merger, a, b);

	if (!link) {
		uint64_t *key = g_new(uint64_t, 1);

		*key = key_of(a, b);
		link = g_new(struct link, 1);
		*link = (struct link){0, pair};
		g_hash_table_insert(merger->links, key, link);
		add_neighbour(merger, a, b);
		add_neighbour(merger, b, a);
	}
	link->weight += weight;
	if (is_heavier(merger->planner->plan, pair, link->pair))
		link->pair = pair;
}

static void add_links(struct merger *merger)
{
	const struct plan *plan = merger->planner->plan;

	for (uint32_t i = 0; i < plan->n_pairs; i++) {
		const struct plan_pair *pair = &plan->pairs[i];
		uint32_t a = groups_find(merger->groups, pair->a);
		uint32_t b = groups_find(merger->groups, pair->b);

		merger->total[a] += pair->weight;
		merger->total[b] += pair->weight;
		if (a != b && pair->weight > 0)
			add_link(merger, a, b, pair->weight, i);
	}
}

/* --- candidates --- */

static bool is_better(const struct candidate *x, const struct candidate *y)
{
	if (x->share != y->share)
		return x->share > y->share;
	if (x->weight != y->weight)
		return x->weight > y->weight;
	return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static void heap_push(GArray *heap, const struct candidate *candidate)
{
	guint at = heap->len;
	struct candidate *c;

	g_array_append_vals(heap, candidate, 1);
	c = (struct candidate *)(void *)heap->data;
	while (at > 0 && is_better(candidate, &c[(at - 1) / 2])) {
		c[at] = c[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	c[at] = *candidate;
}

static struct candidate heap_pop(GArray *heap)
{
	struct candidate *c = (struct candidate *)(void *)heap->data;
	struct candidate best = c[0], last = c[heap->len - 1];
	guint n = heap->len - 1, at = 0;

	for (guint child; (child = 2 * at + 1) < n; at = child) {
		if (child + 1 < n && is_better(&c[child + 1], &c[child]))
			child++;
		if (!is_better(&c[child], &last))
			break;
		c[at] = c[child];
	}
	c[at] = last;
	g_array_set_size(heap, n);
	return best;
}

static uint64_t share_of(const struct merger *merger, uint32_t a, uint32_t b,
			 uint64_t weight)
{
	uint64_t less = MIN(merger->total[a], merger->total[b]);

	return less ? weight * SHARE_ALL / less : 0;
}

static void propose(struct merger *merger, uint32_t a, uint32_t b)
{
	const struct link *link = link_find(merger, a, b);
	struct candidate candidate = {.a = MIN(a, b), .b = MAX(a, b)};

	if (!link)
		return;
	candidate.weight = link->weight;
	candidate.share = share_of(merger, a, b, link->weight);
	candidate.version_a = merger->version[candidate.a];
	candidate.version_b = merger->version[candidate.b];
	if (candidate.share >= SHARE_MIN)
		heap_push(merger->heap, &candidate);
}

static bool is_old(const struct merger *merger,
		   const struct candidate *candidate)
{
	return merger->groups->parent[candidate->a] != candidate->a ||
	       merger->groups->parent[candidate->b] != candidate->b ||
	       merger->version[candidate->a] != candidate->version_a ||
	       merger->version[candidate->b] != candidate->version_b;
}

static bool has_room(const struct merger *merger, uint32_t a, uint32_t b)
{
	return merger->groups->size[a] + merger->groups->size[b] <=
	       merger->planner->settings->slice_tables;
}

/* --- joining --- */

/* What tied the one that goes ties the one that stays. */
static void move_links(struct merger *merger, uint32_t from, uint32_t to)
{
	GArray *neighbours = merger->neighbours[from];

	merger->neighbours[from] = NULL;
	for (guint i = 0; neighbours && i < neighbours->len; i++) {
		uint32_t other = g_array_index(neighbours, uint32_t, i);
		struct link *link = link_find(merger, from, other);
		uint64_t key = key_of(from, other);

		if (!link)
			continue;
		if (other != to)
			add_link(merger, to, other, link->weight, link->pair);
		g_hash_table_remove(merger->links, &key);
	}
	if (neighbours)
		g_array_free(neighbours, TRUE);
}

static guint n_neighbours(const struct merger *merger, uint32_t group)
{
	return merger->neighbours[group] ? merger->neighbours[group]->len : 0;
}

static void join(struct merger *merger, const struct candidate *candidate)
{
	uint32_t a = candidate->a, b = candidate->b, stays;
	struct link link = *link_find(merger, a, b);
	const struct plan_pair *pair = &merger->planner->plan->pairs[link.pair];
	struct plan_merge merge = {
		.kind = MERGE_COUPLED,
		.a = pair->a,
		.b = pair->b,
		.pair = link.pair,
		.share = (uint32_t)(candidate->share / (SHARE_ALL / 100))};
	uint64_t total = merger->total[a] + merger->total[b];

	add_merge(merger->planner, &merge);
	stays = groups_join(merger->groups, a, b);
	move_links(merger, a + b - stays, stays);
	merger->total[stays] = total;
	merger->version[stays]++;
	for (guint i = 0; i < n_neighbours(merger, stays); i++)
		propose(merger, stays,
			g_array_index(merger->neighbours[stays], uint32_t, i));
}

static void join_all(struct merger *merger)
{
	while (merger->heap->len > 0) {
		struct candidate candidate = heap_pop(merger->heap);

		if (is_old(merger, &candidate) ||
		    !has_room(merger, candidate.a, candidate.b) ||
		    slices_apart(merger->planner, merger->groups, candidate.a,
				 candidate.b))
			continue;
		join(merger, &candidate);
	}
}

/* --- what hangs on full slices --- */

/* A small group whose closest neighbour has no room. */
struct hanger {
	uint32_t on, group, pair;
	uint32_t share;
};

static int compare_hangers(const void *a, const void *b)
{
	const struct hanger *x = a, *y = b;

	if (x->on != y->on)
		return x->on < y->on ? -1 : 1;
	return x->group < y->group ? -1 : x->group > y->group;
}

static bool find_hanger(const struct merger *merger, uint32_t group,
			struct hanger *hanger)
{
	const struct link *best = NULL;
	const GArray *list = merger->neighbours[group];

	for (guint i = 0; list && i < list->len; i++) {
		uint32_t other = g_array_index(list, uint32_t, i);
		const struct link *link = link_find(merger, group, other);

		if (!link || (best && (link->weight < best->weight ||
				       (link->weight == best->weight &&
					other > hanger->on))))
			continue;
		best = link;
		hanger->on = other;
		hanger->pair = link->pair;
	}
	if (!best || merger->total[group] == 0)
		return false;
	hanger->group = group;
	hanger->share = (uint32_t)(best->weight * 100 / merger->total[group]);
	return hanger->share >= 100 / 3 && !has_room(merger, group, hanger->on);
}

static void pack(struct merger *merger, const GArray *hangers)
{
	for (guint i = 0; i + 1 < hangers->len; i++) {
		const struct hanger *x =
			&g_array_index(hangers, struct hanger, i);
		const struct hanger *y =
			&g_array_index(hangers, struct hanger, i + 1);
		uint32_t a = groups_find(merger->groups, x->group);
		uint32_t b = groups_find(merger->groups, y->group);
		struct plan_merge merge = {.kind = MERGE_PACKED,
					   .a = x->group,
					   .b = y->group,
					   .pair = y->pair,
					   .share = y->share};

		if (x->on != y->on || a == b || !has_room(merger, a, b) ||
		    slices_apart(merger->planner, merger->groups, a, b))
			continue;
		groups_join(merger->groups, a, b);
		add_merge(merger->planner, &merge);
	}
}

static void pack_hangers(struct merger *merger)
{
	uint32_t small = merger->planner->settings->slice_tables / PACK_PART;
	GArray *hangers = g_array_new(FALSE, FALSE, sizeof(struct hanger));

	for (uint32_t i = 0; i < merger->groups->n; i++) {
		struct hanger hanger = {0};

		if (merger->groups->parent[i] == i &&
		    merger->groups->size[i] <= MAX(small, 1u) &&
		    find_hanger(merger, i, &hanger))
			g_array_append_val(hangers, hanger);
	}
	g_array_sort(hangers, compare_hangers);
	pack(merger, hangers);
	g_array_free(hangers, TRUE);
}

/* --- the whole --- */

void merge_coupled(struct planner *planner, struct groups *groups)
{
	struct merger merger = {.planner = planner, .groups = groups};

	merger.links =
		g_hash_table_new_full(key_hash, key_equal, g_free, g_free);
	merger.neighbours = g_new0(GArray *, groups->n);
	merger.total = g_new0(uint64_t, groups->n);
	merger.version = g_new0(uint32_t, groups->n);
	merger.heap = g_array_new(FALSE, FALSE, sizeof(struct candidate));
	add_links(&merger);
	for (uint32_t i = 0; i < groups->n; i++)
		for (guint n = 0; n < n_neighbours(&merger, i); n++) {
			uint32_t other = g_array_index(merger.neighbours[i],
						       uint32_t, n);

			if (i < other)
				propose(&merger, i, other);
		}
	join_all(&merger);
	pack_hangers(&merger);
	for (uint32_t i = 0; i < groups->n; i++)
		if (merger.neighbours[i])
			g_array_free(merger.neighbours[i], TRUE);
	g_free(merger.neighbours);
	g_free(merger.total);
	g_free(merger.version);
	g_array_free(merger.heap, TRUE);
	g_hash_table_unref(merger.links);
}
