#include "graph/fact.h"

#include <stddef.h>
#include <string.h>

#define KIND_NAME(constant, name) name,

static const char *const fact_kind_names[] = {FACT_KINDS(KIND_NAME)};
const struct kind_list FACT_KIND = {"fact kind", false, N_FACT_KINDS,
				    fact_kind_names};

static const char *const item_kinds[] = {"relation", "query", "function",
					 "join"};
static const struct kind_list ITEM_KIND = {"item kind", false, 4, item_kinds};
static const char *const item_flags[] = {"target", "lateral", "only",
					 "natural"};
static const struct kind_list ITEM_FLAG = {"item flag", true, 4, item_flags};
static const char *const ref_flags[] = {"output-first", "input-first",
					"variable", "target-only", "member"};
static const struct kind_list REF_FLAG = {"ref flag", true, 5, ref_flags};
static const char *const level_kinds[] = {"select", "values", "set",   "insert",
					  "update", "delete", "merge", "other"};
static const struct kind_list LEVEL_KIND = {"level kind", false, 8,
					    level_kinds};
static const char *const level_places[] = {"root", "expression", "item", "cte",
					   "arm"};
static const struct kind_list LEVEL_PLACE = {"level place", false, 5,
					     level_places};
static const char *const part_kinds[] = {"literal", "symbol", "hole"};
static const struct kind_list PART_KIND = {"part kind", false, 3, part_kinds};
static const char *const column_flags[] = {"not-null", "primary",   "unique",
					   "default",  "generated", "identity",
					   "dropped",  "changed"};
static const struct kind_list COLUMN_FLAG = {"column flag", true, 8,
					     column_flags};
static const char *const define_flags[] = {"temporary",	 "if-not-exists",
					   "or-replace", "partition",
					   "like",	 "symbol"};
static const struct kind_list DEFINE_FLAG = {"definition flag", true, 6,
					     define_flags};
static const char *const export_kinds[] = {"value", "sink", "model", "alias"};
static const struct kind_list EXPORT_KIND = {"export kind", false, 4,
					     export_kinds};
static const char *const import_kinds[] = {"value", "call", "model"};
static const struct kind_list IMPORT_KIND = {"import kind", false, 3,
					     import_kinds};

enum field_type {
	FIELD_BOOL,
	FIELD_U32,
	FIELD_ENUM,  /* `more` is its kind_list */
	FIELD_FLAGS, /* `more` is its kind_list */
	FIELD_INDEX, /* a uint32_t whose default is SCOPE_ABSENT */
	FIELD_U64,
	FIELD_STRING,
	FIELD_STRINGS, /* `count` is the offset of their number */
	FIELD_U32S,
	FIELD_RECORD,  /* a struct inside; `more` is its record */
	FIELD_RECORDS, /* an array of them */
};

struct record;

struct field {
	const char *name;
	enum field_type type;
	size_t offset, count;
	const void *more;
};

/* A struct and its fields. `text` prints it in one JSON string, where that
 * reads better than an object. */
struct record {
	size_t size;
	const struct field *fields;
	void (*text)(const void *value, GString *out);
};

#define F(s, type, member, more)                                               \
	{                                                                      \
#member, type, offsetof(struct s, member), 0, more             \
	}
#define F_N(s, type, member, more)                                             \
	{                                                                      \
#member, type, offsetof(struct s, member),                     \
			offsetof(struct s, n_##member), more                   \
	}
#define BOOL(s, member) F(s, FIELD_BOOL, member, NULL)
#define U32(s, member) F(s, FIELD_U32, member, NULL)
#define ENUM(s, member, list) F(s, FIELD_ENUM, member, &list)
#define FLAGS(s, member, list) F(s, FIELD_FLAGS, member, &list)
#define INDEX(s, member) F(s, FIELD_INDEX, member, NULL)
#define U64(s, member) F(s, FIELD_U64, member, NULL)
#define STRING(s, member) F(s, FIELD_STRING, member, NULL)
#define STRINGS(s, member) F_N(s, FIELD_STRINGS, member, NULL)
#define U32S(s, member) F_N(s, FIELD_U32S, member, NULL)
#define RECORD(s, member, of) F(s, FIELD_RECORD, member, &of##_record)
#define RECORDS(s, member, of) F_N(s, FIELD_RECORDS, member, &of##_record)
#define END                                                                    \
	{                                                                      \
		NULL, FIELD_BOOL, 0, 0, NULL                                   \
	}

#define DEFINE_RECORD(s, print, ...)                                           \
	static const struct field s##_fields[] = {__VA_ARGS__, END};           \
	static const struct record s##_record = {sizeof(struct s), s##_fields, \
						 print}

