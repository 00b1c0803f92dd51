/*
 * json_stream.h - JSON written piece by piece, for every format made of it.
 *
 * The stream puts commas, quotes and escapes; the caller opens and closes.
 * Strings are UTF-8, as all strings of a graph are. Nothing is kept but a
 * bit a level. A failed write is found at the end: json_stream_end().
 *
 *	struct json_stream json = {.out = out};
 *	json_stream_open(&json, '{');
 *	json_stream_key(&json, "count");
 *	json_stream_number(&json, 7);
 *	json_stream_close(&json, '}');
 *	return json_stream_end(&json, error);
 */
#ifndef OUTPUT_JSON_STREAM_H
#define OUTPUT_JSON_STREAM_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "graph/kinds.h"

#define JSON_DEPTH_MAX 63

struct json_stream {
	FILE *out;
	unsigned depth;
	uint64_t started; /* a bit a level: something stands there already */
	bool keyed;	  /* a key was written, its value comes */
};

/* '{' or '['; at most JSON_DEPTH_MAX levels. */
void json_stream_open(struct json_stream *json, char bracket);
void json_stream_close(struct json_stream *json, char bracket);

/* Begins the next element on a line of its own. */
void json_stream_line(struct json_stream *json);

void json_stream_key(struct json_stream *json, const char *key);
void json_stream_string(struct json_stream *json,
			const char *string); /* NULL: null */
void json_stream_number(struct json_stream *json, uint64_t number);
void json_stream_bool(struct json_stream *json, bool value);
void json_stream_null(struct json_stream *json);

/* The names of the set bits as an array of strings. */
void json_stream_words(struct json_stream *json, const struct kind_list *list,
		       uint32_t mask);

/* A newline and the flush; false with an error when something was not
 * written. */
bool json_stream_end(struct json_stream *json, GError **error);

#endif
