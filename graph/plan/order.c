#include "graph/plan/order.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

/* Starts of the greedy search, where the problem is not too large. */
#define STARTS 4
#define STARTS_MAX_THINGS 2000

/* Rounds of swaps; each is linear. */
#define ROUNDS_MAX 100

static uint32_t size_of(const struct order_problem *problem, uint32_t bridge)
{
	return problem->first[bridge + 1] - problem->first[bridge];
}

uint64_t order_cost(const struct order_problem *problem,
		    const uint32_t *sequence)
{
	uint32_t *position = g_new(uint32_t, problem->n + 1);
	uint64_t cost = 0;

	for (uint32_t i = 0; i < problem->n; i++)
		position[sequence[i]] = i;
	for (uint32_t b = 0; b < problem->n_bridges; b++) {
		uint32_t low = UINT32_MAX, high = 0;

		for (uint32_t e = problem->first[b]; e < problem->first[b + 1];
		     e++) {
			low = MIN(low, position[problem->ends[e]]);
			high = MAX(high, position[problem->ends[e]]);
		}
		cost += high > low ? high - low : 0;
	}
	g_free(position);
	return cost;
}

/* --- exact --- */

/* Costs with what is only the second criterion in the low bits. */
#define SECOND_BITS 24

struct subsets {
	uint64_t *best;	  /* by subset taken so far */
	uint32_t *inside; /* bridges that lie in the subset */
	uint8_t *last;	  /* the thing taken last */
};

/* For every subset the number of bridges inside of it. */
static void count_inside(const struct order_problem *problem, uint32_t *inside)
{
	uint32_t all = 1u << problem->n;

	for (uint32_t b = 0; b < problem->n_bridges; b++) {
		uint32_t mask = 0;

		for (uint32_t e = problem->first[b]; e < problem->first[b + 1];
		     e++)
			mask |= 1u << problem->ends[e];
		inside[mask]++;
	}
	for (uint32_t i = 0; i < problem->n; i++)
		for (uint32_t s = 0; s < all; s++)
			if (s & 1u << i)
				inside[s] += inside[s ^ 1u << i];
}

/* Whether the thing may be taken when `taken` are. */
static bool may_take(const struct order_problem *problem, uint32_t taken,
		     uint32_t thing)
{
	for (uint32_t i = 0; i < problem->n; i++)
		if (!(taken & 1u << i) &&
		    problem->phase[i] < problem->phase[thing])
			return false;
	return true;
}

static void fill_subset(const struct order_problem *problem,
			struct subsets *subsets, uint32_t subset, uint32_t size)
{
	uint32_t all = (1u << problem->n) - 1;
	uint64_t open = problem->n_bridges - subsets->inside[subset] -
			subsets->inside[all ^ subset];

	subsets->best[subset] = UINT64_MAX;
	for (uint32_t i = 0; i < problem->n; i++) {
		uint32_t before = subset ^ 1u << i;
		uint64_t cost;

		if (!(subset & 1u << i) ||
		    subsets->best[before] == UINT64_MAX ||
		    !may_take(problem, before, i))
			continue;
		/* A difficult thing costs the more the earlier it is taken. */
		cost = subsets->best[before] + (open << SECOND_BITS) +
		       (uint64_t)problem->difficulty[i] *
			       (problem->n - size + 1);
		if (cost < subsets->best[subset]) {
			subsets->best[subset] = cost;
			subsets->last[subset] = (uint8_t)i;
		}
	}
}

static struct order_answer find_exact(const struct order_problem *problem,
				      uint32_t *sequence)
{
	uint32_t all = (1u << problem->n) - 1, at = all;
	struct subsets subsets = {g_new0(uint64_t, all + 1),
				  g_new0(uint32_t, all + 1),
				  g_new0(uint8_t, all + 1)};
	struct order_answer answer = {.exact = true};

	count_inside(problem, subsets.inside);
	for (uint32_t subset = 1; subset <= all; subset++)
		fill_subset(problem, &subsets, subset,
			    (uint32_t)__builtin_popcount(subset));
	for (uint32_t i = problem->n; i-- > 0;) {
		sequence[i] = subsets.last[at];
		at ^= 1u << sequence[i];
	}
	answer.cost = answer.bound = subsets.best[all] >> SECOND_BITS;
	g_free(subsets.best);
	g_free(subsets.inside);
	g_free(subsets.last);
	return answer;
}

