#include "analyzers/sql/lexer.h"

#include <glib.h>
#include <string.h>

#include "graph/text.h"

enum byte_class {
	BYTE_WORD = 1 << 0, /* goes on with a word */
	BYTE_DIGIT = 1 << 1,
	BYTE_SPACE = 1 << 2,
	BYTE_LETTER = 1 << 3,	/* begins a word */
	BYTE_OPERATOR = 1 << 4, /* of PostgreSQL's long operators */
};

#define W BYTE_WORD
#define D (BYTE_WORD | BYTE_DIGIT)
#define L (BYTE_WORD | BYTE_LETTER)
#define S BYTE_SPACE
#define O BYTE_OPERATOR

/* clang-format off: a row for 16 bytes */
/* NUL and other control bytes are white space; bytes from 0x80 are letters
 * of whatever encoding; TEXT_HOLE (0x1a) is a letter. */
static const uint8_t classes[256] = {
	S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, /* 00 */
	S, S, S, S, S, S, S, S, S, S, L, S, S, S, S, S, /* 10 */
	S, O, 0, O, W, O, O, 0, 0, 0, O, O, 0, O, 0, O, /* 20 */
	D, D, D, D, D, D, D, D, D, D, 0, 0, O, O, O, O, /* 30 */
	O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* 40 */
	L, L, L, L, L, L, L, L, L, L, L, 0, 0, 0, O, L, /* 50 */
	0, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* 60 */
	L, L, L, L, L, L, L, L, L, L, L, 0, O, 0, O, S, /* 70 */
	L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* 80 */
	L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* 90 */
	L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* a0 */
	L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* b0 */
	L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* c0 */
	L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* d0 */
	L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* e0 */
	L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* f0 */
};
/* clang-format on */

#undef W
#undef D
#undef L
#undef S
#undef O

static const char *const kind_names[N_TOKEN_KINDS] = {
#define TOKEN_NAME(constant, name) name,
	TOKEN_KINDS(TOKEN_NAME)
#undef TOKEN_NAME
};

const char *token_kind_name(enum token_kind kind)
{
	return kind_names[kind];
}

static bool is(const struct lexer *lexer, uint32_t offset, uint8_t class)
{
	return offset < lexer->size &&
	       (classes[(unsigned char)lexer->bytes[offset]] & class);
}

static char byte_at(const struct lexer *lexer, uint32_t offset)
{
	return offset < lexer->size ? lexer->bytes[offset] : '\0';
}

/* The offset of the next `byte` from `offset` on, or the end. */
static uint32_t find_byte(const struct lexer *lexer, uint32_t offset, char byte)
{
	const char *found;

	if (offset >= lexer->size)
		return lexer->size;
	found = memchr(lexer->bytes + offset, byte, lexer->size - offset);
	return found ? (uint32_t)(found - lexer->bytes) : lexer->size;
}

/* The offset behind the next `string` from `offset` on, or the end. */
static uint32_t find_behind(const struct lexer *lexer, uint32_t offset,
			    const char *string, uint32_t length)
{
	const char *found;

	if (offset >= lexer->size)
		return lexer->size;
	found = memmem(lexer->bytes + offset, lexer->size - offset, string,
		       length);
	return found ? (uint32_t)(found - lexer->bytes) + length : lexer->size;
}

/* --- white space and comments -------------------------------------------- */

/* Behind the comment whose content begins at `offset`. */
static uint32_t skip_block_comment(const struct lexer *lexer, uint32_t offset)
{
	const char *bytes = lexer->bytes;
	unsigned depth = 1;

	if (!(lexer->rules->flags & RULE_NESTED_COMMENTS))
		return find_behind(lexer, offset, "*/", 2);
	while (offset + 1 < lexer->size) {
		if (bytes[offset] == '*' && bytes[offset + 1] == '/') {
			offset += 2;
			if (--depth == 0)
				return offset;
		} else if (bytes[offset] == '/' && bytes[offset + 1] == '*') {
			offset += 2;
			depth++;
		} else {
			offset++;
		}
	}
	return lexer->size;
}

