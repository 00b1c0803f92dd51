#include "analyzers/reports/json.h"

#include <string.h>

#define JSMN_STATIC
#define JSMN_PARENT_LINKS
#include <jsmn.h>

/* More values than these are not kept: 20 bytes each while reading. */
#define VALUES_MAX (4u << 20)

/*
 * The deepest nesting of brackets outside of strings. Counted ahead, since
 * the tokenizer climbs from its last token at every closing bracket, which
 * is quadratic in the depth.
 */
static bool too_deep(const char *bytes, size_t size)
{
	size_t depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < size; i++) {
		if (quoted) {
			quoted = bytes[i] != '"';
			i += bytes[i] == '\\';
		} else if (bytes[i] == '"') {
			quoted = true;
		} else if (bytes[i] == '{' || bytes[i] == '[') {
			if (++depth > JSON_DEPTH_MAX)
				return true;
		} else if ((bytes[i] == '}' || bytes[i] == ']') && depth) {
			depth--;
		}
	}
	return false;
}

/* All tokens of the text, up to where it breaks; free with g_free(). */
static jsmntok_t *tokenize(const char *bytes, size_t size, uint32_t *count,
			   enum reason *reason)
{
	unsigned room = 256;
	jsmntok_t *tokens = g_new(jsmntok_t, room);
	jsmn_parser parser;
	int result;

	jsmn_init(&parser);
	while ((result = jsmn_parse(&parser, bytes, size, tokens, room)) ==
		       JSMN_ERROR_NOMEM &&
	       room < VALUES_MAX)
		tokens = g_renew(jsmntok_t, tokens, room *= 2);
	if (result == JSMN_ERROR_NOMEM)
		*reason = REASON_TOO_LARGE;
	else if (result < 0 || parser.pos < size)
		*reason = REASON_UNREADABLE_TEXT;
	for (unsigned i = 0; i < parser.toknext; i++)
		if (tokens[i].end < tokens[i].start)
			tokens[i].end = (int)parser.pos;
	*count = parser.toknext;
	return tokens;
}

static enum json_kind kind_of(jsmntype_t type)
{
	switch (type) {
	case JSMN_OBJECT:
		return JSON_OBJECT;
	case JSMN_ARRAY:
		return JSON_ARRAY;
	case JSMN_STRING:
		return JSON_STRING;
	default:
		return JSON_OTHER;
	}
}

/* A byte order mark is none of the tokenizer's business. */
static size_t mark_size(const struct text *text)
{
	return text->size >= 3 && memcmp(text->bytes, "\xef\xbb\xbf", 3) == 0
		       ? 3
		       : 0;
}

/* Links the nodes from the last to the first, so that children are in order
 * of writing. */
static void link_nodes(struct json *json, const jsmntok_t *tokens, size_t skip)
{
	json->nodes = arena_alloc(json->analysis->arena,
				  json->n_nodes * sizeof(*json->nodes));
	for (uint32_t i = 0; i < json->n_nodes; i++) {
		struct json_node *node = &json->nodes[i];

		node->kind = kind_of(tokens[i].type);
		node->offset = (uint32_t)(tokens[i].start + (int)skip);
		node->size = (uint32_t)(tokens[i].end - tokens[i].start);
		node->first = node->next = JSON_ABSENT;
	}
	for (uint32_t i = json->n_nodes; i-- > 0;) {
		if (tokens[i].parent < 0)
			continue;
		json->nodes[i].next = json->nodes[tokens[i].parent].first;
		json->nodes[tokens[i].parent].first = i;
	}
}

const struct json *json_read(struct analysis *analysis, struct text *text)
{
	struct json *json = ARENA_NEW(analysis->arena, struct json);
	enum reason reason = REASON_NONE;
	size_t skip = mark_size(text);
	jsmntok_t *tokens;

	json->analysis = analysis;
	json->text = text;
	if (text->size > INT32_MAX) {
		reason = REASON_TOO_LARGE;
	} else if (too_deep(text->bytes, text->size)) {
		reason = REASON_TOO_DEEP;
	} else {
		tokens = tokenize(text->bytes + skip, text->size - skip,
				  &json->n_nodes, &reason);
		link_nodes(json, tokens, skip);
		g_free(tokens);
	}
	if (reason != REASON_NONE)
		analysis_gap(analysis, text, reason,
			     json_line(json, json->n_nodes ? json->n_nodes - 1
							   : JSON_ABSENT),
			     "JSON");
	return json;
}

uint32_t json_root(const struct json *json)
{
	return json->n_nodes ? 0 : JSON_ABSENT;
}

enum json_kind json_kind(const struct json *json, uint32_t node)
{
	return node == JSON_ABSENT ? JSON_NOTHING : json->nodes[node].kind;
}

uint32_t json_first(const struct json *json, uint32_t node)
{
	enum json_kind kind = json_kind(json, node);

	return kind == JSON_OBJECT || kind == JSON_ARRAY
		       ? json->nodes[node].first
		       : JSON_ABSENT;
}

uint32_t json_next(const struct json *json, uint32_t node)
{
	return node == JSON_ABSENT ? JSON_ABSENT : json->nodes[node].next;
}

uint32_t json_value(const struct json *json, uint32_t name)
{
	return name == JSON_ABSENT ? JSON_ABSENT : json->nodes[name].first;
}

