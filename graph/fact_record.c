#include "graph/fact_record.h"

#include <stddef.h>

#define KIND_NAME(constant, name) name,

static const char *const fact_kind_names[] = {FACT_KINDS(KIND_NAME)};
const struct kind_list FACT_KIND = {"fact kind", false, N_FACT_KINDS,
				    fact_kind_names};

static const char *const item_kinds[] = {"relation", "query", "function",
					 "join", "using"};
static const struct kind_list ITEM_KIND = {"item kind", false, 5, item_kinds};
static const char *const item_flags[] = {"target", "lateral", "only", "natural",
					 "comma"};
static const struct kind_list ITEM_FLAG = {"item flag", true, 5, item_flags};
static const char *const ref_flags[] = {
	"output-first", "input-first", "variable", "target-only",
	"member",	"join",	       "argument", "no-target"};
static const struct kind_list REF_FLAG = {"ref flag", true, 8, ref_flags};
static const char *const level_kinds[] = {"select", "values", "set",   "insert",
					  "update", "delete", "merge", "other"};
static const struct kind_list LEVEL_KIND = {"level kind", false, 8,
					    level_kinds};
static const char *const level_places[] = {
	"root", "expression", "item", "cte", "arm", "join", "argument"};
static const struct kind_list LEVEL_PLACE = {"level place", false, 7,
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

#define DEFINE_ANY_RECORD(s, print, indexed, ...)                              \
	static const struct field s##_fields[] = {__VA_ARGS__, END};           \
	static const struct record s##_record = {sizeof(struct s), s##_fields, \
						 G_N_ELEMENTS(s##_fields) - 1, \
						 print, indexed}
#define DEFINE_RECORD(s, print, ...)                                           \
	DEFINE_ANY_RECORD(s, print, false, __VA_ARGS__)
/* For those with an INDEX. */
#define DEFINE_INDEXED_RECORD(s, ...)                                          \
	DEFINE_ANY_RECORD(s, NULL, true, __VA_ARGS__)

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
void fact_text_to_json(const char *text, GString *out)
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
		fact_text_to_json(name->parts[i], out);
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
		fact_text_to_json(symbol->module, out);
		g_string_append_c(out, ':');
	}
	for (uint32_t i = 0; i < symbol->n_parts; i++) {
		g_string_append(out, i ? "." : "");
		fact_text_to_json(symbol->parts[i], out);
	}
}

