#include "analyzers/sql/template.h"

#include <glib.h>
#include <string.h>

/* --- tags ----------------------------------------------------------------- */

/* The longest name of a tag. */
#define TAG_NAME_MAX 10

static const char *const tags[] = {
	"if",	"trim",	  "foreach", "choose", "when",	 "otherwise", "include",
	"bind", "select", "insert",  "update", "delete", "where",     "set",
};

/* The length of the name at `at`, of a tag that we know; else 0. */
static uint32_t tag_name(const char *bytes, uint32_t size, uint32_t at)
{
	uint32_t n = 0;

	while (n <= TAG_NAME_MAX && at + n < size &&
	       g_ascii_islower(bytes[at + n]))
		n++;
	for (size_t i = 0; i < G_N_ELEMENTS(tags); i++)
		if (strlen(tags[i]) == n && memcmp(bytes + at, tags[i], n) == 0)
			return n;
	return 0;
}

/* Whether the tag means the clause that it is called after. */
static bool is_clause(const char *name, uint32_t n)
{
	return (n == 5 && memcmp(name, "where", 5) == 0) ||
	       (n == 3 && memcmp(name, "set", 3) == 0);
}

/* What the attributes of a tag may be at most. */
#define TAG_BYTES 1000

/* Behind the ">" of a tag whose attributes begin at `at`; 0: there is none. */
static uint32_t tag_end(const char *bytes, uint32_t size, uint32_t at)
{
	uint32_t limit = size - at < TAG_BYTES ? size : at + TAG_BYTES;
	char quote = '\0';

	for (; at < limit && bytes[at] != ';'; at++) {
		if (quote) {
			if (bytes[at] == quote)
				quote = '\0';
		} else if (bytes[at] == '"' || bytes[at] == '\'') {
			quote = bytes[at];
		} else if (bytes[at] == '>') {
			return at + 1;
		}
	}
	return 0;
}

uint32_t template_skip_tag(const char *bytes, uint32_t size, uint32_t offset)
{
	uint32_t at = offset + 1, n, end;
	bool close = at < size && bytes[at] == '/';

	at += close;
	n = tag_name(bytes, size, at);
	if (!n || at + n >= size)
		return offset;
	if (bytes[at + n] == '>') {
		if (close || !is_clause(bytes + at, n))
			return at + n + 1;
		return offset + 1; /* the word is a token */
	}
	/* Behind an operator no word has attributes in quotes. */
	if (close || !g_ascii_isspace(bytes[at + n]))
		return offset;
	end = tag_end(bytes, size, at + n);
	return end && memchr(bytes + at + n, '=', end - at - n) &&
			       memchr(bytes + at + n, '"', end - at - n)
		       ? end
		       : offset;
}

uint32_t template_skip_tag_end(const char *bytes, uint32_t offset)
{
	if ((offset >= 6 && memcmp(bytes + offset - 6, "<where", 6) == 0) ||
	    (offset >= 4 && memcmp(bytes + offset - 4, "<set", 4) == 0))
		return offset + 1;
	return offset;
}

/* --- {{ ref('x') }} --- */

static uint32_t skip_blanks(const char *bytes, uint32_t length, uint32_t at)
{
	while (at < length && (g_ascii_isspace(bytes[at]) || bytes[at] == '-'))
		at++;
	return at;
}

/* The string literal at `*at`, which moves behind it; NULL if none. */
static const char *literal(struct arena *arena, const char *bytes,
			   uint32_t length, uint32_t *at)
{
	uint32_t begin = skip_blanks(bytes, length, *at), end;
	char quote;

	if (begin >= length || (bytes[begin] != '\'' && bytes[begin] != '"'))
		return NULL;
	quote = bytes[begin++];
	for (end = begin; end < length && bytes[end] != quote; end++)
		;
	if (end == begin || end == length)
		return NULL;
	*at = skip_blanks(bytes, length, end + 1);
	return arena_strndup(arena, bytes + begin, end - begin);
}

/* Behind "ref('model',": v=2 or version=2, which dbt appends to the name. */
static uint32_t add_version(struct arena *arena, const char *bytes,
			    uint32_t length, uint32_t at, const char *parts[2])
{
	uint32_t begin;

	at = skip_blanks(bytes, length, at);
	if (at >= length || bytes[at] != 'v')
		return 0;
	while (at < length && g_ascii_islower(bytes[at]))
		at++;
	at = skip_blanks(bytes, length, at);
	if (at >= length || bytes[at] != '=')
		return 0;
	begin = skip_blanks(bytes, length, at + 1);
	for (at = begin; at < length && g_ascii_isdigit(bytes[at]); at++)
		;
	if (at == begin)
		return 0;
	parts[0] = arena_printf(arena, "%s_v%.*s", parts[0], (int)(at - begin),
				bytes + begin);
	return 1;
}

uint32_t template_relation(struct arena *arena, const char *bytes,
			   uint32_t length, const char *parts[2])
{
	uint32_t at = 2, n = 0;
	bool source;

	if (length < 8 || bytes[0] != '{' || bytes[1] != '{')
		return 0;
	at = skip_blanks(bytes, length, at);
	source = length - at > 7 && memcmp(bytes + at, "source(", 7) == 0;
	if (!source && !(length - at > 4 && memcmp(bytes + at, "ref(", 4) == 0))
		return 0;
	at += source ? 7 : 4;
	while (n < 2) {
		parts[n] = literal(arena, bytes, length, &at);
		if (!parts[n] && n && !source)
			return add_version(arena, bytes, length, at, parts);
		if (!parts[n])
			return 0;
		n++;
		if (at >= length || bytes[at] != ',')
			break;
		at++;
	}
	if (at >= length || bytes[at] != ')')
		return 0;
	if (source)
		return n;
	parts[0] = parts[n - 1]; /* ref('package', 'model') */
	return 1;
}
