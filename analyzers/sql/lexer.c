/*
 * Bytes to tokens: white space, words, numbers, operators.
 */
#include "analyzers/sql/lexer_private.h"
#include "graph/text.h"

#define D (BYTE_WORD | BYTE_DIGIT)
#define L (BYTE_WORD | BYTE_LETTER)
#define H (BYTE_WORD | BYTE_LETTER | BYTE_HOLE)
#define S BYTE_SPACE
#define O BYTE_OPERATOR
#define C (BYTE_OPERATOR | BYTE_ODD)		 /* - / * */
#define N (BYTE_OPERATOR | BYTE_ODD | BYTE_JOIN) /* # < */
#define B (BYTE_ODD | BYTE_JOIN)		 /* { */
#define E BYTE_ODD				 /* a backslash */
#define M (BYTE_WORD | BYTE_ODD)		 /* $ */
#define J (BYTE_OPERATOR | BYTE_JOIN)		 /* % & */
#define Q BYTE_JOIN

/* NUL and other control bytes are white space; bytes from 0x80 are letters
 * of whatever encoding; TEXT_HOLE (0x1a) is a letter. */
/* clang-format off: a row for 16 bytes */
const uint8_t byte_classes[256] = {
	S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, /* 00 */
	S, S, S, S, S, S, S, S, S, S, H, S, S, S, S, S, /* 10 */
	S, O, Q, N, M, J, J, Q, 0, 0, C, O, 0, C, 0, C, /* 20 */
	D, D, D, D, D, D, D, D, D, D, 0, 0, N, O, C, O, /* 30 */
	O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* 40 */
	L, L, L, L, L, L, L, L, L, L, L, 0, E, 0, O, L, /* 50 */
	0, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* 60 */
	L, L, L, L, L, L, L, L, L, L, L, B, O, 0, O, S, /* 70 */
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

#undef D
#undef L
#undef H
#undef S
#undef O
#undef C
#undef N
#undef B
#undef E
#undef M
#undef J
#undef Q

/* Tokens that are one byte, whatever the dialect and whatever follows. */
static const uint8_t singles[256] = {
	[','] = TOKEN_COMMA,	     ['('] = TOKEN_OPEN,
	[')'] = TOKEN_CLOSE,	     [';'] = TOKEN_SEMICOLON,
	[']'] = TOKEN_CLOSE_BRACKET,
};

static const char *const kind_names[N_TOKEN_KINDS] = {
#define TOKEN_NAME(constant, name) name,
	TOKEN_KINDS(TOKEN_NAME)
#undef TOKEN_NAME
};

const char *token_kind_name(enum token_kind kind)
{
	return kind_names[kind];
}

/* --- white space -------------------------------------------------------- */

/* How many newlines the bytes hold. */
static uint32_t count_lines(const struct lexer *lexer, uint32_t from,
			    uint32_t to)
{
	const char *at = lexer->bytes + from, *end = lexer->bytes + to;
	uint32_t lines = 0;

	while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
		lines++;
		at++;
	}
	return lines;
}

/* A comment of Db2's command line, --#SET TERMINATOR @, says what ends
 * statements. */
static void note_terminator(struct lexer *lexer, uint32_t from, uint32_t to)
{
	static const char words[] = "--#set terminator ";
	uint32_t at = from + sizeof(words) - 1;

	if (to <= at ||
	    strncasecmp(lexer->bytes + from, words, sizeof(words) - 1) != 0)
		return;
	lexer->delimiter = lexer->bytes + at;
	lexer->delimiter_length =
		lexer->bytes[at] != ';' && !byte_is(lexer, at, BYTE_SPACE);
}

/* Behind white space that stands where a comment, or a template's, may
 * begin. */
static void skip_odd_space(struct lexer *lexer)
{
	uint32_t offset = lexer->offset, behind;

	while (byte_is(lexer, offset, BYTE_SPACE | BYTE_ODD)) {
		behind = byte_is(lexer, offset, BYTE_SPACE)
				 ? offset + 1
				 : lexer_skip_odd_space(lexer, offset);
		if (behind == offset)
			break;
		lexer->line += count_lines(lexer, offset, behind);
		if (lexer->rules->dialect == DIALECT_DB2)
			note_terminator(lexer, offset, behind);
		offset = behind;
	}
	lexer->offset = offset;
}

