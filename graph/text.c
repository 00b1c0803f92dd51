#include "graph/text.h"

#include <glib.h>
#include <string.h>

void text_guest(struct text *guest, const struct text *host,
		const struct line_mark *marks, uint32_t n_marks)
{
	guest->marks = marks;
	guest->n_marks = n_marks;
	guest->depth = host->depth + 1;
	if (guest->via == VIA_NONE)
		guest->via = host->via;
	if (guest->scope == SCOPE_NONE)
		guest->scope = host->scope;
	if (guest->dialect == DIALECT_GENERIC)
		guest->dialect = host->dialect;
	if (guest->confidence == CONFIDENCE_NONE)
		guest->confidence = host->confidence;
	if (!guest->reader)
		guest->reader = host->reader;
}

struct line_mark *text_marks(struct arena *arena, struct text *host,
			     size_t host_offset, size_t size, uint32_t *n_marks)
{
	struct line_mark *marks = NULL;
	size_t at = 0;

	*n_marks = 0;
	for (;;) {
		const char *newline;
		struct line_mark mark = {(uint32_t)at,
					 text_line(host, host_offset + at)};

		*ARENA_PUSH(arena, marks, *n_marks) = mark;
		newline =
			memchr(host->bytes + host_offset + at, '\n', size - at);
		if (!newline)
			return marks;
		at = (size_t)(newline + 1 - host->bytes) - host_offset;
	}
}

static void text_find_newlines(struct text *text)
{
	/* With room for one, so that a text without any is not NULL, which
	 * would be looked through again for each line asked. */
	GArray *found = g_array_sized_new(FALSE, FALSE, sizeof(uint32_t), 1);
	const char *at = text->bytes, *end = text->bytes + text->size;

	while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
		uint32_t offset = (uint32_t)(at++ - text->bytes);

		g_array_append_val(found, offset);
	}
	text->n_newlines = found->len;
	text->newlines = (uint32_t *)(void *)g_array_free(found, FALSE);
}

/* How many of the sorted `newlines` lie before `offset`. */
static uint32_t count_before(const uint32_t *newlines, uint32_t n,
			     size_t offset)
{
	uint32_t low = 0, high = n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (newlines[middle] < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static uint32_t mark_line(const struct line_mark *marks, uint32_t n,
			  size_t offset)
{
	uint32_t low = 0, high = n;

	while (low + 1 < high) {
		uint32_t middle = low + (high - low) / 2;

		if (marks[middle].offset <= offset)
			low = middle;
		else
			high = middle;
	}
	return marks[low].line;
}

/* The known place moves at most so far back. */
#define KNOWN_BACK 65536

/* The line of `offset`, counted from the known place, which moves there; 0 if
 * that is too far. */
static uint32_t line_from_known(struct text *text, size_t offset)
{
	size_t from = MIN(text->known_offset, offset);
	size_t to = MAX(text->known_offset, offset);
	const char *at = text->bytes + from, *end = text->bytes + to;
	uint32_t lines = 0;

	if (!text->known_line || from + KNOWN_BACK < text->known_offset)
		return 0;
	while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
		at++;
		lines++;
	}
	text->known_line += offset > from ? lines : 0 - lines;
	text->known_offset = offset;
	return text->known_line;
}

uint32_t text_line(struct text *text, size_t offset)
{
	uint32_t line;

	if (offset > text->size)
		offset = text->size;
	if (text->n_marks)
		return mark_line(text->marks, text->n_marks, offset);
	if (!text->newlines) {
		line = line_from_known(text, offset);
		if (line)
			return line;
		text_find_newlines(text);
	}
	return count_before(text->newlines, text->n_newlines, offset) + 1;
}

void text_release(struct text *text)
{
	g_clear_pointer(&text->newlines, g_free);
	text->n_newlines = 0;
}
