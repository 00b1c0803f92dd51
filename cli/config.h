/*
 * config.h - unmoor.yaml: what is scanned, and under which names; what the
 * team decided about its tables and about moving them.
 *
 *	sources:
 *	  shop: dumps/shop.sql
 *	  api:
 *	    location: ../api@main
 *	    talks_to: [shop]
 *	policy:
 *	  frozen: [public.orders]
 *	check:
 *	  source: api
 *	clang: true
 *	sql:
 *	  executes: [run_sql, util.run(2)]
 *	plan:
 *	  downtime: 60m
 *
 * Locations are relative to the file. What the file says wrong is an error
 * with its line. The configuration owns its strings.
 */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include <glib.h>
#include <stdbool.h>

#include "graph/check/policy.h"
#include "graph/link/link.h"

/* Where it is looked for. */
#define CONFIG_NAME "unmoor.yaml"

struct config_plan;

struct config_source {
	char *name;	 /* [A-Za-z0-9_-]+ */
	char *location;	 /* as a scanner takes it */
	char **talks_to; /* names of catalogs, ends with NULL; or NULL */
	unsigned line;
};

struct config {
	GArray *sources;	  /* struct config_source, in order of name */
	struct policy *policy;	  /* or NULL */
	struct config_plan *plan; /* or NULL */
	GArray *executes;	  /* struct link_wrapper; names are its own */
	bool clang;		  /* the deep pass over all C and C++ */
	/* How the repository that the file lies in is called in the map, and
	 * the path of its baseline; or NULL. */
	char *check_source, *check_baseline;
};

/* From bytes; `path` is where they were. NULL with an error. */
struct config *config_parse(const char *path, const char *bytes, gsize size,
			    GError **error);

/* Reads a file; NULL with an error (G_FILE_ERROR when it cannot be read). */
struct config *config_read(const char *path, GError **error);
void config_free(struct config *config);

/* The one at `path`; with NULL the one that lies here, and *config stays NULL
 * when none does. False with an error. */
bool config_find(const char *path, struct config **config, GError **error);

/* What it says to the linker; `config` may be NULL. Strings are borrowed;
 * g_free() settings->talks_to. */
void config_link_settings(const struct config *config,
			  struct link_settings *settings);

/* Whether a name is one that a source may have. */
bool config_is_name(const char *name, gsize length);

#define CONFIG_ERROR config_error_quark()
enum config_error { CONFIG_ERROR_FORM };
GQuark config_error_quark(void);

#endif