/* Names are compared as written: those that we ask for need no escapes. */
static uint32_t member(const struct json *json, uint32_t node, const char *name,
		       size_t length)
{
	if (json_kind(json, node) != JSON_OBJECT)
		return JSON_ABSENT;
	for (uint32_t n = json_first(json, node); n != JSON_ABSENT;
	     n = json_next(json, n))
		if (json->nodes[n].size == length &&
		    memcmp(json->text->bytes + json->nodes[n].offset, name,
			   length) == 0)
			return json_value(json, n);
	return JSON_ABSENT;
}

uint32_t json_at(const struct json *json, uint32_t node, const char *path)
{
	for (;;) {
		size_t length = strcspn(path, ".");

		node = member(json, node, path, length);
		if (!path[length] || node == JSON_ABSENT)
			return node;
		path += length + 1;
	}
}

static bool hexadecimal(const char *at, const char *end, gunichar *value)
{
	if (end - at < 4)
		return false;
	*value = 0;
	for (int i = 0; i < 4; i++) {
		if (!g_ascii_isxdigit(at[i]))
			return false;
		*value = *value * 16 + (gunichar)g_ascii_xdigit_value(at[i]);
	}
	return true;
}

/* Reads \uXXXX, or a pair of them, at `at` behind the u; gives how many bytes
 * were read and puts UTF-8 into `utf8`. */
static size_t read_code(const char *at, const char *end, char utf8[6],
			size_t *n_utf8)
{
	gunichar code, low;
	size_t used = 4;

	*n_utf8 = 0;
	if (!hexadecimal(at, end, &code))
		return 0;
	if (code >= 0xd800 && code < 0xdc00 && end - at >= 10 &&
	    at[4] == '\\' && at[5] == 'u' && hexadecimal(at + 6, end, &low) &&
	    low >= 0xdc00 && low < 0xe000) {
		code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
		used = 10;
	}
	if (!g_unichar_validate(code))
		code = 0xfffd;
	*n_utf8 = (size_t)g_unichar_to_utf8(code, utf8);
	return used;
}

static void append(struct json_string *string, char byte, size_t origin)
{
	string->bytes[string->size] = byte;
	string->origins[string->size++] = (uint32_t)origin;
}

/* One escape behind its backslash; gives how many bytes it has. */
static size_t decode_escape(struct json_string *string, const char *start,
			    const char *at, const char *end)
{
	static const char letters[] = "bfnrt", controls[] = "\b\f\n\r\t";
	size_t origin = (size_t)(at - start) - 1;
	const char *letter = memchr(letters, *at, 5);
	char utf8[6];
	size_t n, used;

	if (*at != 'u') {
		append(string, letter ? controls[letter - letters] : *at,
		       origin);
		return 1;
	}
	used = read_code(at + 1, end, utf8, &n);
	for (size_t i = 0; i < n; i++)
		append(string, utf8[i], origin);
	return 1 + used;
}

bool json_string(const struct json *json, uint32_t node,
		 struct json_string *string)
{
	const char *start = json->text->bytes, *at, *end;
	struct arena *arena = json->analysis->arena;
	size_t size;

	if (json_kind(json, node) != JSON_STRING)
		return false;
	size = json->nodes[node].size;
	*string = (struct json_string){
		.bytes = arena_alloc(arena, size + 1),
		.origins = arena_alloc(arena, (size + 1) * sizeof(uint32_t))};
	at = start + json->nodes[node].offset;
	for (end = at + size; at < end;) {
		if (*at == '\\' && at + 1 < end) {
			at++;
			at += decode_escape(string, start, at, end);
		} else {
			append(string, *at, (size_t)(at - start));
			at++;
		}
	}
	return true;
}

const char *json_text(const struct json *json, uint32_t node)
{
	struct json_string string;

	return json_string(json, node, &string) ? string.bytes : NULL;
}

bool json_is(const struct json *json, uint32_t node, const char *word)
{
	return json_kind(json, node) == JSON_OTHER &&
	       json->nodes[node].size == strlen(word) &&
	       memcmp(json->text->bytes + json->nodes[node].offset, word,
		      strlen(word)) == 0;
}

uint32_t json_line(const struct json *json, uint32_t node)
{
	return text_line(json->text,
			 node == JSON_ABSENT ? 0 : json->nodes[node].offset);
}

uint32_t json_end_line(const struct json *json, uint32_t node)
{
	const struct json_node *at;

	if (node == JSON_ABSENT)
		return json_line(json, node);
	at = &json->nodes[node];
	return text_line(json->text,
			 at->offset + (at->size ? at->size - 1 : 0));
}

/* Whether a newline stands between two places, whichever comes first. */
static bool line_changes(const char *bytes, uint32_t a, uint32_t b)
{
	return memchr(bytes + MIN(a, b), '\n', MAX(a, b) - MIN(a, b)) != NULL;
}

/* A mark where the line may change: where the origin passes a newline. */
void json_guest(const struct json *json, struct text *guest,
		const struct json_string *string)
{
	struct arena *arena = json->analysis->arena;
	struct line_mark *marks = NULL;
	uint32_t n_marks = 0, last = 0;

	for (size_t i = 0; i < string->size; i++) {
		uint32_t origin = string->origins[i];

		if (!i || line_changes(json->text->bytes, last, origin))
			*ARENA_PUSH(arena, marks, n_marks) = (struct line_mark){
				(uint32_t)i, text_line(json->text, origin)};
		last = origin;
	}
	guest->bytes = string->bytes;
	guest->size = string->size;
	text_guest(guest, json->text, marks, n_marks);
}
