/*
 * units.h - what a worker gives to the deep pass: the other texts of the
 * source that a unit lies in, and the flags that it is compiled with.
 *
 * A source is listed once a worker, at its first unit. What a unit reads is
 * noted with the ids of the listing: the scan compares them with its own, so
 * that a source which changes meanwhile is read again the next time.
 */
#ifndef CLI_PIPELINE_UNITS_H
#define CLI_PIPELINE_UNITS_H

#include "analyzers/unit.h"
#include "scanner/scanner.h"

/* The texts of a source that a unit may read. */
struct unit_source;

/* NULL with an error when the source cannot be listed. The source must live
 * as long. */
struct unit_source *unit_source_new(struct source *source, GError **error);
void unit_source_free(struct unit_source *texts);

/* Compiles the text at the path, with both passes. What else was read is
 * appended to `closure`, "path TAB id NEWLINE" each, sorted. */
void unit_source_compile(struct unit_source *texts, const char *path,
			 struct text *text, GByteArray *facts,
			 GString *closure);

/* Of several, the path of the compile_commands.json that counts: the one in
 * the fewest folders, then the first by bytes. */
bool unit_is_better_commands(const char *path, const char *than);

#endif