/* --- words and numbers --------------------------------------------------- */

/* Behind `at`, while bytes or holes of a word follow. */
static uint32_t skip_holed_word(const struct lexer *lexer, uint32_t at)
{
	for (;;) {
		uint32_t behind;

		while (byte_is(lexer, at, BYTE_WORD))
			at++;
		behind = lexer_skip_hole(lexer, at);
		if (!behind)
			return at;
		at = behind;
	}
}

static void set_word(const struct lexer *lexer, struct token *token,
		     uint32_t end)
{
	token->kind = TOKEN_WORD;
	token->length = end - token->offset;
	token->hash = word_hash(lexer->bytes + token->offset, token->length);
}

/* {{ ref('a') }} and {{ source('a', 'b') }} */
static bool names_relation(const struct lexer *lexer, uint32_t at, uint32_t end)
{
	const char *bytes = lexer->bytes;

	if (end - at < 12 || bytes[at] != '{' || bytes[at + 1] != '{')
		return false;
	at += 2 + (bytes[at + 2] == '-');
	while (at < end && byte_is(lexer, at, BYTE_SPACE))
		at++;
	return (end - at > 4 && memcmp(bytes + at, "ref(", 4) == 0) ||
	       (end - at > 7 && memcmp(bytes + at, "source(", 7) == 0);
}

/* A hole of a template ends at `hole`; `alone` says that nothing of a word
 * is before it. What is nothing but one hole is TOKEN_HOLE. */
static void read_holed(const struct lexer *lexer, struct token *token,
		       uint32_t hole, bool alone)
{
	uint32_t end = skip_holed_word(lexer, hole);

	if (alone && end == hole) {
		token_set(token, TOKEN_HOLE, end);
		if (names_relation(lexer, token->offset, end)) {
			token->hash += word_hash(lexer->bytes + token->offset,
						 token->length);
			token->flags |= TOKEN_HOLED;
		}
		return;
	}
	set_word(lexer, token, end);
	token->flags |= TOKEN_HOLED;
}

/* What stands right behind a word may make another token of it. */
static bool read_joined(struct lexer *lexer, struct token *token, uint32_t at)
{
	char byte = lexer->bytes[at];
	uint32_t hole;

	if (byte == '\'' || byte == '"' ||
	    (byte == '&' && !(lexer->rules->flags & RULE_Q_QUOTES)))
		return lexer_read_prefixed(lexer, token, at);
	if (!may_open_hole(byte))
		return false;
	if (byte == '#' && byte_at(lexer, at + 1) != '{' &&
	    lexer->rules->flags & (RULE_Q_QUOTES | RULE_HASH_NAMES)) {
		while (byte_is(lexer, at, BYTE_WORD) ||
		       byte_at(lexer, at) == '#')
			at++; /* a letter of names: col# */
		set_word(lexer, token, at);
		return true;
	}
	hole = lexer_skip_hole(lexer, at);
	if (hole)
		read_holed(lexer, token, hole, false);
	return hole;
}

/* The client's delimiter ends a word, too: END$$. The word without it. */
static uint32_t cut_delimiter(const struct lexer *lexer, uint32_t start,
			      uint32_t end)
{
	const char *word = lexer->bytes + start;
	const char *cut = memmem(word, end - start, lexer->delimiter,
				 lexer->delimiter_length);

	return cut && cut > word ? start + (uint32_t)(cut - word) : end;
}

/* GO, or GO 3, on a line of its own ends what clients of SQL Server send: the
 * offset behind it, 0 if it is something else. */
static uint32_t behind_go(const struct lexer *lexer, const struct token *token)
{
	uint32_t begin = token->offset, end = begin + token->length;

	if (lexer->rules->dialect != DIALECT_TSQL &&
	    lexer->rules->dialect != DIALECT_GENERIC)
		return 0;
	while (begin && strchr(" \t", lexer->bytes[begin - 1]))
		begin--;
	while (end < lexer->size &&
	       strchr(" \t\r0123456789", lexer->bytes[end]))
		end++;
	return (!begin || lexer->bytes[begin - 1] == '\n') &&
			       (end == lexer->size || lexer->bytes[end] == '\n')
		       ? end
		       : 0;
}

