/*
 * sets.h - sets of names, as the oracles print them: sorted, on one line.
 */
#ifndef TESTS_ORACLE_SETS_H
#define TESTS_ORACLE_SETS_H

#include <glib.h>
#include <stdio.h>
#include <string.h>

static gint compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(a, b);
}

static void print_set(const char *title, GHashTable *set)
{
	GList *names = g_list_sort(g_hash_table_get_keys(set), compare_names);

	printf("%s", title);
	for (GList *name = names; name; name = name->next)
		printf(" %s", (char *)name->data);
	printf("\n");
	g_list_free(names);
}

#endif
