/*
 * difference.h - what two maps have not in common.
 *
 * Nodes are the same by their ids, edges by their ends and kind, blind spots
 * by source, path, reason, pattern and detail. Where the evidence lies does
 * not count: lines move. Neither do revisions, nor what a server counts (rows,
 * bytes, calls): they are different each day. Owners are fields of what they
 * own; nodes and edges of theirs do not count again.
 *
 * Borrows from both graphs; free with differences_free(). Nothing fails.
 */
#ifndef GRAPH_CHECK_DIFFERENCE_H
#define GRAPH_CHECK_DIFFERENCE_H

#include "graph/graph.h"

enum difference_kind {
	DIFFERENCE_SOURCE,
	DIFFERENCE_NODE,
	DIFFERENCE_EDGE,
	DIFFERENCE_BLIND_SPOT,
	N_DIFFERENCE_KINDS
};

/* What of something that is in both is not the same. */
struct difference_field {
	const char *name;      /* "operations", "owner", "columns", ... */
	const char *old, *new; /* as text; NULL: absent */
};

struct difference {
	enum difference_kind kind;
	/* Indices of the two graphs; GRAPH_ABSENT: it is not in that one. */
	uint32_t old, new;
	struct difference_field *fields; /* in both: sorted by name */
	uint32_t n_fields;
	/* Of blind spots, which are joined over their lines. */
	uint64_t old_count, new_count;
};

struct differences {
	struct arena arena;
	const struct graph *old, *new;
	struct difference *rows; /* by kind, then in order of ids */
	uint32_t n;
};

struct differences *differences_new(const struct graph *old,
				    const struct graph *new);
void differences_free(struct differences *differences);

#endif