/* --- greedy --- */

/* Bridges by thing, as adjacency arrays. */
struct incidence {
	uint32_t *first, *bridges;
};

static struct incidence incidence_new(const struct order_problem *problem)
{
	uint32_t n_ends = problem->first[problem->n_bridges];
	struct incidence of = {g_new0(uint32_t, problem->n + 2),
			       g_new(uint32_t, n_ends + 1)};

	for (uint32_t e = 0; e < n_ends; e++)
		of.first[problem->ends[e] + 2]++;
	for (uint32_t i = 0; i <= problem->n; i++)
		of.first[i + 1] += of.first[i];
	for (uint32_t b = 0; b < problem->n_bridges; b++)
		for (uint32_t e = problem->first[b]; e < problem->first[b + 1];
		     e++)
			of.bridges[of.first[problem->ends[e] + 1]++] = b;
	return of;
}

static void incidence_free(struct incidence *of)
{
	g_free(of->first);
	g_free(of->bridges);
}

struct greedy {
	const struct order_problem *problem;
	const struct incidence *of;
	uint32_t *taken_of; /* by bridge: how many of its things are taken */
	int64_t *delta;	    /* by thing: opened less closed if it is taken */
	uint32_t *open;	    /* by thing: its bridges that are open */
	uint32_t *rest;	    /* things not taken yet, in no order */
	uint32_t n_rest;
};

static void take(struct greedy *greedy, uint32_t thing)
{
	const struct order_problem *problem = greedy->problem;

	for (uint32_t i = greedy->of->first[thing];
	     i < greedy->of->first[thing + 1]; i++) {
		uint32_t b = greedy->of->bridges[i];
		uint32_t n = ++greedy->taken_of[b];

		for (uint32_t e = problem->first[b];
		     (n == 1 || n + 1 == size_of(problem, b)) &&
		     e < problem->first[b + 1];
		     e++) {
			uint32_t other = problem->ends[e];

			/* It opens no more; for its last thing it closes. */
			if (n == 1) {
				greedy->delta[other]--;
				greedy->open[other]++;
			}
			if (n + 1 == size_of(problem, b))
				greedy->delta[other]--;
		}
	}
}

static bool is_better(const struct greedy *greedy, uint32_t x, uint32_t y)
{
	const struct order_problem *problem = greedy->problem;

	if (problem->phase[x] != problem->phase[y])
		return problem->phase[x] < problem->phase[y];
	if (greedy->delta[x] != greedy->delta[y])
		return greedy->delta[x] < greedy->delta[y];
	if (greedy->open[x] != greedy->open[y])
		return greedy->open[x] > greedy->open[y];
	if (problem->difficulty[x] != problem->difficulty[y])
		return problem->difficulty[x] < problem->difficulty[y];
	return x < y;
}

/* The best of the rest, or at the first step the `skip`-th best. */
static uint32_t choose(const struct greedy *greedy, uint32_t skip)
{
	uint32_t best = 0;

	for (uint32_t i = 1; i < greedy->n_rest; i++)
		if (is_better(greedy, greedy->rest[i], greedy->rest[best]))
			best = i;
	if (skip == 0)
		return best;
	/* Another start: the best that comes behind the first `skip`. */
	return (best + skip * (greedy->n_rest / (skip + 1) + 1)) %
	       greedy->n_rest;
}

static void greedy_start(struct greedy *greedy)
{
	const struct order_problem *problem = greedy->problem;

	memset(greedy->taken_of, 0,
	       sizeof(uint32_t) * (problem->n_bridges + 1));
	greedy->n_rest = problem->n;
	for (uint32_t i = 0; i < problem->n; i++) {
		greedy->rest[i] = i;
		greedy->open[i] = 0;
		greedy->delta[i] =
			greedy->of->first[i + 1] - greedy->of->first[i];
	}
}

