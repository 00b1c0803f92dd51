/*
 * String expressions, read token by token with a limit of depth.
 */
#include <string.h>

#include "analyzers/sql/fold_value.h"

/* An expression that is nested deeper is a hole. */
#define MAX_DEPTH 32

static const struct fold_value *read_concatenation(struct fold_reader *reader);

static void next(struct fold_reader *reader)
{
	lexer_next(&reader->lexer, &reader->token);
}

void fold_reader_next(struct fold_reader *reader)
{
	next(reader);
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

void fold_reader_skip(struct fold_reader *reader)
{
	skip_operand(reader);
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
		skip_operand(reader); /* ORDER BY of an aggregate */
		if (reader->token.kind == TOKEN_COMMA)
			next(reader);
	}
	if (reader->token.kind == TOKEN_CLOSE)
		next(reader);
	return n;
}

/* The field of a row, and its value. */
static const struct fold_value *find_field(const struct fold_field *fields,
					   uint32_t n, const char *name)
{
	for (uint32_t i = 0; i < n; i++)
		if (fields[i].name &&
		    g_ascii_strcasecmp(fields[i].name, name) == 0)
			return fields[i].value;
	return NULL;
}

/* a, r.a: a column of the query, a variable, a field of one. */
static const struct fold_value *known_name(struct fold_reader *reader,
					   const char *row, const char *name,
					   uint32_t line)
{
	struct fold *fold = reader->fold;
	const struct fold_value *value =
		find_field(reader->columns, reader->n_columns, name);

	if (value)
		return value;
	if (!row)
		return fold_variable_value(fold, name, line);
	value = fold_variable_value(fold, row, line);
	value = find_field(value->fields, value->n_fields, name);
	return value ? value : fold_value_hole(fold, line);
}

/* A parameter ($1) has its number for a name, and is no hole. */
static const char *name_here(const struct fold_reader *reader)
{
	const struct token *token = &reader->token;
	const char *bytes = reader->lexer.bytes + token->offset;

	if (token->kind == TOKEN_HOLE && *bytes == '$')
		return arena_strndup(reader->fold->arena, bytes, token->length);
	return token_name(reader->fold->arena, &reader->lexer, token);
}

