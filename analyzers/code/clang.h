/*
 * clang.h - the deep pass over C and C++.
 *
 * The first pass reads a unit as it is written. This one asks libclang what
 * the compiler makes of it, writes the unit anew (macros in their places, the
 * values of constants of headers, what is not compiled left out, every line
 * where it was) and hands that to the first pass once more: so there is one
 * engine for the values of strings, and one for what reaches a sink. Then it
 * says of which class functions are that are called or defined.
 *
 * clang_deepen() goes into the row of a language's analyzer.
 *
 *	clang.c         the pass, and its facts
 *	clang_rewrite.c the unit as the compiler sees it
 *	clang_types.c   constants, calls and functions by their declarations
 *	includes.c      the texts of the unit
 *	libclang.c      the library
 *	macro.c         what uses of macros become
 */
#ifndef ANALYZERS_CODE_CLANG_H
#define ANALYZERS_CODE_CLANG_H

#include "analyzers/unit.h"

void clang_deepen(struct analysis *analysis, struct text *text,
		  struct unit *unit);

#endif
