/* Components of digraphs and orders of few live bridges, held to answers that
 * are found by trying everything. */

#include "graph/plan/order.h"

#include <glib.h>
#include <string.h>

#include "graph/plan/scc.h"

static uint64_t state = 7;

static uint32_t random_below(uint32_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 33) % n;
}

/* --- components --- */

#define N 24

struct digraph {
	bool arcs[N][N];
	uint32_t first[N + 1], targets[N * N], n;
};

static void list_arcs(struct digraph *digraph)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < digraph->n; i++) {
		digraph->first[i] = at;
		for (uint32_t j = 0; j < digraph->n; j++)
			if (digraph->arcs[i][j])
				digraph->targets[at++] = j;
	}
	digraph->first[digraph->n] = at;
}

static struct digraph random_digraph(uint32_t n, uint32_t one_in)
{
	struct digraph digraph = {.n = n};

	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < n; j++)
			digraph.arcs[i][j] = random_below(one_in) == 0;
	list_arcs(&digraph);
	return digraph;
}

/* Two are in one component when each reaches the other. */
static void test_components(void)
{
	for (unsigned round = 0; round < 300; round++) {
		struct digraph digraph =
			random_digraph(1 + random_below(N), 2 + round % 30);
		bool reach[N][N];
		uint32_t component[N];

		memcpy(reach, digraph.arcs, sizeof(reach));
		for (uint32_t k = 0; k < digraph.n; k++)
			for (uint32_t i = 0; i < digraph.n; i++)
				for (uint32_t j = 0; j < digraph.n; j++)
					reach[i][j] |=
						reach[i][k] && reach[k][j];
		scc_find(digraph.n, digraph.first, digraph.targets, component);
		for (uint32_t i = 0; i < digraph.n; i++)
			for (uint32_t j = 0; j < digraph.n; j++)
				g_assert_cmpint(
					component[i] == component[j], ==,
					i == j || (reach[i][j] && reach[j][i]));
	}
}

static void test_components_are_numbered_by_first_member(void)
{
	/* 2 -> 1 -> 2, 0, 3. */
	const uint32_t first[] = {0, 0, 1, 2, 2}, targets[] = {2, 1};
	uint32_t component[4];

	g_assert_cmpuint(scc_find(4, first, targets, component), ==, 3);
	g_assert_cmpuint(component[0], ==, 0);
	g_assert_cmpuint(component[1], ==, 1);
	g_assert_cmpuint(component[2], ==, 1);
	g_assert_cmpuint(component[3], ==, 2);
}

/* A chain of a million: recursion would need more than the stack has. */
static void test_a_long_chain(void)
{
	uint32_t n = 1000000;
	uint32_t *first = g_new(uint32_t, n + 1);
	uint32_t *targets = g_new(uint32_t, n);
	uint32_t *component = g_new(uint32_t, n);

	for (uint32_t i = 0; i < n; i++) {
		first[i] = i;
		targets[i] = (i + 1) % n;
	}
	first[n] = n;
	g_assert_cmpuint(scc_find(n, first, targets, component), ==, 1);
	first[n] = n - 1;
	g_assert_cmpuint(scc_find(n, first, targets, component), ==, n);
	g_free(first);
	g_free(targets);
	g_free(component);
}

/* --- orders --- */

#define THINGS_MAX 40
#define BRIDGES_MAX 60

struct sample {
	struct order_problem problem;
	uint32_t first[BRIDGES_MAX + 1], ends[BRIDGES_MAX * 4];
	uint32_t difficulty[THINGS_MAX];
	uint8_t phase[THINGS_MAX];
};

static void add_bridge(struct sample *sample, uint32_t size)
{
	uint32_t *at = &sample->first[sample->problem.n_bridges + 1];
	uint32_t begin = sample->first[sample->problem.n_bridges];

	*at = begin;
	while (*at < begin + size) {
		uint32_t end = random_below(sample->problem.n);
		bool known = false;

		for (uint32_t i = begin; i < *at; i++)
			known = known || sample->ends[i] == end;
		if (!known)
			sample->ends[(*at)++] = end;
	}
	sample->problem.n_bridges++;
}

static void random_problem(struct sample *sample, uint32_t n, uint32_t bridges,
			   bool phases)
{
	*sample = (struct sample){.problem = {.n = n}};
	sample->problem.first = sample->first;
	sample->problem.ends = sample->ends;
	sample->problem.difficulty = sample->difficulty;
	sample->problem.phase = sample->phase;
	for (uint32_t i = 0; i < n; i++) {
		sample->difficulty[i] = random_below(1000);
		sample->phase[i] = phases ? (uint8_t)random_below(3) : 1;
	}
	for (uint32_t i = 0; i < bridges; i++) {
		uint32_t size = 2 + random_below(3);

		add_bridge(sample, MIN(size, n));
	}
}

