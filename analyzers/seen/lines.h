/*
 * lines.h - JSON lines of a live catalog: one value a line, read one by one.
 *
 * What the readers make of a line lives as long as the analysis, or, where
 * text->stream is set, until the next line: long texts are read in flat
 * memory. A line that is no JSON object leaves a gap and is passed over.
 *
 *	static void read_row(struct seen_line *line, void *payload);
 *	lines_read(analysis, text, read_row, payload);
 */
#ifndef ANALYZERS_SEEN_LINES_H
#define ANALYZERS_SEEN_LINES_H

#include "analyzers/analyzer.h"

struct seen_line {
	struct analysis *analysis;
	struct text *text; /* the whole one */
	const struct json *json;
	uint32_t root; /* an object */
	uint32_t number;
};

void lines_read(struct analysis *analysis, struct text *text,
		void (*each)(struct seen_line *line, void *payload),
		void *payload);

/* A string member, or NULL. */
const char *line_text(const struct seen_line *line, const char *name);

/* A member that is a number, or a string of digits; else 0. */
uint64_t line_number(const struct seen_line *line, const char *name);

/* A member that is an array of strings as a quoted name; none: no parts. */
struct sql_name line_name(const struct seen_line *line, const char *name);

#endif
