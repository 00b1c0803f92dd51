#include "analyzers/unit.h"

#include <string.h>

bool unit_is_part(const char *path)
{
	static const char *const suffixes[] = {
		"c",   "cc",  "cpp", "cxx", "c++", "h",	  "hh",	 "hpp",
		"hxx", "h++", "inc", "inl", "ipp", "ixx", "tcc", "tpp",
		"def", "ii",  "pc",  "pgc", "y",   "l",	  "C",	 "H"};
	const char *slash = strrchr(path, '/');
	const char *dot = strrchr(slash ? slash : path, '.');

	for (size_t i = 0; dot && i < G_N_ELEMENTS(suffixes); i++)
		if (strcmp(dot + 1, suffixes[i]) == 0)
			return true;
	return false;
}

bool unit_is_deep(const char *language)
{
	const struct analyzer *analyzer =
		language ? analyzer_find(language) : NULL;

	return analyzer && analyzer->deepen;
}

static bool is_sign(const struct fact *fact)
{
	switch (fact->kind) {
	case FACT_STATEMENT:
	case FACT_IMPORT:
	case FACT_CALL:
	case FACT_CONNECTION:
		return true;
	case FACT_EXPORT:
		return fact->as.export.kind == EXPORT_SINK;
	case FACT_GAP:
		return fact->as.gap.reason != REASON_UNREADABLE_TEXT;
	default:
		return false;
	}
}

static bool has_signs(const guint8 *facts, size_t size)
{
	struct arena arena;
	struct fact_reader reader = {facts, size, &arena, false};
	const struct fact *fact;
	bool has = false;

	arena_init(&arena);
	while (!has && (fact = fact_next(&reader)))
		has = is_sign(fact);
	arena_release(&arena);
	return has;
}

/* --- what is new --- */

struct merging {
	GByteArray *bytes;
	GHashTable *known;    /* signatures of facts that are there, GBytes */
	GHashTable *symbols;  /* "line name" -> nth of the first pass */
	GHashTable *renumber; /* "nth name" of the deep pass -> nth */
	GHashTable *pending;  /* "nth name" -> GByteArray: functions of which
				 nothing new is known yet */
	uint32_t ordinal;
};

static char *joined_name(uint32_t number, const struct object_name *object)
{
	GString *name = g_string_new(NULL);

	g_string_printf(name, "%u %u", number, object->kind);
	for (uint32_t i = 0; i < object->name.n_parts; i++)
		g_string_append_printf(name, " %s", object->name.parts[i]);
	return g_string_free(name, FALSE);
}

static bool is_symbol(const struct fact *fact)
{
	return fact->kind == FACT_DEFINITION &&
	       fact->as.definition.flags & DEFINE_SYMBOL;
}

/*
 * What makes two facts one. A statement is what it says and where; its
 * confidence, how it was found and how far its lines go do not count, and of
 * who reads only whether it is a function: macros may give it another name.
 */
static GBytes *signature(const struct fact *fact)
{
	static const struct accessor none;
	struct fact plain = {.kind = fact->kind,
			     .place.line = fact->place.line};
	GByteArray *bytes = g_byte_array_new();

	plain.as = fact->as;
	plain.accessor = fact->accessor;
	switch (fact->kind) {
	case FACT_STATEMENT:
		if (!fact->as.statement.fingerprint)
			break;
		plain.as = (__typeof__(plain.as)){0};
		plain.as.statement.fingerprint = fact->as.statement.fingerprint;
		plain.accessor = none;
		plain.accessor.object.nth =
			fact->accessor.object.name.n_parts > 0;
		break;
	case FACT_DEFINITION:
		plain.as.definition.ordinal = 0;
		break;
	case FACT_REFERENCE:
		plain.as.reference.ordinal = 0;
		break;
	case FACT_TRIGGER:
		plain.as.trigger.ordinal = 0;
		break;
	case FACT_GAP:
		plain.as.gap.detail = NULL;
		break;
	default:
		break;
	}
	fact_encode(&plain, bytes);
	return g_byte_array_free_to_bytes(bytes);
}

static void note_ordinal(struct merging *merging, const struct fact *fact)
{
	uint32_t ordinal =
		fact->kind == FACT_DEFINITION  ? fact->as.definition.ordinal
		: fact->kind == FACT_REFERENCE ? fact->as.reference.ordinal
		: fact->kind == FACT_TRIGGER   ? fact->as.trigger.ordinal
					       : 0;

	merging->ordinal = MAX(merging->ordinal, ordinal);
}

