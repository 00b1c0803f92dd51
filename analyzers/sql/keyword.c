#include "analyzers/sql/keyword.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define R KEYWORD_RESERVED
#define N KEYWORD_NO_ALIAS
#define O KEYWORD_OPERATOR
#define V KEYWORD_VALUE
#define S KEYWORD_VERB
#define U KEYWORD_UNIT

const uint8_t keyword_flags[N_KEYWORDS] = {
#define KEYWORD(name, word, flags) [KW_##name] = (flags),
#include "analyzers/sql/keywords.def"
#undef KEYWORD
};

static const char *const words[N_KEYWORDS] = {
	"",
#define KEYWORD(name, word, flags) word,
#include "analyzers/sql/keywords.def"
#undef KEYWORD
};

/* Open addressing, filled once from the list; more than twice as many slots
 * as words, so that most words that are no keyword meet an empty one. */
#define SLOTS 2048
static struct {
	uint32_t hash;
	uint16_t keyword;
	uint16_t length;
} table[SLOTS];

_Static_assert(N_KEYWORDS < SLOTS / 2, "the table of keywords is too full");

static void fill_table(void)
{
	for (unsigned keyword = 1; keyword < N_KEYWORDS; keyword++) {
		uint32_t hash = KEYWORD_HASH, slot;

		for (const char *c = words[keyword]; *c; c++)
			hash = KEYWORD_MIX(hash, *c);
		slot = hash % SLOTS;
		while (table[slot].keyword)
			slot = (slot + 1) % SLOTS;
		table[slot].hash = hash;
		table[slot].keyword = (uint16_t)keyword;
		table[slot].length = (uint16_t)strlen(words[keyword]);
	}
}

void keyword_init(void)
{
	static gsize filled;

	if (g_once_init_enter(&filled)) {
		fill_table();
		g_once_init_leave(&filled, 1);
	}
}

const char *keyword_word(enum keyword keyword)
{
	return words[keyword];
}

static bool same_word(const char *word, const char *lower, uint32_t length)
{
	for (uint32_t i = 0; i < length; i++)
		if (g_ascii_tolower(word[i]) != lower[i])
			return false;
	return true;
}

enum keyword keyword_find(const char *word, uint32_t length, uint32_t hash)
{
	for (uint32_t slot = hash % SLOTS; table[slot].keyword;
	     slot = (slot + 1) % SLOTS)
		if (table[slot].hash == hash && table[slot].length == length &&
		    same_word(word, words[table[slot].keyword], length))
			return table[slot].keyword;
	return KW_NONE;
}