static void assert_order(const struct sample *sample, const uint32_t *sequence)
{
	bool taken[THINGS_MAX] = {false};

	for (uint32_t i = 0; i < sample->problem.n; i++) {
		g_assert_false(taken[sequence[i]]);
		taken[sequence[i]] = true;
		if (i)
			g_assert_cmpuint(sample->phase[sequence[i - 1]], <=,
					 sample->phase[sequence[i]]);
	}
}

/* The least cost of all orders of what is left. */
static uint64_t try_all(const struct sample *sample, uint32_t *sequence,
			uint32_t at)
{
	uint64_t best = UINT64_MAX;

	if (at == sample->problem.n)
		return order_cost(&sample->problem, sequence);
	for (uint32_t i = at; i < sample->problem.n; i++) {
		uint32_t thing = sequence[i];
		bool may = true;

		for (uint32_t j = at; j < sample->problem.n; j++)
			may = may && sample->phase[sequence[j]] >=
					     sample->phase[thing];
		if (!may)
			continue;
		sequence[i] = sequence[at];
		sequence[at] = thing;
		best = MIN(best, try_all(sample, sequence, at + 1));
		sequence[at] = sequence[i];
		sequence[i] = thing;
	}
	return best;
}

static void test_small_orders_are_the_best(void)
{
	for (unsigned round = 0; round < 60; round++) {
		uint32_t n = 2 + random_below(5), sequence[THINGS_MAX];
		uint32_t all[THINGS_MAX];
		struct sample sample;
		struct order_answer answer;

		random_problem(&sample, n, random_below(9), round % 2);
		answer = order_find(&sample.problem, sequence);
		assert_order(&sample, sequence);
		for (uint32_t i = 0; i < n; i++)
			all[i] = i;
		g_assert_true(answer.exact);
		g_assert_cmpuint(answer.cost, ==,
				 order_cost(&sample.problem, sequence));
		g_assert_cmpuint(answer.cost, ==, try_all(&sample, all, 0));
	}
}

static void test_large_orders_keep_their_bound(void)
{
	for (unsigned round = 0; round < 60; round++) {
		uint32_t sequence[THINGS_MAX];
		struct sample sample;
		struct order_answer answer;

		random_problem(&sample, ORDER_EXACT_MAX + 1 + round % 20,
			       random_below(BRIDGES_MAX), round % 2);
		answer = order_find(&sample.problem, sequence);
		assert_order(&sample, sequence);
		g_assert_cmpuint(answer.cost, ==,
				 order_cost(&sample.problem, sequence));
		g_assert_cmpuint(answer.bound, <=, answer.cost);
	}
}

/* The bound holds for orders that are known to be the best, too: a chain costs
 * one a bridge, and that is its bound. */
static void test_the_bound_of_a_chain(void)
{
	struct sample sample = {.problem = {.n = 30, .n_bridges = 29}};
	uint32_t sequence[THINGS_MAX];
	struct order_answer answer;

	sample.problem.first = sample.first;
	sample.problem.ends = sample.ends;
	sample.problem.difficulty = sample.difficulty;
	sample.problem.phase = sample.phase;
	for (uint32_t i = 0; i < 29; i++) {
		sample.first[i + 1] = 2 * i + 2;
		sample.ends[2 * i] = i * 7 % 30;
		sample.ends[2 * i + 1] = (i + 1) * 7 % 30;
	}
	answer = order_find(&sample.problem, sequence);
	g_assert_cmpuint(answer.cost, ==, 29);
	g_assert_cmpuint(answer.bound, ==, 29);
	g_assert_true(answer.exact);
}

/* Of orders that cost the same, the easy things go first. */
static void test_easy_things_first(void)
{
	struct sample sample = {.problem = {.n = 3}};
	uint32_t sequence[3];

	sample.problem.first = sample.first;
	sample.problem.ends = sample.ends;
	sample.problem.difficulty = sample.difficulty;
	sample.problem.phase = sample.phase;
	sample.difficulty[0] = 30;
	sample.difficulty[1] = 10;
	sample.difficulty[2] = 20;
	order_find(&sample.problem, sequence);
	g_assert_cmpuint(sequence[0], ==, 1);
	g_assert_cmpuint(sequence[1], ==, 2);
	g_assert_cmpuint(sequence[2], ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/scc/all", test_components);
	g_test_add_func("/scc/numbers",
			test_components_are_numbered_by_first_member);
	g_test_add_func("/scc/chain", test_a_long_chain);
	g_test_add_func("/order/small", test_small_orders_are_the_best);
	g_test_add_func("/order/large", test_large_orders_keep_their_bound);
	g_test_add_func("/order/chain", test_the_bound_of_a_chain);
	g_test_add_func("/order/easy", test_easy_things_first);
	return g_test_run();
}
