/*
 * What queries give out that is the same whatever tables hold: strings made
 * in their outputs, and rows that are written in them.
 *
 *	SELECT format('DROP TABLE %I', name) AS command FROM t
 *	SELECT a FROM unnest(ARRAY['x', 'y']) AS a
 *	SELECT * FROM (VALUES ('x', 1), ('y', 2)) AS v (name, n)
 *	VALUES ('x'), ('y')
 */
#include <string.h>

#include "analyzers/sql/fold_value.h"

/* Queries that give out more are of no interest. */
#define MAX_FIELDS 32

struct fields {
	struct fold_field list[MAX_FIELDS];
	uint32_t n;
};

static void add_field(struct fields *fields, const char *name,
		      const struct fold_value *value)
{
	if (fields->n < MAX_FIELDS)
		fields->list[fields->n++] = (struct fold_field){name, value};
}

static bool at_end(const struct fold_reader *reader)
{
	return reader->token.kind == TOKEN_END;
}

static bool accept(struct fold_reader *reader, enum token_kind kind)
{
	if (reader->token.kind != kind)
		return false;
	fold_reader_next(reader);
	return true;
}

static bool accept_word(struct fold_reader *reader, enum keyword keyword)
{
	if (reader->token.keyword != keyword)
		return false;
	fold_reader_next(reader);
	return true;
}

/* A name that stands for what was before it: [AS] a. */
static const char *read_alias(struct fold_reader *reader)
{
	bool as = accept_word(reader, KW_AS);
	const struct token *token = &reader->token;
	const char *name;

	if (token->kind != TOKEN_QUOTED &&
	    (token->kind != TOKEN_WORD || (token->keyword && !as)))
		return NULL;
	name = token_name(reader->fold->arena, &reader->lexer, token);
	fold_reader_next(reader);
	return name;
}

/* The name that stands here: of a column, or that an output has of itself. */
static const char *own_name(struct fold_reader *reader)
{
	const struct token *token = &reader->token;

	if (token->kind != TOKEN_WORD && token->kind != TOKEN_QUOTED)
		return NULL;
	return token_name(reader->fold->arena, &reader->lexer, token);
}

/* --- rows that are written in the query ----------------------------------- */

/* (a, b), (c, d): each column with the values that it has. */
static void read_rows(struct fold_reader *reader, struct fields *fields)
{
	bool first = true;

	do {
		uint32_t column = 0;

		if (!accept(reader, TOKEN_OPEN))
			return;
		do {
			const struct fold_value *value =
				fold_reader_value(reader);

			fold_reader_skip(reader);
			if (first)
				add_field(fields, NULL, value);
			else if (column < fields->n)
				fields->list[column].value = fold_union(
					reader->fold,
					fields->list[column].value, value);
			column++;
		} while (accept(reader, TOKEN_COMMA));
		accept(reader, TOKEN_CLOSE);
		first = false;
	} while (accept(reader, TOKEN_COMMA));
}

/* Behind an item of FROM: [AS] v [(a, b)], which name its columns. */
static void name_columns(struct fold_reader *reader, struct fields *fields,
			 uint32_t from)
{
	const char *name = read_alias(reader);

	if (name && fields->n == from + 1)
		fields->list[from].name = name;
	if (!accept(reader, TOKEN_OPEN))
		return;
	do {
		name = own_name(reader);
		if (name && from < fields->n)
			fields->list[from++].name = name;
		fold_reader_skip(reader);
	} while (accept(reader, TOKEN_COMMA));
	accept(reader, TOKEN_CLOSE);
}

/* One item of FROM; what is no row written here gives nothing. */
static void read_item(struct fold_reader *reader, struct fields *fields)
{
	uint32_t from = fields->n;
	const struct fold_value *value;

	if (accept(reader, TOKEN_OPEN)) {
		if (accept_word(reader, KW_VALUES))
			read_rows(reader, fields);
		fold_reader_skip(reader);
		while (accept(reader, TOKEN_COMMA))
			fold_reader_skip(reader);
		accept(reader, TOKEN_CLOSE);
	} else {
		value = fold_reader_value(reader);
		if (fold_value_is_hole(value))
			return;
		add_field(fields, NULL, value);
		if (accept_word(reader, KW_WITH))
			accept_word(reader, KW_ORDINALITY);
	}
	name_columns(reader, fields, from);
}

