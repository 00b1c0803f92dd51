/*
 * unit.h - the deep pass: a text that is compiled together with others.
 *
 * An analyzer knows no other text. Some languages cannot be understood so
 * (what a macro of a header is, of which class an object is); their analyzer
 * has deepen() besides analyze(). It runs in a worker like everything that
 * reads texts, over those that are not put aside, and gets the others of the
 * same revision through struct unit.
 *
 * It adds and never removes: unit_to_bytes() gives the facts of the first
 * pass, unchanged, and behind them what the deep pass found beyond, with
 * VIA_CLANG. What both found is there once.
 *
 * Whoever makes a struct unit owns it and what it gives out, until the call
 * returns. Reading a text that is not there is no error. What was read is the
 * reader's to note: it is part of the key of the facts.
 */
#ifndef ANALYZERS_UNIT_H
#define ANALYZERS_UNIT_H

#include "analyzers/analyzer.h"

struct unit {
	/* Of the text itself, in its source. */
	const char *path;

	/* The first pass has found SQL, a sink, or a call that may be one; set
	 * by unit_to_bytes(). */
	bool signs;

	/* How it is compiled: "-DNAME=1", "-UNAME", "-std=c11", and "-Ifolder"
	 * with folders of the source ("-I": its root). Ends with NULL; NULL:
	 * nobody says. */
	const char *const *flags;

	/* Whether the source has a text of that path. */
	bool (*has)(struct unit *unit, const char *path);

	/* The paths whose base name it is, in order of their bytes. */
	const char *const *(*named)(struct unit *unit, const char *base,
				    uint32_t *n);

	/* The bytes of a text; NULL where there are none, or too many. */
	const char *(*read)(struct unit *unit, const char *path, size_t *size);

	void *payload;
};

/* Whether paths of this name may be read by a deep pass: headers and their
 * kin, by suffix. The set of them is part of the key of the facts, too. */
bool unit_is_part(const char *path);

/* Whether the analyzer of that name has a deep pass. */
bool unit_is_deep(const char *language);

/* Compiles the text with both passes; its facts are appended to `bytes`. */
void unit_to_bytes(struct text *text, struct unit *unit, GByteArray *bytes);

#endif
