/* Which blind spots touch which slice. */

#include <stdlib.h>
#include <string.h>

#include "graph/plan/plan_private.h"
#include "graph/query/touch.h"
#include "graph/query/walk.h"

/* A name, or the end of one, folded. */
struct ending {
	char *text;
	uint32_t table;
};

struct finder {
	struct planner *planner;
	GArray *endings;      /* struct ending, sorted */
	GHashTable *patterns; /* pattern -> GArray of slices, rising */
	GArray *found;	      /* slice << 32 | spot */
};

static int compare_endings(const void *a, const void *b)
{
	const struct ending *x = a, *y = b;
	int order = strcmp(x->text, y->text);

	return order ? order : x->table < y->table ? -1 : x->table > y->table;
}

static void list_endings(struct finder *finder)
{
	const struct plan *plan = finder->planner->plan;

	for (uint32_t i = 0; i < plan->n_tables; i++) {
		const struct node *node =
			&plan->graph->nodes[plan->tables[i].node];
		char *name = g_ascii_strdown(node->name, -1);
		size_t offset = 0, length = strlen(name);

		for (uint32_t p = 0; p < node->n_parts && offset < length;
		     p++) {
			struct ending ending = {g_strdup(name + offset), i};

			g_array_append_val(finder->endings, ending);
			offset += strlen(node->parts[p]) + 1;
		}
		g_free(name);
	}
	g_array_sort(finder->endings, compare_endings);
}

/* A pattern that fits every name says nothing about one slice. */
static bool fits_all(const char *pattern)
{
	return pattern[strspn(pattern, "*?.")] == '\0';
}

static void add_slice(GArray *slices, uint32_t slice)
{
	for (guint i = 0; i < slices->len; i++)
		if (g_array_index(slices, uint32_t, i) == slice)
			return;
	g_array_append_val(slices, slice);
}

/* Only names that begin as the pattern does are held to it. */
static GArray *slices_of_pattern(struct finder *finder, const char *pattern)
{
	const struct plan *plan = finder->planner->plan;
	GArray *slices = g_hash_table_lookup(finder->patterns, pattern);
	char *folded;
	size_t literal;
	guint low = 0, high = finder->endings->len;

	if (slices)
		return slices;
	slices = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	folded = g_ascii_strdown(pattern, -1);
	literal = strcspn(folded, "*?");
	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (strncmp(g_array_index(finder->endings, struct ending,
					  middle)
				    .text,
			    folded, literal) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < finder->endings->len; low++) {
		const struct ending *ending =
			&g_array_index(finder->endings, struct ending, low);

		if (strncmp(ending->text, folded, literal) != 0)
			break;
		if (g_pattern_match_simple(folded, ending->text))
			add_slice(slices, plan->tables[ending->table].slice);
	}
	g_free(folded);
	g_hash_table_insert(finder->patterns, (gpointer)pattern, slices);
	return slices;
}

/* The slices of the objects that may be meant. */
static void add_candidates(struct finder *finder, const struct blind_spot *spot,
			   GArray *slices)
{
	struct planner *planner = finder->planner;
	const struct plan *plan = planner->plan;

	for (uint32_t i = 0; i < spot->n_candidates; i++) {
		uint32_t node = graph_find(plan->graph, spot->candidates[i]);
		const GArray *bases;

		if (node == GRAPH_ABSENT)
			continue;
		if (planner->table_of[node]) {
			add_slice(slices,
				  plan->tables[planner->table_of[node] - 1]
					  .slice);
			continue;
		}
		if (!node_is_relation(&plan->graph->nodes[node]))
			continue;
		bases = uses_under_view(planner, node);
		for (guint b = 0; b < bases->len; b++)
			add_slice(
				slices,
				plan->tables[g_array_index(bases, uint32_t, b)]
					.slice);
	}
}

static void find_spot(struct finder *finder, uint32_t index)
{
	const struct blind_spot *spot =
		&finder->planner->graph->blind_spots[index];
	GArray *slices = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	if (spot->pattern && !fits_all(spot->pattern)) {
		const GArray *fitting =
			slices_of_pattern(finder, spot->pattern);

		g_array_append_vals(slices, fitting->data, fitting->len);
	}
	if (!spot->pattern || !fits_all(spot->pattern))
		add_candidates(finder, spot, slices);
	for (guint i = 0; i < slices->len; i++) {
		uint64_t one = (uint64_t)g_array_index(slices, uint32_t, i)
				       << 32 |
			       index;

		g_array_append_val(finder->found, one);
	}
	g_array_free(slices, TRUE);
}

static int compare_found(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static void keep_spots(struct finder *finder)
{
	struct plan *plan = finder->planner->plan;
	uint32_t n = 0;

	g_array_sort(finder->found, compare_found);
	plan->spots = arena_alloc(&plan->arena,
				  finder->found->len * sizeof(uint32_t));
	for (guint i = 0; i < finder->found->len; i++) {
		uint64_t one = g_array_index(finder->found, uint64_t, i);
		struct plan_range *range = &plan->slices[one >> 32].spots;

		if (i > 0 &&
		    g_array_index(finder->found, uint64_t, i - 1) == one)
			continue;
		if (range->n++ == 0)
			range->first = n;
		plan->spots[n++] = (uint32_t)one;
	}
}

/* Blind spots that may touch any table of a catalog that is planned. */
static void count_others(struct planner *planner)
{
	struct plan *plan = planner->plan;
	const struct graph *graph = planner->graph;
	guint8 *counted = g_new0(guint8, graph->n_blind_spots + 1);
	GHashTable *seen = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < plan->n_slices; i++) {
		uint32_t anchor = plan->tables[plan->slices[i].anchor].node;
		struct touch *touch;

		if (!g_hash_table_add(seen, (gpointer)plan->slices[i].source))
			continue;
		touch = touch_new(graph, anchor);
		for (uint32_t s = 0; s < graph->n_blind_spots; s++) {
			const struct blind_spot *spot = &graph->blind_spots[s];

			if (spot->pattern
				    ? fits_all(spot->pattern)
				    : touch_of(touch, spot) == TOUCHES_CATALOG)
				counted[s] = 1;
		}
		touch_free(touch);
	}
	for (uint32_t s = 0; s < graph->n_blind_spots; s++)
		if (counted[s])
			plan->n_catalog_spots += graph->blind_spots[s].count;
	g_hash_table_unref(seen);
	g_free(counted);
}

static void free_array(gpointer array)
{
	g_array_free(array, TRUE);
}

void spots_collect(struct planner *planner)
{
	struct finder finder = {.planner = planner};

	finder.endings = g_array_new(FALSE, FALSE, sizeof(struct ending));
	finder.patterns = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
						free_array);
	finder.found = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	list_endings(&finder);
	for (uint32_t i = 0; i < planner->graph->n_blind_spots; i++)
		find_spot(&finder, i);
	keep_spots(&finder);
	count_others(planner);
	for (guint i = 0; i < finder.endings->len; i++)
		g_free(g_array_index(finder.endings, struct ending, i).text);
	g_array_free(finder.endings, TRUE);
	g_hash_table_unref(finder.patterns);
	g_array_free(finder.found, TRUE);
}