/* A variable, a name with dots, or a function. */
static const struct fold_value *read_name(struct fold_reader *reader)
{
	struct fold *fold = reader->fold;
	uint32_t line = here(reader), n;
	const char *name = NULL, *row = NULL;

	for (;;) {
		row = name;
		name = name_here(reader);
		next(reader);
		if (reader->token.kind != TOKEN_DOT)
			break;
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
	return known_name(reader, row, name, line);
}

/* ARRAY['a', 'b']; of ARRAY(SELECT ...) nothing is known. */
static const struct fold_value *read_array(struct fold_reader *reader)
{
	struct fold *fold = reader->fold;
	uint32_t line = here(reader);
	struct fold_value *value = fold_value_new(fold, FOLD_ALTERNATIVES);

	value->array = true;
	next(reader);
	if (reader->token.kind != TOKEN_OPEN_BRACKET) {
		skip_operand(reader);
		return fold_value_hole(fold, line);
	}
	next(reader);
	while (reader->token.kind != TOKEN_CLOSE_BRACKET &&
	       reader->token.kind != TOKEN_END) {
		uint32_t begin = reader->token.offset;
		const struct fold_value *element = read_concatenation(reader);

		value->open |= element->open || element->n != 1 ||
			       value->n == FOLD_ALTERNATIVES;
		if (value->n < FOLD_ALTERNATIVES)
			value->alternatives[value->n++] =
				element->alternatives[0];
		if (reader->token.kind == TOKEN_COMMA ||
		    reader->token.offset == begin)
			next(reader);
	}
	next(reader);
	return value->n ? value : fold_value_hole(fold, line);
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

	while (token->kind == TOKEN_OPERATOR && token->length == 1 &&
	       reader->lexer.bytes[token->offset] == '+')
		next(reader); /* T-SQL: a + + 'b' */
	switch (token->kind) {
	case TOKEN_STRING:
		return read_literal(reader);
	case TOKEN_OPEN:
		return read_parentheses(reader);
	case TOKEN_WORD:
		if (token->keyword == KW_CASE)
			return read_case(reader);
		if (token->keyword == KW_ARRAY)
			return read_array(reader);
		if (token->keyword == KW_NULL) {
			next(reader);
			return fold_value_bytes(reader->fold, "", line);
		}
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

/* To the bracket that closes this one. */
static void skip_brackets(struct fold_reader *reader)
{
	unsigned depth = 0;

	do {
		if (reader->token.kind == TOKEN_OPEN_BRACKET)
			depth++;
		else if (reader->token.kind == TOKEN_CLOSE_BRACKET)
			depth--;
		next(reader);
	} while (depth && reader->token.kind != TOKEN_END);
}

/* Behind a type: (10), [], [3]. */
static void skip_type_suffix(struct fold_reader *reader)
{
	while (reader->token.kind == TOKEN_OPEN ||
	       reader->token.kind == TOKEN_OPEN_BRACKET) {
		bool bracket = reader->token.kind == TOKEN_OPEN_BRACKET;

		while (reader->token.kind != TOKEN_END &&
		       reader->token.kind !=
			       (bracket ? TOKEN_CLOSE_BRACKET : TOKEN_CLOSE))
			next(reader);
		next(reader);
	}
}

/* Types behind "::" and COLLATE, which change no value. */
static void skip_casts(struct fold_reader *reader)
{
	while (reader->token.kind == TOKEN_CAST ||
	       reader->token.keyword == KW_COLLATE) {
		next(reader);
		if (reader->token.kind == TOKEN_WORD ||
		    reader->token.kind == TOKEN_QUOTED ||
		    reader->token.kind == TOKEN_HOLE)
			next(reader);
		while (reader->token.kind == TOKEN_DOT) {
			next(reader);
			next(reader);
		}
		while (reader->token.kind == TOKEN_WORD &&
		       (reader->token.keyword == KW_VARYING ||
			reader->token.keyword == KW_PRECISION))
			next(reader);
		skip_type_suffix(reader);
	}
}

/* Casts, and the subscript of an array, which gives one of its elements. */
static const struct fold_value *read_suffix(struct fold_reader *reader,
					    const struct fold_value *value)
{
	skip_casts(reader);
	if (!value->array || reader->token.kind != TOKEN_OPEN_BRACKET)
		return value;
	skip_brackets(reader);
	skip_casts(reader);
	return fold_elements(reader->fold, value);
}

static bool at_concatenation(const struct fold_reader *reader)
{
	return at_operator(reader, "||") ||
	       (reader->fold->rules->dialect == DIALECT_TSQL &&
		at_operator(reader, "+"));
}

/* Two names in a row: the second is an alias. */
static bool at_alias(const struct fold_reader *reader)
{
	return reader->token.kind == TOKEN_QUOTED ||
	       (reader->token.kind == TOKEN_WORD && !reader->token.keyword);
}

static bool at_operand_end(const struct fold_reader *reader)
{
	return reader->token.kind == TOKEN_END ||
	       reader->token.kind == TOKEN_COMMA ||
	       reader->token.kind == TOKEN_CLOSE ||
	       reader->token.kind == TOKEN_CLOSE_BRACKET ||
	       reader->token.keyword == KW_FROM ||
	       reader->token.keyword == KW_WHEN ||
	       reader->token.keyword == KW_ELSE ||
	       reader->token.keyword == KW_END ||
	       reader->token.keyword == KW_INTO ||
	       reader->token.keyword == KW_AS ||
	       reader->token.keyword == KW_ORDER ||
	       reader->token.keyword == KW_WHERE || at_alias(reader);
}

/* At an operator whose result is no string: =, <, LIKE, AND, ... */
static bool at_comparison(const struct fold_reader *reader)
{
	const struct token *token = &reader->token;

	return token->kind == TOKEN_EQUALS || token->keyword ||
	       (token->kind == TOKEN_OPERATOR &&
		strchr("<>!~", reader->lexer.bytes[token->offset]));
}

/* An operator and the beginning of its operand, arguments, a subscript. */
static void skip_tail(struct fold_reader *reader)
{
	if (reader->token.kind == TOKEN_OPEN_BRACKET) {
		skip_brackets(reader);
		return;
	}
	if (reader->token.kind == TOKEN_OPEN) {
		next(reader);
		skip_operands(reader);
		next(reader);
		return;
	}
	next(reader);
	if (at_alias(reader))
		next(reader);
}

/* One operand of ||. What goes on with an operator that binds tighter (a sum,
 * a field, a subscript) is not known. */
static const struct fold_value *read_operand(struct fold_reader *reader)
{
	const struct fold_value *value = read_primary(reader);
	uint32_t line = here(reader);

	value = read_suffix(reader, value);
	if (at_concatenation(reader) || at_operand_end(reader) ||
	    at_comparison(reader))
		return value;
	while (!at_concatenation(reader) && !at_operand_end(reader) &&
	       !at_comparison(reader))
		skip_tail(reader);
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

const struct fold_value *fold_reader_value(struct fold_reader *reader)
{
	return read_concatenation(reader);
}

void fold_reader_init(struct fold_reader *reader, struct fold *fold,
		      uint32_t start, uint32_t end)
{
	*reader = (struct fold_reader){
		.fold = fold,
		.lexer = {.bytes = fold->text->bytes,
			  .size = end,
			  .offset = start,
			  .rules = fold->rules},
	};
	next(reader);
}

const struct fold_value *fold_expression(struct fold *fold, uint32_t start,
					 uint32_t end)
{
	struct fold_reader reader;

	fold_reader_init(&reader, fold, start, end);
	return read_concatenation(&reader);
}
