#include "analyzers/code/embedded.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

static bool is_word_byte(char c)
{
	return g_ascii_isalnum(c) || c == '_' || (c & 0x80);
}

struct stretch {
	char *bytes;
	uint32_t at, size;
};

static void skip_space(struct stretch *stretch)
{
	while (stretch->at < stretch->size &&
	       g_ascii_isspace(stretch->bytes[stretch->at]))
		stretch->at++;
}

/* Takes a word, if it is that one. */
static bool take(struct stretch *stretch, const char *word)
{
	uint32_t past, length = (uint32_t)strlen(word);

	skip_space(stretch);
	past = stretch->at;
	while (past < stretch->size && is_word_byte(stretch->bytes[past]))
		past++;
	if (past - stretch->at != length ||
	    g_ascii_strncasecmp(stretch->bytes + stretch->at, word, length))
		return false;
	stretch->at = past;
	return true;
}

static void blank(struct stretch *stretch, uint32_t from, uint32_t past)
{
	for (; from < past; from++)
		if (stretch->bytes[from] != '\n')
			stretch->bytes[from] = ' ';
}

/* Words that begin what accesses no table. */
static bool is_declarative(struct stretch *stretch)
{
	static const char *const words[] = {
		"begin",      "end",	   "whenever", "include", "connect",
		"disconnect", "var",	   "type",     "open",	  "close",
		"deallocate", "allocate",  "describe", "get",	  "set",
		"commit",     "rollback",  "context",  "fetch",	  "prepare",
		"define",     "undef",	   "option",   "free",	  "release",
		"autocommit", "savepoint", "database", "move",	  NULL};
	uint32_t start = stretch->at;

	for (const char *const *w = words; *w; w++)
		if (take(stretch, *w)) {
			stretch->at = start;
			return true;
		}
	return false;
}

/* Forms: :a, :a.b, :a->b, :a[0], :a:indicator, :a INDICATOR :b. */
static uint32_t variable_end(const struct stretch *stretch, uint32_t at)
{
	const char *bytes = stretch->bytes;

	while (at < stretch->size) {
		if (is_word_byte(bytes[at]) || bytes[at] == '.') {
			at++;
		} else if (bytes[at] == '-' && at + 1 < stretch->size &&
			   bytes[at + 1] == '>') {
			at += 2;
		} else if (bytes[at] == '[') {
			while (at < stretch->size && bytes[at] != ']')
				at++;
		} else if (bytes[at] == ']' ||
			   (bytes[at] == ':' && at + 1 < stretch->size &&
			    is_word_byte(bytes[at + 1]) &&
			    bytes[at - 1] != ':')) {
			at++;
		} else {
			break;
		}
	}
	return at;
}

static uint32_t skip_quoted(const struct stretch *stretch, uint32_t at)
{
	char quote = stretch->bytes[at++];

	while (at < stretch->size && stretch->bytes[at] != quote)
		at++;
	return at < stretch->size ? at + 1 : at;
}

/* Whether "into" at `at` has host variables behind it: it names no table. */
static bool is_into(struct stretch *stretch, uint32_t at)
{
	struct stretch look = *stretch;

	look.at = at;
	if (!take(&look, "into"))
		return false;
	take(&look, "descriptor");
	skip_space(&look);
	return look.at < look.size && look.bytes[look.at] == ':';
}

/* From INTO up to behind its last variable. */
static uint32_t into_end(const struct stretch *stretch, uint32_t at)
{
	for (;;) {
		uint32_t next;

		while (at < stretch->size && stretch->bytes[at] != ':')
			at++;
		if (at == stretch->size)
			return at;
		at = variable_end(stretch, at + 1);
		next = at;
		while (next < stretch->size &&
		       g_ascii_isspace(stretch->bytes[next]))
			next++;
		if (next == stretch->size || stretch->bytes[next] != ',')
			return at;
		at = next + 1;
	}
}

