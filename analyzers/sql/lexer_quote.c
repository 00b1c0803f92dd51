/*
 * Strings and quoted names.
 */
#include <glib.h>

#include "analyzers/sql/lexer_private.h"
#include "graph/text.h"

uint32_t lexer_skip_quoted(const struct lexer *lexer, uint32_t offset,
			   char quote, bool backslashes)
{
	uint32_t start = offset;

	while (offset < lexer->size) {
		uint32_t before;

		offset = find_byte(lexer, offset, quote);
		if (offset >= lexer->size)
			break;
		before = offset;
		while (backslashes && before > start &&
		       lexer->bytes[before - 1] == '\\')
			before--;
		if ((offset - before) & 1) {
			start = ++offset;
			continue;
		}
		if (byte_at(lexer, offset + 1) != quote)
			return offset + 1;
		offset += 2;
		start = offset;
	}
	return lexer->size;
}

/* So far before a literal of a template its braces are looked for. */
#define TEMPLATE_LITERAL 200

/* The name in quotes, its first byte behind `open`. */
static void hash_name(struct lexer *lexer, struct token *token, uint32_t open)
{
	const char *name = lexer->bytes + open + 1;
	uint32_t end = token->offset + token->length, length;

	length = end > open + 2 ? end - open - 2 : 0;
	token->hash = word_hash(name, length);
	for (uint32_t i = 0; i < length; i++)
		if (name[i] == TEXT_HOLE || may_open_hole(name[i]))
			token->flags |= TOKEN_HOLED;
}

/* Three quotes in a row open a string that ends at three. */
static bool at_triple(const struct lexer *lexer, uint32_t open, char quote)
{
	return lexer->rules->flags & RULE_TRIPLE_QUOTES &&
	       byte_at(lexer, open + 1) == quote &&
	       byte_at(lexer, open + 2) == quote;
}

/* '{{ ref('a') }}': whether the quote before `end` is that of a template's
 * literal. */
static bool in_template(const struct lexer *lexer, uint32_t open, uint32_t end)
{
	const char *bytes = lexer->bytes;

	for (uint32_t at = end; at > open + 1; at--) {
		if (bytes[at - 1] == '}' && bytes[at] == '}')
			return false;
		if (bytes[at - 1] == '{' && bytes[at] == '{')
			return find_behind(lexer, end, "}}", 2) < lexer->size;
		if (end - at > TEMPLATE_LITERAL)
			return false;
	}
	return false;
}

void lexer_read_quoted(struct lexer *lexer, struct token *token,
		       enum token_kind kind, uint32_t open, char quote,
		       bool backslashes)
{
	uint32_t end;

	if (kind == TOKEN_STRING && at_triple(lexer, open, quote)) {
		const char three[3] = {quote, quote, quote};

		token_set(token, kind, find_behind(lexer, open + 3, three, 3));
		return;
	}
	end = lexer_skip_quoted(lexer, open + 1, quote, backslashes);
	while (byte_is(lexer, end, BYTE_LETTER) &&
	       in_template(lexer, open, end))
		end = lexer_skip_quoted(lexer, find_behind(lexer, end, "}}", 2),
					quote, backslashes);
	token_set(token, kind, end);
	if (end < open + 2 || lexer->bytes[end - 1] != quote)
		token->flags |= TOKEN_OPENED;
	if (kind == TOKEN_QUOTED)
		hash_name(lexer, token, open);
}

bool lexer_read_dollar_quoted(struct lexer *lexer, struct token *token)
{
	uint32_t start = token->offset, at = start + 1, end, length;

	if (byte_is(lexer, at, BYTE_DIGIT))
		return false;
	while (byte_is(lexer, at, BYTE_WORD) && lexer->bytes[at] != '$')
		at++;
	if (byte_at(lexer, at) != '$')
		return false;
	at++;
	length = at - start;
	end = find_behind(lexer, at, lexer->bytes + start, length);
	token_set(token, TOKEN_STRING, end);
	if (end - at < length || memcmp(lexer->bytes + end - length,
					lexer->bytes + start, length) != 0)
		token->flags |= TOKEN_OPENED;
	return true;
}

/* Oracle's q'[it's]': up to the closing partner and a quote. */
static void read_q_quoted(struct lexer *lexer, struct token *token,
			  uint32_t quote)
{
	static const char opening[] = "[{(<", closing[] = "]})>";
	char open = byte_at(lexer, quote + 1), close[2] = {open, '\''};
	const char *pair = open ? strchr(opening, open) : NULL;

	if (pair)
		close[0] = closing[pair - opening];
	token_set(token, TOKEN_STRING, find_behind(lexer, quote + 2, close, 2));
}

/* U&'...' and U&"...". */
static bool read_unicode(struct lexer *lexer, struct token *token, uint32_t at)
{
	char quote = byte_at(lexer, at + 1);

	if (quote != '\'' && quote != '"')
		return false;
	lexer_read_quoted(lexer, token,
			  quote == '"' ? TOKEN_QUOTED : TOKEN_STRING, at + 1,
			  quote, false);
	return true;
}

bool lexer_read_prefixed(struct lexer *lexer, struct token *token, uint32_t end)
{
	const char *word = lexer->bytes + token->offset;
	uint32_t length = end - token->offset;
	uint32_t flags = lexer->rules->flags;
	char first = g_ascii_tolower(word[0]);
	char quote = byte_at(lexer, end);

	if (quote == '&')
		return length == 1 && first == 'u' &&
		       read_unicode(lexer, token, end);
	if (quote == '"' && !(flags & RULE_DOUBLE_QUOTED_STRINGS))
		return false;
	if ((flags & RULE_Q_QUOTES) &&
	    ((length == 1 && first == 'q') ||
	     (length == 2 && first == 'n' && (word[1] | 32) == 'q'))) {
		read_q_quoted(lexer, token, end);
		return true;
	}
	if (first != '_' && (length != 1 || !strchr("enbxr", first)) &&
	    (length != 2 || !(flags & RULE_TRIPLE_QUOTES) ||
	     !strchr("br", first) || !strchr("br", word[1] | 32)))
		return false;
	lexer_read_quoted(lexer, token, TOKEN_STRING, end, quote,
			  (flags & RULE_BACKSLASHES) || first == 'e');
	return true;
}