static void greedy_run(struct greedy *greedy, uint32_t skip, uint32_t *sequence)
{
	uint32_t lowest = UINT32_MAX;

	greedy_start(greedy);
	for (uint32_t i = 0; i < greedy->problem->n; i++)
		lowest = MIN(lowest, greedy->problem->phase[i]);
	for (uint32_t i = 0; i < greedy->problem->n; i++) {
		uint32_t at = choose(greedy, i == 0 ? skip : 0), thing;

		/* The first phase goes first, wherever one starts. */
		if (greedy->problem->phase[greedy->rest[at]] != lowest)
			at = choose(greedy, 0);
		thing = greedy->rest[at];
		greedy->rest[at] = greedy->rest[--greedy->n_rest];
		sequence[i] = thing;
		take(greedy, thing);
	}
}

/* --- swaps --- */

struct swapper {
	const struct order_problem *problem;
	const struct incidence *of;
	uint32_t *low, *high; /* by bridge: positions of its ends */
	guint8 *shared;	      /* by bridge, of the pair at hand */
};

static void place_bridges(struct swapper *swapper, const uint32_t *sequence)
{
	const struct order_problem *problem = swapper->problem;

	for (uint32_t b = 0; b < problem->n_bridges; b++) {
		swapper->low[b] = UINT32_MAX;
		swapper->high[b] = 0;
	}
	for (uint32_t p = 0; p < problem->n; p++)
		for (uint32_t i = swapper->of->first[sequence[p]];
		     i < swapper->of->first[sequence[p] + 1]; i++) {
			uint32_t b = swapper->of->bridges[i];

			swapper->low[b] = MIN(swapper->low[b], p);
			swapper->high[b] = MAX(swapper->high[b], p);
		}
}

/* What it costs if the thing at `from` goes to its neighbour `to`; bridges
 * with both things stay as they are. With `move` it goes there. */
static int64_t shift(struct swapper *swapper, uint32_t thing, uint32_t from,
		     uint32_t to, bool move)
{
	int64_t cost = 0;

	for (uint32_t i = swapper->of->first[thing];
	     i < swapper->of->first[thing + 1]; i++) {
		uint32_t b = swapper->of->bridges[i];

		if (swapper->shared[b])
			continue;
		if (swapper->low[b] == from)
			cost += (int64_t)from - to;
		else if (swapper->high[b] == from)
			cost += (int64_t)to - from;
		if (move && swapper->low[b] == from)
			swapper->low[b] = to;
		else if (move && swapper->high[b] == from)
			swapper->high[b] = to;
	}
	return cost;
}

/* Marks the bridges that the two have in common; those of `a` are unmarked
 * before and after. */
static void mark_shared(struct swapper *swapper, uint32_t a, uint32_t b)
{
	const struct incidence *of = swapper->of;

	for (uint32_t i = of->first[a]; i < of->first[a + 1]; i++)
		swapper->shared[of->bridges[i]] = 1;
	for (uint32_t i = of->first[b]; i < of->first[b + 1]; i++)
		if (swapper->shared[of->bridges[i]])
			swapper->shared[of->bridges[i]] = 2;
	for (uint32_t i = of->first[a]; i < of->first[a + 1]; i++)
		swapper->shared[of->bridges[i]] =
			swapper->shared[of->bridges[i]] == 2;
}

static bool swap_at(struct swapper *swapper, uint32_t *sequence, uint32_t p)
{
	uint32_t a = sequence[p], b = sequence[p + 1];
	const struct order_problem *problem = swapper->problem;
	int64_t cost;

	if (problem->phase[a] != problem->phase[b])
		return false;
	mark_shared(swapper, a, b);
	cost = shift(swapper, a, p, p + 1, false) +
	       shift(swapper, b, p + 1, p, false);
	if (cost < 0) {
		shift(swapper, a, p, p + 1, true);
		shift(swapper, b, p + 1, p, true);
		sequence[p] = b;
		sequence[p + 1] = a;
	}
	for (uint32_t i = swapper->of->first[a]; i < swapper->of->first[a + 1];
	     i++)
		swapper->shared[swapper->of->bridges[i]] = 0;
	return cost < 0;
}

