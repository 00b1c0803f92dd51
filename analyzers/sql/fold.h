/*
 * fold.h - what a string expression of a routine's body comes to.
 *
 * EXECUTE and PREPARE run strings. Here they are folded: literals, ||,
 * concat(), format(), quote_ident(), and variables that were assigned such
 * values. What stays unknown is a hole. A variable that got different values
 * in different branches has several alternatives, at most FOLD_ALTERNATIVES.
 *
 * A value is a rope of pieces that share their beginnings, so that a text
 * built in many steps costs one piece a step; it becomes bytes only when
 * fold_text() asks. All memory is the arena's but for the tables, which
 * fold_release() frees.
 *
 * A heuristic in one point: a loop's body is taken to run not at all or
 * once. What a second run appends is of the same make.
 *
 *	fold_init(&fold, arena, text, rules);
 *	fold_assign(&fold, "q", fold_expression(&fold, start, end));
 */
#ifndef ANALYZERS_SQL_FOLD_H
#define ANALYZERS_SQL_FOLD_H

#include <glib.h>

#include "analyzers/sql/dialect.h"
#include "graph/arena.h"
#include "graph/text.h"

#define FOLD_ALTERNATIVES 32

struct fold_piece; /* a string, and through it all before it */

struct fold_value {
	const struct fold_piece **alternatives;
	uint32_t n;
	bool open;  /* there may be other values */
	bool array; /* the alternatives are its elements, and all there */
	const struct fold_field *fields; /* of a row */
	uint32_t n_fields;
};

/* A column of a row, or of what a query gives out; the name may be NULL. */
struct fold_field {
	const char *name;
	const struct fold_value *value;
};

struct fold {
	struct arena *arena;
	struct text *text;
	const struct dialect_rules *rules;
	GHashTable *variables; /* folded name -> struct fold_variable */
	GArray *changes;       /* of variables, to be undone by branches */
	GArray *results;       /* of branches that are over */
	GArray *frames;	       /* branchings that are open */
	uint32_t stamp;
	size_t spent;	 /* bytes made by fold_text() */
	size_t copied;	 /* pieces of ropes that others go on with */
	size_t compared; /* pieces of ropes, to see which says more */
};

void fold_init(struct fold *fold, struct arena *arena, struct text *text,
	       const struct dialect_rules *rules);
void fold_release(struct fold *fold);

/* The value of the expression that lies in the text from `start` to `end`.
 * Never NULL; a value of which nothing is known is one hole. */
const struct fold_value *fold_expression(struct fold *fold, uint32_t start,
					 uint32_t end);

/* What a loop over the elements of an array gets; a hole of what is none. */
const struct fold_value *fold_elements(struct fold *fold,
				       const struct fold_value *value);

/* What the query that lies in the text from `start` to `end` gives out, as far
 * as it is the same whatever tables hold: strings, and rows that are written
 * in it (VALUES, unnest of an array). NULL: it is none, or nothing is known.
 * The value is a row; NULL too where it has more columns than anyone wants. */
const struct fold_value *fold_query(struct fold *fold, uint32_t start,
				    uint32_t end);

/* From here on the variable has the value; NULL: none was assigned yet.
 * Names are compared without regard to case. */
void fold_assign(struct fold *fold, const char *name,
		 const struct fold_value *value);

/* The variable is the parameter of that number, from 1; its name may be "". */
void fold_parameter(struct fold *fold, const char *name, uint32_t parameter);

/* What the variable holds goes on with the expression from `start` to `end`
 * (T-SQL's SET @a += b). */
void fold_append(struct fold *fold, const char *name, uint32_t start,
		 uint32_t end);

/* What the variable holds is no longer known. */
void fold_forget(struct fold *fold, const char *name);

/* Branches: what is assigned from open to next, and from next to the next
 * one, are alternatives. `complete` says that one of them always runs. */
void fold_open(struct fold *fold);
void fold_next(struct fold *fold);
void fold_close(struct fold *fold, bool complete);

/*
 * Makes a guest of one alternative: bytes and marks, the other fields are
 * left alone. False when nothing in it is known, or when the texts made so
 * far are many times longer than the text itself.
 */
bool fold_text(struct fold *fold, const struct fold_piece *piece,
	       struct text *guest);

struct token;

/* As fold_text(), for the string literal `token`: a routine's body. */
bool fold_literal(struct fold *fold, const struct token *token,
		  struct text *guest);

#endif