/* Goes to the next item of FROM, behind a comma or JOIN; false if none. */
static bool next_item(struct fold_reader *reader)
{
	unsigned depth = 0;

	for (; !at_end(reader); fold_reader_next(reader)) {
		if (reader->token.kind == TOKEN_OPEN)
			depth++;
		else if (reader->token.kind == TOKEN_CLOSE && depth-- == 0)
			return false;
		if (depth)
			continue;
		if (reader->token.keyword == KW_WHERE ||
		    reader->token.keyword == KW_GROUP ||
		    reader->token.keyword == KW_ORDER)
			return false;
		if (accept(reader, TOKEN_COMMA) || accept_word(reader, KW_JOIN))
			return true;
	}
	return false;
}

/* What FROM, which comes later, knows of columns. */
static void read_from(const struct fold_reader *at, struct fields *fields)
{
	struct fold_reader reader = *at;
	unsigned depth = 0;

	for (; !at_end(&reader); fold_reader_next(&reader)) {
		if (reader.token.kind == TOKEN_OPEN)
			depth++;
		else if (reader.token.kind == TOKEN_CLOSE && depth-- == 0)
			return;
		else if (!depth && reader.token.keyword == KW_FROM)
			break;
	}
	fold_reader_next(&reader);
	do {
		accept_word(&reader, KW_LATERAL);
		read_item(&reader, fields);
	} while (next_item(&reader));
}

/* --- outputs -------------------------------------------------------------- */

/* Behind SELECT: what stands before the first output. */
static void skip_options(struct fold_reader *reader)
{
	accept_word(reader, KW_ALL);
	if (accept_word(reader, KW_DISTINCT) && accept_word(reader, KW_ON) &&
	    accept(reader, TOKEN_OPEN)) {
		do
			fold_reader_skip(reader);
		while (accept(reader, TOKEN_COMMA));
		accept(reader, TOKEN_CLOSE);
	}
}

/* SELECT INTO a, b c, d FROM: the variables stand before the outputs. */
static void skip_into(struct fold_reader *reader)
{
	if (!accept_word(reader, KW_INTO))
		return;
	accept_word(reader, KW_STRICT);
	do {
		fold_reader_next(reader);
		while (accept(reader, TOKEN_DOT))
			fold_reader_next(reader);
	} while (accept(reader, TOKEN_COMMA));
}

static void read_outputs(struct fold_reader *reader, struct fields *fields)
{
	do {
		const char *name = own_name(reader), *alias;
		const struct fold_value *value;

		if (accept(reader, TOKEN_STAR)) {
			for (uint32_t i = 0; i < reader->n_columns; i++)
				add_field(fields, reader->columns[i].name,
					  reader->columns[i].value);
			continue;
		}
		value = fold_reader_value(reader);
		alias = read_alias(reader);
		add_field(fields, alias ? alias : name, value);
	} while (accept(reader, TOKEN_COMMA));
}

/* --- the query ------------------------------------------------------------ */

/* A row of what was found; NULL when nothing of it is known. */
static const struct fold_value *make_row(struct fold *fold,
					 const struct fields *fields)
{
	struct fold_value *row;
	struct fold_field *list;
	bool known = false;

	for (uint32_t i = 0; i < fields->n; i++)
		known |= !fold_value_is_hole(fields->list[i].value);
	if (!known || fields->n == MAX_FIELDS)
		return NULL;
	row = fold_value_hole(fold, 0);
	list = arena_alloc(fold->arena, fields->n * sizeof(*list));
	memcpy(list, fields->list, fields->n * sizeof(*list));
	row->fields = list;
	row->n_fields = fields->n;
	return row;
}

const struct fold_value *fold_query(struct fold *fold, uint32_t start,
				    uint32_t end)
{
	struct fold_reader reader;
	struct fields columns = {.n = 0}, outputs = {.n = 0};

	fold_reader_init(&reader, fold, start, end);
	if (accept_word(&reader, KW_VALUES)) {
		read_rows(&reader, &outputs);
	} else if (accept_word(&reader, KW_SELECT)) {
		skip_options(&reader);
		skip_into(&reader);
		read_from(&reader, &columns);
		reader.columns = columns.list;
		reader.n_columns = columns.n;
		read_outputs(&reader, &outputs);
	}
	return make_row(fold, &outputs);
}
