/*
 * impact.h - everything that is reached from an object when it changes, moves
 * or goes, level by level.
 *
 * Two things spread. What *needs* the object no longer works without it: who
 * reads, writes or mentions it, views over it, callers, what runs them, the
 * report around a panel, and, behind a trigger, whoever writes the table that
 * fires it. What is *fed* by it holds other data: copies, what a trigger or
 * one and the same statement writes, columns derived from a column; of these
 * only the readers go on. Foreign keys are neither; they are listed apart,
 * and only those of the object itself.
 *
 * Of several ways to a node the surest counts, and of these the shortest: its
 * confidence is that of its weakest step, its level the number of its steps.
 * Every node is there once, so cycles end. For a column only what uses it
 * counts; what is not known to use other columns only is possible.
 *
 * The answer borrows from the graph; impact_free() it. Nothing fails.
 *
 *	struct impact *impact = impact_new(graph, orders, "total");
 *	for (uint32_t i = 0; i < impact->n_reached; i++) ...
 *	impact_free(impact);
 */
#ifndef GRAPH_QUERY_IMPACT_H
#define GRAPH_QUERY_IMPACT_H

#include "graph/graph.h"

enum effect {
	EFFECT_NEEDS,  /* it does not work without the object */
	EFFECT_FED,    /* it holds data that comes from there */
	EFFECT_WRITES, /* a table: writing to it does not work any more */
	EFFECT_RUN,    /* a trigger on it, or a routine that one runs */
};

/* One step of a way: `edge` leads to `node`, in either direction. */
struct impact_step {
	uint32_t node;
	uint32_t edge;	 /* or GRAPH_ABSENT: an unbound name that fits */
	uint32_t before; /* the step before it; 0 is the object */
	uint32_t level;
	enum effect effect;
	enum confidence confidence; /* of the whole way */
	const char *column;	    /* that counts here; NULL: all */
};

struct reached {
	uint32_t node;
	uint32_t step; /* the last of the best way */
	/* The columns that are reached; none: all, or it has none. */
	const char **columns;
	uint32_t n_columns;
};

struct impact {
	const struct graph *graph;
	uint32_t node;
	const char *column; /* or NULL */
	struct impact_step *steps;
	uint32_t n_steps; /* steps[0] is the object */
	/* By level, then by id. */
	struct reached *reached;
	uint32_t n_reached, n_levels;
	/* Foreign keys into and out of the object, in canonical order; for a
	 * column those that it is part of. */
	uint32_t *keys;
	uint32_t n_keys;
	/* How many tables hang together with it by keys, itself included. */
	uint32_t n_tied;
	/* Relations that accessors among the reached write in other statements:
	 * what flows there is not followed. By id, without those reached. */
	uint32_t *unfollowed;
	uint32_t n_unfollowed;
	struct arena arena;
};

/* `column` is the name of a column of a relation, or NULL. */
struct impact *impact_new(const struct graph *graph, uint32_t node,
			  const char *column);
void impact_free(struct impact *impact);

/* "needs", "fed", ... */
const char *effect_name(enum effect effect);

#endif