/* An opening comment: what it holds is content if it is executable
 * (MySQL's, or MariaDB's with an M), else it is skipped. */
static uint32_t skip_comment(const struct lexer *lexer, uint32_t offset)
{
	uint32_t bang = offset + 2;

	if (!(lexer->rules->flags & RULE_EXECUTABLE_COMMENTS))
		return skip_block_comment(lexer, bang);
	bang += byte_at(lexer, bang) == 'M';
	if (byte_at(lexer, bang) != '!')
		return skip_block_comment(lexer, offset + 2);
	for (bang++; is(lexer, bang, BYTE_DIGIT);)
		bang++;
	return bang;
}

/* Whether a comment up to the end of the line begins here. */
static bool at_line_comment(const struct lexer *lexer, uint32_t offset)
{
	char next = byte_at(lexer, offset + 1);

	if (lexer->bytes[offset] == '-')
		return next == '-' &&
		       (!(lexer->rules->flags & RULE_DASHES_NEED_SPACE) ||
			offset + 2 >= lexer->size ||
			is(lexer, offset + 2, BYTE_SPACE));
	if (next == '{')
		return false;
	if (lexer->rules->flags & RULE_HASH_COMMENTS)
		return true;
	/* Where nothing is known: a "#" that begins a line. */
	return lexer->rules->dialect == DIALECT_GENERIC &&
	       (offset == 0 || lexer->bytes[offset - 1] == '\n');
}

/* Behind what gives no token; the offset itself if it is a token's. */
static uint32_t skip_odd_space(const struct lexer *lexer, uint32_t offset)
{
	char next = byte_at(lexer, offset + 1);

	switch (lexer->bytes[offset]) {
	case '-':
	case '#':
		if (at_line_comment(lexer, offset))
			return find_byte(lexer, offset, '\n');
		break;
	case '/':
		if (next == '*')
			return skip_comment(lexer, offset);
		break;
	case '*':
		if (next == '/' &&
		    (lexer->rules->flags & RULE_EXECUTABLE_COMMENTS))
			return offset + 2;
		break;
	case '{':
		if (next == '%')
			return find_behind(lexer, offset + 2, "%}", 2);
		if (next == '#')
			return find_behind(lexer, offset + 2, "#}", 2);
		break;
	default:
		break;
	}
	return offset;
}

static void skip_space(struct lexer *lexer)
{
	uint32_t offset = lexer->offset, size = lexer->size;

	while (offset < size) {
		unsigned char byte = (unsigned char)lexer->bytes[offset];
		uint32_t behind;

		if (classes[byte] & BYTE_SPACE) {
			offset++;
			continue;
		}
		if (byte != '-' && byte != '/' && byte != '#' && byte != '{' &&
		    byte != '*')
			break;
		behind = skip_odd_space(lexer, offset);
		if (behind == offset)
			break;
		offset = behind;
	}
	lexer->offset = offset;
}

/* --- holes --------------------------------------------------------------- */

/*
 * Each function gives the offset behind the hole that begins at `offset`, or
 * 0 if none does.
 */

/* A template's simple expression (name, index, format) and `close`. */
static uint32_t skip_template(const struct lexer *lexer, uint32_t offset,
			      char close)
{
	uint32_t at = offset;

	while (is(lexer, at, BYTE_WORD) ||
	       (at < lexer->size && lexer->bytes[at] &&
		strchr(".!:->[]'", lexer->bytes[at])))
		at++;
	return at > offset && byte_at(lexer, at) == close ? at + 1 : 0;
}

/* What a template's expression in braces may be at most. */
#define TEMPLATE_BYTES 1000

/* Braces around any expression, nested ones included. */
static uint32_t skip_braces(const struct lexer *lexer, uint32_t offset)
{
	unsigned depth = 0;
	uint32_t end = lexer->size - offset < TEMPLATE_BYTES
			       ? lexer->size
			       : offset + TEMPLATE_BYTES;

	for (uint32_t at = offset; at < end; at++) {
		if (lexer->bytes[at] == '{')
			depth++;
		else if (lexer->bytes[at] == '}' && --depth == 0)
			return at + 1;
	}
	return 0;
}

