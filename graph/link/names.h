/*
 * names.h - what has a name in a source: many things may share one.
 *
 * A table is a GHashTable from source and name to a GPtrArray of the things,
 * in the order in which they were added. It owns keys and arrays, and not the
 * things; g_hash_table_unref() frees it.
 *
 *	GHashTable *table = names_new();
 *	names_add(table, unit->source, "orders", item);
 *	GPtrArray *items = names_get(table, unit->source, "orders");
 */
#ifndef GRAPH_LINK_NAMES_H
#define GRAPH_LINK_NAMES_H

#include <glib.h>
#include <stdint.h>

GHashTable *names_new(void);
void names_add(GHashTable *table, uint32_t source, const char *name,
	       gpointer item);

/* NULL: nothing has that name. */
GPtrArray *names_get(GHashTable *table, uint32_t source, const char *name);

#endif