/* --- one JSON string for small records ---------------------------------- */

/* Appends `text` as the inside of a JSON string, holes as "<hole>". */
static void text_to_json(const char *text, GString *out)
{
	for (const char *p = text; *p; p++) {
		unsigned char byte = (unsigned char)*p;

		if (byte == '"' || byte == '\\')
			g_string_append_printf(out, "\\%c", byte);
		else if (byte == '\n')
			g_string_append(out, "\\n");
		else if (byte == '\x1a')
			g_string_append(out, "<hole>");
		else if (byte < 0x20 || byte == 0x7f)
			g_string_append_printf(out, "\\u%04x", byte);
		else
			g_string_append_c(out, *p);
	}
}

/* As text_to_json(), with bytes that are not UTF-8 replaced. */
static void string_to_json(const char *text, GString *out)
{
	char *valid = NULL;

	if (!g_utf8_validate(text, -1, NULL))
		text = valid = g_utf8_make_valid(text, -1);
	text_to_json(text, out);
	g_free(valid);
}

static void lines_text(uint32_t line, uint32_t end_line, GString *out)
{
	g_string_append_printf(out, "%u", line);
	if (end_line > line)
		g_string_append_printf(out, "-%u", end_line);
}

static void place_text(const void *value, GString *out)
{
	const struct place *place = value;

	lines_text(place->line, place->end_line, out);
}

/* public."Orders"@12: parts, the quoted ones in quotes, and the line. */
static void name_text(const void *value, GString *out)
{
	const struct sql_name *name = value;

	for (uint32_t i = 0; i < name->n_parts; i++) {
		const char *quote = name->quoted & (1u << i) ? "\\\"" : "";

		g_string_append(out, i ? "." : "");
		g_string_append(out, quote);
		string_to_json(name->parts[i], out);
		g_string_append(out, quote);
	}
	if (name->line) {
		g_string_append_c(out, '@');
		lines_text(name->line, name->end_line, out);
	}
}

/* module:Part.part */
static void symbol_text(const void *value, GString *out)
{
	const struct symbol *symbol = value;

	if (symbol->module && *symbol->module) {
		string_to_json(symbol->module, out);
		g_string_append_c(out, ':');
	}
	for (uint32_t i = 0; i < symbol->n_parts; i++) {
		g_string_append(out, i ? "." : "");
		string_to_json(symbol->parts[i], out);
	}
}

/* select * from ${module:TABLE} where a = <hole> */
static void value_text(const void *value, GString *out)
{
	const struct value *v = value;

	for (uint32_t i = 0; i < v->n_parts; i++) {
		const struct value_part *part = &v->parts[i];

		if (part->kind == PART_LITERAL && part->text) {
			string_to_json(part->text, out);
		} else if (part->kind == PART_SYMBOL) {
			g_string_append(out, "${");
			symbol_text(&part->symbol, out);
			g_string_append_c(out, '}');
		} else if (part->kind == PART_HOLE) {
			g_string_append(out, "<hole>");
		}
	}
}

/* --- the tables, in the order of the headers ----------------------------- */

DEFINE_RECORD(place, place_text, U32(place, line), U32(place, end_line));

DEFINE_RECORD(sql_name, name_text, STRINGS(sql_name, parts),
	      U32(sql_name, quoted), U32(sql_name, line),
	      U32(sql_name, end_line));

DEFINE_RECORD(sql_cte, NULL, STRING(sql_cte, name), BOOL(sql_cte, quoted),
	      BOOL(sql_cte, recursive), STRINGS(sql_cte, columns),
	      INDEX(sql_cte, level), U32(sql_cte, line));

