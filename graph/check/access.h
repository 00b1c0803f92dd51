/*
 * access.h - who of one source reads and writes what, in a form in which two
 * revisions of it can be compared.
 *
 * Tests, examples, documents and what others wrote do not count: only evidence
 * of the scopes main and migration. An access of a renamed file has the id
 * that it had before.
 */
#ifndef GRAPH_CHECK_ACCESS_H
#define GRAPH_CHECK_ACCESS_H

#include "graph/graph.h"

struct access_row {
	uint32_t from, to;   /* nodes */
	enum edge_kind kind; /* EDGE_READS or EDGE_WRITES */
	uint32_t operations; /* of the evidence that counts */
	bool migration;	     /* none of it is of the scope main */
	const struct edge *edge;
	const char *accessor; /* its id, in files as they were named before */
	const char *key;      /* kind, accessor and object */
};

struct access_list {
	const struct graph *graph;
	const char *source;
	struct arena arena;
	struct access_row *rows; /* in the graph's order of edges */
	uint32_t n;
	GHashTable *by_key; /* -> struct access_row */
};

/* `renamed` gives for paths the ones that they had before; may be NULL. */
struct access_list *access_list_new(const struct graph *graph,
				    const char *source, GHashTable *renamed);
void access_list_free(struct access_list *list);

/* Whether the evidence counts. */
bool access_counts(const struct evidence *evidence, const char *source);

/* The operations of an edge that count, of any source with NULL; sets
 * *migration (may be NULL) when all of it is in migrations. */
uint32_t access_operations(const struct edge *edge, const char *source,
			   bool *migration);

/* The id of a node as if its file had the name before; in the arena. */
const char *access_id_before(struct arena *arena, const struct node *node,
			     GHashTable *renamed);

/* What of an id is behind the path, "#list" (or ""). */
const char *access_local(const struct node *node, const char *id);

#endif