/* Whether a DIV b is an operation. */
static bool has_div(enum dialect dialect)
{
	switch (dialect) {
	case DIALECT_GENERIC:
	case DIALECT_MYSQL:
	case DIALECT_MARIADB:
	case DIALECT_SPARK:
	case DIALECT_HIVE:
	case DIALECT_CLICKHOUSE:
		return true;
	default:
		return false;
	}
}

/* What a word is that means something in some dialects only: GO, DIV, and the
 * short verbs of Teradata. */
static void read_local(const struct lexer *lexer, struct token *token)
{
	bool teradata = lexer->rules->dialect == DIALECT_TERADATA;
	uint32_t behind;

	switch (token->keyword) {
	case KW_GO:
		behind = behind_go(lexer, token);
		if (behind)
			token_set(token, TOKEN_DELIMITER, behind);
		break;
	case KW_SEL:
		token->keyword = teradata ? KW_SELECT : KW_NONE;
		break;
	case KW_INS:
		token->keyword = teradata ? KW_INSERT : KW_NONE;
		break;
	case KW_UPD:
		token->keyword = teradata ? KW_UPDATE : KW_NONE;
		break;
	case KW_DEL:
		token->keyword = teradata ? KW_DELETE : KW_NONE;
		break;
	case KW_DIV:
		if (!has_div(lexer->rules->dialect))
			token->keyword = KW_NONE;
		break;
	default:
		break;
	}
}

/* A word, whatever may be in it or behind it. */
static void read_word(struct lexer *lexer, struct token *token)
{
	const char *bytes = lexer->bytes;
	uint32_t at = token->offset, size = lexer->size;
	uint8_t seen = 0;

	for (; at < size; at++) {
		uint8_t class = byte_classes[(unsigned char)bytes[at]];

		if (!(class & BYTE_WORD))
			break;
		seen |= class;
	}
	if (lexer->delimiter_length)
		at = cut_delimiter(lexer, token->offset, at);
	set_word(lexer, token, at);
	if (byte_is(lexer, at, BYTE_JOIN) && read_joined(lexer, token, at))
		return;
	if (!(seen & BYTE_HOLE)) {
		token->keyword = (uint16_t)keyword_find(token->hash);
		if (keyword_flags[token->keyword] & KEYWORD_LOCAL)
			read_local(lexer, token);
		return;
	}
	token->flags |= TOKEN_HOLED;
	if (token->length == 1)
		token_set(token, TOKEN_HOLE, at);
}

static uint32_t skip_digits(const struct lexer *lexer, uint32_t at)
{
	while (byte_is(lexer, at, BYTE_DIGIT))
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
	return byte_is(lexer, digits, BYTE_DIGIT) ? skip_digits(lexer, digits)
						  : at;
}

/* Spark, Hive: behind the letters that say the type of a number, 1L, 2.5BD; or
 * `at`. */
static uint32_t skip_suffix(const struct lexer *lexer, uint32_t at)
{
	uint32_t end = at + 1;

	if (lexer->rules->dialect != DIALECT_SPARK &&
	    lexer->rules->dialect != DIALECT_HIVE)
		return at;
	if ((byte_at(lexer, at) | 32) == 'b')
		end += (byte_at(lexer, end) | 32) == 'd';
	else if (!strchr("lLsSyYdDfF", byte_at(lexer, at)))
		return at;
	return end == at + 1 && (byte_at(lexer, at) | 32) == 'b' ? at
	       : byte_is(lexer, end, BYTE_WORD)			 ? at
								 : end;
}

/* 1, 1.5, .5, 1e-5, 0xFF, 1_000. Digits that letters follow are a name
 * (2019_orders), unless the letters make an exponent or a radix. */