DEFINE_RECORD(sql_item, NULL, ENUM(sql_item, kind, ITEM_KIND),
	      FLAGS(sql_item, flags, ITEM_FLAG),
	      RECORD(sql_item, name, sql_name), STRING(sql_item, alias),
	      BOOL(sql_item, alias_quoted), STRINGS(sql_item, columns),
	      INDEX(sql_item, level), U32(sql_item, first),
	      STRINGS(sql_item, using_columns), STRINGS(sql_item, partitions));

DEFINE_RECORD(sql_ref, NULL, RECORD(sql_ref, name, sql_name),
	      FLAGS(sql_ref, role, ROLE), FLAGS(sql_ref, flags, REF_FLAG));

DEFINE_RECORD(sql_value, NULL, ENUM(sql_value, how, HOW), U32S(sql_value, refs),
	      U32S(sql_value, levels));

DEFINE_RECORD(sql_output, NULL, STRING(sql_output, name),
	      BOOL(sql_output, quoted), BOOL(sql_output, star),
	      RECORD(sql_output, qualifier, sql_name),
	      RECORD(sql_output, value, sql_value));

DEFINE_RECORD(sql_target, NULL, RECORD(sql_target, name, sql_name),
	      INDEX(sql_target, item), FLAGS(sql_target, operation, OPERATION));

DEFINE_RECORD(sql_assign, NULL, RECORD(sql_assign, name, sql_name),
	      INDEX(sql_assign, target),
	      FLAGS(sql_assign, operation, OPERATION),
	      BOOL(sql_assign, by_position),
	      RECORD(sql_assign, value, sql_value));

DEFINE_RECORD(sql_level, NULL, ENUM(sql_level, kind, LEVEL_KIND),
	      ENUM(sql_level, place, LEVEL_PLACE), INDEX(sql_level, parent),
	      INDEX(sql_level, at), RECORDS(sql_level, ctes, sql_cte),
	      RECORDS(sql_level, items, sql_item),
	      RECORDS(sql_level, refs, sql_ref),
	      RECORDS(sql_level, outputs, sql_output), U32S(sql_level, arms),
	      RECORDS(sql_level, targets, sql_target),
	      RECORDS(sql_level, assigns, sql_assign),
	      INDEX(sql_level, source));

DEFINE_RECORD(sql_call, NULL, RECORD(sql_call, name, sql_name),
	      U32(sql_call, n_arguments), BOOL(sql_call, statement));

DEFINE_RECORD(sql_mention, NULL, RECORD(sql_mention, name, sql_name),
	      ENUM(sql_mention, kind, NODE_KIND));

DEFINE_RECORD(object_name, NULL, ENUM(object_name, kind, NODE_KIND),
	      RECORD(object_name, name, sql_name),
	      RECORD(object_name, on, sql_name), STRING(object_name, arguments),
	      U32(object_name, nth));

DEFINE_RECORD(accessor, NULL, RECORD(accessor, object, object_name));

DEFINE_RECORD(symbol, symbol_text, STRING(symbol, module),
	      STRINGS(symbol, parts));

DEFINE_RECORD(value_part, NULL, ENUM(value_part, kind, PART_KIND),
	      STRING(value_part, text), RECORD(value_part, symbol, symbol),
	      U32(value_part, line));

DEFINE_RECORD(value, value_text, RECORDS(value, parts, value_part));

DEFINE_RECORD(fact_statement, NULL, STRING(fact_statement, verb),
	      BOOL(fact_statement, complete), BOOL(fact_statement, prose),
	      RECORD(fact_statement, span, place),
	      U64(fact_statement, fingerprint),
	      ENUM(fact_statement, dialect, DIALECT),
	      RECORDS(fact_statement, levels, sql_level),
	      RECORDS(fact_statement, calls, sql_call),
	      RECORDS(fact_statement, mentions, sql_mention),
	      RECORD(fact_statement, into, sql_name),
	      STRINGS(fact_statement, into_columns),
	      RECORD(fact_statement, row_table, sql_name));

DEFINE_RECORD(defined_column, NULL, STRING(defined_column, name),
	      BOOL(defined_column, quoted), STRING(defined_column, type),
	      STRING(defined_column, value), STRING(defined_column, new_name),
	      STRING(defined_column, comment),
	      FLAGS(defined_column, flags, COLUMN_FLAG),
	      U32(defined_column, line));

