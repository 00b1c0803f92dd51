/*
 * dump_text.h - the text of a dump, without its data.
 *
 * Reads a plain dump from an open file in one pass and keeps everything but
 * the data (COPY ... FROM stdin up to its "\.", INSERT and REPLACE at the top
 * level), which is skipped at about the speed of memory. Lines keep their
 * numbers by marks. A dump that breaks off is read as far as it goes.
 *
 * The file is read, not mapped: one that shrinks meanwhile must not kill the
 * process.
 *
 *	struct dump_text dump = {.mysql = true};
 *	if (dump_text_read(&dump, file, path, &error))
 *		... dump.bytes->str ...
 *	dump_text_release(&dump);
 */
#ifndef SCANNER_DUMP_TEXT_H
#define SCANNER_DUMP_TEXT_H

#include <glib.h>
#include <stdbool.h>

#include "graph/text.h"

struct dump_text {
	/* Set by the caller. */
	bool mysql;   /* quoting and comments of MySQL, not of PostgreSQL */
	bool by_tool; /* mysqldump wrote it: no line of data breaks off inside
			 a string, and the last line says that it is whole */
	/* Set by dump_text_read(). */
	GString *bytes;
	GArray *marks; /* struct line_mark; empty when nothing was skipped */
	uint32_t broken_line; /* it breaks off on this line; 0: whole */
};

/* False with an error when reading fails or the text without its data is
 * larger than 2 GB. Both ways to be released. */
bool dump_text_read(struct dump_text *dump, int file, const char *path,
		    GError **error);
void dump_text_release(struct dump_text *dump);

#endif
