/*
 * preprocess.h - C and C++ made readable for a parser that knows no macros.
 *
 * A copy of the text, of the same size so that every byte keeps its place:
 *
 *	comments		blank
 *	#if around halves	the first branch stays, the others and the
 *				lines of the directives become blank
 *	#if 0			blank
 *	"a" MACRO(x) "b"	"a"+MACRO(x)+"b"
 *	EXEC SQL ...;		blank, and noted; where a host variable is
 *				executed, the call of EXEC_SQL(variable)
 *
 * Conditions that hold whole statements stay: the parser knows them. Literals
 * are never changed. All is one pass; the results live in the arena.
 */
#ifndef ANALYZERS_CODE_PREPROCESS_H
#define ANALYZERS_CODE_PREPROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/arena.h"

/* Embedded SQL: the bytes behind EXEC SQL, up to the semicolon. */
struct preprocess_sql {
	uint32_t start, end;
};

struct preprocessed {
	const char *bytes;
	struct preprocess_sql *sql;
	uint32_t n_sql;
	/* Branches left out in which a statement of SQL seems to stand, and
	 * the first byte of the first. */
	uint32_t n_lost, lost;
};

/* `definitions`: nothing but the directives is of interest. */
void preprocess_c(struct arena *arena, const char *bytes, size_t size,
		  bool definitions, struct preprocessed *made);

/* What the bytes may hold, in one pass: a statement in a literal, a call of a
 * database's client, embedded SQL; or only strings that are defined. */
enum preprocess_interest {
	PREPROCESS_NOTHING,
	PREPROCESS_DEFINITIONS,
	PREPROCESS_ACCESS,
};
enum preprocess_interest preprocess_look(const char *bytes, size_t size);

#endif