/* printf's and Python's: %s, %d, %(name)s, %1$s; what follows is no letter. */
static uint32_t skip_percent(const struct lexer *lexer, uint32_t offset)
{
	uint32_t at = offset + 1, digits = at;

	if (byte_at(lexer, at) == '(') {
		at = skip_template(lexer, at + 1, ')');
		if (!at)
			return 0;
	} else {
		while (is(lexer, at, BYTE_DIGIT))
			at++;
		at = at > digits && byte_at(lexer, at) == '$' ? at + 1 : digits;
	}
	if (at >= lexer->size || !lexer->bytes[at] ||
	    !strchr("sdiufIL", lexer->bytes[at]))
		return 0;
	at++;
	if (is(lexer, at, BYTE_WORD) && lexer->bytes[at] != '_' &&
	    lexer->bytes[at] != TEXT_HOLE)
		return 0;
	return at;
}

uint32_t lexer_skip_hole(const struct lexer *lexer, uint32_t offset)
{
	char next = byte_at(lexer, offset + 1);

	switch (byte_at(lexer, offset)) {
	case '{':
		if (next == '{')
			return skip_braces(lexer, offset);
		if (next == '}')
			return offset + 2;
		return skip_template(lexer, offset + 1, '}');
	case '$':
		if (next == '(')
			return skip_template(lexer, offset + 2, ')');
		return next == '{' ? skip_braces(lexer, offset + 1) : 0;
	case '#':
		return next == '{' ? skip_braces(lexer, offset + 1) : 0;
	case '%':
		return skip_percent(lexer, offset);
	default:
		return 0;
	}
}

static bool may_open_hole(char byte)
{
	return byte == '{' || byte == '$' || byte == '#' || byte == '%';
}

/* --- strings and quoted names -------------------------------------------- */

static void set(struct token *token, enum token_kind kind, uint32_t end)
{
	token->kind = (uint8_t)kind;
	token->hash = (uint32_t)kind;
	token->length = end - token->offset;
}

/* Behind the quote that closes what `offset` lies in; doubled ones are
 * content, and so are those behind an odd number of backslashes. */
static uint32_t skip_quoted(const struct lexer *lexer, uint32_t offset,
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

static void hash_name(struct lexer *lexer, struct token *token, uint32_t open)
{
	uint32_t end = token->offset + token->length;

	for (uint32_t i = open + 1; i + 1 < end; i++) {
		char byte = lexer->bytes[i];

		token->hash = KEYWORD_MIX(token->hash, byte);
		if (byte == TEXT_HOLE || may_open_hole(byte))
			token->flags |= TOKEN_HOLED;
	}
}

static void read_quoted(struct lexer *lexer, struct token *token,
			enum token_kind kind, uint32_t open, char quote,
			bool backslashes)
{
	uint32_t end = skip_quoted(lexer, open + 1, quote, backslashes);

	set(token, kind, end);
	if (end < open + 2 || lexer->bytes[end - 1] != quote)
		token->flags |= TOKEN_OPENED;
	if (kind == TOKEN_QUOTED)
		hash_name(lexer, token, open);
}

/* $tag$ ... $tag$; a tag may be empty and holds no "$". */
static bool read_dollar_quoted(struct lexer *lexer, struct token *token)
{
	uint32_t start = token->offset, at = start + 1, end, length;

	if (is(lexer, at, BYTE_DIGIT))
		return false;
	while (is(lexer, at, BYTE_WORD) && lexer->bytes[at] != '$')
		at++;
	if (byte_at(lexer, at) != '$')
		return false;
	at++;
	length = at - start;
	end = find_behind(lexer, at, lexer->bytes + start, length);
	set(token, TOKEN_STRING, end);
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
	set(token, TOKEN_STRING, find_behind(lexer, quote + 2, close, 2));
}

/* U&'...' and U&"...". */
static bool read_unicode(struct lexer *lexer, struct token *token, uint32_t at)
{
	char quote = byte_at(lexer, at + 1);

	if (quote != '\'' && quote != '"')
		return false;
	read_quoted(lexer, token, quote == '"' ? TOKEN_QUOTED : TOKEN_STRING,
		    at + 1, quote, false);
	return true;
}

/* A word that is the prefix of the string behind it: E, N, B, X, U&, q,
 * _charset. */
static bool read_prefixed(struct lexer *lexer, struct token *token,
			  uint32_t end)
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
	if (first != '_' && (length != 1 || !strchr("enbxr", first)))
		return false;
	read_quoted(lexer, token, TOKEN_STRING, end, quote,
		    (flags & RULE_BACKSLASHES) || first == 'e');
	return true;
}

