#include "graph/check/exports.h"

#include <string.h>

#include "graph/fact.h"

static void reader_init(struct fact_reader *reader, struct arena *arena,
			GBytes *facts)
{
	gsize size = 0;

	*reader = (struct fact_reader){.arena = arena};
	if (facts)
		reader->bytes = g_bytes_get_data(facts, &size);
	reader->size = size;
}

/* --- what is left of a text ---------------------------------------------- */

static bool is_needed(struct fact_reader *reader, enum fact_kind kind)
{
	struct fact_reader ahead = *reader;
	const struct fact *fact;

	switch (kind) {
	case FACT_CONNECTION:
	case FACT_EXPORT:
	case FACT_OWNER:
		return true;
	case FACT_DEFINITION:
		fact = fact_next(&ahead);
		return fact && !(fact->as.definition.flags & DEFINE_SYMBOL);
	default:
		return false;
	}
}

GBytes *exports_only(GBytes *facts)
{
	GByteArray *kept = g_byte_array_new();
	struct fact_reader reader;
	struct arena arena;
	enum fact_kind kind;

	arena_init(&arena);
	reader_init(&reader, &arena, facts);
	while ((kind = fact_peek(&reader)) != N_FACT_KINDS) {
		const uint8_t *record = reader.bytes;
		bool needed = is_needed(&reader, kind);

		fact_skip(&reader);
		if (needed)
			g_byte_array_append(kept, record,
					    (guint)(reader.bytes - record));
		arena_reset(&arena);
	}
	arena_release(&arena);
	return g_byte_array_free_to_bytes(kept);
}

/* --- exports that differ ------------------------------------------------- */

static void add_name(GHashTable *names, const char *name)
{
	if (name && *name && !g_hash_table_contains(names, name))
		g_hash_table_add(names, g_strdup(name));
}

/* A symbol is used by its last part, or its members by its first one. */
static void add_symbol(GHashTable *names, const struct symbol *symbol)
{
	for (uint32_t i = 0; i < symbol->n_parts; i++)
		add_name(names, symbol->parts[i]);
}

static void forget_lines(struct value *value)
{
	for (uint32_t i = 0; i < value->n_parts; i++)
		value->parts[i].line = 0;
}

/* The record of an export as if it stood nowhere. */
static GBytes *record_of(struct fact *fact)
{
	GByteArray *bytes = g_byte_array_new();

	fact->place = (struct place){0, 0};
	forget_lines(&fact->as.export.value);
	fact_encode(fact, bytes);
	return g_byte_array_free_to_bytes(bytes);
}

static struct fact *next_of(struct fact_reader *reader, enum fact_kind a,
			    enum fact_kind b)
{
	enum fact_kind kind;

	while ((kind = fact_peek(reader)) != N_FACT_KINDS) {
		if (kind == a || kind == b)
			return fact_next(reader);
		fact_skip(reader);
	}
	return NULL;
}

static void unref(gpointer bytes)
{
	g_bytes_unref(bytes);
}

/* The exports of a text as a set of records. */
static GHashTable *records_of(GBytes *facts)
{
	GHashTable *set =
		g_hash_table_new_full(g_bytes_hash, g_bytes_equal, unref, NULL);
	struct fact_reader reader;
	struct arena arena;
	struct fact *fact;

	arena_init(&arena);
	reader_init(&reader, &arena, facts);
	while ((fact = next_of(&reader, FACT_EXPORT, FACT_EXPORT)))
		g_hash_table_add(set, record_of(fact));
	arena_release(&arena);
	return set;
}

/* Names of the exports in `facts` that are not in `known`. */
static void add_others(GBytes *facts, GHashTable *known, GHashTable *names)
{
	struct fact_reader reader;
	struct arena arena;
	struct fact *fact;

	arena_init(&arena);
	reader_init(&reader, &arena, facts);
	while ((fact = next_of(&reader, FACT_EXPORT, FACT_EXPORT))) {
		GBytes *record = record_of(fact);

		if (!known || !g_hash_table_contains(known, record))
			add_symbol(names, &fact->as.export.symbol);
		g_bytes_unref(record);
	}
	arena_release(&arena);
}

void exports_differ(GBytes *old, GBytes *new, bool moved, GHashTable *names)
{
	GHashTable *before = records_of(old), *after = records_of(new);

	add_others(old, moved ? NULL : after, names);
	add_others(new, moved ? NULL : before, names);
	g_hash_table_unref(before);
	g_hash_table_unref(after);
}

/* --- texts that use them ------------------------------------------------- */

/* Any part of a dotted or slashed name. */
static bool has_word(GHashTable *names, const char *text)
{
	char **words;
	bool found = false;

	if (!text || !*text)
		return false;
	if (g_hash_table_contains(names, text))
		return true;
	if (!strpbrk(text, "./:\\"))
		return false;
	words = g_strsplit_set(text, "./:\\", -1);
	for (char **word = words; !found && *word; word++)
		found = g_hash_table_contains(names, *word);
	g_strfreev(words);
	return found;
}

static bool uses_symbol(GHashTable *names, const struct symbol *symbol)
{
	for (uint32_t i = 0; i < symbol->n_parts; i++)
		if (g_hash_table_contains(names, symbol->parts[i]))
			return true;
	return has_word(names, symbol->module);
}

static bool uses_value(GHashTable *names, const struct value *value)
{
	for (uint32_t i = 0; i < value->n_parts; i++)
		if (value->parts[i].kind == PART_SYMBOL &&
		    uses_symbol(names, &value->parts[i].symbol))
			return true;
	return false;
}

static bool import_uses(GHashTable *names, const struct fact_import *import)
{
	if (uses_symbol(names, &import->symbol) ||
	    uses_value(names, &import->value))
		return true;
	for (uint32_t i = 0; i < import->n_arguments; i++)
		if (uses_value(names, &import->arguments[i].value))
			return true;
	return false;
}

static bool export_uses(GHashTable *names, const struct fact_export *export)
{
	if (uses_symbol(names, &export->target) ||
	    uses_value(names, &export->value))
		return true;
	for (uint32_t i = 0; i < export->n_columns; i++)
		if (uses_symbol(names, &export->columns[i].target))
			return true;
	return false;
}

bool exports_used(GBytes *facts, GHashTable *names)
{
	struct fact_reader reader;
	struct arena arena;
	const struct fact *fact;
	bool used = false;

	arena_init(&arena);
	reader_init(&reader, &arena, facts);
	while ((fact = next_of(&reader, FACT_EXPORT, FACT_IMPORT))) {
		if (fact->kind == FACT_IMPORT) {
			used |= import_uses(names, &fact->as.import);
		} else if (export_uses(names, &fact->as.export)) {
			used = true;
			add_symbol(names, &fact->as.export.symbol);
		}
	}
	arena_release(&arena);
	return used;
}
