/*
 * What tokens spell: names and string values, copied out of the text.
 */
#include <glib.h>
#include <string.h>

#include "analyzers/sql/lexer.h"
#include "graph/text.h"

/* The quote that closes a name, by the one that opens it. */
static char closing(char open)
{
	return open == '[' ? ']' : open;
}

uint32_t token_write_name(const struct lexer *lexer, const struct token *token,
			  char *name)
{
	const char *bytes = lexer->bytes;
	uint32_t at = token->offset, end = at + token->length, length = 0;
	char quote = '\0';

	if (token->kind == TOKEN_HOLE) {
		name[0] = TEXT_HOLE;
		name[1] = '\0';
		return 1;
	}
	if (token->kind == TOKEN_WORD && !(token->flags & TOKEN_HOLED)) {
		memcpy(name, bytes + at, token->length);
		name[token->length] = '\0';
		return token->length;
	}
	if (token->kind == TOKEN_QUOTED || token->kind == TOKEN_STRING) {
		while (at < end && !strchr("\"`['", bytes[at]))
			at++;
		if (at < end)
			quote = closing(bytes[at++]);
		if (!(token->flags & TOKEN_OPENED) && end > at)
			end--;
	}
	while (at < end) {
		uint32_t hole = token->flags & TOKEN_HOLED
					? lexer_skip_hole(lexer, at)
					: 0;

		if (hole && hole <= end) {
			name[length++] = TEXT_HOLE;
			at = hole;
			continue;
		}
		name[length++] = bytes[at];
		at += quote && bytes[at] == quote ? 2 : 1;
	}
	name[length] = '\0';
	return length;
}

const char *token_name(struct arena *arena, const struct lexer *lexer,
		       const struct token *token)
{
	char *name = arena_alloc(arena, token->length + 2);

	token_write_name(lexer, token, name);
	return name;
}

/* The offset of the string's content; *quote gets what closes it. */
static uint32_t string_content(const struct lexer *lexer,
			       const struct token *token, char *quote)
{
	const char *bytes = lexer->bytes;
	uint32_t at = token->offset, end = at + token->length;

	if (bytes[at] == '$') {
		for (at++; at < end && bytes[at] != '$';)
			at++;
		*quote = '$';
		return MIN(at + 1, end);
	}
	while (at < end && bytes[at] != '\'' && bytes[at] != '"')
		at++;
	*quote = at < end ? bytes[at] : '\0';
	if (lexer->rules->flags & RULE_TRIPLE_QUOTES && end - at >= 6 &&
	    bytes[at + 1] == *quote && bytes[at + 2] == *quote) {
		*quote = '3';
		return at + 3;
	}
	if (at > token->offset && (bytes[at - 1] | 32) == 'q' &&
	    (lexer->rules->flags & RULE_Q_QUOTES)) {
		*quote = 'q';
		at++;
	}
	return MIN(at + 1, end);
}

/* The byte that a backslash and `byte` make. */
static char unescape(char byte)
{
	switch (byte) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case 'r':
		return '\r';
	default:
		return byte;
	}
}

static const char *copy_string(struct arena *arena, const char *at,
			       const char *end, char quote, bool backslashes,
			       uint32_t *length)
{
	char *copy = arena_alloc(arena, (size_t)(end - at) + 1), *to = copy;

	while (at < end) {
		if (backslashes && *at == '\\' && at + 1 < end) {
			*to++ = unescape(at[1]);
			at += 2;
		} else {
			*to++ = *at;
			at += *at == quote ? 2 : 1;
		}
	}
	*length = (uint32_t)(to - copy);
	return copy;
}

const char *token_string(struct arena *arena, const struct lexer *lexer,
			 const struct token *token, uint32_t *length,
			 uint32_t *content, bool *plain)
{
	const char *bytes = lexer->bytes;
	uint32_t end = token->offset + token->length;
	char quote;
	bool backslashes;

	*content = string_content(lexer, token, &quote);
	if (!(token->flags & TOKEN_OPENED)) {
		uint32_t closing_length = 1;

		if (quote == '$')
			closing_length = *content - token->offset;
		else if (quote == 'q')
			closing_length = 2;
		else if (quote == '3')
			closing_length = 3;
		end = end - *content >= closing_length ? end - closing_length
						       : *content;
	}
	*length = end - *content;
	backslashes = (quote == '\'' || quote == '"') &&
		      ((lexer->rules->flags & RULE_BACKSLASHES) ||
		       (bytes[token->offset] | 32) == 'e');
	*plain = quote == '$' || quote == 'q' || quote == '3' ||
		 (!memchr(bytes + *content, quote, *length) &&
		  !(backslashes && memchr(bytes + *content, '\\', *length)));
	if (*plain)
		return arena_strndup(arena, bytes + *content, *length);
	return copy_string(arena, bytes + *content, bytes + end, quote,
			   backslashes, length);
}
