#include "analyzers/sql/trigger_rows.h"

#include <string.h>

/* Texts that are longer are not looked through. */
#define TEXT_MAX (4u << 20)

/* What is past these is not kept. */
#define USES_MAX 10000

/* A trigger and what it runs. */
struct use {
	struct sql_name routine, table;
	struct sql_name *transitions;
	uint32_t n_transitions;
};

struct trigger_rows {
	struct arena arena;
	struct use *list;
	uint32_t n;
};

void trigger_rows_free(struct trigger_rows *rows)
{
	if (!rows)
		return;
	arena_release(&rows->arena);
	g_free(rows);
}

static struct sql_name copy_name(struct arena *arena,
				 const struct sql_name *name)
{
	struct sql_name copy = *name;

	copy.parts = arena_alloc(arena, name->n_parts * sizeof(*copy.parts));
	for (uint32_t i = 0; i < name->n_parts; i++)
		copy.parts[i] = arena_strdup(arena, name->parts[i]);
	return copy;
}

/* --- looking -------------------------------------------------------------- */

static bool is_word_byte(char byte)
{
	return g_ascii_isalnum(byte) || byte == '_';
}

/* The next word "TRIGGER" at or behind `at`; `size` if none. */
static size_t find_trigger(const char *bytes, size_t size, size_t at)
{
	static const char word[] = "trigger";

	for (; at + sizeof(word) < size; at++)
		if ((bytes[at] | 0x20) == 't' &&
		    (bytes[at + 6] | 0x20) == 'r' &&
		    g_ascii_strncasecmp(bytes + at, word, 7) == 0 &&
		    !is_word_byte(bytes[at + 7]))
			return at;
	return size;
}

/* Goes on to one of the words; false at the statement's end. */
static bool go_to(struct parser *p, enum keyword word, enum keyword other)
{
	while (!parser_at_end(p) && !parser_at(p, word) && !parser_at(p, other))
		parser_skip_one(p);
	return !parser_at_end(p);
}

/* { OLD | NEW } TABLE [ AS ] name ..., behind REFERENCING */
static void read_transitions(struct parser *p, struct arena *arena,
			     struct use *use)
{
	struct sql_name name;

	while (parser_at(p, KW_OLD) || parser_at(p, KW_NEW)) {
		bool table = parser_ahead_at(p, 1, KW_TABLE);

		parser_next(p);
		if (!table)
			continue;
		parser_next(p);
		parser_accept(p, KW_AS);
		if (parser_name(p, &name))
			*ARENA_PUSH(arena, use->transitions,
				    use->n_transitions) =
				copy_name(arena, &name);
	}
}

/* TRIGGER name { BEFORE | AFTER | INSTEAD OF } events ON table ... EXECUTE
 * { FUNCTION | PROCEDURE } f */
static void read_trigger(struct parser *p, struct trigger_rows *rows)
{
	struct use use = {0};
	struct sql_name name;

	parser_next(p);
	if (!parser_name(p, &name) ||
	    (!parser_at(p, KW_BEFORE) && !parser_at(p, KW_AFTER) &&
	     !parser_at(p, KW_INSTEAD)))
		return;
	if (!go_to(p, KW_ON, KW_EXECUTE) || !parser_accept(p, KW_ON) ||
	    !parser_name(p, &name))
		return;
	use.table = copy_name(&rows->arena, &name);
	while (go_to(p, KW_REFERENCING, KW_EXECUTE) &&
	       parser_accept(p, KW_REFERENCING))
		read_transitions(p, &rows->arena, &use);
	parser_next(p);
	if (!parser_accept(p, KW_FUNCTION) && !parser_accept(p, KW_PROCEDURE))
		return;
	if (!parser_name(p, &name))
		return;
	use.routine = copy_name(&rows->arena, &name);
	*ARENA_PUSH(&rows->arena, rows->list, rows->n) = use;
}

static struct trigger_rows *look_through(struct parser *p)
{
	struct trigger_rows *rows = g_new0(struct trigger_rows, 1);
	const struct text *text = p->text;
	size_t size = text->size > TEXT_MAX ? 0 : text->size, at;

	arena_init(&rows->arena);
	for (at = find_trigger(text->bytes, size, 0);
	     at < size && rows->n < USES_MAX;
	     at = find_trigger(text->bytes, size, at + 1)) {
		struct parser inside;

		parser_init_inside(&inside, p, p->text, (uint32_t)at,
				   (uint32_t)size);
		read_trigger(&inside, rows);
		parser_release(&inside);
	}
	return rows;
}

/* --- asking --------------------------------------------------------------- */

/* Whether both end alike; a schema counts where both have one. */
static bool same_name(const struct sql_name *a, const struct sql_name *b)
{
	uint32_t n = MIN(a->n_parts, b->n_parts);

	for (uint32_t i = 1; i <= n; i++)
		if (g_ascii_strcasecmp(a->parts[a->n_parts - i],
				       b->parts[b->n_parts - i]) != 0)
			return false;
	return n > 0;
}

static void add_use(struct arena *arena, const struct use *use,
		    struct routine_owner *owner)
{
	for (uint32_t i = 0; i < use->n_transitions; i++)
		*ARENA_PUSH(arena, owner->transitions, owner->n_transitions) =
			copy_name(arena, &use->transitions[i]);
}

void trigger_rows_find(struct parser *p, const struct sql_name *routine,
		       struct routine_owner *owner)
{
	struct arena *arena = p->analysis->arena;
	const struct use *first = NULL;
	bool one = true;

	if (!*p->trigger_rows)
		*p->trigger_rows = look_through(p);
	for (uint32_t i = 0; i < (*p->trigger_rows)->n; i++) {
		const struct use *use = &(*p->trigger_rows)->list[i];

		if (!same_name(&use->routine, routine))
			continue;
		add_use(arena, use, owner);
		if (first && !same_name(&first->table, &use->table))
			one = false;
		first = use;
	}
	if (first && one) {
		struct sql_name *table = ARENA_NEW(arena, struct sql_name);

		*table = copy_name(arena, &first->table);
		owner->row_table = table;
	}
}
