/*
 * lexer.h - bytes to tokens, one at a time.
 *
 * A token is a slice of the text: kind, offset, length; nothing is copied or
 * allocated, nothing fails. White space, comments and template statements
 * ({% if %}) give no token. Whatever the bytes are, lexer_next() moves on and
 * ends with TOKEN_END; what is not closed ends with the text. The only state
 * is the offset, so that a token can be read again.
 *
 * Holes: what a program fills in when it runs. A hole that stands alone is
 * TOKEN_HOLE, whatever its form (TEXT_HOLE, ?, $1, :name, %s, %(name)s, #{x},
 * ${x}, {x}, {{ x }}); one that is a part of a word makes a TOKEN_WORD with
 * TOKEN_HOLED set. token_name() turns either into a name with TEXT_HOLE.
 *
 *	struct lexer lexer = {.bytes = bytes, .size = size,
 *			      .rules = dialect_rules(dialect)};
 *	struct token token;
 *	do
 *		lexer_next(&lexer, &token);
 *	while (token.kind != TOKEN_END);
 */
#ifndef ANALYZERS_SQL_LEXER_H
#define ANALYZERS_SQL_LEXER_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzers/sql/dialect.h"
#include "analyzers/sql/keyword.h"
#include "graph/arena.h"

#define TOKEN_KINDS(X)                                                         \
	X(TOKEN_END, "end")	  /* of the text; length 0 */                  \
	X(TOKEN_WORD, "word")	  /* keyword or unquoted name */               \
	X(TOKEN_QUOTED, "quoted") /* "name", `name`, [name] */                 \
	X(TOKEN_STRING, "string") /* with its prefix and quotes */             \
	X(TOKEN_NUMBER, "number")                                              \
	X(TOKEN_HOLE, "hole")	      /* a name or value not known */          \
	X(TOKEN_VARIABLE, "variable") /* @x, @@x */                            \
	X(TOKEN_OPERATOR, "operator")                                          \
	X(TOKEN_EQUALS, "=")                                                   \
	X(TOKEN_STAR, "*")                                                     \
	X(TOKEN_DOT, ".")                                                      \
	X(TOKEN_COMMA, ",")                                                    \
	X(TOKEN_OPEN, "(")                                                     \
	X(TOKEN_CLOSE, ")")                                                    \
	X(TOKEN_OPEN_BRACKET, "[")                                             \
	X(TOKEN_CLOSE_BRACKET, "]")                                            \
	X(TOKEN_CAST, "::")                                                    \
	X(TOKEN_ASSIGN, ":=")                                                  \
	X(TOKEN_COLON, ":")                                                    \
	X(TOKEN_SEMICOLON, ";")                                                \
	X(TOKEN_DELIMITER, "delimiter") /* of the client, see DELIMITER */     \
	X(TOKEN_BACKSLASH, "\\")	/* a client's command, or garbage */   \
	X(TOKEN_PIPE, "|>")		/* of BigQuery's queries */            \
	X(TOKEN_OTHER, "other")		/* a byte that means nothing */

#define TOKEN_CONSTANT(constant, name) constant,
enum token_kind { TOKEN_KINDS(TOKEN_CONSTANT) N_TOKEN_KINDS };

enum token_flag {
	TOKEN_HOLED = 1 << 0,  /* a word or quoted name holds a hole; of a
				  hole: it says which relation it is, and its
				  hash is of all its bytes */
	TOKEN_SPACED = 1 << 1, /* white space or a comment before it */
	TOKEN_OPENED = 1 << 2, /* not closed before the text ends */
};

struct token {
	uint64_t hash; /* word_hash() of a word or name; else of the kind */
	uint32_t offset, length;
	uint32_t line;	  /* the lexer's at the first byte */
	uint8_t kind;	  /* enum token_kind */
	uint8_t flags;	  /* bits of enum token_flag */
	uint16_t keyword; /* enum keyword of a word; else KW_NONE */
};

struct lexer {
	const char *bytes;
	uint32_t size; /* up to where it reads */
	uint32_t offset;
	const struct dialect_rules *rules;
	/* What the client's DELIMITER command has set; NULL: none. It then
	 * makes TOKEN_DELIMITER, and ";" is left for what it is. */
	uint32_t delimiter_length;
	const char *delimiter;
	/* Newlines before the offset, as far as they were read. */
	uint32_t line;
};

/* Reads the next token. keyword_init() must have been called. */
void lexer_next(struct lexer *lexer, struct token *token);

/* Reads as many tokens as there is room for, at least one, but none behind the
 * end of a statement; returns how many. */
uint32_t lexer_read(struct lexer *lexer, struct token *tokens, uint32_t room);

/* ";", the client's delimiter, the end of the text. */
static inline bool token_ends_statement(const struct token *token)
{
	const uint32_t ends =
		1u << TOKEN_SEMICOLON | 1u << TOKEN_DELIMITER | 1u << TOKEN_END;

	return ends >> token->kind & 1;
}

/* Moves behind the end of the line, or of the text, and returns where the
 * line that was skipped ends (without newline). */
uint32_t lexer_skip_line(struct lexer *lexer);

/* At the first byte of a COPY ... FROM stdin data block (that is, at or
 * before the newline that ends the command's line): moves behind the line
 * "\." that ends it, or to the end. Returns false when that is further away
 * than `size` bytes: then it is called again. */
bool lexer_skip_copy_data(struct lexer *lexer, uint32_t size);

/* Behind the hole of a template ({x}, {{ x }}, ${x}, #{x}, %s, ...) that
 * begins at `offset`; 0 if none does. */
uint32_t lexer_skip_hole(const struct lexer *lexer, uint32_t offset);

/* The name that a word, quoted name, string or hole spells, in the arena:
 * without quotes, doubled quotes undone, holes as TEXT_HOLE, unfolded. */
const char *token_name(struct arena *arena, const struct lexer *lexer,
		       const struct token *token);

/* The same, written with a NUL into `name`, which has room for the token's
 * length and two bytes more; returns the name's length. */
uint32_t token_write_name(const struct lexer *lexer, const struct token *token,
			  char *name);

/*
 * The value of a TOKEN_STRING in the arena: prefix and quotes gone, doubled
 * quotes and escapes undone. `content` gets the offset of its first byte in
 * the text (behind the quote). `plain` tells that the value is the very
 * bytes of the text, so that lines and offsets inside it agree with it.
 */
const char *token_string(struct arena *arena, const struct lexer *lexer,
			 const struct token *token, uint32_t *length,
			 uint32_t *content, bool *plain);

/* "word", "string", ... for dumps and messages. */
const char *token_kind_name(enum token_kind kind);

#endif
