/*
 * fold_value.h - ropes of pieces and their alternatives; private to fold*.c.
 *
 * Everything is in the arena of the fold, and nothing changes once it is
 * made. Lines are those of the outermost host.
 */
#ifndef ANALYZERS_SQL_FOLD_VALUE_H
#define ANALYZERS_SQL_FOLD_VALUE_H

#include "analyzers/sql/fold.h"
#include "analyzers/sql/lexer.h"

/* A part of a string. Its first byte stands on `line` of the outermost host;
 * `steps` says that each newline in it is one there. */
struct fold_piece {
	const struct fold_piece *before;
	const char *bytes;
	uint32_t size, line;
	bool steps;
	uint32_t parameter; /* a hole: of the routine; 0: none */
	bool separator;	    /* nothing but a comma, AND, UNION ALL, ... */
	/* Of all up to this piece: */
	bool known; /* is more than holes */
	bool empty; /* has no bytes */
	bool start; /* begins as a statement or as a hole does */
	uint32_t n_pieces;
};

/* The text of a hole. */
extern const char fold_hole[2];

struct fold_piece *fold_piece_new(struct fold *fold, const char *bytes,
				  uint32_t size, uint32_t line);

/* What a string literal holds. */
struct fold_piece *fold_piece_literal(struct fold *fold,
				      const struct lexer *lexer,
				      const struct token *token);

/* A value that has none yet, with room for so many. */
struct fold_value *fold_value_new(struct fold *fold, uint32_t room);

/* Values with one alternative: a piece, a string, a hole. */
struct fold_value *fold_value_of(struct fold *fold,
				 const struct fold_piece *piece);
struct fold_value *fold_value_bytes(struct fold *fold, const char *bytes,
				    uint32_t line);
struct fold_value *fold_value_hole(struct fold *fold, uint32_t line);

/* Each alternative of one behind each of the other. */
struct fold_value *fold_concatenate(struct fold *fold,
				    const struct fold_value *left,
				    const struct fold_value *right,
				    uint32_t line);

/* The alternatives of both; either may be NULL. */
const struct fold_value *fold_union(struct fold *fold,
				    const struct fold_value *a,
				    const struct fold_value *b);

/* All bytes of the rope, with a NUL behind them. */
const char *fold_flatten(struct fold *fold, const struct fold_piece *piece);

/* The same in one piece. */
const struct fold_piece *fold_one_piece(struct fold *fold,
					const struct fold_piece *piece);

/* The part of one piece from `at` to `end`. */
const struct fold_value *fold_slice(struct fold *fold,
				    const struct fold_piece *piece,
				    const char *at, const char *end);

/* Whether nothing at all is known. */
bool fold_value_is_hole(const struct fold_value *value);

/* --- what fold_expression.c, fold_call.c, fold_query.c know of each other - */

/* An expression while it is read. Names of `columns` come before those of
 * variables. */
struct fold_reader {
	struct fold *fold;
	struct lexer lexer;
	struct token token;
	unsigned depth;
	const struct fold_field *columns;
	uint32_t n_columns;
};

/* Stands at the first token between the offsets of the fold's text. */
void fold_reader_init(struct fold_reader *reader, struct fold *fold,
		      uint32_t start, uint32_t end);
void fold_reader_next(struct fold_reader *reader);

/* The expression from the current token on, up to what cannot belong to it. */
const struct fold_value *fold_reader_value(struct fold_reader *reader);

/* To a comma or a closing parenthesis that opened before, or the end. */
void fold_reader_skip(struct fold_reader *reader);

/* How many arguments of one function are kept. */
#define FOLD_ARGUMENTS 64

/* What the function of that name makes of its arguments; a hole if nobody
 * knows. */
const struct fold_value *fold_call(struct fold *fold, const char *name,
				   const struct fold_value **values, uint32_t n,
				   uint32_t line);

/* What the variable holds; a hole if that is not known. */
const struct fold_value *fold_variable_value(struct fold *fold,
					     const char *name, uint32_t line);

#endif
