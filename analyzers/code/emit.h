/*
 * emit.h - how the engine and its ORMs hand facts on.
 *
 * Facts live in the arena of the text. The accessor of a fact is the
 * function around it; its definition is delivered before the first fact that
 * names it.
 */
#ifndef ANALYZERS_CODE_EMIT_H
#define ANALYZERS_CODE_EMIT_H

#include "analyzers/code/code.h"

/* A fact at a node, made in a function (CODE_NONE: in the file itself), to
 * be filled in and delivered with analysis_fact(). */
struct fact *emit_fact(struct code *code, enum fact_kind kind, uint32_t node,
		       uint32_t function);

/* Reads a guest that a function holds. */
void emit_guest(struct code *code, const char *language,
		const struct rope_flat *flat, uint32_t function,
		enum confidence confidence);

/* --- export.c --- */

/* What other texts may use, and what this one uses of them by calls. */
void export_all(struct code *code);

/* Whether a function's name says that it takes or makes SQL. */
bool export_is_telling(const struct symbol *symbol);

#endif