/* --- words and numbers --------------------------------------------------- */

/* Behind `at`, while bytes or holes of a word follow. */
static uint32_t skip_holed_word(struct lexer *lexer, struct token *token,
				uint32_t at)
{
	for (;;) {
		uint32_t behind;

		for (; is(lexer, at, BYTE_WORD); at++)
			token->hash = KEYWORD_MIX(
				token->hash, g_ascii_tolower(lexer->bytes[at]));
		behind = lexer_skip_hole(lexer, at);
		if (!behind)
			return at;
		token->hash = KEYWORD_MIX(token->hash, TEXT_HOLE);
		at = behind;
	}
}

/* A hole of a template ends at `hole`; `alone` says that nothing of a word
 * is before it. What is nothing but one hole is TOKEN_HOLE. */
static void read_holed(struct lexer *lexer, struct token *token, uint32_t hole,
		       bool alone)
{
	uint32_t end;

	if (alone)
		token->hash = KEYWORD_HASH;
	token->hash = KEYWORD_MIX(token->hash, TEXT_HOLE);
	end = skip_holed_word(lexer, token, hole);
	if (alone && end == hole) {
		set(token, TOKEN_HOLE, end);
		return;
	}
	token->flags |= TOKEN_HOLED;
	token->kind = TOKEN_WORD;
	token->length = end - token->offset;
}

/* What stands right behind a word may make another token of it. */
static bool read_joined(struct lexer *lexer, struct token *token, uint32_t at)
{
	char byte = lexer->bytes[at];
	uint32_t hole;

	if (byte == '\'' || byte == '"' || byte == '&')
		return read_prefixed(lexer, token, at);
	if (!may_open_hole(byte))
		return false;
	hole = lexer_skip_hole(lexer, at);
	if (hole)
		read_holed(lexer, token, hole, false);
	return hole;
}

/* Every unquoted word comes through here: the loop is the lexer's speed. */
/* The client's delimiter ends a word, too: END$$. The word without it. */
static void cut_delimiter(struct lexer *lexer, struct token *token)
{
	const char *word = lexer->bytes + token->offset;
	const char *cut = memmem(word, token->length, lexer->delimiter,
				 lexer->delimiter_length);

	if (!cut || cut == word)
		return;
	token->length = (uint32_t)(cut - word);
	token->hash = KEYWORD_HASH;
	for (; word < cut; word++)
		token->hash = KEYWORD_MIX(
			token->hash, (unsigned char)g_ascii_tolower(*word));
}

static void read_word(struct lexer *lexer, struct token *token)
{
	const char *bytes = lexer->bytes;
	uint32_t at = token->offset, size = lexer->size, hash = KEYWORD_HASH;
	bool holed = false;

	for (; at < size; at++) {
		unsigned char byte = (unsigned char)bytes[at];

		if (!(classes[byte] & BYTE_WORD))
			break;
		if ((unsigned char)(byte - 'A') < 26)
			byte |= 32;
		holed |= byte == TEXT_HOLE;
		hash = KEYWORD_MIX(hash, byte);
	}
	token->hash = hash;
	token->kind = TOKEN_WORD;
	token->length = at - token->offset;
	if (lexer->delimiter_length) {
		cut_delimiter(lexer, token);
		hash = token->hash;
		at = token->offset + token->length;
	}
	if (at < size && read_joined(lexer, token, at))
		return;
	if (!holed) {
		token->keyword = (uint16_t)keyword_find(bytes + token->offset,
							token->length, hash);
		return;
	}
	token->flags |= TOKEN_HOLED;
	if (token->length == 1)
		set(token, TOKEN_HOLE, at);
}

