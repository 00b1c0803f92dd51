#include "graph/fact_record.h"

#include <stddef.h>

static void set_u32(const struct field *field, char *base, uint32_t value)
{
	if (field->type == FIELD_BOOL) {
		*(bool *)(base + field->offset) = value != 0;
		return;
	}
	if (field->type == FIELD_INDEX)
		value--;
	memcpy(base + field->offset, &value, sizeof(value));
}

/* --- writing -------------------------------------------------------------- */

static void put_number(uint64_t value, GByteArray *bytes)
{
	guint8 buffer[10];
	guint n = 0;

	while (value >= 0x80) {
		buffer[n++] = (guint8)(value | 0x80);
		value >>= 7;
	}
	buffer[n++] = (guint8)value;
	g_byte_array_append(bytes, buffer, n);
}

static void put_string(const char *string, GByteArray *bytes)
{
	size_t length = strlen(string);

	put_number(length, bytes);
	g_byte_array_append(bytes, (const guint8 *)string, (guint)length + 1);
}

static void put_record(const struct record *record, const char *base,
		       GByteArray *bytes);

static void put_list(const struct field *field, const char *base,
		     GByteArray *bytes)
{
	uint32_t count = field_count(field, base);
	const char *list = field_pointer(field, base);

	put_number(count, bytes);
	for (uint32_t i = 0; i < count; i++) {
		if (field->type == FIELD_STRINGS) {
			put_string(((char *const *)(const void *)list)[i],
				   bytes);
		} else if (field->type == FIELD_U32S) {
			put_number(((const uint32_t *)(const void *)list)[i],
				   bytes);
		} else {
			const struct record *of = field->more;

			put_record(of, list + i * of->size, bytes);
		}
	}
}

static void put_field(const struct field *field, const char *base,
		      GByteArray *bytes)
{
	switch (field->type) {
	case FIELD_BOOL:
	case FIELD_U32:
	case FIELD_ENUM:
	case FIELD_FLAGS:
	case FIELD_INDEX:
		put_number(field_u32(field, base), bytes);
		break;
	case FIELD_U64:
		put_number(field_u64(field, base), bytes);
		break;
	case FIELD_STRING:
		put_string(field_pointer(field, base), bytes);
		break;
	case FIELD_STRINGS:
	case FIELD_U32S:
	case FIELD_RECORDS:
		put_list(field, base, bytes);
		break;
	case FIELD_RECORD:
		put_record(field->more, base + field->offset, bytes);
		break;
	}
}

/* Fields that are not default, each behind its number from 1; then 0. */
static void put_record(const struct record *record, const char *base,
		       GByteArray *bytes)
{
	for (const struct field *f = record->fields; f->name; f++) {
		if (field_is_default(f, base))
			continue;
		put_number((uint64_t)(f - record->fields) + 1, bytes);
		put_field(f, base, bytes);
	}
	put_number(0, bytes);
}

bool definition_is_comment(const struct fact_definition *definition)
{
	const struct defined_column *column = definition->columns;

	if (definition->operation != OP_ALTER || definition->n_keys ||
	    definition->n_parents || definition->rename_to.n_parts)
		return false;
	if (definition->n_columns == 1 && definition->n_attributes == 0)
		return column->comment && !column->type && !column->value &&
		       !column->new_name &&
		       !(column->flags & ~(uint32_t)COLUMN_CHANGED);
	return definition->n_columns == 0 && definition->n_attributes == 1 &&
	       strcmp(definition->attributes[0].name, "comment") == 0;
}

/* The length comes first in four bytes, so that it can be filled in later. */
void fact_encode(const struct fact *fact, GByteArray *bytes)
{
	guint start = bytes->len;
	uint32_t length = 0;

	g_byte_array_append(bytes, (const guint8 *)&length, sizeof(length));
	put_record(fact_head(), (const char *)fact, bytes);
	put_record(fact_body(fact->kind), (const char *)&fact->as, bytes);
	length = GUINT32_TO_LE(bytes->len - start - (guint)sizeof(length));
	memcpy(bytes->data + start, &length, sizeof(length));
}

