#include "analyzers/code/words.h"

#include <string.h>

/* Verbs that begin a statement, and words that begin a fragment. By their
 * first letter, in lower case. */
static const char *const verbs[26][6] = {
	['a' - 'a'] = {"alter", "and"},
	['c' - 'a'] = {"create", "call", "copy"},
	['d' - 'a'] = {"delete", "drop", "declare", "do"},
	['e' - 'a'] = {"explain", "exec", "execute"},
	['f' - 'a'] = {"from"},
	['g' - 'a'] = {"group by", "grant"},
	['h' - 'a'] = {"having"},
	['i' - 'a'] = {"insert", "inner join"},
	['j' - 'a'] = {"join"},
	['l' - 'a'] = {"left join", "lock", "load data", "limit"},
	['m' - 'a'] = {"merge"},
	['o' - 'a'] = {"order by", "on"},
	['r' - 'a'] = {"replace", "refresh"},
	['s' - 'a'] = {"select", "set"},
	['t' - 'a'] = {"truncate", "table"},
	['u' - 'a'] = {"update", "union", "using"},
	['v' - 'a'] = {"values", "vacuum"},
	['w' - 'a'] = {"with", "where"},
};

static bool is_word_byte(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

/* Whether one of the words of its letter stands at `at`. */
static bool verb_at(const char *at, const char *end, unsigned letter)
{
	for (int i = 0; i < 6 && verbs[letter][i]; i++) {
		size_t length = strlen(verbs[letter][i]);

		if ((size_t)(end - at) > length &&
		    !g_ascii_strncasecmp(at, verbs[letter][i], length) &&
		    !is_word_byte(at[length]))
			return true;
	}
	return false;
}

bool words_sql(const char *bytes, size_t size)
{
	const char *end = bytes + size;
	bool inside = false;

	for (const char *at = bytes; at < end; at++) {
		unsigned letter = (unsigned)(*at | 0x20) - 'a';

		if (!inside && letter < 26 && verb_at(at, end, letter))
			return true;
		inside = is_word_byte(*at);
	}
	return false;
}

static bool leaf_has_words(const struct rope *leaf, void *payload)
{
	bool *found = payload;

	if (leaf->kind == ROPE_TEXT)
		*found = words_sql(leaf->literal->bytes + leaf->start,
				   leaf->size);
	return !*found;
}

bool words_in_rope(const struct rope *rope)
{
	bool found = false;

	rope_visit(rope, leaf_has_words, &found);
	return found;
}

bool words_any(const char *bytes, size_t size, const char *const *words)
{
	for (; *words; words++)
		if (memmem(bytes, size, *words, strlen(*words)))
			return true;
	return false;
}
