#include "output/json_stream.h"

#include <string.h>

#include "output/writer.h"

/* What stands before a value: nothing behind its key, else a comma unless it
 * is the first of its level. */
static void separate(struct json_stream *json)
{
	uint64_t level = UINT64_C(1) << json->depth;

	if (json->keyed)
		json->keyed = false;
	else if (json->started & level)
		fputc_unlocked(',', json->out);
	json->started |= level;
}

void json_stream_open(struct json_stream *json, char bracket)
{
	separate(json);
	fputc_unlocked(bracket, json->out);
	g_assert(json->depth < JSON_DEPTH_MAX);
	json->depth++;
	json->started &= ~(UINT64_C(1) << json->depth);
}

void json_stream_close(struct json_stream *json, char bracket)
{
	json->depth--;
	fputc_unlocked(bracket, json->out);
}

void json_stream_line(struct json_stream *json)
{
	uint64_t level = UINT64_C(1) << json->depth;

	if (json->started & level)
		fputc_unlocked(',', json->out);
	fputc_unlocked('\n', json->out);
	json->started &= ~level;
}

/* The length of the stretch that stands in JSON as it is. */
static size_t plain_length(const char *string)
{
	const unsigned char *s = (const unsigned char *)string;

	while (*s >= 0x20 && *s != '"' && *s != '\\' && *s != 0x7f)
		s++;
	return (size_t)(s - (const unsigned char *)string);
}

static void write_string(struct json_stream *json, const char *string)
{
	fputc_unlocked('"', json->out);
	for (;;) {
		size_t plain = plain_length(string);

		fwrite_unlocked(string, 1, plain, json->out);
		string += plain;
		if (*string == '\0')
			break;
		if (*string == '"' || *string == '\\')
			fprintf(json->out, "\\%c", *string);
		else
			fprintf(json->out, "\\u%04x", (unsigned char)*string);
		string++;
	}
	fputc_unlocked('"', json->out);
}

void json_stream_key(struct json_stream *json, const char *key)
{
	separate(json);
	write_string(json, key);
	fputc_unlocked(':', json->out);
	json->keyed = true;
}

void json_stream_string(struct json_stream *json, const char *string)
{
	if (!string) {
		json_stream_null(json);
		return;
	}
	separate(json);
	write_string(json, string);
}

void json_stream_number(struct json_stream *json, uint64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	separate(json);
	fwrite_unlocked(digits + at, 1, sizeof(digits) - at, json->out);
}

static void write_word(struct json_stream *json, const char *word)
{
	separate(json);
	fputs_unlocked(word, json->out);
}

void json_stream_bool(struct json_stream *json, bool value)
{
	write_word(json, value ? "true" : "false");
}

void json_stream_null(struct json_stream *json)
{
	write_word(json, "null");
}

static void add_word(const char *word, void *json)
{
	json_stream_string(json, word);
}

void json_stream_words(struct json_stream *json, const struct kind_list *list,
		       uint32_t mask)
{
	json_stream_open(json, '[');
	flags_names(list, mask, add_word, json);
	json_stream_close(json, ']');
}

bool json_stream_end(struct json_stream *json, GError **error)
{
	fputc_unlocked('\n', json->out);
	return writer_flush(json->out, error);
}