static void read_number(struct lexer *lexer, struct token *token)
{
	uint32_t start = token->offset, at = skip_digits(lexer, start);
	bool whole = true;

	if (at == start + 1 && lexer->bytes[start] == '0' &&
	    ((byte_at(lexer, at) | 32) == 'x' ||
	     (byte_at(lexer, at) == 'b' &&
	      (byte_at(lexer, at + 1) | 1) == '1'))) {
		while (byte_is(lexer, at, BYTE_WORD))
			at++;
		token_set(token, TOKEN_NUMBER, at);
		return;
	}
	if (byte_at(lexer, at) == '.' && byte_at(lexer, at + 1) != '.') {
		at = skip_digits(lexer, at + 1);
		whole = false;
	}
	at = skip_exponent(lexer, at);
	if (byte_at(lexer, at) == TEXT_HOLE)
		at++;
	else if (byte_is(lexer, at, BYTE_LETTER) && skip_suffix(lexer, at) > at)
		at = skip_suffix(lexer, at);
	else if (whole && byte_is(lexer, at, BYTE_WORD)) {
		read_word(lexer, token);
		return;
	}
	token_set(token, TOKEN_NUMBER, at);
}

/* --- everything else ----------------------------------------------------- */

/* Behind the name that follows a sigil; it may be quoted. */
static uint32_t skip_sigil_name(const struct lexer *lexer, uint32_t at)
{
	char quote = byte_at(lexer, at);

	if (quote == '\'' || quote == '"' || quote == '`')
		return lexer_skip_quoted(lexer, at + 1, quote, false);
	while (byte_is(lexer, at, BYTE_WORD))
		at++;
	return at;
}

/* @x, @@x, @@global.x; MySQL's @x.y is one name. */
static bool read_at(struct lexer *lexer, struct token *token)
{
	uint32_t at = token->offset + 1, end;
	bool system = byte_at(lexer, at) == '@';
	bool dots = system || lexer->rules->dialect == DIALECT_MYSQL ||
		    lexer->rules->dialect == DIALECT_MARIADB;

	at += system;
	end = skip_sigil_name(lexer, at);
	if (end == at && lexer->rules->dialect == DIALECT_DB2) {
		/* What most scripts end their procedures with. */
		token_set(token, TOKEN_DELIMITER, at);
		return true;
	}
	if (end == at)
		return false;
	while (dots && byte_at(lexer, end) == '.' &&
	       byte_is(lexer, end + 1, BYTE_WORD))
		end = skip_sigil_name(lexer, end + 1);
	token_set(token, TOKEN_VARIABLE, end);
	return true;
}

/* A command of sqlcmd: ":r file" at the beginning of a line. */
static bool begins_command(const struct lexer *lexer, uint32_t offset)
{
	static const char *const words[] = {
		"connect", "ed",	 "error",  "exit",	"help", "list",
		"listvar", "on",	 "out",	   "perftrace", "quit", "r",
		"reset",   "serverlist", "setvar", "xml"};
	uint32_t at = offset, end = offset + 1;

	while (at &&
	       (lexer->bytes[at - 1] == ' ' || lexer->bytes[at - 1] == '\t'))
		at--;
	if (at && lexer->bytes[at - 1] != '\n')
		return false;
	while (byte_is(lexer, end, BYTE_WORD))
		end++;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i]) == end - offset - 1 &&
		    strncasecmp(lexer->bytes + offset + 1, words[i],
				end - offset - 1) == 0)
			return byte_at(lexer, end) != '=';
	return false;
}

/* ::, :=, :name, :'name', or a colon; right behind a name it may be that of
 * a path (v:field). */
