/*
 * rope.h - the value of a string expression, built without copying.
 *
 * A rope is a piece of a literal, a symbol of another text, a parameter of a
 * function of this text, a hole, or two ropes one behind the other. Ropes
 * never change, so that alternatives share what they have in common and
 * `sql += "..."` a thousand times over stays linear. Only what is handed on
 * is made flat.
 *
 * Each rope knows the function that makes it, and the first rope that it
 * became part of: one that became part of none is the whole of an
 * expression. All live in the arena of the text.
 */
#ifndef ANALYZERS_CODE_ROPE_H
#define ANALYZERS_CODE_ROPE_H

#include <glib.h>
#include <stdbool.h>

#include "graph/arena.h"
#include "graph/fact.h"
#include "graph/text.h"

/* A rope that would be longer becomes a hole. */
#define ROPE_SIZE_MAX (1u << 20)
#define ROPE_LEAVES_MAX 65536

#define ROPE_NO_FUNCTION UINT32_MAX

/* A string literal of the text, decoded, with the line of every byte. */
struct literal {
	const char *bytes;
	uint32_t size;
	const struct line_mark *marks;
	uint32_t n_marks;
	uint32_t function; /* in which it is written */
	uint32_t used_by;  /* the function it was last handed on for, + 1 */
	bool used;	   /* handed on at all */
	uint32_t taken_by; /* the sink that last took it in one of several
			      values, + 1 */
};

/* Whom a string is made for. */
enum quiet {
	QUIET_NOT,     /* the program */
	QUIET_PRINTED, /* who reads the output: a client, maybe */
	QUIET_TALK,    /* people: in a log, an exception, a help text */
};

enum rope_kind {
	ROPE_TEXT, /* bytes of `literal` from `start` */
	ROPE_SYMBOL,
	ROPE_PARAMETER,
	ROPE_HOLE,
	ROPE_PAIR,  /* left, then right */
	ROPE_ALIAS, /* left, as used in another function */
	N_ROPE_KINDS
};

struct rope {
	enum rope_kind kind;
	enum quiet quiet;
	bool sql;	   /* the code says that it is SQL: text("...") */
	uint32_t function; /* that makes it; ROPE_NO_FUNCTION: the module */
	uint32_t node;	   /* of the syntax */
	uint32_t number;   /* in order of making */
	uint32_t size, n_leaves;
	const struct rope *left, *right;
	struct literal *literal;
	uint32_t start;
	const struct symbol *symbol;
	uint32_t owner, parameter; /* ROPE_PARAMETER: of function `owner` */
	bool written;		   /* what is written for it is meant */
	const char *text;  /* of a hole, symbol or parameter, for people */
	uint32_t line;	   /* of these */
	bool consumed;	   /* a part of another one */
	struct rope *next; /* the one made after it */
};

/* Where ropes are made, and who makes them now. */
struct rope_maker {
	struct arena *arena;
	struct rope *first, *last; /* all, in order of making */
	uint32_t n;
	uint32_t function, node;
	enum quiet quiet;
};

const struct rope *rope_text(struct rope_maker *maker, struct literal *literal,
			     uint32_t start, uint32_t size);
const struct rope *rope_symbol(struct rope_maker *maker,
			       const struct symbol *symbol, uint32_t line);
const struct rope *rope_parameter(struct rope_maker *maker, uint32_t owner,
				  uint32_t parameter, const char *text,
				  uint32_t line);
const struct rope *rope_hole(struct rope_maker *maker, const char *text,
			     uint32_t line);
const struct rope *rope_alias(struct rope_maker *maker,
			      const struct rope *rope);

/* Either side may be NULL. */
const struct rope *rope_pair(struct rope_maker *maker, const struct rope *left,
			     const struct rope *right);

/* Whether `rope` is `prefix` with more behind it, and that does not glue a
 * word to a word. Looks only so far: false where it would be long to say. */
bool rope_extends(const struct rope *rope, const struct rope *prefix);

/* Calls for each leaf, from left to right, until one returns false. */
typedef bool rope_visitor(const struct rope *leaf, void *payload);
void rope_visit(const struct rope *rope, rope_visitor *visit, void *payload);

/* It has become a part of another one, and is no whole of its own; what a
 * message for people quotes is still one. Ropes are handed out as constants;
 * this is what may change. */
void rope_consume(const struct rope_maker *maker, const struct rope *rope);

/* Whether every leaf is text. */
bool rope_is_text(const struct rope *rope);

/* The bytes with TEXT_HOLE for what is not text, and where they stand. */
struct rope_flat {
	const char *bytes;
	uint32_t size;
	struct line_mark *marks;
	uint32_t n_marks;
	bool holes, symbols;
	uint32_t literal_bytes; /* that are text */
};

void rope_flatten(struct arena *arena, const struct rope *rope,
		  struct rope_flat *flat);

/* As a value of a fact: a part for every line of the host and every line of
 * the text, so that a newline ends the part that it is in. */
void rope_value(struct arena *arena, const struct rope *rope,
		struct value *value);

/* Marks its literals as handed on for the function. */
void rope_use(const struct rope *rope, uint32_t function);

/* Whether a literal of it was not handed on for the function, nor at all
 * where it is written there. */
bool rope_is_new(const struct rope *rope, uint32_t function);

/* Marks its literals as taken by a sink, one of whose values it is; false if
 * all of them were by others of its values. */
bool rope_take(const struct rope *rope, uint32_t sink);

#endif
