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

/* A verb, and the words of which one follows in a statement, at once or
 * (where `near`) after a few others. */
struct follow {
	const char *verb;
	size_t near; /* bytes; 0: at once */
	const char *words[16];
};

static const struct follow follows[] = {
	{"alter", 0, {"table", "view", "index", "sequence", "column"}},
	{"call", 0, {NULL}},
	{"copy", 0, {NULL}},
	{"create",
	 0,
	 {"table", "view", "index", "unique", "temp", "temporary", "or",
	  "materialized", "trigger", "function", "procedure", "sequence"}},
	{"delete", 40, {"from"}},
	{"drop",
	 0,
	 {"table", "view", "index", "materialized", "trigger", "function",
	  "procedure", "sequence", "column"}},
	{"insert", 0, {"into", "ignore", "or", "overwrite"}},
	{"load", 0, {"data"}},
	{"merge", 0, {"into"}},
	{"replace", 0, {"into"}},
	{"select", 400, {"from", "into"}},
	{"truncate", 0, {"table"}},
	{"update", 80, {"set"}},
	{"with", 0, {"recursive"}},
};

/* The first byte behind white space. */
static const char *skip_space(const char *at, const char *end)
{
	while (at < end && g_ascii_isspace(*at))
		at++;
	return at;
}

static bool word_at(const char *at, const char *end, const char *word)
{
	size_t length = strlen(word);

	return (size_t)(end - at) >= length &&
	       !g_ascii_strncasecmp(at, word, length) &&
	       ((size_t)(end - at) == length || !is_word_byte(at[length]));
}

static bool follow_at(const struct follow *follow, const char *at,
		      const char *end)
{
	const char *limit = MIN(end, at + MAX(follow->near, 1));
	bool inside = false;

	for (; at < limit; at++) {
		for (int i = 0; !inside && i < 16 && follow->words[i]; i++)
			if (word_at(at, end, follow->words[i]) &&
			    at + strlen(follow->words[i]) < end &&
			    g_ascii_isspace(at[strlen(follow->words[i])]))
				return true;
		inside = is_word_byte(*at);
	}
	return false;
}

/* In capitals a verb is enough: "SELECT " or "UPDATE" at the end of a
 * literal, with a table behind it that is put in. */
static bool statement_at(const char *at, const char *end)
{
	for (size_t i = 0; i < G_N_ELEMENTS(follows); i++) {
		const char *verb = follows[i].verb, *behind;

		if (!word_at(at, end, verb))
			continue;
		behind = at + strlen(verb);
		if (behind == end || !(g_ascii_isspace(*behind) ||
				       *behind == '"' || *behind == '\''))
			return false;
		return g_ascii_isupper(at[1]) ||
		       follow_at(&follows[i], skip_space(behind, end), end);
	}
	return false;
}

bool words_begin(const char *bytes, size_t size, const char *end)
{
	const char *past = bytes + size;
	bool inside = false;

	for (const char *at = bytes; at < past; at++) {
		if (!inside && *at && strchr("acdilmrstuwACDILMRSTUW", *at) &&
		    statement_at(at, end))
			return true;
		inside = is_word_byte(*at) || *at == '.';
	}
	return false;
}

bool words_statement(const char *bytes, size_t size)
{
	return words_begin(bytes, size, bytes + size);
}

bool words_relation(const char *bytes, size_t size)
{
	static const char *const words[] = {"from", "into", "join", "table",
					    "update"};
	const char *end = bytes + size;
	bool inside = false;

	for (const char *at = bytes; at < end; at++) {
		for (size_t i = 0; !inside && i < G_N_ELEMENTS(words); i++)
			if (word_at(at, end, words[i]))
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
