/*
 * sql_lines.h - the JSON lines of `unmoor sql`: what each statement does.
 *
 * Facts come in the order of the text. Those of one statement (a view's
 * definition and its query, a table and its foreign keys) become one line;
 * so a line is written when the next statement's first fact comes, or by
 * sql_lines_end(). Memory is kept for one line only.
 *
 *	struct sql_lines *lines = sql_lines_new(stdout, schema);
 *	sql_lines_add(lines, fact);	for each fact, which may go afterwards
 *	ok = sql_lines_end(lines, &error);
 */
#ifndef CLI_SQL_LINES_H
#define CLI_SQL_LINES_H

#include <stdio.h>

#include "graph/resolve/resolve.h"

struct sql_lines;

/* `world` and `catalog` may be NULL: nothing is known. `catalog` gives names
 * to what is defined; both are borrowed. `dialect` is the text's. */
struct sql_lines *sql_lines_new(FILE *out, enum dialect dialect,
				const struct resolve_world *world,
				const struct catalog *catalog);

void sql_lines_add(struct sql_lines *lines, const struct fact *fact);

/* Writes what is left and frees `lines`; false with an error when something
 * could not be written. */
bool sql_lines_end(struct sql_lines *lines, GError **error);

#endif
