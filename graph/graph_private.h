/*
 * graph_private.h - what a graph keeps while it is built; for graph_*.c only.
 *
 * Nodes live in the graph's own array from the start. Edges and evidence are
 * collected in `building`, which graph_finish() turns into the arrays of the
 * graph and drops, together with the tables that find things by content.
 */
#ifndef GRAPH_GRAPH_PRIVATE_H
#define GRAPH_GRAPH_PRIVATE_H

#include "graph/graph.h"

struct pending_evidence {
	struct pending_evidence *next;
	struct evidence evidence;
};

/* An edge to be; the table of edges finds it by its first three fields. */
struct building_edge {
	uint32_t from, to;
	enum edge_kind kind;
	int how;
	struct pending_evidence *evidence;
	struct column_pair *pairs;
	uint32_t n_evidence, n_pairs;
};

/* Callers mostly give the same pointers again and again; looking at the
 * address first spares hashing the string. */
#define INTERN_CACHE 4096

struct graph_private {
	struct arena arena;    /* arrays that live as long as the graph */
	GStringChunk *strings; /* all strings */

	/* Until graph_finish(). */
	struct arena building;
	GHashTable *interned;  /* of strings */
	GHashTable *ids;       /* interned id -> index + 1 */
	GHashTable *edges;     /* of struct building_edge */
	GPtrArray *edge_order; /* the same, as they were added */
	GString *scratch;
	uint32_t node_room, source_room, blind_spot_room;
	struct {
		const char *given, *interned;
	} cache[INTERN_CACHE];

	/* From graph_finish() on. */
	struct evidence *evidence; /* of all edges, one behind the other */
	uint32_t *adjacent;	   /* what nodes' `out` and `in` point into */
};

/* Orders strings by their bytes, NULL first. */
int graph_compare_strings(const char *a, const char *b);

/* Drops what is needed for building only. */
void graph_release_building(struct graph *graph);

/* The columns sorted by name with the roles of equal names joined; returns
 * how many are left. */
uint32_t graph_join_columns(struct used_column *columns, uint32_t n);

#endif
