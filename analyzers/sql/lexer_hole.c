/*
 * Holes: what a program or a template fills in. Each function gives the
 * offset behind the hole that begins at `offset`, or 0 if none does.
 */
#include <glib.h>

#include "analyzers/sql/lexer_private.h"
#include "graph/text.h"

/* A template's simple expression (name, index, format) and `close`. */
static uint32_t skip_template(const struct lexer *lexer, uint32_t offset,
			      char close)
{
	uint32_t at = offset;

	while (byte_is(lexer, at, BYTE_WORD) ||
	       (at < lexer->size && lexer->bytes[at] &&
		strchr(".!:->[]'", lexer->bytes[at])))
		at++;
	return at > offset && byte_at(lexer, at) == close ? at + 1 : 0;
}

/* What a template's expression in braces may be at most. */
#define TEMPLATE_BYTES 8000
#define TEMPLATE_DEPTH 8

uint32_t lexer_skip_braces(const struct lexer *lexer, uint32_t offset)
{
	unsigned depth = 0;
	uint32_t end = lexer->size - offset < TEMPLATE_BYTES
			       ? lexer->size
			       : offset + TEMPLATE_BYTES;

	for (uint32_t at = offset; at < end; at++) {
		if (lexer->bytes[at] == '{' && ++depth > TEMPLATE_DEPTH)
			return 0;
		if (lexer->bytes[at] == '}' && --depth == 0)
			return at + 1;
	}
	return 0;
}

/* %TABLE_PREFIX%, in capitals: what installers fill in. 0: none. */
static uint32_t skip_percent_name(const struct lexer *lexer, uint32_t offset)
{
	uint32_t at = offset + 1;

	while (byte_at(lexer, at) == '_' ||
	       (byte_at(lexer, at) >= 'A' && byte_at(lexer, at) <= 'Z'))
		at++;
	return at > offset + 2 && byte_at(lexer, at) == '%' ? at + 1 : 0;
}

/* printf's and Python's: %s, %d, %(name)s, %1$s; what follows is no letter. */
static uint32_t skip_percent(const struct lexer *lexer, uint32_t offset)
{
	uint32_t at = offset + 1, digits = at;
	uint32_t named = skip_percent_name(lexer, offset);

	if (named)
		return named;
	if (byte_at(lexer, at) == '(') {
		at = skip_template(lexer, at + 1, ')');
		if (!at)
			return 0;
	} else {
		while (byte_is(lexer, at, BYTE_DIGIT))
			at++;
		at = at > digits && byte_at(lexer, at) == '$' ? at + 1 : digits;
	}
	if (at >= lexer->size || !lexer->bytes[at] ||
	    !strchr("sdiufIL", lexer->bytes[at]))
		return 0;
	at++;
	if (byte_is(lexer, at, BYTE_WORD) && lexer->bytes[at] != '_' &&
	    lexer->bytes[at] != TEXT_HOLE)
		return 0;
	return at;
}

static uint32_t skip_at_name(const struct lexer *lexer, uint32_t offset)
{
	uint32_t at = offset + 1;

	if (byte_is(lexer, at,
		    BYTE_DIGIT)) /* a file name of MySQL's: a@0023b@ */
		return 0;
	if (byte_at(lexer, at) == '@' && byte_at(lexer, at + 1) == '@')
		at += 2; /* @@@name@@@ */
	while (byte_is(lexer, at, BYTE_WORD))
		at++;
	if (byte_at(lexer, offset + 1) == '@')
		return at > offset + 3 && byte_at(lexer, at) == '@' &&
				       byte_at(lexer, at + 1) == '@' &&
				       byte_at(lexer, at + 2) == '@'
			       ? at + 3
			       : 0;
	return at > offset + 1 && byte_at(lexer, at) == '@' ? at + 1 : 0;
}

