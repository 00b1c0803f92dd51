/*
 * refresh.h - brings what the store knows of one source up to date.
 *
 * refresh_list() lists the source and compares with the store by content id;
 * nothing is written yet, so that a source which fails leaves its old texts.
 * refresh_submit() then removes what is gone and gives what is new to the
 * pool; answers come back through refresh_answer(). refresh_finish() writes
 * the row of the source.
 *
 * All of it happens inside the caller's transaction.
 */
#ifndef CLI_PIPELINE_REFRESH_H
#define CLI_PIPELINE_REFRESH_H

#include <glib.h>

#include "cli/pipeline/pool.h"
#include "graph/store/store.h"
#include "scanner/scanner.h"

struct refresh;

/* Opens the location as source `name`; NULL with an error. `old` is what the
 * store knows of it, or NULL; `given` is what it shall know of the location;
 * `deep`: C and C++ get the deep pass even where no compile_commands.json is.
 * Strings, store and pool must outlive it. */
struct refresh *refresh_open(struct store *store, struct pool *pool,
			     const char *name, const char *location,
			     const char *given, const struct store_source *old,
			     bool deep, GError **error);
void refresh_free(struct refresh *refresh);

/* Finds what has changed. Cheap when nothing has: equal trees are not listed.
 */
bool refresh_list(struct refresh *refresh, GError **error);

bool refresh_submit(struct refresh *refresh, GError **error);

/* The `each` of pool_run(): tags are those of refresh_submit(). */
bool refresh_answer(const struct answer *answer, void *tag, void *payload,
		    GError **error);

bool refresh_finish(struct refresh *refresh, GError **error);

/* How many texts were given to the pool; whether anything was written. */
unsigned refresh_submitted(const struct refresh *refresh);
bool refresh_changed(const struct refresh *refresh);

#endif