static void swap_all(struct swapper *swapper, uint32_t *sequence)
{
	bool better = true;

	place_bridges(swapper, sequence);
	for (unsigned round = 0; better && round < ROUNDS_MAX; round++) {
		better = false;
		for (uint32_t p = 0; p + 1 < swapper->problem->n; p++)
			better = swap_at(swapper, sequence, p) || better;
	}
}

/* --- the bound --- */

static int compare_falling(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x > y ? -1 : x < y;
}

/*
 * No order costs less: a bridge of k things spans at least k - 1 steps; and of
 * the bridges of two that one thing has, only those to two neighbours can span
 * one step, those to two more two, and so on. Both ends see each bridge.
 */
static uint64_t bound_of(const struct order_problem *problem,
			 const struct incidence *of)
{
	uint32_t *times = g_new0(uint32_t, problem->n + 1);
	GArray *counts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	uint64_t wide = 0, twice = 0;

	for (uint32_t b = 0; b < problem->n_bridges; b++)
		if (size_of(problem, b) > 2)
			wide += size_of(problem, b) - 1;
	for (uint32_t t = 0; t < problem->n; t++) {
		g_array_set_size(counts, 0);
		for (uint32_t i = of->first[t]; i < of->first[t + 1]; i++) {
			uint32_t e = problem->first[of->bridges[i]];

			if (size_of(problem, of->bridges[i]) == 2)
				times[problem->ends[e] == t
					      ? problem->ends[e + 1]
					      : problem->ends[e]]++;
		}
		for (uint32_t i = of->first[t]; i < of->first[t + 1]; i++) {
			uint32_t e = problem->first[of->bridges[i]];
			uint32_t other = problem->ends[e] == t
						 ? problem->ends[e + 1]
						 : problem->ends[e];

			if (size_of(problem, of->bridges[i]) != 2 ||
			    times[other] == 0)
				continue;
			g_array_append_val(counts, times[other]);
			times[other] = 0;
		}
		g_array_sort(counts, compare_falling);
		for (guint i = 0; i < counts->len; i++)
			twice += (uint64_t)g_array_index(counts, uint32_t, i) *
				 (i / 2 + 1);
	}
	g_array_free(counts, TRUE);
	g_free(times);
	return wide + (twice + 1) / 2;
}

/* --- the whole --- */

static struct order_answer find_heuristic(const struct order_problem *problem,
					  uint32_t *sequence)
{
	uint32_t starts = problem->n > STARTS_MAX_THINGS ? 1 : STARTS;
	struct incidence of = incidence_new(problem);
	struct greedy greedy = {problem,
				&of,
				g_new(uint32_t, problem->n_bridges + 1),
				g_new(int64_t, problem->n),
				g_new(uint32_t, problem->n),
				g_new(uint32_t, problem->n),
				0};
	struct swapper swapper = {problem, &of,
				  g_new(uint32_t, problem->n_bridges + 1),
				  g_new(uint32_t, problem->n_bridges + 1),
				  g_new0(guint8, problem->n_bridges + 1)};
	uint32_t *tried = g_new(uint32_t, problem->n);
	struct order_answer answer = {.cost = UINT64_MAX};

	for (uint32_t start = 0; start < starts; start++) {
		uint64_t cost;

		greedy_run(&greedy, start, tried);
		swap_all(&swapper, tried);
		cost = order_cost(problem, tried);
		if (cost >= answer.cost)
			continue;
		answer.cost = cost;
		memcpy(sequence, tried, problem->n * sizeof(uint32_t));
	}
	answer.bound = bound_of(problem, &of);
	answer.exact = answer.bound == answer.cost;
	g_free(tried);
	g_free(greedy.taken_of);
	g_free(greedy.delta);
	g_free(greedy.open);
	g_free(greedy.rest);
	g_free(swapper.low);
	g_free(swapper.high);
	g_free(swapper.shared);
	incidence_free(&of);
	return answer;
}

struct order_answer order_find(const struct order_problem *problem,
			       uint32_t *sequence)
{
	if (problem->n == 0)
		return (struct order_answer){.exact = true};
	if (problem->n == 1) {
		sequence[0] = 0;
		return (struct order_answer){.exact = true};
	}
	return problem->n <= ORDER_EXACT_MAX
		       ? find_exact(problem, sequence)
		       : find_heuristic(problem, sequence);
}
