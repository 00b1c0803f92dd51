/*
 * touch.h - which blind spots may hide something about an object.
 *
 * A blind spot that names a pattern or candidates touches what fits them. Any
 * other touches every object of the catalogs that its source talks to: a
 * source talks to a catalog when an edge leads from one to the other, and
 * where none leads to any catalog, it may talk to all.
 *
 *	struct touch *touch = touch_new(graph, orders);
 *	touch_of(touch, &graph->blind_spots[0]);
 *	touch_free(touch);
 */
#ifndef GRAPH_QUERY_TOUCH_H
#define GRAPH_QUERY_TOUCH_H

#include "graph/graph.h"

enum touching {
	TOUCHES_NOT,
	TOUCHES_CATALOG, /* it touches the whole catalog */
	TOUCHES_NAME,	 /* it names the object */
};

struct touch;

struct touch *touch_new(const struct graph *graph, uint32_t node);
/* Another name of the object: what names it names the object too (a view over
 * it, a partition). */
void touch_add(struct touch *touch, uint32_t node);
void touch_free(struct touch *touch);

enum touching touch_of(const struct touch *touch,
		       const struct blind_spot *spot);

/* Whether a source of that kind holds objects of a database. */
bool source_is_catalog(enum source_kind kind);

#endif
