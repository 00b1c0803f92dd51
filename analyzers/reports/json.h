/*
 * json.h - a JSON text as nodes with their places: what readers of reports
 * stand on.
 *
 * A node is an index into the nodes of its struct json; JSON_ABSENT is no
 * node, and every function takes it and then gives nothing. Everything lives
 * in the arena of the analysis. Reading never fails: broken, very deep and
 * very large texts leave a gap, and what came before the break is there.
 *
 *	const struct json *json = json_read(analysis, text);
 *	uint32_t panels = json_at(json, json_root(json), "dashboard.panels");
 *	for (uint32_t p = json_first(json, panels); p != JSON_ABSENT;
 *	     p = json_next(json, p))
 *		title = json_text(json, json_at(json, p, "title"));
 */
#ifndef ANALYZERS_REPORTS_JSON_H
#define ANALYZERS_REPORTS_JSON_H

#include "analyzers/analyzer.h"

#define JSON_ABSENT UINT32_MAX

/* Values inside more than so many others are not read. */
#define JSON_DEPTH_MAX 256

enum json_kind {
	JSON_NOTHING,
	JSON_OBJECT,
	JSON_ARRAY,
	JSON_STRING,
	JSON_OTHER, /* a number, true, false, null */
};

struct json_node {
	enum json_kind kind;
	uint32_t offset; /* in the text; of a string: behind its quote */
	uint32_t size;
	uint32_t first; /* member name, element, or the value of a name */
	uint32_t next;
};

struct json {
	struct analysis *analysis;
	struct text *text;
	struct json_node *nodes;
	uint32_t n_nodes;
};

/* A decoded string: byte i stands at origins[i] in the text. NUL follows. */
struct json_string {
	char *bytes;
	uint32_t *origins;
	size_t size;
};

/* Never NULL; without nodes when nothing could be read. */
const struct json *json_read(struct analysis *analysis, struct text *text);

/* The outermost value. */
uint32_t json_root(const struct json *json);

enum json_kind json_kind(const struct json *json, uint32_t node);

/* The value at a path of member names: "templating.list". A node that is no
 * object has no members. Of equal names the first counts. */
uint32_t json_at(const struct json *json, uint32_t node, const char *path);

/* The elements of an array, or the names of an object in order of writing;
 * json_value() is what belongs to a name. */
uint32_t json_first(const struct json *json, uint32_t node);
uint32_t json_next(const struct json *json, uint32_t node);
uint32_t json_value(const struct json *json, uint32_t name);

/* The text of a string (zero bytes in it end it early), or NULL. */
const char *json_text(const struct json *json, uint32_t node);

/* The text of a string with the place of every byte; false: no string. */
bool json_string(const struct json *json, uint32_t node,
		 struct json_string *string);

/* Whether the node is this number or word, as written. */
bool json_is(const struct json *json, uint32_t node, const char *word);

/* The line of the outermost host on which the node begins and ends. */
uint32_t json_line(const struct json *json, uint32_t node);
uint32_t json_end_line(const struct json *json, uint32_t node);

/*
 * Makes `guest` a guest of the JSON text, of the bytes of a decoded string;
 * the origins give its marks.
 */
void json_guest(const struct json *json, struct text *guest,
		const struct json_string *string);

#endif
