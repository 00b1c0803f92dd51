/*
 * findings.h - the registry of formats for what a check has found.
 *
 * A writer turns a finished report into bytes. It decides nothing; what it
 * leaves out because of the limits of who reads it, it says. Names in a report
 * are hostile: each writer escapes them for where they go. To add one, write a
 * file that defines `const struct findings_writer findings_writer_NAME` and add
 * FINDINGS_WRITER(NAME) to findings.def, which is sorted.
 */
#ifndef OUTPUT_FINDINGS_H
#define OUTPUT_FINDINGS_H

#include <stdio.h>

#include "graph/check/finding.h"

struct findings_writer {
	const char *name;    /* --format */
	const char *summary; /* one line for the help */
	/* False with an error when writing fails. */
	bool (*write)(const struct report *report, FILE *out, GError **error);
};

/* NULL when there is none of that name. */
const struct findings_writer *findings_writer_find(const char *name);
/* All writers in order of name; ends with NULL. */
const struct findings_writer *const *findings_writer_list(void);

/* "2 findings: 1 error, 1 note; 3 accepted by exemptions"; g_free(). */
char *findings_summary(const struct report *report);

#endif
