/*
 * clang_private.h - what the files of the deep pass share; nobody else
 * includes it. One struct deep lives for one unit; all but what libclang and
 * GLib own is in its arena.
 */
#ifndef ANALYZERS_CODE_CLANG_PRIVATE_H
#define ANALYZERS_CODE_CLANG_PRIVATE_H

#include "analyzers/code/clang.h"
#include "analyzers/code/includes.h"
#include "analyzers/code/libclang.h"
#include "analyzers/code/macro.h"

/* Bytes of the unit and what they stand for. */
struct edit {
	size_t start, end;
	const char *bytes;
	size_t size;
};

struct deep {
	struct analysis *analysis;
	struct text *text;
	struct unit *unit;
	struct arena *arena;
	const struct libclang *library;
	CXTranslationUnit parsed;
	struct includes includes;
	size_t *lines; /* where each line of the text begins */
	uint32_t n_lines;
	GHashTable *files; /* CXFile -> struct included */
	CXFile main;
	struct macros *macros;
	GArray *edits;	       /* struct edit */
	GHashTable *constants; /* name -> literal, of headers */
	GPtrArray *classes;    /* names of those whose methods are called */
	GHashTable *functions; /* "line name" -> struct declared */
};

/* A method that the unit defines: the classes whose methods it overrides. */
struct declared {
	const char **bases;
	uint32_t n_bases;
};

/* A place of the unit, from 1; false: it lies in another text. */
struct spot {
	uint32_t line, column;
	size_t offset; /* in the unit's own bytes */
};
bool deep_spot(struct deep *deep, CXSourceLocation location, struct spot *spot);

/* The text in which the location is written, and the offset in what libclang
 * was given of it; NULL: in none. */
const struct included *deep_text(struct deep *deep, CXSourceLocation location,
				 unsigned *offset);

/* The spelling of a cursor in the arena; never NULL. */
const char *deep_spelling(struct deep *deep, CXCursor cursor);

/* --- clang_types.c --- */

void deep_types(struct deep *deep);

/* "line name", for the tables; g_free(). */
char *deep_key(uint32_t line, const char *name);

/* --- clang_rewrite.c --- */

/* Makes `guest` the unit as the compiler sees it; the text of another row. */
void deep_rewrite(struct deep *deep, struct text *guest);

#endif