/* --- reading -------------------------------------------------------------- */

/* A record's bytes being read; `at` never passes `end`. */
struct cursor {
	const uint8_t *at, *end;
	struct arena *arena;
	bool broken;
};

static uint64_t take_number(struct cursor *cursor)
{
	uint64_t value = 0;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		if (cursor->at == cursor->end)
			break;
		value |= (uint64_t)(*cursor->at & 0x7f) << shift;
		if (!(*cursor->at++ & 0x80))
			return value;
	}
	cursor->broken = true;
	return 0;
}

/* Every element of a list takes at least a byte, which bounds its count. */
static uint32_t take_count(struct cursor *cursor)
{
	uint64_t count = take_number(cursor);

	if (count > (size_t)(cursor->end - cursor->at)) {
		cursor->broken = true;
		return 0;
	}
	return (uint32_t)count;
}

static const char *take_string(struct cursor *cursor)
{
	uint64_t length = take_number(cursor);
	const char *string = (const char *)cursor->at;

	if (length >= (size_t)(cursor->end - cursor->at) ||
	    memchr(string, '\0', length + 1) != string + length) {
		cursor->broken = true;
		return "";
	}
	cursor->at += length + 1;
	return string;
}

static void take_record(const struct record *record, char *base,
			struct cursor *cursor);

static void take_list(const struct field *field, char *base,
		      struct cursor *cursor)
{
	uint32_t count = take_count(cursor);
	const struct record *of = field->more;
	size_t size = field->type == FIELD_STRINGS ? sizeof(char *)
		      : field->type == FIELD_U32S  ? sizeof(uint32_t)
						   : of->size;
	char *list = arena_alloc(cursor->arena, count * size);

	for (uint32_t i = 0; i < count && !cursor->broken; i++) {
		if (field->type == FIELD_STRINGS)
			((const char **)(void *)list)[i] = take_string(cursor);
		else if (field->type == FIELD_U32S)
			((uint32_t *)(void *)list)[i] =
				(uint32_t)take_number(cursor);
		else
			take_record(of, list + i * size, cursor);
	}
	if (cursor->broken)
		count = 0;
	memcpy(base + field->offset, &list, sizeof(list));
	memcpy(base + field->count, &count, sizeof(count));
}

static void take_field(const struct field *field, char *base,
		       struct cursor *cursor)
{
	const char *string;
	uint64_t number;

	switch (field->type) {
	case FIELD_ENUM:
		number = take_number(cursor);
		if (number >= ((const struct kind_list *)field->more)->count)
			cursor->broken = true;
		else
			set_u32(field, base, (uint32_t)number);
		break;
	case FIELD_BOOL:
	case FIELD_U32:
	case FIELD_FLAGS:
	case FIELD_INDEX:
		set_u32(field, base, (uint32_t)take_number(cursor));
		break;
	case FIELD_U64:
		number = take_number(cursor);
		memcpy(base + field->offset, &number, sizeof(number));
		break;
	case FIELD_STRING:
		string = take_string(cursor);
		memcpy(base + field->offset, &string, sizeof(string));
		break;
	case FIELD_STRINGS:
	case FIELD_U32S:
	case FIELD_RECORDS:
		take_list(field, base, cursor);
		break;
	case FIELD_RECORD:
		take_record(field->more, base + field->offset, cursor);
		break;
	}
}

/* Sets the fields whose default is not all zero bits. */
static void set_defaults(const struct record *record, char *base)
{
	for (const struct field *f = record->fields; f->name; f++)
		if (f->type == FIELD_INDEX)
			set_u32(f, base, 0);
}

/* The next field of a record; NULL at its end. Numbers rise, so each field
 * comes once. */
static const struct field *take_head(const struct record *record,
				     uint64_t *last, struct cursor *cursor)
{
	uint64_t number = take_number(cursor);

	if (number && (number <= *last || number > record->n_fields))
		cursor->broken = true;
	*last = number;
	return number && !cursor->broken ? &record->fields[number - 1] : NULL;
}

