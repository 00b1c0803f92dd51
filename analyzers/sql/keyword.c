#include "analyzers/sql/keyword.h"

#include <glib.h>
#include <string.h>

#define R KEYWORD_RESERVED
#define N KEYWORD_NO_ALIAS
#define O KEYWORD_OPERATOR
#define V KEYWORD_VALUE
#define S KEYWORD_VERB
#define U KEYWORD_UNIT
#define L KEYWORD_LOCAL

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
 * as words, so that most words that are no keyword meet an empty one. Small
 * enough to stay near: the hashes are apart. */
uint16_t keyword_slots[KEYWORD_SLOTS];
uint64_t keyword_hashes[N_KEYWORDS];

_Static_assert(N_KEYWORDS < KEYWORD_SLOTS / 2,
	       "the table of keywords is too full");

static void fill_table(void)
{
	for (unsigned keyword = 1; keyword < N_KEYWORDS; keyword++) {
		uint32_t slot;

		keyword_hashes[keyword] = word_hash(
			words[keyword], (uint32_t)strlen(words[keyword]));
		slot = keyword_hashes[keyword] % KEYWORD_SLOTS;
		while (keyword_slots[slot])
			slot = (slot + 1) % KEYWORD_SLOTS;
		keyword_slots[slot] = (uint16_t)keyword;
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
