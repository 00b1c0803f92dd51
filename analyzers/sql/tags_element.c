#include "analyzers/sql/tags_element.h"

#include <glib.h>
#include <string.h>

static const struct {
	const char *name;
	enum tag tag;
} names[] = {
	{"bind", TAG_EMPTY},
	{"choose", TAG_CHOOSE},
	{"delete", TAG_STATEMENT},
	{"dynamic", TAG_TRIM},
	{"foreach", TAG_TRIM},
	{"if", TAG_IF},
	{"include", TAG_INCLUDE},
	{"insert", TAG_STATEMENT},
	{"iterate", TAG_TRIM},
	{"otherwise", TAG_BRANCH},
	{"procedure", TAG_STATEMENT},
	{"property", TAG_EMPTY},
	{"script", TAG_PLAIN},
	{"select", TAG_STATEMENT},
	{"selectKey", TAG_SELECT_KEY},
	{"set", TAG_TRIM},
	{"sql", TAG_SQL},
	{"statement", TAG_STATEMENT},
	{"trim", TAG_TRIM},
	{"update", TAG_STATEMENT},
	{"when", TAG_BRANCH},
	{"where", TAG_TRIM},
};

/* Conditions of iBATIS 2. */
static const char *const conditions[] = {
	"isEmpty",
	"isEqual",
	"isGreaterEqual",
	"isGreaterThan",
	"isLessEqual",
	"isLessThan",
	"isNotEmpty",
	"isNotEqual",
	"isNotNull",
	"isNotParameterPresent",
	"isNotPropertyAvailable",
	"isNull",
	"isParameterPresent",
	"isPropertyAvailable",
};

/* --- elements ------------------------------------------------------------- */

bool element_is_name_byte(char byte)
{
	return g_ascii_isalnum(byte) || byte == '_' || byte == '-' ||
	       byte == '.' || byte == ':';
}

bool slice_is(const char *bytes, struct slice slice, const char *word)
{
	return strlen(word) == slice.end - slice.begin &&
	       memcmp(bytes + slice.begin, word, slice.end - slice.begin) == 0;
}

static enum tag tag_of(const char *bytes, struct slice name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (slice_is(bytes, name, names[i].name))
			return names[i].tag;
	for (size_t i = 0; i < G_N_ELEMENTS(conditions); i++)
		if (slice_is(bytes, name, conditions[i]))
			return TAG_CONDITION;
	return TAG_NONE;
}

uint32_t bytes_skip_blanks(const char *bytes, uint32_t size, uint32_t at)
{
	while (at < size && g_ascii_isspace(bytes[at]))
		at++;
	return at;
}

/* One attribute; false: none stands here. */
static bool read_attribute(const char *bytes, uint32_t size, uint32_t *at,
			   struct element *element)
{
	struct slice name = {*at, *at}, value;
	uint32_t behind;
	const char *end;

	while (name.end < size && element_is_name_byte(bytes[name.end]))
		name.end++;
	behind = bytes_skip_blanks(bytes, size, name.end);
	if (name.end == name.begin || behind >= size || bytes[behind] != '=')
		return false;
	behind = bytes_skip_blanks(bytes, size, behind + 1);
	if (behind >= size || (bytes[behind] != '"' && bytes[behind] != '\''))
		return false;
	value.begin = behind + 1;
	end = memchr(bytes + value.begin, bytes[behind], size - value.begin);
	if (!end)
		return false;
	value.end = (uint32_t)(end - bytes);
	if (element->n_attributes < ATTRIBUTES_MAX) {
		element->attributes[element->n_attributes].name = name;
		element->attributes[element->n_attributes++].value = value;
	}
	*at = bytes_skip_blanks(bytes, size, value.end + 1);
	return true;
}

bool element_read(const char *bytes, uint32_t size, uint32_t at,
		  struct element *element)
{
	memset(element, 0, sizeof(*element));
	at++;
	element->close = at < size && bytes[at] == '/';
	at += element->close;
	element->name = (struct slice){at, at};
	while (at < size && g_ascii_isalpha(bytes[at]))
		at++;
	element->name.end = at;
	element->tag = tag_of(bytes, element->name);
	if (element->tag == TAG_NONE)
		return false;
	at = bytes_skip_blanks(bytes, size, at);
	while (!element->close && read_attribute(bytes, size, &at, element))
		;
	element->empty = at < size && bytes[at] == '/';
	at += element->empty;
	if (at >= size || bytes[at] != '>')
		return false;
	element->end = at + 1;
	return true;
}

struct slice element_attribute(const char *bytes, const struct element *element,
			       const char *name)
{
	struct slice none = {0, 0};

	for (uint32_t i = 0; i < element->n_attributes; i++)
		if (slice_is(bytes, element->attributes[i].name, name))
			return element->attributes[i].value;
	return none;
}

bool bytes_begin(const char *bytes, uint32_t size, uint32_t at,
		 const char *with)
{
	size_t n = strlen(with);

	return size - at >= n && memcmp(bytes + at, with, n) == 0;
}

uint32_t element_skip_markup(const char *bytes, uint32_t size, uint32_t at)
{
	const char *closing = ">", *end;
	uint32_t from = at;

	if (bytes_begin(bytes, size, at, "<!--"))
		closing = "-->";
	else if (bytes_begin(bytes, size, at, "<?"))
		closing = "?>";
	else if (!bytes_begin(bytes, size, at, "<!DOCTYPE"))
		return at;
	if (bytes[at + 1] == '!' && bytes[at + 2] == 'D') {
		const char *subset = memchr(bytes + at, '[', size - at);

		end = memchr(bytes + at, '>', size - at);
		if (subset && end && subset < end) {
			closing = "]>";
			from = (uint32_t)(subset - bytes);
		}
	}
	end = memmem(bytes + from, size - from, closing, strlen(closing));
	return end ? (uint32_t)(end - bytes + strlen(closing)) : size;
}

/* The offset of the root element; the size: this is no document. */
static uint32_t root_at(const char *bytes, uint32_t size)
{
	uint32_t at = bytes_begin(bytes, size, 0, "\xef\xbb\xbf") ? 3 : 0;

	for (;;) {
		uint32_t behind;

		at = bytes_skip_blanks(bytes, size, at);
		if (at >= size || bytes[at] != '<')
			return size;
		behind = element_skip_markup(bytes, size, at);
		if (behind == at)
			return at;
		at = behind;
	}
}

bool element_is_root(const char *bytes, uint32_t size, const char *name)
{
	uint32_t at = root_at(bytes, size) + 1;
	uint32_t end = at + (uint32_t)strlen(name);

	return at < size && bytes_begin(bytes, size, at, name) && end < size &&
	       !element_is_name_byte(bytes[end]);
}

struct slice element_namespace(const char *bytes, uint32_t size)
{
	struct element root = {0};
	uint32_t at = root_at(bytes, size) + 1;

	while (at < size && g_ascii_isalpha(bytes[at]))
		at++;
	at = bytes_skip_blanks(bytes, size, at);
	while (read_attribute(bytes, size, &at, &root))
		;
	return element_attribute(bytes, &root, "namespace");
}
