/*
 * revision.h - one repository at several revisions, each linked with the
 * catalogs of a map, which is only read.
 *
 * What the map knows of a text by its content id is taken from it; what is
 * left is compiled once, whichever revisions it is in. Nothing is stored. So
 * two revisions cost what is different in them, and what linking costs.
 *
 *	struct revisions *revisions = revisions_new(&settings, &error);
 *	struct revision *head = revisions_add(revisions, commit, &error);
 *	revisions_compile(revisions, &error);
 *	struct graph *graph = revision_link(head, &error);
 *	revisions_free(revisions);
 */
#ifndef CLI_REVISION_H
#define CLI_REVISION_H

#include <glib.h>

#include "cli/pipeline/pool.h"
#include "graph/link/link.h"
#include "graph/store/store.h"

struct revision_settings {
	struct pool *pool;
	struct store *map;	/* or NULL */
	const char *repository; /* its path */
	const char *source;	/* what it is called */
	struct link_settings link;
};

struct revisions;
struct revision;

/* Reads the catalogs of the map. The settings are borrowed. NULL with an error
 * (STORE_ERROR_FORM when the map is of another version). */
struct revisions *revisions_new(const struct revision_settings *settings,
				GError **error);
void revisions_free(struct revisions *revisions);

/* Lists the texts of a commit. */
struct revision *revisions_add(struct revisions *revisions, const char *commit,
			       GError **error);

/* Compiles what is not known of all that was added. */
bool revisions_compile(struct revisions *revisions, GError **error);

/* The graph of one revision; graph_free(). With a set of paths, only texts of
 * these are linked as a whole, and of the others what they need. */
struct graph *revision_link(struct revision *revision, GHashTable *only,
			    GError **error);

/*
 * The paths of `head` whose accesses may differ from those at `base`: what has
 * changed, and what uses symbols of it that have. `before` gives the path at
 * base of each renamed file. NULL with an error; g_hash_table_unref(). Paths
 * that are at base only are in it, too.
 */
GHashTable *revisions_altered(struct revision *base, struct revision *head,
			      GHashTable *before, GError **error);

/* The facts of a text of it, or NULL; lives as long as the revisions. */
GBytes *revision_facts(struct revision *revision, const char *path);

/* Whether the map has a source of that name. */
bool revisions_mapped(const struct revisions *revisions);

/* Texts that were compiled, for those who measure. */
unsigned revisions_compiled(const struct revisions *revisions);

#endif