static void note_first(struct merging *merging, const struct fact *fact)
{
	struct fact plain = *fact;

	g_hash_table_add(merging->known, signature(fact));
	/* What a function reads, its file reads no second time. */
	plain.accessor.object.name.n_parts = 0;
	g_hash_table_add(merging->known, signature(&plain));
	note_ordinal(merging, fact);
	if (is_symbol(fact))
		g_hash_table_insert(
			merging->symbols,
			joined_name(fact->place.line,
				    &fact->as.definition.object),
			GUINT_TO_POINTER(fact->as.definition.object.nth));
}

static void note_all(struct merging *merging, const guint8 *bytes, size_t size)
{
	struct arena arena;
	struct fact_reader reader = {bytes, size, &arena, false};
	const struct fact *fact;

	arena_init(&arena);
	while ((fact = fact_next(&reader))) {
		note_first(merging, fact);
		arena_reset(&arena);
	}
	arena_release(&arena);
}

/* The deep pass may see fewer functions of one name (those that are compiled)
 * than the first: they are numbered as the first pass numbers them. */
static void renumber(struct merging *merging, struct fact *fact)
{
	struct object_name *object = &fact->accessor.object;
	char *name;
	gpointer nth;

	if (is_symbol(fact)) {
		object = &fact->as.definition.object;
		name = joined_name(fact->place.line, object);
		if (g_hash_table_lookup_extended(merging->symbols, name, NULL,
						 &nth)) {
			g_hash_table_insert(merging->renumber,
					    joined_name(object->nth, object),
					    nth);
			object->nth = GPOINTER_TO_UINT(nth);
		}
		g_free(name);
		return;
	}
	name = joined_name(object->nth, object);
	if (g_hash_table_lookup_extended(merging->renumber, name, NULL, &nth))
		object->nth = GPOINTER_TO_UINT(nth);
	g_free(name);
}

/* The definition of the function in which it happens goes ahead of a fact. */
static void put_pending(struct merging *merging, const struct fact *fact)
{
	const struct object_name *object = &fact->accessor.object;
	char *name = joined_name(object->nth, object);
	GByteArray *bytes = g_hash_table_lookup(merging->pending, name);

	if (bytes) {
		g_byte_array_append(merging->bytes, bytes->data, bytes->len);
		g_hash_table_remove(merging->pending, name);
	}
	g_free(name);
}

static void deliver_new(struct analysis *analysis, struct fact *fact)
{
	struct merging *merging = analysis->payload;
	const struct object_name *object;
	GByteArray *bytes = merging->bytes;

	renumber(merging, fact);
	if (!g_hash_table_add(merging->known, signature(fact)))
		return;
	fact->via = VIA_CLANG;
	if (is_symbol(fact)) {
		object = &fact->as.definition.object;
		bytes = g_byte_array_new();
		g_hash_table_replace(merging->pending,
				     joined_name(object->nth, object), bytes);
	} else {
		put_pending(merging, fact);
	}
	fact_encode(fact, bytes);
}

static void deepen(struct merging *merging, struct text *text,
		   struct unit *unit)
{
	const struct analyzer *analyzer = analyzer_find(text->language);
	struct arena arena;
	struct analysis analysis = {.arena = &arena,
				    .deliver = deliver_new,
				    .payload = merging,
				    .ordinal = merging->ordinal};

	if (!analyzer || !analyzer->deepen)
		return;
	arena_init(&arena);
	analyzer->deepen(&analysis, text, unit);
	arena_release(&arena);
	text_release(text);
}

static void free_bytes(gpointer bytes)
{
	g_bytes_unref(bytes);
}

static void free_array(gpointer bytes)
{
	g_byte_array_free(bytes, TRUE);
}

void unit_to_bytes(struct text *text, struct unit *unit, GByteArray *bytes)
{
	struct merging merging = {
		.bytes = bytes,
		.known = g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
					       free_bytes, NULL),
		.symbols = g_hash_table_new_full(g_str_hash, g_str_equal,
						 g_free, NULL),
		.pending = g_hash_table_new_full(g_str_hash, g_str_equal,
						 g_free, free_array),
		.renumber = g_hash_table_new_full(g_str_hash, g_str_equal,
						  g_free, NULL),
	};
	struct text again = *text;
	guint from = bytes->len;

	analyze_to_bytes(text, bytes);
	note_all(&merging, bytes->data + from, bytes->len - from);
	unit->signs = has_signs(bytes->data + from, bytes->len - from);
	deepen(&merging, &again, unit);
	g_hash_table_destroy(merging.known);
	g_hash_table_destroy(merging.symbols);
	g_hash_table_destroy(merging.renumber);
	g_hash_table_destroy(merging.pending);
}
