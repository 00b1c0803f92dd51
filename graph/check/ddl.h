/*
 * ddl.h - what the definitions of a text drop and rename.
 *
 * What the text itself makes anew afterwards (a view that is dropped and
 * created again, a table that is renamed and replaced by a view of its name)
 * is not lost and is left out; so is what the text at the merge base had
 * already.
 */
#ifndef GRAPH_CHECK_DDL_H
#define GRAPH_CHECK_DDL_H

#include "graph/check/change.h"

/* Facts of a text at head and, in `before` (may be empty), of the same text at
 * the merge base. Appends to *changes, an array in the arena with *n elements;
 * strings are copied. */
void ddl_find(struct arena *arena, const char *path, GBytes *facts,
	      GBytes *before, struct ddl_change **changes, uint32_t *n);

#endif
