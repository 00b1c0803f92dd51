/*
 * escape.h - names that nobody vouches for, made safe for where they go.
 *
 * Every function gives a new string; g_free() it. NULL is taken as "".
 */
#ifndef OUTPUT_ESCAPE_H
#define OUTPUT_ESCAPE_H

#include <glib.h>

/* One line for a terminal or a log: what moves a cursor, ends a line or turns
 * the direction of writing is shown as \x1B or \u202E. */
char *escape_line(const char *text);

/* A code span of Markdown that holds the text as one line; in it nothing is a
 * link, a tag or a mention. */
char *escape_code(const char *text);

#endif
