/*
 * graph_id.h - ids of nodes, made of what they stand for.
 *
 * An id is kind:source/parts, stable between scans, and never read apart:
 * nodes have `parts`. "?" stands for the source of what is bound to nothing.
 *
 *	table:shop/public.orders
 *	routine:shop/public.total(integer, text)
 *	function:api/app/orders.py#Order.list~2
 */
#ifndef GRAPH_GRAPH_ID_H
#define GRAPH_GRAPH_ID_H

#include <glib.h>

#include "graph/kinds.h"

/* Sets `id` to that of an object; source NULL: bound to nothing. The last
 * part of a routine holds its arguments, "f(integer, text)", whose
 * parentheses, commas, spaces, dots and brackets stand as they are. */
void graph_object_id(GString *id, enum node_kind kind, const char *source,
		     const char *const *parts, uint32_t n_parts);

/* Sets `id` to that of a file, script, job, report, or of a symbol in it. */
void graph_symbol_id(GString *id, enum node_kind kind, const char *source,
		     const char *path, const char *const *local,
		     uint32_t n_local, uint32_t nth);

#endif
