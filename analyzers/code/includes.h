/*
 * includes.h - what a unit of C or C++ includes, as far as its source has it.
 *
 * Every text that the unit reaches is read once, and its include lines are
 * written anew: with the path of the text that is meant, below LIBCLANG_ROOT,
 * or with nothing (white space) where the source has none. So nothing is
 * searched for any more, and nothing outside of the source can be named.
 * Lines stay lines; only in include lines do bytes move.
 *
 * Which text is meant: first what lies beside the including one, then the
 * folders given by -I, in order. If both have none (or nobody gave any): of
 * all texts whose path ends with the written name, the one that shares the
 * most folders with the including text, then the shortest path. That is a
 * guess at the folders that the build has, wrong where two parts of a source
 * have headers of one name and include across. Names of the standard library
 * in <> are not guessed at.
 *
 * Headers in folders of other people's libraries (contrib, third_party, vendor)
 * are not entered from outside of these: they are large, and know nothing of
 * the unit's tables.
 *
 * A text that includes itself, through others or not, is not entered again.
 * Everything lives in the arena, the unit's bytes as long as it gives them.
 */
#ifndef ANALYZERS_CODE_INCLUDES_H
#define ANALYZERS_CODE_INCLUDES_H

#include "analyzers/unit.h"

/* Texts of a unit, and the bytes of all; what is beyond is left out. */
#define INCLUDES_TEXTS_MAX 4000
#define INCLUDES_BYTES_MAX (64u << 20)

/* Larger headers are data. */
#define INCLUDES_TEXT_BYTES_MAX (8u << 20)

struct included {
	const char *path;
	const char *bytes; /* as the source has them */
	size_t size;
	char *rewritten;
	size_t n_rewritten;
};

struct includes {
	struct included *texts; /* the unit itself is the first */
	uint32_t n_texts;
	const char *too_large;	 /* the path of a header left out, or NULL */
	uint32_t too_large_line; /* of the line of the unit that leads there */
};

void includes_read(struct includes *includes, struct arena *arena,
		   struct unit *unit, const char *bytes, size_t size);

#endif
