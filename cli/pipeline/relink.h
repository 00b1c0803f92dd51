/*
 * relink.h - links the live facts of a store and puts the graph back.
 *
 * Nothing is done when the inputs are those that the stored graph was linked
 * from. Texts that the linker derives, and those put aside that it demands,
 * are compiled by the pool and kept in the store by their keys.
 */
#ifndef CLI_PIPELINE_RELINK_H
#define CLI_PIPELINE_RELINK_H

#include <glib.h>

#include "cli/pipeline/pool.h"
#include "graph/link/link.h"
#include "graph/store/store.h"

struct relink_counts {
	bool linked; /* false: nothing had changed, the rest is 0 */
	uint32_t texts, nodes, edges;
	uint64_t blind_spots;
};

/* Inside the caller's transaction. `map` is the store's path, to which the
 * locations of sources are relative. `changed`: texts or sources are not what
 * they were at the last commit. */
bool relink(struct store *store, struct pool *pool, const char *map,
	    const struct link_settings *settings, bool changed,
	    struct relink_counts *counts, GError **error);

#endif
