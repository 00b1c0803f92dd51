/*
 * exports.h - which texts a change of other texts can alter.
 *
 * What a text reads and writes follows from its own facts and from the
 * symbols of other texts that it uses: constants, wrappers of sinks, models.
 * So a change alters the accesses of the texts that it changes, and of those
 * that use a symbol whose export is not the same any more. Names stand for
 * symbols here: that takes too many texts, never too few.
 */
#ifndef GRAPH_CHECK_EXPORTS_H
#define GRAPH_CHECK_EXPORTS_H

#include <glib.h>
#include <stdbool.h>

/* What other texts need of a text whose own accesses nobody asks for: its
 * exports, definitions of tables, owners, connections. */
GBytes *exports_only(GBytes *facts);

/* Adds the names of exports that are not the same in both (lines aside), or
 * of all when `moved`: the symbols of a renamed file have other names. Either
 * may be NULL. */
void exports_differ(GBytes *old, GBytes *new, bool moved, GHashTable *names);

/* Whether the text uses one of the names; the names of its own exports that do
 * are added. */
bool exports_used(GBytes *facts, GHashTable *names);

#endif
