#include "analyzers/jobs/mask.h"

#include <glib.h>
#include <string.h>

static bool contains(const char *bytes, size_t size, const char *word)
{
	size_t length = strlen(word);

	for (size_t i = 0; i + length <= size; i++)
		if (g_ascii_strncasecmp(bytes + i, word, length) == 0)
			return true;
	return false;
}

bool mask_is_secret(const char *name, size_t size)
{
	static const char *const words[] = {"pass", "pwd",  "secret", "token",
					    "key",  "cred", "auth"};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (contains(name, size, words[i]))
			return true;
	return false;
}

/* Where the password of user:password@ behind "://" begins; NULL if there is
 * none. *end is where it ends. */
static const char *password_of(const char *word, const char *end_of_word,
			       const char **end)
{
	const char *scheme =
		memmem(word, (size_t)(end_of_word - word), "://", 3);
	const char *at, *colon;

	if (!scheme)
		return NULL;
	scheme += 3;
	at = memchr(scheme, '@', (size_t)(end_of_word - scheme));
	colon = at ? memchr(scheme, ':', (size_t)(at - scheme)) : NULL;
	*end = at;
	return colon ? colon + 1 : NULL;
}

/* What ends the name or the value of a pair in a URL or a list. */
static bool ends_pair(char byte)
{
	return memchr("?&;,{}\"' \t", byte, 10) != NULL;
}

static bool is_quote(char byte)
{
	return byte == '"' || byte == '\'';
}

/*
 * Whether a secret begins right behind `at`, the end of a name: "token=x" of a
 * URL, "Authorization: Bearer x" of a request's header, "password": "x" of a
 * body. *end is where it ends: a header's value goes on to the quote.
 */
static bool opens_secret(const char *begin, const char *at, const char *end,
			 const char **behind)
{
	const char *name, *name_end = at;
	bool header = *at == ':';

	if (*at != '=' && !header)
		return false;
	if (header && name_end > begin && is_quote(name_end[-1]))
		name_end--;
	for (name = name_end; name > begin && !ends_pair(name[-1]); name--)
		;
	if (!mask_is_secret(name, (size_t)(name_end - name)))
		return false;
	*behind = at + 1;
	while (header && *behind < end && strchr(" \"'", **behind))
		(*behind)++;
	while (*behind < end &&
	       (header ? !is_quote(**behind) : !ends_pair(**behind)))
		(*behind)++;
	return *behind > at + 1;
}

static void put_word(GString *out, const char *word, size_t size)
{
	const char *end = word + size, *behind = NULL;
	const char *password = password_of(word, end, &behind);

	if (password) {
		g_string_append_len(out, word, password - word);
		g_string_append(out, "***");
		word = behind;
	}
	for (const char *at = word; at < end; at++) {
		g_string_append_c(out, *at);
		if (!opens_secret(word, at, end, &behind))
			continue;
		g_string_append(out, "***");
		at = behind - 1;
	}
}

/* What the word before says of the next one. */
enum next { NEXT_PLAIN, NEXT_SECRET, NEXT_LOGIN };

/* "PASSWORD=x", "--password=x", "-px" of mysql, "--password" "x". */
static enum next mask_word(GString *out, const char *word, size_t size,
			   bool mysql)
{
	const char *equals = memchr(word, '=', size);
	size_t name = equals ? (size_t)(equals - word) : size;

	if (equals && name + 1 < size && mask_is_secret(word, name) &&
	    !memchr(word, ':', name)) {
		g_string_append_len(out, word, (gssize)name + 1);
		g_string_append(out, "***");
	} else if (mysql && size > 2 && word[0] == '-' && word[1] == 'p') {
		g_string_append(out, "-p***");
	} else {
		put_word(out, word, size);
		if (!equals && size > 2 && word[0] == '-' && word[1] == '-' &&
		    mask_is_secret(word, size))
			return NEXT_SECRET;
		if (size == 2 && memcmp(word, "-u", 2) == 0)
			return NEXT_LOGIN;
	}
	return NEXT_PLAIN;
}

static void mask_login(GString *out, const char *word, size_t size)
{
	const char *colon = memchr(word, ':', size);

	if (!colon) {
		put_word(out, word, size);
		return;
	}
	g_string_append_len(out, word, colon + 1 - word);
	g_string_append(out, "***");
}

/* A word ends at a blank outside of quotes. */
static size_t word_length(const char *bytes, size_t size)
{
	char quote = '\0';
	size_t i = 0;

	for (; i < size; i++) {
		if (quote)
			quote = bytes[i] == quote ? '\0' : quote;
		else if (bytes[i] == '\'' || bytes[i] == '"')
			quote = bytes[i];
		else if (g_ascii_isspace(bytes[i]))
			break;
	}
	return i;
}

char *mask_command(struct arena *arena, const char *bytes, size_t size)
{
	GString *out = g_string_new(NULL);
	bool mysql = contains(bytes, size, "mysql") ||
		     contains(bytes, size, "mariadb");
	enum next next = NEXT_PLAIN;
	char *kept;

	for (size_t at = 0; at < size;) {
		size_t length;

		while (at < size && g_ascii_isspace(bytes[at]))
			at++;
		length = word_length(bytes + at, size - at);
		if (!length)
			break;
		if (out->len)
			g_string_append_c(out, ' ');
		if (next == NEXT_SECRET) {
			g_string_append(out, "***");
			next = NEXT_PLAIN;
		} else if (next == NEXT_LOGIN) {
			mask_login(out, bytes + at, length);
			next = NEXT_PLAIN;
		} else {
			next = mask_word(out, bytes + at, length, mysql);
		}
		at += length;
	}
	kept = arena_strndup(arena, out->str, out->len);
	g_string_free(out, TRUE);
	return kept;
}