static void read_colon(struct lexer *lexer, struct token *token)
{
	uint32_t behind = token->offset + 1;
	char next = byte_at(lexer, behind);

	if (next == ':')
		token_set(token, TOKEN_CAST, behind + 1);
	else if (lexer->rules->flags & RULE_HASH_NAMES &&
		 begins_command(lexer, token->offset))
		token_set(token, TOKEN_BACKSLASH, behind);
	else if (next == '=')
		token_set(token, TOKEN_ASSIGN, behind + 1);
	else if (lexer->rules->flags & RULE_COLON_PATHS && behind > 1 &&
		 (byte_is(lexer, behind - 2, BYTE_WORD) ||
		  strchr("])\"`", lexer->bytes[behind - 2])))
		token_set(token, TOKEN_COLON, behind);
	else if (next == '{' && lexer_skip_braces(lexer, behind))
		token_set(token, TOKEN_HOLE, lexer_skip_braces(lexer, behind));
	else if (byte_is(lexer, behind, BYTE_WORD) || next == '\'' ||
		 next == '"')
		token_set(token, TOKEN_HOLE, skip_sigil_name(lexer, behind));
	else
		token_set(token, TOKEN_COLON, behind);
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
	    lexer_read_dollar_quoted(lexer, token))
		return;
	end = skip_sigil_name(lexer, token->offset + 1);
	token_set(token, end > token->offset + 1 ? TOKEN_HOLE : TOKEN_OTHER,
		  end);
}

/* Whether an operator that has begun goes on with the byte at `at`. */
static bool operator_goes_on(const struct lexer *lexer, uint32_t at)
{
	char byte = byte_at(lexer, at), next = byte_at(lexer, at + 1);
	bool longer = lexer->rules->flags & RULE_LONG_OPERATORS;

	if (!byte_is(lexer, at, BYTE_OPERATOR))
		return false;
	if ((byte == '-' && next == '-') || (byte == '/' && next == '*'))
		return false;
	if (!longer && (byte == '@' || byte == '?' || byte == '#' ||
			byte == '*' || byte == '+'))
		return false;
	return !may_open_hole(byte) || !lexer_skip_hole(lexer, at);
}

/* PostgreSQL's names, and so its operators, are no longer. */
#define OPERATOR_BYTES 63

/*
 * An operator. PostgreSQL takes as many operator bytes as it can, but no
 * comment, and no + or - at the end unless a byte of another kind is inside.
 * "*" and "=" alone have kinds of their own.
 */
static void read_plain_operator(struct lexer *lexer, struct token *token)
{
	uint32_t start = token->offset, at = start + 1;
	bool odd = memchr("~!@#%^&|`?", lexer->bytes[start], 10);

	while (at - start < OPERATOR_BYTES && operator_goes_on(lexer, at)) {
		odd |= memchr("~!@#%^&|`?", lexer->bytes[at], 10) != NULL;
		at++;
	}
	while (!odd && at > start + 1 &&
	       (lexer->bytes[at - 1] == '+' || lexer->bytes[at - 1] == '-'))
		at--;
	token_set(token, TOKEN_OPERATOR, at);
	if (at == start + 1 && lexer->bytes[start] == '=')
		token_set(token, TOKEN_EQUALS, at);
	if (at == start + 2 && lexer->bytes[start] == '|' &&
	    lexer->bytes[start + 1] == '>' &&
	    !(lexer->rules->flags & RULE_LONG_OPERATORS))
		token_set(token, TOKEN_PIPE, at);
	if (at == start + 1 && lexer->bytes[start] == '*')
		token_set(token, TOKEN_STAR, at);
	token->hash += word_hash(lexer->bytes + start, at - start);
}

/* SQL*Plus: "/" alone on its line runs what stands before it. */
static bool at_run(const struct lexer *lexer, uint32_t at)
{
	uint32_t begin = at, end = at + 1;

	if (lexer->bytes[at] != '/' || !(lexer->rules->flags & RULE_Q_QUOTES))
		return false;
	while (begin && strchr(" \t", lexer->bytes[begin - 1]))
		begin--;
	while (end < lexer->size && strchr(" \t\r", lexer->bytes[end]))
		end++;
	return (!begin || lexer->bytes[begin - 1] == '\n') &&
	       (end == lexer->size || lexer->bytes[end] == '\n');
}

