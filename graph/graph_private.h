/*
 * graph_private.h - what a graph keeps while it is built; for graph_*.c only.
 *
 * Nodes live in the graph's own array from the start. Edges do not exist yet:
 * evidence is collected in one array, its ends and kind in another beside it,
 * and graph_finish() sorts them once. A million edges need room for little
 * more than their evidence.
 *
 * Sets of used columns are kept once each, however much evidence has them.
 */
#ifndef GRAPH_GRAPH_PRIVATE_H
#define GRAPH_GRAPH_PRIVATE_H

#include "graph/graph.h"

/* Which edge a piece of evidence belongs to. */
struct edge_key {
	uint32_t from, to;
	enum edge_kind kind;
};

/* What an edge has beside its evidence: a pair, or how. */
struct edge_extra {
	struct edge_key key;
	int how; /* or -1 */
	struct column_pair pair;
};

struct column_set {
	uint32_t n;
	struct used_column columns[];
};

/* Callers mostly give the same pointers again and again; looking at the
 * address first spares hashing the string. */
#define INTERN_CACHE 4096

struct graph_private {
	struct arena arena;    /* arrays that live as long as the graph */
	GStringChunk *strings; /* all strings */
	/* All evidence; an edge's lies together once it is finished. */
	struct evidence *evidence;
	uint32_t *adjacent; /* what nodes' `out` and `in` point into */

	/* Until graph_finish(). */
	struct edge_key *keys; /* of the evidence */
	uint32_t n_evidence, evidence_room, key_room;
	GArray *extras;		 /* struct edge_extra */
	GHashTable *interned;	 /* of strings */
	GHashTable *ids;	 /* id -> index + 1 */
	GHashTable *column_sets; /* of struct column_set */
	struct column_set *set;	 /* the one that is being collected */
	GString *scratch;
	uint32_t set_room, node_room, source_room, blind_spot_room;
	struct {
		const char *given, *interned;
	} cache[INTERN_CACHE];
};

/* Orders strings by their bytes, NULL first. */
int graph_compare_strings(const char *a, const char *b);

/* Drops what is needed for building only. */
void graph_release_building(struct graph *graph);

/* Collects columns: begin, add each (its name interned), and take the set of
 * them, sorted, with the roles of equal names joined. */
void graph_columns_begin(struct graph *graph);
void graph_columns_add(struct graph *graph, const char *name, uint32_t roles);
struct used_column *graph_columns_end(struct graph *graph, uint32_t *n);

/* Room for one more element of a growing array; it is zeroed. */
void *graph_grow(void *array, uint32_t n, uint32_t *room, size_t size);

#endif
