/*
 * String expressions, read token by token with a limit of depth.
 */
#include <string.h>

#include "analyzers/sql/fold_value.h"

/* An expression that is nested deeper is a hole. */
#define MAX_DEPTH 32

struct fold_reader {
	struct fold *fold;
	struct lexer lexer;
	struct token token;
	unsigned depth;
};

static const struct fold_value *read_concatenation(struct fold_reader *reader);

static void next(struct fold_reader *reader)
{
	lexer_next(&reader->lexer, &reader->token);
}

static bool at_operator(const struct fold_reader *reader, const char *operator)
{
	const struct token *token = &reader->token;

	return token->kind == TOKEN_OPERATOR &&
	       token->length == strlen(operator) &&
	       memcmp(reader->lexer.bytes + token->offset, operator,
		      token->length) == 0;
}

/* Reads on to what ends an operand's surroundings: a comma or parenthesis
 * that opened before it, or the end. */
static void skip_operand(struct fold_reader *reader)
{
	unsigned depth = 0;

	while (reader->token.kind != TOKEN_END) {
		if (reader->token.kind == TOKEN_OPEN)
			depth++;
		else if (reader->token.kind == TOKEN_COMMA && !depth)
			return;
		else if (reader->token.kind == TOKEN_CLOSE && depth-- == 0)
			return;
		next(reader);
	}
}

/* To the parenthesis that closes what was opened before. */
static void skip_operands(struct fold_reader *reader)
{
	while (reader->token.kind != TOKEN_END &&
	       reader->token.kind != TOKEN_CLOSE) {
		skip_operand(reader);
		if (reader->token.kind == TOKEN_COMMA)
			next(reader);
	}
}

static uint32_t here(const struct fold_reader *reader)
{
	return text_line(reader->fold->text, reader->token.offset);
}

/* One literal, or several in a row, which are one. */
static const struct fold_value *read_literal(struct fold_reader *reader)
{
	struct fold *fold = reader->fold;
	const struct fold_value *value = NULL;

	while (reader->token.kind == TOKEN_STRING) {
		uint32_t line = here(reader);
		const struct fold_value *part = fold_value_of(
			fold, fold_piece_literal(fold, &reader->lexer,
						 &reader->token));

		value = value ? fold_concatenate(fold, value, part, line)
			      : part;
		next(reader);
	}
	return value;
}

/* The arguments up to the closing parenthesis; those past the limit are
 * read and dropped. */
static uint32_t read_arguments(struct fold_reader *reader,
			       const struct fold_value **arguments)
{
	uint32_t n = 0;

	while (reader->token.kind != TOKEN_CLOSE &&
	       reader->token.kind != TOKEN_END) {
		const struct fold_value *value = read_concatenation(reader);

		if (n < FOLD_ARGUMENTS)
			arguments[n++] = value;
		if (reader->token.kind == TOKEN_COMMA)
			next(reader);
		else if (reader->token.kind != TOKEN_CLOSE)
			break;
	}
	if (reader->token.kind == TOKEN_CLOSE)
		next(reader);
	return n;
}

/* A variable, a name with dots, or a function. */
static const struct fold_value *read_name(struct fold_reader *reader)
{
	struct fold *fold = reader->fold;
	uint32_t line = here(reader), n;
	const char *name = "";
	bool dotted = false;

	for (;;) {
		name = token_name(fold->arena, &reader->lexer, &reader->token);
		next(reader);
		if (reader->token.kind != TOKEN_DOT)
			break;
		dotted = true;
		next(reader);
		if (reader->token.kind != TOKEN_WORD &&
		    reader->token.kind != TOKEN_QUOTED)
			return fold_value_hole(fold, line);
	}
	if (reader->token.kind == TOKEN_OPEN) {
		const struct fold_value *arguments[FOLD_ARGUMENTS];

		next(reader);
		n = read_arguments(reader, arguments);
		return fold_call(fold, name, arguments, n, line);
	}
	return dotted ? fold_value_hole(fold, line)
		      : fold_variable_value(fold, name, line);
}

/* (a), (SELECT a FROM ...): the one value. */
static const struct fold_value *read_parentheses(struct fold_reader *reader)
{
	const struct fold_value *value;

	next(reader);
	if (reader->token.keyword == KW_SELECT)
		next(reader);
	value = read_concatenation(reader);
	skip_operand(reader);
	if (reader->token.kind != TOKEN_CLOSE)
		value = fold_value_hole(reader->fold, here(reader));
	else
		next(reader);
	return value;
}

