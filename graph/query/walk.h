/*
 * walk.h - questions about a finished graph: who reads, who writes, what lies
 * around.
 *
 * An object is read not only where it is named: also through views over it,
 * through routines that read it, as a part of its partitioned table or by
 * its partitions, and perhaps by its bare name where that is bound to nothing.
 * An answer is a row of stations, the object first, each with the edges that
 * lead to it; stations tell through which other one they were reached. Each
 * node is a station at most once, by the shortest way.
 *
 * For a column, only edges that use it count (or all columns: a star), and
 * through a view only its columns that derive from it.
 *
 * Answers borrow from the graph; free them with walk_free(). Nothing fails.
 *
 *	struct walk *walk = walk_readers(graph, orders, "total");
 *	for (uint32_t i = 0; i < walk->n_stations; i++) ...
 *	walk_free(walk);
 */
#ifndef GRAPH_QUERY_WALK_H
#define GRAPH_QUERY_WALK_H

#include "graph/graph.h"

enum station_kind {
	STATION_OBJECT,	   /* what was asked for */
	STATION_VIEW,	   /* a view (or materialized view) over `from` */
	STATION_ROUTINE,   /* a routine that accesses or calls `from` */
	STATION_TRIGGER,   /* a trigger that accesses or calls `from` */
	STATION_PARTITION, /* a partition of `from` */
	STATION_ROOT,	   /* `from` is a partition of it */
	STATION_NAME,	   /* an unbound name or pattern that fits */
};

struct station {
	enum station_kind kind;
	uint32_t node;
	uint32_t from;	 /* a station before this one; GRAPH_ABSENT: none */
	uint32_t *edges; /* that lead to it, in canonical order */
	uint32_t n_edges;
	uint32_t n_unknown; /* further ones whose columns are not known, when a
			       column was asked for */
	/* The columns that count; none: all. */
	const char **columns;
	uint32_t n_columns;
};

struct walk {
	struct station *stations;
	uint32_t n_stations;
	uint32_t n_edges; /* of all stations */
	struct arena arena;
};

/*
 * Who reads (writes) the node. A routine is "read" by its callers and
 * "written" by what defines it, and so is anything else that is no relation.
 * `column` is a column's name, or NULL.
 */
struct walk *walk_readers(const struct graph *graph, uint32_t node,
			  const char *column);
struct walk *walk_writers(const struct graph *graph, uint32_t node,
			  const char *column);
void walk_free(struct walk *walk);

/* How an edge uses a column: its roles, those of a star included. */
uint32_t walk_roles(const struct edge *edge, const char *column);

/*
 * Marks in `keep` (n_nodes bytes) what can be reached from the node over at
 * most `depth` edges, in any direction. Ways do not lead through databases,
 * schemas, repositories and owners, where everything meets.
 */
void walk_around(const struct graph *graph, uint32_t node, uint32_t depth,
		 guint8 *keep);

/* Whether a name that is bound to nothing, perhaps of fewer parts and with "*"
 * for what is not known, may mean the object. */
bool walk_name_fits(const struct node *name, const struct node *object);

bool node_is_relation(const struct node *node);

#endif