/* A parameter of a template of SQL Server's tools: <name, type, value>. */
static bool read_parameter(struct lexer *lexer, struct token *token)
{
	uint32_t at = token->offset + 1;
	unsigned commas = 0;

	if (!byte_is(lexer, at, BYTE_WORD) && byte_at(lexer, at) != '@')
		return false;
	for (; at < lexer->size && at - token->offset < 300; at++) {
		switch (lexer->bytes[at]) {
		case ',':
			commas++;
			break;
		case '>':
			if (commas != 2)
				return false;
			token_set(token, TOKEN_HOLE, at + 1);
			return true;
		case '<':
		case '\n':
			return false;
		default:
			break;
		}
	}
	return false;
}

static void read_operator(struct lexer *lexer, struct token *token)
{
	if (lexer->bytes[token->offset] == '<' &&
	    lexer->rules->flags & RULE_HASH_NAMES &&
	    read_parameter(lexer, token))
		return;
	if (at_run(lexer, token->offset)) {
		token_set(token, TOKEN_DELIMITER, token->offset + 1);
		return;
	}
	read_plain_operator(lexer, token);
}

/* "?", "?1": a value; of PostgreSQL's operators also "?|" and "?&". */
static void read_question(struct lexer *lexer, struct token *token)
{
	uint32_t at = token->offset + 1;
	char next = byte_at(lexer, at);

	if ((lexer->rules->flags & RULE_LONG_OPERATORS) &&
	    (next == '|' || next == '&'))
		token_set(token, TOKEN_OPERATOR, at + 1);
	else
		token_set(token, TOKEN_HOLE, skip_digits(lexer, at));
}

/* #temp and ##temp where they are names; #{x}; else an operator. */
static void read_hash(struct lexer *lexer, struct token *token)
{
	uint32_t end = token->offset;

	if (read_template(lexer, token))
		return;
	if (!(lexer->rules->flags & (RULE_HASH_NAMES | RULE_HASH_TEMPORARY))) {
		read_operator(lexer, token);
		return;
	}
	while (byte_at(lexer, end) == '#' || byte_is(lexer, end, BYTE_WORD))
		end++;
	set_word(lexer, token, end);
}

static void read_punctuation(struct lexer *lexer, struct token *token)
{
	unsigned char byte = (unsigned char)lexer->bytes[token->offset];
	enum token_kind kind = (enum token_kind)singles[byte];

	switch (byte) {
	case '.':
		kind = TOKEN_DOT;
		break;
	case '[':
		kind = TOKEN_OPEN_BRACKET;
		break;
	case '\\':
		kind = TOKEN_BACKSLASH;
		break;
	default:
		if (!kind)
			kind = TOKEN_OTHER;
		break;
	}
	token_set(token, kind, token->offset + 1);
}

/* What a directive of a template is to the statement, or false. */
static bool read_directive(struct lexer *lexer, struct token *token)
{
	uint32_t end = 0;

	switch (lexer_directive(lexer, token->offset, &end)) {
	case DIRECTIVE_END:
		token_set(token, TOKEN_SEMICOLON, end);
		return true;
	case DIRECTIVE_COMMA:
		token_set(token, TOKEN_COMMA, end);
		return true;
	case DIRECTIVE_UNION:
		token_set(token, TOKEN_WORD, end);
		token->hash = word_hash("union", 5);
		token->keyword = KW_UNION;
		return true;
	case DIRECTIVE_OPERATOR:
		token_set(token, TOKEN_OPERATOR, end);
		return true;
	default:
		return false;
	}
}