DEFINE_RECORD(defined_key, NULL, STRING(defined_key, kind),
	      STRING(defined_key, name), STRINGS(defined_key, columns));

DEFINE_RECORD(attribute, NULL, STRING(attribute, name),
	      STRING(attribute, value));

DEFINE_RECORD(fact_definition, NULL,
	      FLAGS(fact_definition, operation, OPERATION),
	      RECORD(fact_definition, object, object_name),
	      FLAGS(fact_definition, flags, DEFINE_FLAG),
	      U32(fact_definition, ordinal),
	      RECORD(fact_definition, rename_to, sql_name),
	      RECORDS(fact_definition, columns, defined_column),
	      RECORDS(fact_definition, keys, defined_key),
	      RECORDS(fact_definition, parents, sql_name),
	      RECORDS(fact_definition, attributes, attribute));

DEFINE_RECORD(fact_reference, NULL, STRING(fact_reference, name),
	      RECORD(fact_reference, from, sql_name),
	      RECORD(fact_reference, to, sql_name),
	      STRINGS(fact_reference, columns),
	      STRINGS(fact_reference, to_columns),
	      STRING(fact_reference, on_delete), U32(fact_reference, ordinal));

DEFINE_RECORD(fact_call, NULL, ENUM(fact_call, kind, NODE_KIND),
	      STRING(fact_call, path), RECORD(fact_call, symbol, symbol),
	      STRINGS(fact_call, arguments));

DEFINE_RECORD(fact_trigger, NULL, RECORD(fact_trigger, name, sql_name),
	      RECORD(fact_trigger, table, sql_name),
	      STRING(fact_trigger, timing),
	      FLAGS(fact_trigger, events, OPERATION),
	      RECORD(fact_trigger, routine, sql_name),
	      U32(fact_trigger, ordinal));

DEFINE_RECORD(fact_schedule, NULL, STRING(fact_schedule, when),
	      STRING(fact_schedule, user), STRING(fact_schedule, command));

DEFINE_RECORD(model_column, NULL, STRING(model_column, attribute),
	      STRING(model_column, column),
	      RECORD(model_column, target, symbol));

DEFINE_RECORD(fact_export, NULL, ENUM(fact_export, kind, EXPORT_KIND),
	      RECORD(fact_export, symbol, symbol),
	      RECORD(fact_export, value, value), U32(fact_export, parameter),
	      STRING(fact_export, parameter_name),
	      RECORD(fact_export, table, sql_name),
	      STRING(fact_export, convention),
	      RECORDS(fact_export, columns, model_column),
	      RECORD(fact_export, target, symbol));

DEFINE_RECORD(call_argument, NULL, STRING(call_argument, name),
	      RECORD(call_argument, value, value));

DEFINE_RECORD(model_use, NULL, STRING(model_use, attribute),
	      FLAGS(model_use, roles, ROLE));

DEFINE_RECORD(fact_import, NULL, ENUM(fact_import, kind, IMPORT_KIND),
	      RECORD(fact_import, symbol, symbol),
	      RECORD(fact_import, value, value),
	      RECORDS(fact_import, arguments, call_argument),
	      FLAGS(fact_import, operations, OPERATION),
	      RECORDS(fact_import, uses, model_use),
	      ENUM(fact_import, dialect, DIALECT),
	      RECORD(fact_import, span, place));

DEFINE_RECORD(fact_owner, NULL, STRING(fact_owner, pattern),
	      STRINGS(fact_owner, owners), U32(fact_owner, ordinal));

DEFINE_RECORD(fact_connection, NULL, ENUM(fact_connection, dialect, DIALECT),
	      STRING(fact_connection, host), STRING(fact_connection, database));

DEFINE_RECORD(fact_seen, NULL, RECORD(fact_seen, statement, fact_statement),
	      STRING(fact_seen, text), STRING(fact_seen, role),
	      STRING(fact_seen, host), U64(fact_seen, calls),
	      U64(fact_seen, rows));

DEFINE_RECORD(fact_gap, NULL, ENUM(fact_gap, reason, REASON),
	      STRING(fact_gap, pattern), STRING(fact_gap, detail),
	      U64(fact_gap, count));

