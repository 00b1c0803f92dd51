#include "analyzers/jobs/shell_value.h"

#include <string.h>

void shell_value_add(struct arena *arena, struct shell_value *value,
		     const struct shell_run *run)
{
	*ARENA_PUSH(arena, value->runs, value->n_runs) = *run;
}

void shell_value_append(struct arena *arena, struct shell_value *value,
			const struct shell_value *tail)
{
	for (uint32_t i = 0; i < tail->n_runs; i++)
		shell_value_add(arena, value, &tail->runs[i]);
}

void shell_value_put(struct arena *arena, struct shell_value *value,
		     const char *bytes, const struct shell_run *like)
{
	struct shell_run run = *like;

	run.kind = RUN_TEXT;
	run.bytes = bytes;
	run.size = (uint32_t)strlen(bytes);
	run.verbatim = false;
	run.quoted = true;
	shell_value_add(arena, value, &run);
}

struct shell_value shell_value_tail(struct arena *arena,
				    const struct shell_value *value, size_t n)
{
	struct shell_value tail = {0};

	for (uint32_t r = 0; r < value->n_runs; r++) {
		struct shell_run run = value->runs[r];
		size_t size = run.kind == RUN_TEXT ? run.size : 1;

		if (n >= size && size) {
			n -= size;
			continue;
		}
		run.bytes += n;
		run.size -= (uint32_t)n;
		run.offset += run.verbatim ? (uint32_t)n : 0;
		n = 0;
		shell_value_add(arena, &tail, &run);
	}
	return tail;
}

char *shell_value_bytes(struct arena *arena, const struct shell_value *value,
			size_t *size)
{
	size_t at = 0;
	char *bytes;

	*size = 0;
	for (uint32_t i = 0; i < value->n_runs; i++)
		*size += value->runs[i].kind == RUN_TEXT ? value->runs[i].size
							 : 1;
	bytes = arena_alloc(arena, *size + 1);
	for (uint32_t i = 0; i < value->n_runs; i++) {
		const struct shell_run *run = &value->runs[i];

		if (run->kind == RUN_TEXT) {
			memcpy(bytes + at, run->bytes, run->size);
			at += run->size;
		} else {
			bytes[at++] = TEXT_HOLE;
		}
	}
	return bytes;
}

char *shell_value_text(struct arena *arena, const struct shell_value *value)
{
	size_t size;

	return shell_value_bytes(arena, value, &size);
}

bool shell_value_known(const struct shell_value *value)
{
	for (uint32_t i = 0; i < value->n_runs; i++)
		if (value->runs[i].kind != RUN_TEXT)
			return false;
	return true;
}

static bool run_is_blank(const struct shell_run *run)
{
	for (uint32_t i = 0; i < run->size; i++)
		if (!memchr(" \t\r\n;", run->bytes[i], 5))
			return false;
	return run->kind == RUN_TEXT;
}

bool shell_value_blank(const struct shell_value *value)
{
	for (uint32_t i = 0; i < value->n_runs; i++)
		if (!run_is_blank(&value->runs[i]))
			return false;
	return true;
}

const struct shell_run *shell_value_only(const struct shell_value *value)
{
	const struct shell_run *only = NULL;

	for (uint32_t i = 0; i < value->n_runs; i++) {
		if (run_is_blank(&value->runs[i]))
			continue;
		if (only || value->runs[i].kind == RUN_TEXT)
			return NULL;
		only = &value->runs[i];
	}
	return only;
}

static bool run_equal(const struct shell_run *a, const struct shell_run *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == RUN_FILE)
		return shell_value_equal(a->path, b->path);
	if (a->kind == RUN_HOLE &&
	    (a->text != b->text || a->offset != b->offset))
		return false;
	return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

/* By runs: the same string from other pieces counts as another one. */
bool shell_value_equal(const struct shell_value *a, const struct shell_value *b)
{
	if (a->n_runs != b->n_runs)
		return false;
	for (uint32_t i = 0; i < a->n_runs; i++)
		if (!run_equal(&a->runs[i], &b->runs[i]))
			return false;
	return true;
}

bool shell_values_add(struct arena *arena, struct shell_values *values,
		      const struct shell_value *value)
{
	for (uint32_t i = 0; i < values->n_items; i++)
		if (shell_value_equal(&values->items[i], value))
			return true;
	if (values->n_items >= SHELL_CHOICES)
		return false;
	*ARENA_PUSH(arena, values->items, values->n_items) = *value;
	return true;
}

struct shell_values shell_values_copy(struct arena *arena,
				      const struct shell_values *values)
{
	struct shell_values copy = {0};

	for (uint32_t i = 0; i < values->n_items; i++)
		*ARENA_PUSH(arena, copy.items, copy.n_items) = values->items[i];
	return copy;
}

/* --- guests --------------------------------------------------------------- */

struct guest_maker {
	struct arena *arena;
	char *bytes;
	uint32_t size;
	struct line_mark *marks;
	uint32_t n_marks;
};

static void put_mark(struct guest_maker *maker, uint32_t line)
{
	struct line_mark *last =
		maker->n_marks ? &maker->marks[maker->n_marks - 1] : NULL;

	if (last && last->line == line)
		return;
	if (last && last->offset == maker->size) {
		last->line = line;
		return;
	}
	*ARENA_PUSH(maker->arena, maker->marks, maker->n_marks) =
		(struct line_mark){maker->size, line};
}

/* Behind a newline or semicolon, or at the beginning. */
static bool at_statement(const struct guest_maker *maker)
{
	uint32_t i = maker->size;

	while (i && memchr(" \t\r", maker->bytes[i - 1], 3))
		i--;
	return !i || maker->bytes[i - 1] == '\n' || maker->bytes[i - 1] == ';';
}

static void put_run(struct guest_maker *maker, const struct shell_run *run)
{
	uint32_t line = run->line ? run->line : 0;

	put_mark(maker, line ? line : text_line(run->text, run->offset));
	if (run->kind == RUN_FILE && at_statement(maker))
		return;
	if (run->kind != RUN_TEXT) {
		maker->bytes[maker->size++] = TEXT_HOLE;
		return;
	}
	for (uint32_t i = 0; i < run->size; i++) {
		maker->bytes[maker->size++] = run->bytes[i];
		if (run->bytes[i] == '\n' && run->verbatim && !line)
			put_mark(maker,
				 text_line(run->text, run->offset + i + 1));
	}
}

void shell_value_guest(struct arena *arena, const struct shell_value *value,
		       struct text *host, struct text *guest)
{
	struct guest_maker maker = {.arena = arena};
	size_t size;

	maker.bytes = shell_value_bytes(arena, value, &size);
	for (uint32_t i = 0; i < value->n_runs; i++)
		put_run(&maker, &value->runs[i]);
	if (!maker.n_marks)
		put_mark(&maker, text_line(host, 0));
	guest->bytes = maker.bytes;
	guest->size = maker.size;
	text_guest(guest, host, maker.marks, maker.n_marks);
}

uint32_t shell_value_line(const struct shell_value *value)
{
	const struct shell_run *run = value->runs;

	if (!value->n_runs)
		return 1;
	return run->line ? run->line : text_line(run->text, run->offset);
}