static uint32_t skip_digits(const struct lexer *lexer, uint32_t at)
{
	while (is(lexer, at, BYTE_DIGIT))
		at++;
	return at;
}

/* Behind e5, e-5; or `at`. */
static uint32_t skip_exponent(const struct lexer *lexer, uint32_t at)
{
	uint32_t digits = at + 1;

	if ((byte_at(lexer, at) | 32) != 'e')
		return at;
	digits +=
		byte_at(lexer, digits) == '-' || byte_at(lexer, digits) == '+';
	return is(lexer, digits, BYTE_DIGIT) ? skip_digits(lexer, digits) : at;
}

/* 1, 1.5, .5, 1e-5, 0xFF, 1_000. Digits that letters follow are a name
 * (2019_orders), unless the letters make an exponent or a radix. */
static void read_number(struct lexer *lexer, struct token *token)
{
	uint32_t start = token->offset, at = skip_digits(lexer, start);
	bool whole = true;

	if (at == start + 1 && lexer->bytes[start] == '0' &&
	    (byte_at(lexer, at) | 32) == 'x') {
		while (is(lexer, at, BYTE_WORD))
			at++;
		set(token, TOKEN_NUMBER, at);
		return;
	}
	if (byte_at(lexer, at) == '.' && byte_at(lexer, at + 1) != '.') {
		at = skip_digits(lexer, at + 1);
		whole = false;
	}
	at = skip_exponent(lexer, at);
	if (byte_at(lexer, at) == TEXT_HOLE)
		at++;
	else if (whole && is(lexer, at, BYTE_WORD)) {
		read_word(lexer, token);
		return;
	}
	set(token, TOKEN_NUMBER, at);
}

/* --- everything else ----------------------------------------------------- */

/* Behind the name that follows a sigil; it may be quoted. */
static uint32_t skip_sigil_name(const struct lexer *lexer, uint32_t at)
{
	char quote = byte_at(lexer, at);

	if (quote == '\'' || quote == '"' || quote == '`')
		return skip_quoted(lexer, at + 1, quote, false);
	while (is(lexer, at, BYTE_WORD))
		at++;
	return at;
}

/* @x, @@x, @@global.x. */
static bool read_at(struct lexer *lexer, struct token *token)
{
	uint32_t at = token->offset + 1, end;
	bool system = byte_at(lexer, at) == '@';

	at += system;
	end = skip_sigil_name(lexer, at);
	if (end == at)
		return false;
	while (system && byte_at(lexer, end) == '.' &&
	       is(lexer, end + 1, BYTE_WORD))
		end = skip_sigil_name(lexer, end + 1);
	set(token, TOKEN_VARIABLE, end);
	return true;
}

/* ::, :=, :name, :'name', or a colon. */
static void read_colon(struct lexer *lexer, struct token *token)
{
	uint32_t behind = token->offset + 1;
	char next = byte_at(lexer, behind);

	if (next == ':')
		set(token, TOKEN_CAST, behind + 1);
	else if (next == '=')
		set(token, TOKEN_ASSIGN, behind + 1);
	else if (next == '{' && skip_braces(lexer, behind))
		set(token, TOKEN_HOLE, skip_braces(lexer, behind));
	else if (is(lexer, behind, BYTE_WORD) || next == '\'' || next == '"')
		set(token, TOKEN_HOLE, skip_sigil_name(lexer, behind));
	else
		set(token, TOKEN_COLON, behind);
}

/* A hole of a template, or false. */
static bool read_template(struct lexer *lexer, struct token *token)
{
	uint32_t hole = lexer_skip_hole(lexer, token->offset);

	if (hole)
		read_holed(lexer, token, hole, true);
	return hole;
}

