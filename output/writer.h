/*
 * writer.h - the registry of output formats.
 *
 * A writer turns a finished graph into bytes of one format. It decides
 * nothing: what is in the graph has been cut before. Output is deterministic
 * and escaped for where it goes. To add one, write a file that defines
 * `const struct writer writer_NAME` and add WRITER(NAME) to writers.def,
 * which is sorted.
 */
#ifndef OUTPUT_WRITER_H
#define OUTPUT_WRITER_H

#include <stdio.h>

#include "graph/graph.h"

struct json_stream;

enum writer_level {
	LEVEL_OF_TABLES, /* every node; columns as part of their table */
	LEVEL_OF_SCHEMAS,
	LEVEL_OF_SOURCES,
};

struct writer_options {
	enum writer_level level;
	const char *title; /* or NULL */
	/* Writes further members of the map's object, for a query whose answer
	 * is more than a part of the map; or NULL. JSON only. */
	void (*more)(struct json_stream *json, void *payload);
	void *payload;
};

struct writer {
	const char *name;    /* --format */
	const char *summary; /* one line for the help */
	bool levels;	     /* writer_options.level means something to it */
	/* Writes to `out`; false with an error when writing fails. */
	bool (*write)(const struct graph *graph,
		      const struct writer_options *options, FILE *out,
		      GError **error);
};

/* NULL when there is none of that name. */
const struct writer *writer_find(const char *name);
/* All writers in order of name; ends with NULL. */
const struct writer *const *writer_list(void);

/* For writers, at their end: false with an error when something that was
 * given to `out` is not written. */
bool writer_flush(FILE *out, GError **error);

#endif
