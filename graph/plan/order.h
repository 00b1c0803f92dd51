/*
 * order.h - an order of things that keeps few bridges open.
 *
 * Each bridge joins two or more things. When they are taken one after the
 * other, a bridge is open after every step at which some of its things have
 * been taken and others not. The cost of an order is the sum of open bridges
 * over all steps; of orders of equal cost, the one that takes the easy first.
 *
 * Up to ORDER_EXACT_MAX things the answer is the best one (dynamic programming
 * over all subsets). Beyond, it is a greedy order bettered by swaps, with a
 * bound that no order goes below: how far it is from the best is at most
 * `cost - bound`.
 *
 * Nothing fails. Arrays are the caller's.
 */
#ifndef GRAPH_PLAN_ORDER_H
#define GRAPH_PLAN_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#define ORDER_EXACT_MAX 14

struct order_problem {
	uint32_t n; /* things */
	uint32_t n_bridges;
	/* Bridge i joins ends[first[i]] to ends[first[i + 1]], each once. */
	const uint32_t *first, *ends;
	const uint32_t *difficulty; /* by thing, up to 1000 */
	const uint8_t *phase;	    /* by thing: lower ones are taken before */
};

struct order_answer {
	bool exact;
	uint64_t cost, bound;
};

/* Fills sequence[0..n) with things in the order in which they are taken. */
struct order_answer order_find(const struct order_problem *problem,
			       uint32_t *sequence);

/* What a sequence costs, counted anew. */
uint64_t order_cost(const struct order_problem *problem,
		    const uint32_t *sequence);

#endif