/* The head of every fact; the body follows by its kind. */
DEFINE_RECORD(fact, NULL, ENUM(fact, kind, FACT_KIND),
	      RECORD(fact, place, place), ENUM(fact, via, VIA),
	      ENUM(fact, scope, SCOPE), ENUM(fact, confidence, CONFIDENCE),
	      RECORD(fact, accessor, accessor), STRING(fact, schema));

/* In the order of FACT_KINDS. */
static const struct record *const body_records[] = {
	&fact_statement_record, &fact_definition_record,
	&fact_reference_record, &fact_call_record,
	&fact_trigger_record,	&fact_schedule_record,
	&fact_export_record,	&fact_import_record,
	&fact_owner_record,	&fact_connection_record,
	&fact_seen_record,	&fact_gap_record,
};

/* --- reading a field's memory -------------------------------------------- */

static uint32_t get_u32(const struct field *field, const char *base)
{
	uint32_t value;

	if (field->type == FIELD_BOOL)
		return *(const bool *)(base + field->offset);
	memcpy(&value, base + field->offset, sizeof(value));
	return field->type == FIELD_INDEX ? value + 1 : value;
}

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

static uint32_t get_count(const struct field *field, const char *base)
{
	return *(const uint32_t *)(const void *)(base + field->count);
}

static void *get_pointer(const struct field *field, const char *base)
{
	void *pointer;

	memcpy(&pointer, base + field->offset, sizeof(pointer));
	return pointer;
}

static bool is_default(const struct field *field, const char *base);

static bool record_is_default(const struct record *record, const char *base)
{
	for (const struct field *f = record->fields; f->name; f++)
		if (!is_default(f, base))
			return false;
	return true;
}

static bool is_default(const struct field *field, const char *base)
{
	switch (field->type) {
	case FIELD_BOOL:
	case FIELD_U32:
	case FIELD_ENUM:
	case FIELD_FLAGS:
	case FIELD_INDEX:
		return get_u32(field, base) == 0;
	case FIELD_U64:
		return *(const uint64_t *)(const void *)(base +
							 field->offset) == 0;
	case FIELD_STRING:
		return get_pointer(field, base) == NULL;
	case FIELD_STRINGS:
	case FIELD_U32S:
	case FIELD_RECORDS:
		return get_count(field, base) == 0;
	case FIELD_RECORD:
		return record_is_default(field->more, base + field->offset);
	}
	return true;
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
	uint32_t count = get_count(field, base);
	const char *list = get_pointer(field, base);

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
		put_number(get_u32(field, base), bytes);
		break;
	case FIELD_U64:
		put_number(
			*(const uint64_t *)(const void *)(base + field->offset),
			bytes);
		break;
	case FIELD_STRING:
		put_string(get_pointer(field, base), bytes);
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
		if (is_default(f, base))
			continue;
		put_number((uint64_t)(f - record->fields) + 1, bytes);
		put_field(f, base, bytes);
	}
	put_number(0, bytes);
}

