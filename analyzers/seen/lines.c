#include "analyzers/seen/lines.h"

#include <string.h>

#include "analyzers/reports/json.h"

static void read_line(struct analysis *analysis, struct text *text,
		      size_t begin, size_t end, uint32_t number,
		      void (*each)(struct seen_line *line, void *payload),
		      void *payload)
{
	const struct line_mark mark = {0, number};
	struct text own = {.bytes = text->bytes + begin, .size = end - begin};
	struct seen_line line = {analysis, text, NULL, 0, number};

	text_guest(&own, text, &mark, 1);
	line.json = json_read(analysis, &own);
	line.root = json_root(line.json);
	if (json_kind(line.json, line.root) == JSON_OBJECT)
		each(&line, payload);
	else
		analysis_gap(analysis, text, REASON_UNREADABLE_TEXT, number,
			     "a line is no JSON object");
	text_release(&own);
}

void lines_read(struct analysis *analysis, struct text *text,
		void (*each)(struct seen_line *line, void *payload),
		void *payload)
{
	struct arena_mark mark = arena_mark(analysis->arena);
	uint32_t number = 0;
	size_t end;

	for (size_t at = 0; at < text->size; at = end + 1) {
		const char *newline =
			memchr(text->bytes + at, '\n', text->size - at);

		end = newline ? (size_t)(newline - text->bytes) : text->size;
		number++;
		if (end > at)
			read_line(analysis, text, at, end, number, each,
				  payload);
		if (text->stream && !text->depth)
			arena_rewind(analysis->arena, &mark);
	}
}

const char *line_text(const struct seen_line *line, const char *name)
{
	return json_text(line->json, json_at(line->json, line->root, name));
}

uint64_t line_number(const struct seen_line *line, const char *name)
{
	uint32_t at = json_at(line->json, line->root, name);
	const struct json_node *node;
	char digits[24] = "";

	if (json_kind(line->json, at) != JSON_STRING &&
	    json_kind(line->json, at) != JSON_OTHER)
		return 0;
	node = &line->json->nodes[at];
	memcpy(digits, line->json->text->bytes + node->offset,
	       MIN(node->size, sizeof(digits) - 1));
	return g_ascii_isdigit(*digits) ? g_ascii_strtoull(digits, NULL, 10)
					: 0;
}

struct sql_name line_name(const struct seen_line *line, const char *name)
{
	struct arena *arena = line->analysis->arena;
	const struct json *json = line->json;
	struct sql_name made = {0};

	for (uint32_t part = json_first(json, json_at(json, line->root, name));
	     part != JSON_ABSENT && made.n_parts < SQL_NAME_PARTS;
	     part = json_next(json, part)) {
		const char *text = json_text(json, part);

		if (!text)
			continue;
		made.quoted |= 1u << made.n_parts;
		*ARENA_PUSH(arena, made.parts, made.n_parts) = text;
	}
	return made;
}
