/* Models while they are read, and the facts that they become. */
#include <string.h>

#include "analyzers/code/emit.h"
#include "analyzers/code/orm/query.h"

struct sql_name orm_table_name(struct code *code, const char *dotted,
			       uint32_t line)
{
	struct sql_name name = {.line = line, .end_line = line};
	gchar **parts = g_strsplit(dotted, ".", SQL_NAME_PARTS);

	for (gchar **p = parts; *p; p++)
		*ARENA_PUSH(code->arena, name.parts, name.n_parts) =
			arena_strdup(code->arena, *p);
	g_strfreev(parts);
	return name;
}

const char *orm_snake_case(struct code *code, const char *name)
{
	GString *snake = g_string_new(NULL);
	const char *copy;

	for (const char *c = name; *c; c++) {
		bool upper = g_ascii_isupper(*c);

		if (upper && c > name &&
		    (!g_ascii_isupper(c[-1]) ||
		     (c[1] && g_ascii_islower(c[1]))))
			g_string_append_c(snake, '_');
		g_string_append_c(snake, g_ascii_tolower(*c));
	}
	copy = arena_strdup(code->arena, snake->str);
	g_string_free(snake, TRUE);
	return copy;
}

void orm_model_column(struct code *code, struct orm_model *model,
		      const char *attribute,
		      const struct defined_column *column,
		      const struct symbol *target)
{
	for (uint32_t i = 0; i < model->n_columns; i++)
		if (!strcmp(model->attributes[i], attribute))
			return;
	*ARENA_PUSH(code->arena, model->columns, model->n_columns) = *column;
	*ARENA_PUSH(code->arena, model->attributes, model->n_attributes) =
		attribute;
	*ARENA_PUSH(code->arena, model->targets, model->n_targets) = target;
}

/* The class as the one who defines; the file where there is none. */
static void set_accessor(struct code *code, const struct orm_model *model,
			 struct fact *fact)
{
	struct object_name *object = &fact->accessor.object;

	if (!model->is_class)
		return;
	object->kind = NODE_CLASS;
	object->name.parts = model->symbol->parts;
	object->name.n_parts = model->symbol->n_parts;
	object->name.line = code_line(code, code->classes[model->class_].node);
	object->name.end_line = object->name.line;
}

static struct fact *model_fact(struct code *code, const struct orm_model *model,
			       enum fact_kind kind, uint32_t node)
{
	struct fact *fact = emit_fact(code, kind, node, CODE_NONE);

	fact->via = VIA_ORM;
	fact->confidence = model->confidence;
	set_accessor(code, model, fact);
	return fact;
}

static void deliver_class(struct code *code, const struct orm_model *model)
{
	struct fact *fact =
		emit_fact(code, FACT_DEFINITION, model->node, CODE_NONE);
	struct accessor none = {0};

	set_accessor(code, model, fact);
	fact->via = VIA_CALL;
	fact->as.definition.operation = OP_CREATE;
	fact->as.definition.object = fact->accessor.object;
	fact->as.definition.flags = DEFINE_SYMBOL;
	fact->as.definition.ordinal = analysis_ordinal(code->analysis);
	fact->accessor = none;
	analysis_fact(code->analysis, code->text, fact);
}

void orm_model_export(struct code *code, const struct orm_model *model)
{
	struct fact *fact = model_fact(code, model, FACT_EXPORT, model->node);
	struct fact_export *export = &fact->as.export;

	export->kind = EXPORT_MODEL;
	export->symbol = *model->symbol;
	export->table = model->table;
	export->convention = model->convention;
	for (uint32_t i = 0; i < model->n_columns; i++) {
		struct model_column *column = ARENA_PUSH(
			code->arena, export->columns, export->n_columns);

		column->attribute = model->attributes[i];
		column->column = model->columns[i].name;
		if (model->targets[i])
			column->target = *model->targets[i];
	}
	for (uint32_t i = 0; i < model->n_relations; i++)
		*ARENA_PUSH(code->arena, export->columns, export->n_columns) =
			model->relations[i];
	analysis_fact(code->analysis, code->text, fact);
}

static void deliver_keys(struct code *code, const struct orm_model *model,
			 struct fact_definition *definition)
{
	struct defined_key *key = NULL;

	for (uint32_t i = 0; i < model->n_columns; i++) {
		if (!(model->columns[i].flags & COLUMN_PRIMARY))
			continue;
		if (!key) {
			key = ARENA_PUSH(code->arena, definition->keys,
					 definition->n_keys);
			key->kind = "primary";
		}
		*ARENA_PUSH(code->arena, key->columns, key->n_columns) =
			model->columns[i].name;
	}
}

void orm_model_table(struct code *code, const struct orm_model *model)
{
	uint32_t node = model->node;
	struct fact *fact = model_fact(code, model, FACT_DEFINITION, node);
	struct fact_definition *definition = &fact->as.definition;

	definition->operation = OP_CREATE;
	definition->object.kind = NODE_TABLE;
	definition->object.name = model->table;
	definition->ordinal = analysis_ordinal(code->analysis);
	definition->columns = model->columns;
	definition->n_columns = model->n_columns;
	if (model->table.line)
		fact->place.line = fact->place.end_line = model->table.line;
	deliver_keys(code, model, definition);
	analysis_fact(code->analysis, code->text, fact);
}

static void deliver_reference(struct code *code, const struct orm_model *model,
			      const struct orm_reference *from)
{
	struct fact *fact = model_fact(code, model, FACT_REFERENCE, from->node);
	struct fact_reference *reference = &fact->as.reference;

	reference->from = model->table;
	reference->to = from->to;
	reference->on_delete = from->on_delete;
	reference->ordinal = analysis_ordinal(code->analysis);
	*ARENA_PUSH(code->arena, reference->columns, reference->n_columns) =
		from->column_name;
	if (from->to_column)
		*ARENA_PUSH(code->arena, reference->to_columns,
			    reference->n_to_columns) = from->to_column;
	analysis_fact(code->analysis, code->text, fact);
}

void orm_model_deliver(struct code *code, const struct orm_model *model)
{
	if (model->abstract) {
		orm_model_export(code, model);
		return;
	}
	if (model->is_class)
		deliver_class(code, model);
	orm_model_export(code, model);
	orm_model_table(code, model);
	for (uint32_t i = 0; i < model->n_references; i++)
		deliver_reference(code, model, &model->references[i]);
}
