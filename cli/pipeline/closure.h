/*
 * closure.h - which texts of a source get the deep pass, and which of their
 * facts are still what it would find.
 *
 * Facts of the deep pass depend on more than the text: on every header that
 * it read, on which headers there are at all, and on how units are compiled.
 * The row of a text keeps that as its closure: a first line with a hash of
 * the paths of all headers and of compile_commands.json, then a line for each
 * text that was read, with its id. Without a deep pass it is NULL.
 */
#ifndef CLI_PIPELINE_CLOSURE_H
#define CLI_PIPELINE_CLOSURE_H

#include "graph/store/store.h"
#include "scanner/scanner.h"

struct closures;

/* `asked`: the deep pass is on even where no compile_commands.json is. */
struct closures *closures_new(bool asked);
void closures_free(struct closures *closures);

/* Takes what is listed, then closes the list. */
void closures_add(struct closures *closures, const struct scan_entry *entry);
void closures_finish(struct closures *closures);

/* Whether the source gets the deep pass. After closures_finish(). */
bool closures_are_on(const struct closures *closures);

/* The closure of a unit that has read `lines` (see units.h); g_free(). */
char *closures_make(const struct closures *closures, const char *lines);

/* Whether a text whose bytes have not changed is as it would be now. */
bool closures_is_current(const struct closures *closures,
			 const struct store_text *known);

#endif
