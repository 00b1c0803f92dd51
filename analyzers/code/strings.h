/*
 * strings.h - what string expressions give: the string-value engine.
 *
 * Data go in and come out (code.h); a datum with alternatives gives one for
 * every combination, up to CODE_ALTERNATIVES_MAX, chosen so that each piece
 * is in one of them. What is not known becomes a hole, what another text
 * defines a symbol. Everything lives in the arena of the text.
 */
#ifndef ANALYZERS_CODE_STRINGS_H
#define ANALYZERS_CODE_STRINGS_H

#include "analyzers/code/code.h"

/* Whether it holds text that is known, at least in part. */
bool strings_is(const struct datum *datum);

/* The ropes of its alternatives: at least one, at most `max`. A datum that
 * is no string gives a hole (or a symbol, or a parameter). */
uint32_t strings_ropes(struct code *code, const struct datum *datum,
		       const struct rope **ropes, uint32_t max);

/* A string literal, interpolations included. */
const struct datum *strings_literal(struct code *code, uint32_t node);

const struct datum *strings_cat(struct code *code, uint32_t node,
				const struct datum *left,
				const struct datum *right);

/* A text made here, not written in the code, on the line of `node`. */
const struct datum *strings_made(struct code *code, uint32_t node,
				 const char *bytes, size_t size);

/* "%s" % values: a list, a map or one value. */
const struct datum *strings_percent(struct code *code, uint32_t node,
				    const struct datum *format,
				    const struct datum *values);

/* "{}".format(...); `dollar`: "$a ${b}" with keyword arguments. */
const struct datum *strings_format(struct code *code, uint32_t node,
				   const struct datum *format, bool dollar,
				   const struct code_argument *arguments,
				   uint32_t n_arguments);

const struct datum *strings_join(struct code *code, uint32_t node,
				 const struct datum *separator,
				 const struct datum *list);

const struct datum *strings_replace(struct code *code, uint32_t node,
				    const struct datum *string,
				    const struct datum *from,
				    const struct datum *to);

/* Without the last `count` bytes: x[:-count]. */
const struct datum *strings_cut(struct code *code, uint32_t node,
				const struct datum *string, uint32_t count);

/* The whole text, if it is one without holes and alternatives; else NULL. */
const char *strings_constant(struct code *code, const struct datum *datum);

#endif