/* CASE ... WHEN ... THEN a ELSE b END: the results are alternatives. */
static const struct fold_value *read_case(struct fold_reader *reader)
{
	const struct fold_value *value = NULL;
	uint32_t line = here(reader);
	unsigned depth = 0;

	next(reader);
	while (reader->token.kind != TOKEN_END) {
		enum keyword keyword = reader->token.keyword;

		if (keyword == KW_END && depth-- == 0)
			break;
		if (keyword == KW_CASE)
			depth++;
		next(reader);
		if (depth || (keyword != KW_THEN && keyword != KW_ELSE))
			continue;
		value = fold_union(reader->fold, value,
				   read_concatenation(reader));
	}
	next(reader);
	return value ? value : fold_value_hole(reader->fold, line);
}

static const struct fold_value *read_primary(struct fold_reader *reader)
{
	const struct token *token = &reader->token;
	uint32_t line = here(reader);

	switch (token->kind) {
	case TOKEN_STRING:
		return read_literal(reader);
	case TOKEN_OPEN:
		return read_parentheses(reader);
	case TOKEN_WORD:
		if (token->keyword == KW_CASE)
			return read_case(reader);
		/* fall through */
	case TOKEN_QUOTED:
	case TOKEN_VARIABLE:
	case TOKEN_HOLE:
		return read_name(reader);
	case TOKEN_NUMBER: {
		const char *digits = arena_strndup(
			reader->fold->arena,
			reader->lexer.bytes + token->offset, token->length);

		next(reader);
		return fold_value_bytes(reader->fold, digits, line);
	}
	case TOKEN_CLOSE:
	case TOKEN_COMMA:
	case TOKEN_END:
		break;
	default:
		next(reader);
	}
	return fold_value_hole(reader->fold, line);
}

/* Types behind "::" and COLLATE, which change no value. */
static void skip_suffix(struct fold_reader *reader)
{
	while (reader->token.kind == TOKEN_CAST ||
	       reader->token.keyword == KW_COLLATE) {
		next(reader);
		while (reader->token.kind == TOKEN_WORD ||
		       reader->token.kind == TOKEN_QUOTED ||
		       reader->token.kind == TOKEN_HOLE ||
		       reader->token.kind == TOKEN_DOT)
			next(reader);
	}
}

static bool at_concatenation(const struct fold_reader *reader)
{
	return at_operator(reader, "||") ||
	       (reader->fold->rules->dialect == DIALECT_TSQL &&
		at_operator(reader, "+"));
}

static bool at_operand_end(const struct fold_reader *reader)
{
	return reader->token.kind == TOKEN_END ||
	       reader->token.kind == TOKEN_COMMA ||
	       reader->token.kind == TOKEN_CLOSE ||
	       reader->token.keyword == KW_FROM ||
	       reader->token.keyword == KW_WHEN ||
	       reader->token.keyword == KW_ELSE ||
	       reader->token.keyword == KW_END;
}

/* At an operator whose result is no string: =, <, LIKE, AND, ... */
static bool at_comparison(const struct fold_reader *reader)
{
	const struct token *token = &reader->token;

	return token->kind == TOKEN_EQUALS || token->keyword ||
	       (token->kind == TOKEN_OPERATOR &&
		strchr("<>!~", reader->lexer.bytes[token->offset]));
}

/* One operand of ||. What goes on with an operator that binds tighter (a sum,
 * a field, a subscript) is not known. */
static const struct fold_value *read_operand(struct fold_reader *reader)
{
	const struct fold_value *value = read_primary(reader);
	uint32_t line = here(reader);

	skip_suffix(reader);
	if (at_concatenation(reader) || at_operand_end(reader) ||
	    at_comparison(reader))
		return value;
	while (!at_concatenation(reader) && !at_operand_end(reader) &&
	       !at_comparison(reader)) {
		if (reader->token.kind == TOKEN_OPEN) {
			next(reader);
			skip_operands(reader);
		}
		next(reader);
	}
	return fold_value_hole(reader->fold, line);
}

/* a || b || c; a comparison of it is no string. */
static const struct fold_value *read_concatenation(struct fold_reader *reader)
{
	const struct fold_value *value;
	uint32_t line = here(reader);

	if (++reader->depth > MAX_DEPTH) {
		skip_operand(reader);
		reader->depth--;
		return fold_value_hole(reader->fold, line);
	}
	value = read_operand(reader);
	while (at_concatenation(reader)) {
		next(reader);
		value = fold_concatenate(reader->fold, value,
					 read_operand(reader), line);
	}
	if (!at_operand_end(reader)) {
		skip_operand(reader);
		value = fold_value_hole(reader->fold, line);
	}
	reader->depth--;
	return value;
}

const struct fold_value *fold_expression(struct fold *fold, uint32_t start,
					 uint32_t end)
{
	struct fold_reader reader = {
		.fold = fold,
		.lexer = {.bytes = fold->text->bytes,
			  .size = end,
			  .offset = start,
			  .rules = fold->rules},
	};

	next(&reader);
	return read_concatenation(&reader);
}