/* select * from ${module:TABLE} where a = <hole> */
static void value_text(const void *value, GString *out)
{
	const struct value *v = value;

	for (uint32_t i = 0; i < v->n_parts; i++) {
		const struct value_part *part = &v->parts[i];

		if (part->kind == PART_LITERAL && part->text) {
			fact_text_to_json(part->text, out);
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

DEFINE_INDEXED_RECORD(sql_cte, STRING(sql_cte, name), BOOL(sql_cte, quoted),
		      BOOL(sql_cte, recursive), STRINGS(sql_cte, columns),
		      INDEX(sql_cte, level), U32(sql_cte, line));

DEFINE_RECORD(sql_value, NULL, ENUM(sql_value, how, HOW), U32S(sql_value, refs),
	      U32S(sql_value, levels));
DEFINE_INDEXED_RECORD(sql_item, ENUM(sql_item, kind, ITEM_KIND),
		      FLAGS(sql_item, flags, ITEM_FLAG),
		      RECORD(sql_item, name, sql_name), STRING(sql_item, alias),
		      BOOL(sql_item, alias_quoted), STRINGS(sql_item, columns),
		      INDEX(sql_item, level), U32(sql_item, first),
		      STRINGS(sql_item, using_columns),
		      STRINGS(sql_item, partitions),
		      RECORD(sql_item, value, sql_value));

DEFINE_RECORD(sql_ref, NULL, RECORD(sql_ref, name, sql_name),
	      FLAGS(sql_ref, role, ROLE), FLAGS(sql_ref, flags, REF_FLAG),
	      U32(sql_ref, first), U32(sql_ref, at));

DEFINE_RECORD(sql_output, NULL, STRING(sql_output, name),
	      BOOL(sql_output, quoted), BOOL(sql_output, star),
	      RECORD(sql_output, qualifier, sql_name),
	      RECORD(sql_output, value, sql_value));

DEFINE_INDEXED_RECORD(sql_target, RECORD(sql_target, name, sql_name),
		      INDEX(sql_target, item),
		      FLAGS(sql_target, operation, OPERATION));

DEFINE_INDEXED_RECORD(sql_assign, RECORD(sql_assign, name, sql_name),
		      INDEX(sql_assign, target),
		      FLAGS(sql_assign, operation, OPERATION),
		      BOOL(sql_assign, by_position),
		      RECORD(sql_assign, value, sql_value));

DEFINE_INDEXED_RECORD(sql_level, ENUM(sql_level, kind, LEVEL_KIND),
		      ENUM(sql_level, place, LEVEL_PLACE),
		      INDEX(sql_level, parent), INDEX(sql_level, at),
		      U32(sql_level, first), RECORDS(sql_level, ctes, sql_cte),
		      RECORDS(sql_level, items, sql_item),
		      RECORDS(sql_level, refs, sql_ref),
		      RECORDS(sql_level, outputs, sql_output),
		      U32S(sql_level, arms),
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
	      RECORD(fact_statement, row_table, sql_name),
	      RECORDS(fact_statement, transitions, sql_name));

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
	      RECORDS(fact_trigger, transitions, sql_name),
	      U32(fact_trigger, ordinal));

DEFINE_RECORD(fact_schedule, NULL, STRING(fact_schedule, when),
	      STRING(fact_schedule, user), STRING(fact_schedule, command));

DEFINE_RECORD(model_column, NULL, STRING(model_column, attribute),
	      STRING(model_column, column),
	      RECORD(model_column, target, symbol), BOOL(model_column, reverse),
	      BOOL(model_column, many), STRING(model_column, between));

DEFINE_RECORD(fact_export, NULL, ENUM(fact_export, kind, EXPORT_KIND),
	      RECORD(fact_export, symbol, symbol),
	      RECORD(fact_export, value, value), U32(fact_export, parameter),
	      STRING(fact_export, parameter_name),
	      RECORD(fact_export, table, sql_name),
	      STRING(fact_export, convention),
	      RECORDS(fact_export, columns, model_column),
	      RECORD(fact_export, target, symbol), BOOL(fact_export, uncalled));

DEFINE_RECORD(call_argument, NULL, STRING(call_argument, name),
	      RECORD(call_argument, value, value));

DEFINE_RECORD(model_use, NULL, STRING(model_use, attribute),
	      FLAGS(model_use, roles, ROLE));

DEFINE_RECORD(fact_import, NULL, ENUM(fact_import, kind, IMPORT_KIND),
	      RECORD(fact_import, symbol, symbol),
	      RECORD(fact_import, value, value),
	      RECORDS(fact_import, arguments, call_argument),
	      STRING(fact_import, convention), STRING(fact_import, relation),
	      BOOL(fact_import, guess), BOOL(fact_import, lookup),
	      BOOL(fact_import, between),
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

const struct record *fact_head(void)
{
	return &fact_record;
}

const struct record *fact_body(enum fact_kind kind)
{
	return body_records[kind];
}

/* --- a field in memory --- */

static bool record_is_default(const struct record *record, const char *base)
{
	for (const struct field *f = record->fields; f->name; f++)
		if (!field_is_default(f, base))
			return false;
	return true;
}

bool field_is_default(const struct field *field, const char *base)
{
	switch (field->type) {
	case FIELD_BOOL:
	case FIELD_U32:
	case FIELD_ENUM:
	case FIELD_FLAGS:
	case FIELD_INDEX:
		return field_u32(field, base) == 0;
	case FIELD_U64:
		return field_u64(field, base) == 0;
	case FIELD_STRING:
		return field_pointer(field, base) == NULL;
	case FIELD_STRINGS:
	case FIELD_U32S:
	case FIELD_RECORDS:
		return field_count(field, base) == 0;
	case FIELD_RECORD:
		return record_is_default(field->more, base + field->offset);
	}
	return true;
}