static void read_dollar(struct lexer *lexer, struct token *token)
{
	uint32_t end;

	if (read_template(lexer, token))
		return;
	if ((lexer->rules->flags & RULE_DOLLAR_QUOTES) &&
	    read_dollar_quoted(lexer, token))
		return;
	end = skip_sigil_name(lexer, token->offset + 1);
	set(token, end > token->offset + 1 ? TOKEN_HOLE : TOKEN_OTHER, end);
}

/* Whether an operator that has begun goes on with the byte at `at`. */
static bool operator_goes_on(const struct lexer *lexer, uint32_t at)
{
	char byte = byte_at(lexer, at), next = byte_at(lexer, at + 1);
	bool longer = lexer->rules->flags & RULE_LONG_OPERATORS;

	if (!is(lexer, at, BYTE_OPERATOR))
		return false;
	if ((byte == '-' && next == '-') || (byte == '/' && next == '*'))
		return false;
	if (!longer && (byte == '@' || byte == '?' || byte == '#' ||
			byte == '*' || byte == '+'))
		return false;
	return !may_open_hole(byte) || !lexer_skip_hole(lexer, at);
}

/*
 * An operator. PostgreSQL takes as many operator bytes as it can, but no
 * comment, and no + or - at the end unless a byte of another kind is inside.
 * "*" and "=" alone have kinds of their own.
 */
static void read_operator(struct lexer *lexer, struct token *token)
{
	uint32_t start = token->offset, at = start + 1;
	bool odd = memchr("~!@#%^&|`?", lexer->bytes[start], 10);

	while (operator_goes_on(lexer, at)) {
		odd |= memchr("~!@#%^&|`?", lexer->bytes[at], 10) != NULL;
		at++;
	}
	while (!odd && at > start + 1 &&
	       (lexer->bytes[at - 1] == '+' || lexer->bytes[at - 1] == '-'))
		at--;
	set(token, TOKEN_OPERATOR, at);
	if (at == start + 1 && lexer->bytes[start] == '=')
		set(token, TOKEN_EQUALS, at);
	if (at == start + 1 && lexer->bytes[start] == '*')
		set(token, TOKEN_STAR, at);
	for (uint32_t i = start; i < at; i++)
		token->hash = KEYWORD_MIX(token->hash, lexer->bytes[i]);
}

/* "?", "?1": a value; of PostgreSQL's operators also "?|" and "?&". */
static void read_question(struct lexer *lexer, struct token *token)
{
	uint32_t at = token->offset + 1;
	char next = byte_at(lexer, at);

	if ((lexer->rules->flags & RULE_LONG_OPERATORS) &&
	    (next == '|' || next == '&'))
		set(token, TOKEN_OPERATOR, at + 1);
	else
		set(token, TOKEN_HOLE, skip_digits(lexer, at));
}

/* #temp and ##temp where they are names; #{x}; else an operator. */
static void read_hash(struct lexer *lexer, struct token *token)
{
	uint32_t end = token->offset;

	if (read_template(lexer, token))
		return;
	if (!(lexer->rules->flags & RULE_HASH_NAMES)) {
		read_operator(lexer, token);
		return;
	}
	while (byte_at(lexer, end) == '#' || is(lexer, end, BYTE_WORD))
		end++;
	set(token, TOKEN_WORD, end);
	for (uint32_t i = token->offset; i < end; i++)
		token->hash = KEYWORD_MIX(token->hash,
					  g_ascii_tolower(lexer->bytes[i]));
}

static void read_punctuation(struct lexer *lexer, struct token *token)
{
	static const uint8_t kinds[256] = {
		['.'] = TOKEN_DOT,	    [','] = TOKEN_COMMA,
		['('] = TOKEN_OPEN,	    [')'] = TOKEN_CLOSE,
		['['] = TOKEN_OPEN_BRACKET, [']'] = TOKEN_CLOSE_BRACKET,
		[';'] = TOKEN_SEMICOLON,    ['\\'] = TOKEN_BACKSLASH,
	};
	enum token_kind kind =
		kinds[(unsigned char)lexer->bytes[token->offset]];

	set(token, kind == TOKEN_END ? TOKEN_OTHER : kind, token->offset + 1);
}

