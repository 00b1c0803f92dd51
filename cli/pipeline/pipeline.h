/*
 * pipeline.h - a scan, from the sources to the stored graph.
 *
 * The one place that joins scanners, analyzers (in workers), the linker and
 * the store. A scan is one transaction: when anything but a source fails, or
 * it is stopped, the old map is whole. A source that fails keeps its old
 * facts and is marked stale.
 */
#ifndef CLI_PIPELINE_PIPELINE_H
#define CLI_PIPELINE_PIPELINE_H

#include <glib.h>
#include <signal.h>

#include "cli/pipeline/relink.h"

struct pipeline_source {
	char *name;
	char *location;
};

/* What to do; all of it is the caller's. */
struct pipeline_plan {
	const char *map;
	GArray *sources; /* struct pipeline_source, in order of name */
	bool exactly;	 /* the map shall hold no other source */
	bool deep;	 /* the deep pass over C and C++; see refresh_open() */
	struct link_settings settings;
	unsigned workers;
	const volatile sig_atomic_t *stop;
	/* Told of every text that is done; may be NULL. */
	void (*progress)(unsigned done, unsigned total);
};

struct pipeline_result {
	unsigned refreshed;  /* sources that were read */
	unsigned stale;	     /* sources that failed and keep old facts */
	GPtrArray *failures; /* char *, one a source that failed */
	struct relink_counts counts;
	unsigned sources; /* in the map */
};

/* False with an error when nothing was stored. Release the result both ways.
 */
bool pipeline_run(const struct pipeline_plan *plan,
		  struct pipeline_result *result, GError **error);
void pipeline_release(struct pipeline_result *result);

#endif
