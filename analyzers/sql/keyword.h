/*
 * keyword.h - the words that mean something to the reader.
 *
 * One list for all dialects: a word's flags say where it cannot be a name.
 * The lexer looks up every unquoted word once; the parser compares numbers.
 * To add a word, add a row to keywords.def, which is sorted.
 */
#ifndef ANALYZERS_SQL_KEYWORD_H
#define ANALYZERS_SQL_KEYWORD_H

#include <stdint.h>

enum keyword_flag {
	KEYWORD_RESERVED = 1 << 0, /* no name, unless quoted or qualified */
	KEYWORD_NO_ALIAS = 1 << 1, /* no alias without AS */
	KEYWORD_OPERATOR = 1 << 2, /* goes on with an expression */
	KEYWORD_VALUE = 1 << 3,	   /* a constant: no column */
	KEYWORD_VERB = 1 << 4,	   /* may begin a statement */
	KEYWORD_UNIT = 1 << 5,	   /* of an interval */
};

enum keyword {
	KW_NONE,
#define KEYWORD(name, word, flags) KW_##name,
#include "analyzers/sql/keywords.def"
#undef KEYWORD
	N_KEYWORDS
};

/* Bits of enum keyword_flag of each keyword. */
extern const uint8_t keyword_flags[N_KEYWORDS];

/* The word in lower case; "" for KW_NONE. */
const char *keyword_word(enum keyword keyword);

/* Folds one byte of a word into its hash; a hash starts at KEYWORD_HASH. */
#define KEYWORD_HASH 2166136261u
#define KEYWORD_MIX(hash, byte) (((hash) ^ (uint32_t)(byte)) * 16777619u)

/*
 * The keyword of a word, KW_NONE if it is none. `hash` is made of its bytes
 * in lower case (ASCII). keyword_init() must have been called; it is cheap
 * when called again, and may be called from several threads.
 */
enum keyword keyword_find(const char *word, uint32_t length, uint32_t hash);
void keyword_init(void);

#endif