/* Quotes and sigils; false: the byte is an operator or punctuation. */
static bool read_special(struct lexer *lexer, struct token *token)
{
	uint32_t flags = lexer->rules->flags, start = token->offset;
	char byte = lexer->bytes[start];

	switch (byte) {
	case '\'':
	case '`':
		read_quoted(lexer, token,
			    byte == '`' ? TOKEN_QUOTED : TOKEN_STRING, start,
			    byte, byte != '`' && (flags & RULE_BACKSLASHES));
		return true;
	case '"':
		read_quoted(lexer, token,
			    flags & RULE_DOUBLE_QUOTED_STRINGS ? TOKEN_STRING
							       : TOKEN_QUOTED,
			    start, '"', flags & RULE_BACKSLASHES);
		return true;
	case '[':
		if (!(flags & RULE_BRACKETS))
			return false;
		read_quoted(lexer, token, TOKEN_QUOTED, start, ']', false);
		return true;
	case '$':
		read_dollar(lexer, token);
		return true;
	case ':':
		read_colon(lexer, token);
		return true;
	case '?':
		read_question(lexer, token);
		return true;
	case '#':
		read_hash(lexer, token);
		return true;
	case '@':
		return read_at(lexer, token);
	case '{':
	case '%':
		return read_template(lexer, token);
	case '\\': /* psql's \; between statements that it sends as one */
		if (byte_at(lexer, start + 1) != ';')
			return false;
		set(token, TOKEN_SEMICOLON, start + 2);
		return true;
	case '.':
		if (!is(lexer, start + 1, BYTE_DIGIT) ||
		    (start && is(lexer, start - 1, BYTE_WORD)))
			return false;
		read_number(lexer, token);
		return true;
	default:
		return false;
	}
}

static bool at_delimiter(const struct lexer *lexer)
{
	return lexer->size - lexer->offset >= lexer->delimiter_length &&
	       memcmp(lexer->bytes + lexer->offset, lexer->delimiter,
		      lexer->delimiter_length) == 0;
}

void lexer_next(struct lexer *lexer, struct token *token)
{
	uint32_t before = lexer->offset;
	uint8_t class;

	skip_space(lexer);
	token->offset = lexer->offset;
	token->flags = lexer->offset > before ? TOKEN_SPACED : 0;
	token->keyword = KW_NONE;
	if (lexer->offset >= lexer->size) {
		set(token, TOKEN_END, lexer->offset);
		return;
	}
	class = classes[(unsigned char)lexer->bytes[lexer->offset]];
	if (lexer->delimiter_length && at_delimiter(lexer))
		set(token, TOKEN_DELIMITER,
		    lexer->offset + lexer->delimiter_length);
	else if (class & BYTE_LETTER)
		read_word(lexer, token);
	else if (class & BYTE_DIGIT)
		read_number(lexer, token);
	else if (!read_special(lexer, token)) {
		if (class & BYTE_OPERATOR)
			read_operator(lexer, token);
		else
			read_punctuation(lexer, token);
	}
	lexer->offset = token->offset + token->length;
}

uint32_t lexer_skip_line(struct lexer *lexer)
{
	uint32_t end = find_byte(lexer, lexer->offset, '\n');

	lexer->offset = end < lexer->size ? end + 1 : end;
	return end;
}

void lexer_skip_copy_data(struct lexer *lexer)
{
	uint32_t at = find_byte(lexer, lexer->offset, '\n');

	while (at < lexer->size) {
		at = find_behind(lexer, at, "\n\\.", 3);
		if (byte_at(lexer, at) == '\n' || byte_at(lexer, at) == '\r')
			break;
	}
	lexer->offset = at;
	lexer_skip_line(lexer);
}
