/*
 * query.h - what commands that ask a map share: the object that is asked for,
 * and the answer as a part of the map in JSON.
 */
#ifndef CLI_QUERY_H
#define CLI_QUERY_H

#include <glib.h>
#include <stdbool.h>

#include "graph/graph.h"
#include "graph/query/touch.h"
#include "graph/query/walk.h"
#include "output/json_stream.h"

struct target {
	uint32_t node;	    /* a relation where a column was asked for */
	const char *column; /* in its own spelling where it is known; or NULL.
			       Belongs to the graph or is the OBJECT's end */
};

/* Finds what OBJECT names: a node, or TABLE.COLUMN, also of tables whose
 * columns are known from their use only. False after a message. */
bool query_target(const struct graph *graph, const char *object,
		  struct target *target);

/* Whether the map has a source of that id (or `source` is NULL); false after a
 * message that lists those it has. */
bool query_source(const struct graph *graph, const char *source);

/* What touches the object of a walk under any of its names: views over it and
 * partitions are such. */
struct touch *query_touch(const struct graph *graph, const struct walk *walk);

/* A part of a graph that is being chosen. */
struct query_part {
	const struct graph *graph;
	guint8 *nodes, *edges; /* a byte each */
	guint8 *spots;
};

struct query_part *query_part_new(const struct graph *graph);
void query_part_edge(struct query_part *part, uint32_t edge);
/* All blind spots that touch something. */
void query_part_touch(struct query_part *part, const struct touch *touch);
/* The part as a graph; frees the choice. */
struct graph *query_part_end(struct query_part *part);

/* Writes a graph as JSON to stdout and frees it; the exit status. */
int query_print_json(struct graph *graph);

/* The same with further members of the answer; see writer_options. */
int query_print_json_with(struct graph *graph,
			  void (*more)(struct json_stream *json, void *payload),
			  void *payload);

#endif
