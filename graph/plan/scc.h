/*
 * scc.h - strongly connected components of a digraph: what lies on one cycle.
 *
 * Tarjan's algorithm without recursion, in linear time. Arcs are given as
 * adjacency arrays: those of i are targets[first[i]] to targets[first[i + 1]].
 * Components are numbered in the order of their smallest member, so the answer
 * does not depend on the order of the arcs.
 *
 *	uint32_t n = scc_find(n_nodes, first, targets, component);
 */
#ifndef GRAPH_PLAN_SCC_H
#define GRAPH_PLAN_SCC_H

#include <stdint.h>

/* Fills component[0..n_nodes); returns how many there are. */
uint32_t scc_find(uint32_t n_nodes, const uint32_t *first,
		  const uint32_t *targets, uint32_t *component);

#endif
