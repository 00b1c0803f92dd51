/*
 * call.h - a call while it is evaluated: between call.c and buffer.c.
 *
 * It lives on the stack of eval_call(); what it points to is of the text.
 */
#ifndef ANALYZERS_CODE_CALL_H
#define ANALYZERS_CODE_CALL_H

#include "analyzers/code/code.h"

struct call {
	uint32_t node, function; /* nodes */
	uint32_t receiver;	 /* the node before the dot, or SYNTAX_NONE */
	const struct datum *object, *callee;
	const char *name;
	struct code_argument *arguments;
	uint32_t n_arguments;
	bool sink; /* the name alone says so */
};

/* Whether a part of the name, split at "_" and capitals, is a word of the
 * list; long words may go on: "cursor" and "cursors". */
bool call_has_word(const char *const *words, const char *name);

/* --- buffer.c --- */

/* Puts the arguments behind a format into it, where they are as many. */
void buffer_format(struct code *code, struct call *call);

/* Writes what the call does into the buffer that it is given, if it does; and
 * what that then holds. */
bool buffer_fill(struct code *code, const struct call *call,
		 const struct datum **filled);

/* What a call gives that puts its arguments one behind the other, up to a
 * NULL; or NULL. */
const struct datum *buffer_joined(struct code *code, const struct call *call);

/* What an unknown call is given and nothing was written into yet, may hold
 * anything behind it. */
void buffer_forget(struct code *code, const struct call *call);

#endif
