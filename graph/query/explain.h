/*
 * explain.h - which code sends the statements that a server has seen.
 *
 * A statement that a server has seen is explained by the functions, jobs and
 * reports whose own statement has its fingerprint (literals and placeholders
 * masked, words folded): that is certain. Where none has, those that access
 * all its tables in the same way through an ORM, or by a statement of which a
 * part is not known, may have sent it: possible, a heuristic, which a
 * fingerprint of the ORM's own SQL would prove or disprove. What nothing
 * explains is a reader that nobody counted.
 *
 * The other way round, a statement of code that talks to a catalog of which
 * statements are known, and that is none of them, was never seen: dead, rare,
 * or run elsewhere.
 *
 * Borrows from the finished graph; free with explain_free(). Nothing fails.
 *
 *	struct explain *explain = explain_new(graph);
 *	for (uint32_t i = 0; i < explain->n_seen; i++)
 *		... explain->seen[i].confidence ...
 */
#ifndef GRAPH_QUERY_EXPLAIN_H
#define GRAPH_QUERY_EXPLAIN_H

#include "graph/graph.h"

/* So many accessors are named for a statement; `n_all` counts all. */
#define EXPLAIN_NAMED_MAX 8

struct seen_statement {
	uint32_t node;
	uint64_t fingerprint;
	uint64_t calls;		    /* 0: not known */
	const char *role;	    /* or NULL */
	enum confidence confidence; /* CONFIDENCE_NONE: unexplained */
	uint32_t accessors[EXPLAIN_NAMED_MAX]; /* nodes, in canonical order */
	uint32_t n_accessors, n_all;
};

/* A statement of code that no server has seen. */
struct unseen_statement {
	uint32_t node; /* who would send it */
	uint64_t fingerprint;
	const struct evidence *evidence; /* the first */
};

struct explain {
	struct seen_statement *seen; /* most called first, then by id */
	uint32_t n_seen;
	struct unseen_statement *unseen; /* by node, then place */
	uint32_t n_unseen;
	struct arena arena;
};

struct explain *explain_new(const struct graph *graph);
void explain_free(struct explain *explain);

#endif