/* Quotes and sigils; false: the byte is an operator or punctuation. */
static bool read_special(struct lexer *lexer, struct token *token)
{
	uint32_t flags = lexer->rules->flags, start = token->offset;
	char byte = lexer->bytes[start];

	switch (byte) {
	case '\'':
	case '`':
		lexer_read_quoted(
			lexer, token, byte == '`' ? TOKEN_QUOTED : TOKEN_STRING,
			start, byte, byte != '`' && (flags & RULE_BACKSLASHES));
		return true;
	case '"':
		lexer_read_quoted(lexer, token,
				  flags & RULE_DOUBLE_QUOTED_STRINGS
					  ? TOKEN_STRING
					  : TOKEN_QUOTED,
				  start, '"', flags & RULE_BACKSLASHES);
		return true;
	case '[':
		if (!(flags & RULE_BRACKETS))
			return false;
		lexer_read_quoted(lexer, token, TOKEN_QUOTED, start, ']',
				  false);
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
		if (!read_directive(lexer, token))
			read_hash(lexer, token);
		return true;
	case '<':
		return read_directive(lexer, token) ||
		       read_template(lexer, token);
	case '@':
		if (lexer_skip_hole(lexer, start))
			return read_template(lexer, token);
		return read_at(lexer, token);
	case '{':
		return read_directive(lexer, token) ||
		       read_template(lexer, token);
	case '%':
	case '&':
		return read_template(lexer, token);
	case '\\': /* psql's \; between statements that it sends as one */
		if (byte_at(lexer, start + 1) != ';')
			return false;
		token_set(token, TOKEN_SEMICOLON, start + 2);
		return true;
	case '.':
		if (!byte_is(lexer, start + 1, BYTE_DIGIT) ||
		    (start && byte_is(lexer, start - 1, BYTE_WORD)))
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

/* A token that is neither a word nor a byte alone. Strings, names in quotes
 * and templates may hold newlines. */
static void read_other(struct lexer *lexer, struct token *token, uint8_t class)
{
	if (class & BYTE_DIGIT) {
		read_number(lexer, token);
	} else if (read_special(lexer, token)) {
		lexer->line += count_lines(lexer, token->offset,
					   token->offset + token->length);
	} else if (class & BYTE_OPERATOR) {
		read_operator(lexer, token);
	} else {
		read_punctuation(lexer, token);
	}
}

/*
 * Most tokens are words, numbers and punctuation that nothing special touches.
 * They are read here, without a look at the lexer: this is its speed. A token
 * that is another than it seems to be is left to read_token().
 */

/* For each of eight bytes 0x80 if it may be of a plain word: a letter, a
 * digit, "_", or not of ASCII. */
static inline uint64_t plain_bytes(uint64_t bytes)
{
	const uint64_t each = 0x0101010101010101u, high = 0x80 * each;
	uint64_t low = bytes & ~high, folded = low | 0x20 * each;
	uint64_t letters = (folded + (0x80 - 'a') * each) &
			   ~(folded + (0x80 - 'z' - 1) * each);
	uint64_t digits =
		(low + (0x80 - '0') * each) & ~(low + (0x80 - '9' - 1) * each);
	uint64_t bars = ~((low ^ '_' * each) + 0x7f * each);

	return (letters | digits | bars | bytes) & high;
}

/* The length of the plain word that begins at `word`; 0: it is none, or its
 * end is near the text's. */
static inline uint32_t plain_word(const char *word, const char *end,
				  struct token *token)
{
	const uint64_t high = 0x8080808080808080u;
	const char *at = word;
	uint64_t bytes, others;
	uint32_t length;

	do {
		if (end - at < 8)
			return 0;
		bytes = word_load(at, 8);
		others = ~plain_bytes(bytes) & high;
		at += 8;
	} while (!others);
	at += __builtin_ctzll(others) / 8 - 8;
	if (byte_classes[(unsigned char)*at] & (BYTE_WORD | BYTE_JOIN))
		return 0;
	length = (uint32_t)(at - word);
	token->hash = length < 8
			      ? word_mix(length,
					 word_fold(bytes &
						   ((1ull << 8 * length) - 1)))
			      : word_hash(word, length);
	token->keyword = (uint16_t)keyword_find(token->hash);
	if (keyword_flags[token->keyword] & KEYWORD_LOCAL)
		return 0;
	token->kind = TOKEN_WORD;
	token->length = length;
	return length;
}

/* Digits and nothing more. */
static inline uint32_t plain_number(const char *number, const char *end,
				    struct token *token)
{
	const char *at = number + 1;

	while (at < end && byte_classes[(unsigned char)*at] & BYTE_DIGIT)
		at++;
	if (at == end || *at == '.' ||
	    byte_classes[(unsigned char)*at] & BYTE_WORD)
		return 0;
	token->kind = TOKEN_NUMBER;
	token->hash = TOKEN_NUMBER;
	token->length = (uint32_t)(at - number);
	return token->length;
}

/* The token's length if it is a plain one; else 0. */
static inline uint32_t read_plain(const char *at, const char *end,
				  struct token *token)
{
	unsigned char first = (unsigned char)*at;
	uint8_t class = byte_classes[first];

	token->keyword = KW_NONE;
	if (class & BYTE_LETTER)
		return plain_word(at, end, token);
	if (class & BYTE_DIGIT)
		return plain_number(at, end, token);
	if (!singles[first])
		return 0;
	token->kind = singles[first];
	token->hash = singles[first];
	token->length = 1;
	return 1;
}

/* At the first byte of a token, whatever it is. */
static void read_token(struct lexer *lexer, struct token *token)
{
	uint8_t class;

	token->keyword = KW_NONE;
	if (lexer->offset >= lexer->size) {
		token_set(token, TOKEN_END, lexer->offset);
		return;
	}
	class = byte_classes[(unsigned char)lexer->bytes[token->offset]];
	if (lexer->delimiter_length && at_delimiter(lexer)) {
		token_set(token, TOKEN_DELIMITER,
			  token->offset + lexer->delimiter_length);
	} else if (class & BYTE_LETTER) {
		read_word(lexer, token);
		/* Prefixed strings and templates may hold newlines, too. */
		if (token->kind != TOKEN_WORD || token->flags & TOKEN_HOLED)
			lexer->line +=
				count_lines(lexer, token->offset,
					    token->offset + token->length);
	} else {
		read_other(lexer, token, class);
	}
}

uint32_t lexer_read(struct lexer *lexer, struct token *tokens, uint32_t room)
{
	struct token *token = tokens, *behind = tokens + room;
	const char *bytes = lexer->bytes, *end = bytes + lexer->size;
	const char *at = bytes + lexer->offset;
	uint32_t line = lexer->line;

	do {
		const char *before = at;
		uint8_t class = 0;
		uint32_t length;

		for (; at < end; at++) {
			class = byte_classes[(unsigned char)*at];
			if (!(class & BYTE_SPACE))
				break;
			line += *at == '\n';
		}
		if (class & BYTE_ODD) {
			lexer->offset = (uint32_t)(at - bytes);
			lexer->line = line;
			skip_odd_space(lexer);
			at = bytes + lexer->offset;
			line = lexer->line;
		}
		token->offset = (uint32_t)(at - bytes);
		token->line = line;
		token->flags = at > before ? TOKEN_SPACED : 0;
		length = at < end && !lexer->delimiter_length
				 ? read_plain(at, end, token)
				 : 0;
		if (!length) {
			lexer->offset = token->offset;
			lexer->line = line;
			read_token(lexer, token);
			length = token->length;
			line = lexer->line;
		}
		at += length;
	} while (!token_ends_statement(token++) && token < behind);
	lexer->offset = (uint32_t)(at - bytes);
	lexer->line = line;
	return (uint32_t)(token - tokens);
}

void lexer_next(struct lexer *lexer, struct token *token)
{
	lexer_read(lexer, token, 1);
}

uint32_t lexer_skip_line(struct lexer *lexer)
{
	uint32_t end = find_byte(lexer, lexer->offset, '\n');

	lexer->line += end < lexer->size;
	lexer->offset = end < lexer->size ? end + 1 : end;
	return end;
}

/* Whether the line that begins at `at` is "\." and nothing more. */
static bool ends_copy_data(const struct lexer *lexer, uint32_t at)
{
	return byte_at(lexer, at) == '\\' && byte_at(lexer, at + 1) == '.' &&
	       (at + 2 >= lexer->size || lexer->bytes[at + 2] == '\n' ||
		lexer->bytes[at + 2] == '\r');
}

bool lexer_skip_copy_data(struct lexer *lexer, uint32_t size)
{
	uint32_t start = lexer->offset;

	do {
		if (lexer->offset - start > size) {
			lexer->offset--; /* at the newline again */
			lexer->line--;
			return false;
		}
		lexer_skip_line(lexer);
	} while (lexer->offset < lexer->size &&
		 !ends_copy_data(lexer, lexer->offset));
	lexer_skip_line(lexer);
	return true;
}