/* The length comes first in four bytes, so that it can be filled in later. */
void fact_encode(const struct fact *fact, GByteArray *bytes)
{
	guint start = bytes->len;
	uint32_t length = 0;

	g_byte_array_append(bytes, (const guint8 *)&length, sizeof(length));
	put_record(&fact_record, (const char *)fact, bytes);
	put_record(body_records[fact->kind], (const char *)&fact->as, bytes);
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

static uint64_t count_fields(const struct record *record)
{
	uint64_t n = 0;

	while (record->fields[n].name)
		n++;
	return n;
}

static void take_record(const struct record *record, char *base,
			struct cursor *cursor)
{
	uint64_t last = 0, number, n_fields = count_fields(record);

	set_defaults(record, base);
	while ((number = take_number(cursor)) && !cursor->broken) {
		/* Numbers rise, so each field comes once. */
		if (number <= last || number > n_fields) {
			cursor->broken = true;
			return;
		}
		take_field(&record->fields[number - 1], base, cursor);
		last = number;
	}
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
	take_record(&fact_record, (char *)fact, &cursor);
	if (!cursor.broken)
		take_record(body_records[fact->kind], (char *)&fact->as,
			    &cursor);
	fact_skip(reader);
	reader->broken = cursor.broken || cursor.at != cursor.end;
	return reader->broken ? NULL : fact;
}

/* --- for people ------------------------------------------------------------
 */

static void quoted_to_json(const char *string, GString *out)
{
	g_string_append_c(out, '"');
	string_to_json(string, out);
	g_string_append_c(out, '"');
}

struct flag_list {
	GString *out;
	bool more;
};

static void flag_to_json(const char *name, void *payload)
{
	struct flag_list *list = payload;

	g_string_append(list->out, list->more ? "," : "");
	quoted_to_json(name, list->out);
	list->more = true;
}

static void record_to_json(const struct record *record, const char *base,
			   GString *out);

static void list_to_json(const struct field *field, const char *base,
			 GString *out)
{
	const char *list = get_pointer(field, base);

	g_string_append_c(out, '[');
	for (uint32_t i = 0; i < get_count(field, base); i++) {
		const struct record *of = field->more;

		g_string_append(out, i ? "," : "");
		if (field->type == FIELD_STRINGS)
			quoted_to_json(((char *const *)(const void *)list)[i],
				       out);
		else if (field->type == FIELD_U32S)
			g_string_append_printf(
				out, "%u",
				((const uint32_t *)(const void *)list)[i]);
		else
			record_to_json(of, list + i * of->size, out);
	}
	g_string_append_c(out, ']');
}

static void field_to_json(const struct field *field, const char *base,
			  GString *out)
{
	struct flag_list flags = {out, false};

	switch (field->type) {
	case FIELD_BOOL:
		g_string_append(out, "true");
		break;
	case FIELD_U32:
		g_string_append_printf(out, "%u", get_u32(field, base));
		break;
	case FIELD_INDEX:
		g_string_append_printf(out, "%u", get_u32(field, base) - 1);
		break;
	case FIELD_ENUM:
		quoted_to_json(kind_name(field->more, get_u32(field, base)),
			       out);
		break;
	case FIELD_FLAGS:
		g_string_append_c(out, '[');
		flags_names(field->more, get_u32(field, base), flag_to_json,
			    &flags);
		g_string_append_c(out, ']');
		break;
	case FIELD_U64:
		g_string_append_printf(
			out, "%" G_GUINT64_FORMAT,
			*(const uint64_t *)(const void *)(base +
							  field->offset));
		break;
	case FIELD_STRING:
		quoted_to_json(get_pointer(field, base), out);
		break;
	case FIELD_STRINGS:
	case FIELD_U32S:
	case FIELD_RECORDS:
		list_to_json(field, base, out);
		break;
	case FIELD_RECORD:
		record_to_json(field->more, base + field->offset, out);
		break;
	}
}

/* The fields that are not default, comma separated; true if there are any. */
static bool fields_to_json(const struct record *record, const char *base,
			   bool more, GString *out)
{
	for (const struct field *f = record->fields; f->name; f++) {
		if (is_default(f, base))
			continue;
		g_string_append_printf(out, "%s\"%s\":", more ? "," : "",
				       f->name);
		field_to_json(f, base, out);
		more = true;
	}
	return more;
}

static void record_to_json(const struct record *record, const char *base,
			   GString *out)
{
	if (record->text) {
		g_string_append_c(out, '"');
		record->text(base, out);
		g_string_append_c(out, '"');
		return;
	}
	g_string_append_c(out, '{');
	fields_to_json(record, base, false, out);
	g_string_append_c(out, '}');
}

void fact_to_json(const struct fact *fact, GString *out)
{
	bool more;

	/* "statement" is 0, a default: the kind is always written here. */
	g_string_append_printf(out, "{\"fact\":\"%s\"",
			       kind_name(&FACT_KIND, fact->kind));
	more = true;
	for (const struct field *f = fact_record.fields + 1; f->name; f++) {
		if (is_default(f, (const char *)fact))
			continue;
		g_string_append_printf(out, ",\"%s\":", f->name);
		field_to_json(f, (const char *)fact, out);
	}
	fields_to_json(body_records[fact->kind], (const char *)&fact->as, more,
		       out);
	g_string_append_c(out, '}');
}
