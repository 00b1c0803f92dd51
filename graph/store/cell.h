/*
 * cell.h - small lists of strings in one cell of the map, as JSON.
 *
 * ["public","orders"], {"total":"select where"}: so that SQL reads them with
 * json_each(). Bytes that are not UTF-8 stand as they are. Reading takes
 * the strings one after the other, keys and values alike, whatever the
 * brackets around them; it never fails hard: a map is untrusted input.
 *
 *	struct cell cell = {text, scratch, false};
 *	while ((string = cell_next(&cell)))
 *		...
 */
#ifndef GRAPH_STORE_CELL_H
#define GRAPH_STORE_CELL_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Appends a string in quotes. */
void cell_append(GString *out, const char *string);

/* Appends a list of strings: ["a","b"]. */
void cell_append_list(GString *out, const char *const *strings, uint32_t n);

struct cell {
	const char *at;
	GString *scratch; /* of the caller; holds the string last read */
	bool broken;	  /* set when the text is not what is written here */
};

/* The next string, valid until the next call; NULL at the end. */
const char *cell_next(struct cell *cell);

#endif
