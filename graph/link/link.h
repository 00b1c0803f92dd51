/*
 * link.h - the linker: from the live facts of all texts to one graph.
 *
 * Links are a pure function of the facts and the configuration. The linker
 * goes in rounds: imports are resolved against exports, each string that
 * becomes complete is a derived text that is compiled through a callback
 * (graph/ never includes analyzers), whose facts join the rest; at most
 * LINK_ROUNDS rounds. Then catalogs are replayed, statements resolved, names
 * bound to objects with a confidence, owners applied, and everything put
 * into a graph.
 *
 * Confidence rules live in confidence.h.
 */
#ifndef GRAPH_LINK_LINK_H
#define GRAPH_LINK_LINK_H

#include <glib.h>

#include "graph/graph.h"
#include "graph/text.h"

#define LINK_ROUNDS 4

/* A source as the linker sees it. */
struct link_source {
	struct graph_source source;
	enum dialect dialect; /* of a catalog; else DIALECT_GENERIC */
	bool catalog;	      /* its definitions are objects of a catalog */
};

/* A text with its facts. Everything is borrowed for the time of link(). */
struct link_text {
	uint32_t source; /* index into the sources */
	const char *path;
	const char *language; /* NULL: nobody reads it */
	const guint8 *facts;
	size_t n_facts;	    /* bytes */
	enum reason reason; /* not read, and why; else REASON_NONE */
	const char *detail;
	bool aside; /* not compiled yet; see `demand` */
};

/* What the linker needs from outside; every function may be NULL. */
struct link_callbacks {
	/* Compiles a derived text; facts appended to `facts` in the form of
	 * fact.h. `id` (hexadecimal) is a hash of all that they depend on but
	 * the analyzers: value, holes, lines and dialect. */
	void (*compile)(struct text *text, const char *id, GByteArray *facts,
			void *payload);
	/* Compiles a text that was put aside, since an import names it: true
	 * and facts appended, or false when it cannot be read any more. */
	bool (*demand)(const struct link_text *text, GByteArray *facts,
		       void *payload);
	void *payload;
};

/* A routine of a database that runs an argument as SQL. */
struct link_wrapper {
	const char *name;  /* its schema may be in front of it */
	uint32_t argument; /* from 1 */
};

struct link_settings {
	/* Which catalogs a source talks to, from unmoor.yaml: pairs of source
	 * id and catalog id; without any for a source, connection facts and
	 * then all catalogs count. */
	const char *(*talks_to)[2];
	uint32_t n_talks_to;

	const struct link_wrapper *executes;
	uint32_t n_executes;
};

/* Links everything into a new finished graph. Sources and texts come in
 * canonical order (by id; by source and path). */
struct graph *link_graph(const struct link_source *sources, uint32_t n_sources,
			 const struct link_text *texts, uint32_t n_texts,
			 const struct link_settings *settings,
			 const struct link_callbacks *callbacks);

#endif