/* Every host variable is a placeholder: ":a" of one part. */
static void clean_variables(struct stretch *stretch, uint32_t at)
{
	char *bytes = stretch->bytes;

	while (at < stretch->size) {
		char c = bytes[at];
		bool begins = at == 0 || !is_word_byte(bytes[at - 1]);

		if (c == '\'' || c == '"') {
			at = skip_quoted(stretch, at);
		} else if (begins && (c | 0x20) == 'i' &&
			   is_into(stretch, at)) {
			uint32_t end = into_end(stretch, at);

			blank(stretch, at, end);
			at = end;
		} else if (c == ':' && at + 1 < stretch->size &&
			   is_word_byte(bytes[at + 1]) &&
			   !(at && bytes[at - 1] == ':')) {
			uint32_t end = variable_end(stretch, at + 1);
			uint32_t word = at + 1;

			while (word < end && is_word_byte(bytes[word]))
				word++;
			blank(stretch, word, end);
			at = end;
		} else {
			at++;
		}
	}
}

/* Forms: AT name, AT :name, FOR :n. */
static void clean_prefix(struct stretch *stretch)
{
	uint32_t start = stretch->at;

	if (!take(stretch, "at") && !take(stretch, "for"))
		return;
	skip_space(stretch);
	if (stretch->at < stretch->size && stretch->bytes[stretch->at] == ':')
		stretch->at++;
	while (stretch->at < stretch->size &&
	       is_word_byte(stretch->bytes[stretch->at]))
		stretch->at++;
	blank(stretch, start, stretch->at);
}

/* EXECUTE BEGIN ... END; END-EXEC: a block of the server's own language. */
static void clean_block(struct stretch *stretch)
{
	struct stretch look = *stretch;
	uint32_t start;

	skip_space(&look);
	start = look.at;
	if (!take(&look, "execute") ||
	    !(take(&look, "begin") || take(&look, "declare")))
		return;
	blank(stretch, start, start + 7);
	for (uint32_t i = stretch->size; i-- > 8;)
		if (!g_ascii_strncasecmp(stretch->bytes + i - 8, "end-exec",
					 8)) {
			blank(stretch, i - 8, stretch->size);
			break;
		}
}

/* Forms: PREPARE name FROM "text", EXECUTE IMMEDIATE 'text': the text. What
 * is in a variable is executed where the code says so. */
static const char *literal_statement(struct stretch *stretch)
{
	uint32_t at = stretch->at, end;

	while (at < stretch->size && stretch->bytes[at] != '"' &&
	       stretch->bytes[at] != '\'')
		at++;
	if (at == stretch->size)
		return NULL;
	end = skip_quoted(stretch, at);
	blank(stretch, 0, at + 1);
	blank(stretch, end - 1, stretch->size);
	return stretch->bytes;
}

const char *embedded_sql(struct arena *arena, const char *bytes, uint32_t size)
{
	struct stretch stretch = {arena_strndup(arena, bytes, size), 0, size};
	struct stretch look;

	clean_prefix(&stretch);
	look = stretch;
	if (take(&look, "prepare") ||
	    (take(&look, "execute") && take(&look, "immediate")))
		return literal_statement(&look);
	if (is_declarative(&stretch))
		return NULL;
	look = stretch;
	if (take(&look, "execute") && !take(&look, "begin") &&
	    !take(&look, "declare"))
		return NULL; /* what was prepared or is in a variable */
	look = stretch;
	if (take(&look, "declare")) { /* DECLARE name STATEMENT, TABLE */
		while (look.at < look.size &&
		       !g_ascii_isspace(look.bytes[look.at]))
			look.at++;
		skip_space(&look);
		while (look.at < look.size &&
		       (is_word_byte(look.bytes[look.at]) ||
			look.bytes[look.at] == ':'))
			look.at++;
		if (take(&look, "statement") || take(&look, "table"))
			return NULL;
	}
	clean_block(&stretch);
	clean_variables(&stretch, stretch.at);
	return stretch.bytes;
}
