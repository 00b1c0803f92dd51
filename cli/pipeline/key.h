/*
 * key.h - what facts are kept by.
 *
 * A key is a hash of all that the facts of a text can depend on: its content,
 * its analyzer and dialect, its base name, and the analyzers themselves. So
 * equal texts are compiled once, whichever sources and paths they lie at, and
 * a new version of an analyzer never sees facts of the old one.
 */
#ifndef CLI_PIPELINE_KEY_H
#define CLI_PIPELINE_KEY_H

#include <glib.h>
#include <stdbool.h>

#include "graph/kinds.h"
#include "graph/store/store.h"
#include "graph/text.h"

struct text_identity {
	const char *id;	      /* content id */
	const char *language; /* name of the analyzer */
	const char *name;     /* base name; NULL for a derived text */
	enum dialect dialect;
	bool catalog;
};

void key_make(const struct text_identity *text, guint8 key[STORE_KEY]);

/* Of a derived text, whose id is a hash of its value. */
void key_derived(const struct text *text, const char *id,
		 guint8 key[STORE_KEY]);

/* Makes the key of the facts of both passes from that of the first: with the
 * closure (see closure.h) and the path, from which headers are found. */
void key_deepen(guint8 key[STORE_KEY], const char *closure, const char *path,
		bool failed);

/* What changes when facts made before must be made anew. */
const char *key_settings(void);

/* What changes when a map must be linked anew, although its facts stay. */
const char *key_linker(void);

#endif
