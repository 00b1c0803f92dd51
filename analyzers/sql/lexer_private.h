/*
 * lexer_private.h - what the files of the lexer share; nobody else.
 *
 * lexer.c         tokens; words, numbers, operators
 * lexer_comment.c comments and template statements, which give no token
 * lexer_hole.c    holes of templates and drivers
 * lexer_quote.c   strings and quoted names
 *
 * Offsets are of the lexer's bytes; reading behind the end gives nothing.
 */
#ifndef ANALYZERS_SQL_LEXER_PRIVATE_H
#define ANALYZERS_SQL_LEXER_PRIVATE_H

#include <string.h>

#include "analyzers/sql/directive.h"
#include "analyzers/sql/lexer.h"

enum byte_class {
	BYTE_WORD = 1 << 0, /* goes on with a word */
	BYTE_DIGIT = 1 << 1,
	BYTE_SPACE = 1 << 2,
	BYTE_LETTER = 1 << 3,	/* begins a word */
	BYTE_OPERATOR = 1 << 4, /* of PostgreSQL's long operators */
	BYTE_ODD = 1 << 5,	/* may begin a comment, or a template's */
	BYTE_HOLE = 1 << 6,
	BYTE_JOIN = 1 << 7, /* right behind a word, may go on with it */
};

extern const uint8_t byte_classes[256];

static inline bool byte_is(const struct lexer *lexer, uint32_t offset,
			   uint8_t class)
{
	return offset < lexer->size &&
	       (byte_classes[(unsigned char)lexer->bytes[offset]] & class);
}

static inline char byte_at(const struct lexer *lexer, uint32_t offset)
{
	return offset < lexer->size ? lexer->bytes[offset] : '\0';
}

/* The offset of the next `byte` from `offset` on, or the end. */
static inline uint32_t find_byte(const struct lexer *lexer, uint32_t offset,
				 char byte)
{
	const char *found;

	if (offset >= lexer->size)
		return lexer->size;
	found = memchr(lexer->bytes + offset, byte, lexer->size - offset);
	return found ? (uint32_t)(found - lexer->bytes) : lexer->size;
}

/* The offset behind the next `string` from `offset` on, or the end. */
static inline uint32_t find_behind(const struct lexer *lexer, uint32_t offset,
				   const char *string, uint32_t length)
{
	const char *found;

	if (offset >= lexer->size)
		return lexer->size;
	found = memmem(lexer->bytes + offset, lexer->size - offset, string,
		       length);
	return found ? (uint32_t)(found - lexer->bytes) + length : lexer->size;
}

static inline bool may_open_hole(char byte)
{
	return byte == '{' || byte == '$' || byte == '#' || byte == '%' ||
	       byte == '@' || byte == '&' || byte == '<';
}

static inline void token_set(struct token *token, enum token_kind kind,
			     uint32_t end)
{
	token->kind = (uint8_t)kind;
	token->hash = (uint64_t)kind;
	token->length = end - token->offset;
}

/* --- lexer_comment.c --- */

/* Behind what gives no token; the offset itself if it is a token's. */
uint32_t lexer_skip_odd_space(const struct lexer *lexer, uint32_t offset);

/* The directive of a template at "{", "<" or "#"; see directive.h. */
enum directive lexer_directive(const struct lexer *lexer, uint32_t offset,
			       uint32_t *end);

/* --- lexer_hole.c --- */

/* Behind braces around any expression, nested ones included; 0 if they are
 * not closed soon. */
uint32_t lexer_skip_braces(const struct lexer *lexer, uint32_t offset);

/* --- lexer_quote.c --- */

/* Behind the quote that closes what `offset` lies in; doubled ones are
 * content, and so are those behind an odd number of backslashes. */
uint32_t lexer_skip_quoted(const struct lexer *lexer, uint32_t offset,
			   char quote, bool backslashes);

/* A string or a quoted name, whose opening quote is at `open`. */
void lexer_read_quoted(struct lexer *lexer, struct token *token,
		       enum token_kind kind, uint32_t open, char quote,
		       bool backslashes);

/* $tag$ ... $tag$; a tag may be empty and holds no "$". */
bool lexer_read_dollar_quoted(struct lexer *lexer, struct token *token);

/* A word that is the prefix of the string behind it: E, N, B, X, U&, q,
 * _charset. */
bool lexer_read_prefixed(struct lexer *lexer, struct token *token,
			 uint32_t end);

#endif
