/*
 * properties.c - what DDL does not say of a live catalog's objects.
 *
 * JSON lines as README.md beside this file describes them: sizes, counts,
 * owners and grants of objects that the text `schema` defines, objects that
 * no DDL makes (roles, slots), and what could not be read.
 */
#include "analyzers/reports/json.h"
#include "analyzers/seen/lines.h"

/* Kinds that no DDL of a catalog makes: their line makes them. */
static bool is_made_here(enum node_kind kind)
{
	return kind == NODE_ROLE || kind == NODE_SERVER || kind == NODE_SLOT;
}

static void read_attributes(const struct seen_line *line,
			    struct fact_definition *definition)
{
	const struct json *json = line->json;
	uint32_t at = json_at(json, line->root, "attributes");

	if (json_kind(json, at) != JSON_OBJECT)
		return;
	for (uint32_t name = json_first(json, at); name != JSON_ABSENT;
	     name = json_next(json, name)) {
		const char *value = json_text(json, json_value(json, name));
		struct attribute *attribute;

		if (!value)
			continue;
		attribute = ARENA_PUSH(line->analysis->arena,
				       definition->attributes,
				       definition->n_attributes);
		attribute->name = json_text(json, name);
		attribute->value = value;
	}
}

static void read_gap(const struct seen_line *line, const char *reason)
{
	struct fact *fact = ARENA_NEW(line->analysis->arena, struct fact);
	unsigned known = REASON_SOURCE_FAILED;

	kind_parse(&REASON, reason, &known);
	fact->kind = FACT_GAP;
	fact->as.gap.reason = known;
	fact->as.gap.pattern = line_text(line, "pattern");
	fact->as.gap.detail = line_text(line, "detail");
	fact->as.gap.count = line_number(line, "count");
	analysis_fact(line->analysis, line->text, fact);
}

static void read_object(struct seen_line *line, enum node_kind kind)
{
	struct fact *fact = ARENA_NEW(line->analysis->arena, struct fact);
	struct fact_definition *definition = &fact->as.definition;

	fact->kind = FACT_DEFINITION;
	fact->place.line = line->number;
	fact->via = VIA_CATALOG;
	definition->operation = is_made_here(kind) ? OP_CREATE : OP_ALTER;
	definition->object.kind = kind;
	definition->object.name = line_name(line, "name");
	definition->object.on = line_name(line, "on");
	definition->object.arguments = line_text(line, "arguments");
	definition->ordinal = analysis_ordinal(line->analysis);
	read_attributes(line, definition);
	analysis_fact(line->analysis, line->text, fact);
}

static void read_row(struct seen_line *line, void *payload)
{
	const char *reason = line_text(line, "gap");
	const char *name = line_text(line, "kind");
	unsigned kind;

	(void)payload;
	if (reason)
		read_gap(line, reason);
	else if (name && kind_parse(&NODE_KIND, name, &kind))
		read_object(line, kind);
	else
		analysis_gap(line->analysis, line->text, REASON_UNREADABLE_TEXT,
			     line->number, "a line of no known kind");
}

static void properties_read(struct analysis *analysis, struct text *text)
{
	lines_read(analysis, text, read_row, NULL);
}

static const char *const files[] = {NULL};

extern const struct analyzer analyzer_properties;
const struct analyzer analyzer_properties = {
	.name = "properties",
	.files = files,
	.analyze = properties_read,
};