static void take_record(const struct record *record, char *base,
			struct cursor *cursor)
{
	const struct field *field;
	uint64_t last = 0;

	if (record->indexed)
		set_defaults(record, base);
	while ((field = take_head(record, &last, cursor)))
		take_field(field, base, cursor);
}

static void skip_record(const struct record *record, struct cursor *cursor);

static void skip_field(const struct field *field, struct cursor *cursor)
{
	uint32_t count = 1;

	if (field->type >= FIELD_STRINGS && field->type != FIELD_RECORD)
		count = take_count(cursor);
	for (uint32_t i = 0; i < count && !cursor->broken; i++) {
		if (field->type == FIELD_STRING || field->type == FIELD_STRINGS)
			take_string(cursor);
		else if (field->type >= FIELD_RECORD)
			skip_record(field->more, cursor);
		else
			take_number(cursor);
	}
}

static void skip_record(const struct record *record, struct cursor *cursor)
{
	const struct field *field;
	uint64_t last = 0;

	while ((field = take_head(record, &last, cursor)))
		skip_field(field, cursor);
}

/* The bytes of the next record; NULL when there is none. */
static const uint8_t *next_record(const struct fact_reader *reader,
				  uint32_t *length)
{
	if (reader->size < sizeof(*length))
		return NULL;
	memcpy(length, reader->bytes, sizeof(*length));
	*length = GUINT32_FROM_LE(*length);
	if (*length > reader->size - sizeof(*length))
		return NULL;
	return reader->bytes + sizeof(*length);
}

enum fact_kind fact_peek(const struct fact_reader *reader)
{
	uint32_t length;
	const uint8_t *record = next_record(reader, &length);

	if (!record || length < 2)
		return N_FACT_KINDS;
	/* The kind is the first field; being 0, a statement's is left out. */
	if (record[0] != 1)
		return FACT_STATEMENT;
	return record[1] < N_FACT_KINDS ? record[1] : N_FACT_KINDS;
}

bool fact_peek_statement(const struct fact_reader *reader,
			 enum dialect *dialect, bool *into)
{
	struct fact_statement head = {0};
	struct cursor cursor = {0};
	const struct field *field;
	uint64_t last = 0;
	uint32_t length;

	*into = false;
	cursor.at = next_record(reader, &length);
	if (!cursor.at)
		return false;
	cursor.end = cursor.at + length;
	skip_record(fact_head(), &cursor);
	while ((field = take_head(fact_body(FACT_STATEMENT), &last, &cursor))) {
		size_t at = field->offset;

		if (at == offsetof(struct fact_statement, dialect))
			take_field(field, (char *)&head, &cursor);
		else
			skip_field(field, &cursor);
		*into |= at == offsetof(struct fact_statement, into);
	}
	*dialect = head.dialect;
	return !cursor.broken && cursor.at == cursor.end;
}

void fact_skip(struct fact_reader *reader)
{
	uint32_t length;

	if (!next_record(reader, &length)) {
		reader->broken = reader->size != 0;
		reader->size = 0;
		return;
	}
	reader->bytes += sizeof(length) + length;
	reader->size -= sizeof(length) + length;
}

struct fact *fact_next(struct fact_reader *reader)
{
	struct cursor cursor = {.arena = reader->arena};
	uint32_t length;
	struct fact *fact;

	cursor.at = next_record(reader, &length);
	if (!cursor.at) {
		reader->broken = reader->size != 0;
		return NULL;
	}
	cursor.end = cursor.at + length;
	fact = ARENA_NEW(reader->arena, struct fact);
	take_record(fact_head(), (char *)fact, &cursor);
	if (!cursor.broken)
		take_record(fact_body(fact->kind), (char *)&fact->as, &cursor);
	fact_skip(reader);
	reader->broken = cursor.broken || cursor.at != cursor.end;
	return reader->broken ? NULL : fact;
}
