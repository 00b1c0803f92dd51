/*
 * Mappers of MyBatis and iBATIS (.xml): each statement is a function of the
 * text, called after its id; its SQL is read as tags.h writes it out.
 *
 *	<mapper namespace="app.OrderMapper">
 *	  <sql id="columns">id, total</sql>
 *	  <select id="list">SELECT <include refid="columns"/> FROM
 *orders</select>
 *
 * An <sql> that no statement of the text includes is a fragment of its own.
 * What is included from another text is a hole and a blind spot.
 */
#include <string.h>

#include "analyzers/sql/tags.h"

static void announce(struct analysis *analysis, struct text *text,
		     const struct accessor *accessor, uint32_t line)
{
	struct fact *fact = ARENA_NEW(analysis->arena, struct fact);

	fact->kind = FACT_DEFINITION;
	fact->place.line = line;
	fact->via = VIA_SQL;
	fact->as.definition.operation = OP_CREATE;
	fact->as.definition.flags = DEFINE_SYMBOL;
	fact->as.definition.object = accessor->object;
	fact->as.definition.ordinal = analysis_ordinal(analysis);
	analysis_fact(analysis, text, fact);
}

/* The statement as a function; one that is named like others before it is
 * told from them by its number. */
static struct accessor *reader_of(struct analysis *analysis, GHashTable *counts,
				  const char *name)
{
	struct accessor *accessor = ARENA_NEW(analysis->arena, struct accessor);
	uint32_t nth = GPOINTER_TO_UINT(g_hash_table_lookup(counts, name)) + 1;

	g_hash_table_insert(counts, (gpointer)name, GUINT_TO_POINTER(nth));
	accessor->object.kind = NODE_FUNCTION;
	accessor->object.nth = nth > 1 ? nth : 0;
	*ARENA_PUSH(analysis->arena, accessor->object.name.parts,
		    accessor->object.name.n_parts) = name;
	return accessor;
}

static void mapper_read(struct analysis *analysis, struct text *text)
{
	struct tags tags = tags_read(analysis, text);
	GHashTable *counts = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t i = 0; i < tags.n_pieces; i++) {
		const struct tags_piece *piece = &tags.pieces[i];
		struct text guest = {.language = "sql",
				     .via = VIA_SQL,
				     .bytes = piece->bytes,
				     .size = piece->size};

		if (piece->name && *piece->name) {
			struct accessor *reader =
				reader_of(analysis, counts, piece->name);

			guest.reader = reader;
			announce(analysis, text, reader, piece->line);
		}
		text_guest(&guest, text, piece->marks, piece->n_marks);
		analysis_guest(analysis, &guest);
	}
	g_hash_table_destroy(counts);
}

static bool mapper_recognizes(const char *name, const char *head, size_t size)
{
	(void)name;
	return tags_is_mapper(head, size);
}

static const char *const files[] = {NULL};

const struct analyzer analyzer_mapper = {
	.name = "mapper",
	.files = files,
	.recognizes = mapper_recognizes,
	.analyze = mapper_read,
};
