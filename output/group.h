/*
 * group.h - a finished graph seen from further away.
 *
 * Formats that draw do not draw columns, and may draw schemas or whole sources
 * as one. A grouping says which group each node is in and joins the edges
 * between groups. It borrows the graph's strings and lives as long as it is
 * used.
 *
 *	struct grouping *grouping = grouping_new(graph, LEVEL_OF_SCHEMAS);
 *	for (uint32_t i = 0; i < grouping->n_edges; i++) ...
 *	grouping_free(grouping);
 */
#ifndef OUTPUT_GROUP_H
#define OUTPUT_GROUP_H

#include "output/writer.h"

struct group {
	const char *id;	    /* of its node, or made: "shop/public" */
	const char *label;  /* the node's name, the schema, the source */
	const char *source; /* NULL: names bound to nothing */
	uint32_t node;	    /* the only one, or GRAPH_ABSENT */
	enum node_kind kind;
	bool bound;
	uint32_t n_nodes; /* how many are in it */
};

struct group_edge {
	uint32_t from, to; /* groups */
	enum edge_kind kind;
	enum confidence confidence; /* the highest */
	uint32_t count;		    /* edges of the graph in it */
};

struct grouping {
	struct group *groups; /* in order of their first node */
	uint32_t n_groups;
	struct group_edge *edges; /* by from, to, kind */
	uint32_t n_edges;
	uint32_t *of_node; /* node -> group, or GRAPH_ABSENT: not drawn */
	GStringChunk *strings;
};

struct grouping *grouping_new(const struct graph *graph,
			      enum writer_level level);
void grouping_free(struct grouping *grouping);

#endif
