#include "graph/link/names.h"

static void free_items(gpointer items)
{
	g_ptr_array_free(items, TRUE);
}

GHashTable *names_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
				     free_items);
}

static char *key_of(uint32_t source, const char *name)
{
	return g_strdup_printf("%u:%s", source, name);
}

void names_add(GHashTable *table, uint32_t source, const char *name,
	       gpointer item)
{
	g_autofree char *key = key_of(source, name);
	GPtrArray *items = g_hash_table_lookup(table, key);

	if (!items) {
		items = g_ptr_array_new();
		g_hash_table_insert(table, g_steal_pointer(&key), items);
	}
	g_ptr_array_add(items, item);
}

GPtrArray *names_get(GHashTable *table, uint32_t source, const char *name)
{
	g_autofree char *key = key_of(source, name);

	return g_hash_table_lookup(table, key);
}