/* SQL*Plus: &name, &&name; a dot ends the name and is taken with it. */
static uint32_t skip_substitution(const struct lexer *lexer, uint32_t offset)
{
	uint32_t begin = offset + 1, at;

	if (!(lexer->rules->flags & RULE_Q_QUOTES))
		return 0;
	begin += byte_at(lexer, begin) == '&';
	at = begin;
	while (byte_is(lexer, at, BYTE_WORD))
		at++;
	if (at == begin)
		return 0;
	return at + (byte_at(lexer, at) == '.');
}

/* ClickHouse: {name:Type}, where the type may have parentheses. */
static uint32_t skip_parameter(const struct lexer *lexer, uint32_t offset)
{
	uint32_t at = offset + 1;

	while (byte_is(lexer, at, BYTE_WORD) || byte_at(lexer, at) == ' ')
		at++;
	if (at > offset + 1 && byte_at(lexer, at) == ':')
		return lexer_skip_braces(lexer, offset);
	return skip_template(lexer, offset + 1, '}');
}

/* <%= x %> of ERB. 0: none. */
static uint32_t skip_erb(const struct lexer *lexer, uint32_t offset)
{
	uint32_t limit = MIN(lexer->size, offset + TEMPLATE_BYTES);
	uint32_t at = offset + 2 + (byte_at(lexer, offset + 2) == '-');
	const char *end;

	if (byte_at(lexer, at) != '=')
		return 0;
	end = memmem(lexer->bytes + at, limit - at, "%>", 2);
	return end ? (uint32_t)(end - lexer->bytes) + 2 : 0;
}

#define MACRO_BYTES 100

/* <@p name='a'/> of FreeMarker; PostgreSQL has an operator <@. 0: none. */
static uint32_t skip_macro(const struct lexer *lexer, uint32_t offset)
{
	uint32_t at = offset + 2;

	if (!byte_is(lexer, at, BYTE_LETTER))
		return 0;
	while (at - offset < MACRO_BYTES && at < lexer->size &&
	       !strchr(">\n;()", lexer->bytes[at]))
		at++;
	return byte_at(lexer, at) == '>' && lexer->bytes[at - 1] == '/' ? at + 1
									: 0;
}

/* $!{x}, $!x of Velocity. */
static uint32_t skip_quiet(const struct lexer *lexer, uint32_t offset)
{
	uint32_t at = offset + 2;

	if (byte_at(lexer, at) == '{')
		return lexer_skip_braces(lexer, at);
	while (byte_is(lexer, at, BYTE_WORD))
		at++;
	return at > offset + 2 ? at : 0;
}

static bool is_directive(const struct lexer *lexer, uint32_t offset)
{
	uint32_t end;

	return lexer_directive(lexer, offset, &end) != DIRECTIVE_NONE;
}

uint32_t lexer_skip_hole(const struct lexer *lexer, uint32_t offset)
{
	char next = byte_at(lexer, offset + 1);

	switch (byte_at(lexer, offset)) {
	case '{':
		if (next == '{')
			return is_directive(lexer, offset)
				       ? 0
				       : lexer_skip_braces(lexer, offset);
		if (next == '}')
			return offset + 2;
		if (lexer->rules->dialect == DIALECT_CLICKHOUSE)
			return skip_parameter(lexer, offset);
		return skip_template(lexer, offset + 1, '}');
	case '$':
		if (next == '(')
			return skip_template(lexer, offset + 2, ')');
		if (next == '!')
			return skip_quiet(lexer, offset);
		return next == '{' ? lexer_skip_braces(lexer, offset + 1) : 0;
	case '<':
		if (next == '@')
			return skip_macro(lexer, offset);
		return next == '%' ? skip_erb(lexer, offset) : 0;
	case '#':
		return next == '{' ? lexer_skip_braces(lexer, offset + 1) : 0;
	case '%':
		return skip_percent(lexer, offset);
	case '&':
		return skip_substitution(lexer, offset);
	case '@': /* @extschema@; @{a} of MyBatis with Velocity */
		if (next == '{')
			return lexer_skip_braces(lexer, offset + 1);
		return skip_at_name(lexer, offset);
	default:
		return 0;
	}
}
