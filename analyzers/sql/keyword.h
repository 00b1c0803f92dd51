/*
 * keyword.h - the words that mean something to the reader.
 *
 * One list for all dialects: a word's flags say where it cannot be a name.
 * The lexer looks up every unquoted word once; the parser compares numbers.
 * To add a word, add a row to keywords.def, which is sorted.
 */
#ifndef ANALYZERS_SQL_KEYWORD_H
#define ANALYZERS_SQL_KEYWORD_H

#include <glib.h>
#include <stdint.h>
#include <string.h>

enum keyword_flag {
	KEYWORD_RESERVED = 1 << 0, /* no name, unless quoted or qualified */
	KEYWORD_NO_ALIAS = 1 << 1, /* no alias without AS */
	KEYWORD_OPERATOR = 1 << 2, /* goes on with an expression */
	KEYWORD_VALUE = 1 << 3,	   /* a constant: no column */
	KEYWORD_VERB = 1 << 4,	   /* may begin a statement */
	KEYWORD_UNIT = 1 << 5,	   /* of an interval */
	KEYWORD_LOCAL = 1 << 6,	   /* means something in one dialect only, or
				      in one place */
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

/* Eight bytes with ASCII letters in lower case; other bytes of ASCII change,
 * too, but none that a word holds becomes another one. */
static inline uint64_t word_fold(uint64_t bytes)
{
	return bytes | (~bytes & 0x8080808080808080u) >> 2;
}

/* Up to eight bytes, the first one lowest. */
static inline uint64_t word_load(const char *bytes, uint32_t size)
{
	uint64_t loaded = 0;

	if (size == sizeof(loaded)) {
		memcpy(&loaded, bytes, sizeof(loaded));
		return GUINT64_FROM_LE(loaded);
	}
	for (uint32_t i = size; i-- > 0;)
		loaded = loaded << 8 | (unsigned char)bytes[i];
	return loaded;
}

#define WORD_PRIME 0x9e3779b97f4a7c15u

static inline uint64_t word_mix(uint64_t hash, uint64_t bytes)
{
	hash = (hash ^ bytes) * WORD_PRIME;
	return hash ^ hash >> 32;
}

/*
 * The hash of a word without regard to case. It stands for the word wherever
 * words are compared: 64 bits are enough for the few thousand that mean
 * something. Reads nothing behind the word.
 */
static inline uint64_t word_hash(const char *word, uint32_t length)
{
	uint64_t hash = length;

	if (length <= 8)
		return word_mix(hash, word_fold(word_load(word, length)));
	for (; length > 8; word += 8, length -= 8)
		hash = word_mix(hash, word_fold(word_load(word, 8)));
	return word_mix(hash, word_fold(word_load(word + length - 8, 8)));
}

/* Fills the table below; it is cheap when called again, and may be called from
 * several threads. */
void keyword_init(void);

/* Hashes to keywords, by open addressing. Each slot has a keyword, whose hash
 * is beside, or KW_NONE. */
#define KEYWORD_SLOTS 2048
extern uint16_t keyword_slots[KEYWORD_SLOTS];
extern uint64_t keyword_hashes[N_KEYWORDS];

/* The keyword whose word_hash() this is, KW_NONE if it is none. Every word
 * comes through here. */
static inline enum keyword keyword_find(uint64_t hash)
{
	uint32_t slot = hash % KEYWORD_SLOTS;

	while (keyword_slots[slot] &&
	       keyword_hashes[keyword_slots[slot]] != hash)
		slot = (slot + 1) % KEYWORD_SLOTS;
	return (enum keyword)keyword_slots[slot];
}

#endif
