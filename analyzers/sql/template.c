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
