/* impact_private.h - what the files of impact share. */
#ifndef GRAPH_QUERY_IMPACT_PRIVATE_H
#define GRAPH_QUERY_IMPACT_PRIVATE_H

#include "graph/query/impact.h"

/* From the steps, which are all there, to what was reached; and what stands
 * beside it: keys, writes that are not followed. */
void impact_collect(struct impact *impact);

#endif
