/*
 * Django: classes that map tables.
 *
 *	class Order(models.Model):
 *		customer = models.ForeignKey("Customer", models.CASCADE)
 *		total = models.DecimalField(db_column="total_cents")
 *		class Meta:
 *			db_table = "orders"
 *
 * Without db_table the application's label and the class make the name,
 * which is the linker's to do: "django" is the convention. A class without
 * fields of its own is a model where its base is one, or where it stands in
 * models.py and its base is named as abstract models are; that is a
 * heuristic, and such a model is likely.
 */
#include "analyzers/code/orm/django.h"

#include <string.h>

#include "analyzers/code/strings.h"
#include "analyzers/code/words.h"

#define BASE_STEPS 4

/* --- things --- */

struct dj_thing *dj_thing_of(const struct datum *datum)
{
	if (datum && datum->kind == DATUM_EITHER)
		for (uint32_t i = 0; i < datum->n_items; i++)
			if (datum->items[i]->kind == DATUM_ORM)
				datum = datum->items[i];
	if (!datum || datum->kind != DATUM_ORM || datum->orm != &orm_django)
		return NULL;
	return datum->orm_state;
}

struct dj_thing *dj_thing_new(struct code *code, enum dj_kind kind,
			      uint32_t node)
{
	struct dj_thing *thing = ARENA_NEW(code->arena, struct dj_thing);

	thing->kind = kind;
	thing->node = node;
	return thing;
}

const struct datum *dj_datum(struct code *code, struct dj_thing *thing)
{
	struct datum *datum = datum_new(code, DATUM_ORM, thing->node);

	datum->orm = &orm_django;
	datum->orm_state = thing;
	return datum;
}

/* --- fields --- */

static bool is_relation(const char *type)
{
	static const char *const types[] = {"ForeignKey", "OneToOneField",
					    "ParentalKey", "TreeForeignKey",
					    NULL};

	return code_in_list(types, type);
}

static bool is_many(const char *type)
{
	static const char *const types[] = {
		"GenericRelation", "ManyToManyField", "ParentalManyToManyField",
		"TaggableManager", NULL};

	return code_in_list(types, type);
}

/* Fields of forms, serializers and the like have the same names. */
static bool is_foreign_field(const struct symbol *symbol)
{
	static const char *const words[] = {
		"form",		  "serializer", "filter",      "graphene",
		"rest_framework", "schema",	"marshmallow", "column",
		"table",	  "sqlalchemy", "sqlmodel",    NULL};

	for (const char *const *w = words; symbol && *w; w++) {
		if (symbol->module && strstr(symbol->module, *w))
			return true;
		if (symbol->n_parts && strstr(symbol->parts[0], *w))
			return true;
	}
	return false;
}

static bool is_django_field(const struct symbol *symbol)
{
	if (!symbol)
		return false;
	if (symbol->module && strstr(symbol->module, "django") &&
	    strstr(symbol->module, "db"))
		return true;
	return symbol->n_parts > 1 && !strcmp(symbol->parts[0], "models");
}

static const struct datum *make_field(struct code *code,
				      const struct orm_call *call)
{
	struct dj_thing *thing;

	if (!code->env->members ||
	    (!g_str_has_suffix(call->name, "Field") &&
	     !is_relation(call->name) && !is_many(call->name)) ||
	    is_foreign_field(call->callee->symbol))
		return NULL;
	thing = dj_thing_new(code, DJ_FIELD, call->node);
	thing->sure = is_django_field(call->callee->symbol);
	thing->type = call->name;
	thing->arguments = call->arguments;
	thing->n_arguments = call->n_arguments;
	return dj_datum(code, thing);
}

/* --- classes --- */

static const struct datum *member(struct code *code, uint32_t class_,
				  const char *name)
{
	return g_hash_table_lookup(code->classes[class_].members,
				   code_intern(code, name));
}

/* The number of the class's inner class Meta, or CODE_NONE. */
static uint32_t meta_of(struct code *code, uint32_t class_)
{
	const struct datum *meta = member(code, class_, "Meta");

	return meta && meta->kind == DATUM_CLASS ? meta->index : CODE_NONE;
}

static bool meta_says(struct code *code, uint32_t meta, const char *name)
{
	const struct datum *datum =
		meta == CODE_NONE ? NULL : member(code, meta, name);

	return datum && datum->kind == DATUM_CONSTANT &&
	       !strcmp(code_excerpt(code, datum->node), "True");
}

/* Whether a base is django.db.models.Model, however it is written. */
static bool is_model_base(const struct datum *base)
{
	const struct symbol *symbol = base->symbol;

	if (base->kind != DATUM_SYMBOL || !symbol->n_parts ||
	    strcmp(symbol->parts[symbol->n_parts - 1], "Model") != 0)
		return false;
	if (symbol->module && (g_str_has_prefix(symbol->module, "odoo") ||
			       g_str_has_prefix(symbol->module, "openerp") ||
			       g_str_has_prefix(symbol->module, "peewee") ||
			       g_str_has_prefix(symbol->module, "tortoise")))
		return false;
	return (symbol->module && strstr(symbol->module, "django")) ||
	       (symbol->n_parts > 1 && !strcmp(symbol->parts[0], "models"));
}

static bool is_abstract_name(const struct datum *base)
{
	const struct symbol *symbol = base->symbol;
	const char *name;

	if (base->kind != DATUM_SYMBOL || !symbol->n_parts)
		return false;
	name = symbol->parts[symbol->n_parts - 1];
	return g_str_has_prefix(name, "Abstract") ||
	       g_str_has_suffix(name, "Model") ||
	       g_str_has_suffix(name, "Page");
}

static bool has_sure_field(struct code *code, uint32_t class_)
{
	GHashTableIter iter;
	gpointer name, datum;

	g_hash_table_iter_init(&iter, code->classes[class_].members);
	while (g_hash_table_iter_next(&iter, &name, &datum)) {
		struct dj_thing *thing = dj_thing_of(datum);

		if (thing && thing->kind == DJ_FIELD && thing->sure)
			return true;
	}
	return false;
}

static bool is_model(struct code *code, struct django *state, uint32_t class_,
		     enum confidence *confidence)
{
	struct code_class *looked = &code->classes[class_];
	bool models =
		!state->foreign && !g_strcmp0(code->text->name, "models.py");

	*confidence = CONFIDENCE_CERTAIN;
	for (uint32_t i = 0; i < looked->n_bases; i++)
		if (is_model_base(looked->bases[i]) ||
		    (looked->bases[i]->kind == DATUM_CLASS &&
		     state->is_model[looked->bases[i]->index]))
			return true;
	if (looked->n_bases && has_sure_field(code, class_))
		return true;
	*confidence = CONFIDENCE_LIKELY;
	for (uint32_t i = 0; models && i < looked->n_bases; i++)
		if (is_abstract_name(looked->bases[i]))
			return true;
	return false;
}

static const struct datum *field_argument(const struct dj_thing *field,
					  const char *name)
{
	return call_argument(field->arguments, field->n_arguments, CODE_NONE,
			     name);
}

static const char *constant_argument(struct code *code,
				     const struct dj_thing *field,
				     const char *name)
{
	const struct datum *datum = field_argument(field, name);

	return datum ? strings_constant(code, datum) : NULL;
}

static bool field_says(struct code *code, const struct dj_thing *field,
		       const char *name)
{
	const struct datum *datum = field_argument(field, name);

	return datum && datum->kind == DATUM_CONSTANT &&
	       !strcmp(code_excerpt(code, datum->node), "True");
}

/* The model that a relation leads to: Customer, "Customer", "shop.Customer",
 * "self". */
static const struct symbol *target_of(struct code *code, uint32_t class_,
				      const struct dj_thing *field)
{
	const struct datum *to =
		call_argument(field->arguments, field->n_arguments, 0, "to");
	const char *name = to ? strings_constant(code, to) : NULL;
	const char *dot;

	if (!to)
		return NULL;
	if (!name && to->symbol && to->symbol->n_parts &&
	    !strcmp(to->symbol->parts[to->symbol->n_parts - 1],
		    "AUTH_USER_MODEL"))
		return scopes_symbol(code, NULL, "User");
	if (!name)
		return orm_model_of(code, to);
	if (!strcmp(name, "self"))
		return scopes_class_symbol(code, class_);
	dot = strrchr(name, '.');
	return scopes_symbol(code, NULL, dot ? dot + 1 : name);
}

/* on_delete=models.SET_NULL is "set null". */
static const char *on_delete_of(struct code *code, const struct dj_thing *field)
{
	const struct datum *datum = call_argument(
		field->arguments, field->n_arguments, 1, "on_delete");
	const char *word, *dot;
	char *lower;

	if (!datum)
		return NULL;
	word = code_excerpt(code, datum->node);
	dot = strrchr(word, '.');
	lower = arena_strdup(code->arena, dot ? dot + 1 : word);
	for (char *c = lower; *c; c++)
		*c = *c == '_' ? ' ' : g_ascii_tolower(*c);
	return lower;
}

static struct model_column *
add_relation(struct code *code, struct orm_model *model, const char *attribute,
	     const char *column, const struct symbol *target)
{
	struct model_column *relation =
		ARENA_PUSH(code->arena, model->relations, model->n_relations);

	relation->attribute = attribute;
	relation->column = column;
	if (target)
		relation->target = *target;
	return relation;
}

/* The attribute that a relation makes of what it leads to: related_name, else
 * "line_set", or "line" of OneToOneField; NULL: none, or not known. */
static const char *back_name(struct code *code, uint32_t class_,
			     const struct dj_thing *field)
{
	const struct datum *named = field_argument(field, "related_name");
	const char *name = named ? strings_constant(code, named) : NULL;
	char *lower = g_ascii_strdown(code->classes[class_].name, -1);
	const char *made = NULL, *part;

	part = name ? strstr(name, "%(class)s") : NULL;
	if (part)
		made = arena_printf(code->arena, "%.*s%s%s", (int)(part - name),
				    name, lower, part + strlen("%(class)s"));
	else if (name)
		made = name;
	else if (!named)
		made = arena_printf(code->arena,
				    strcmp(field->type, "OneToOneField") != 0
					    ? "%s_set"
					    : "%s",
				    lower);
	g_free(lower);
	return !made || strpbrk(made, "%+") ? NULL : code_intern(code, made);
}

static void add_back(struct code *code, struct orm_model *model,
		     uint32_t class_, const struct dj_thing *field,
		     const struct symbol *target, bool many)
{
	const char *name = back_name(code, class_, field);
	struct model_column *relation;

	if (!target || !name)
		return;
	relation = add_relation(code, model, name, NULL, target);
	relation->reverse = true;
	relation->many = many;
}

/* The reference of a foreign key; gives what it leads to. order.customer and
 * order.customer_id are the same column. */
static const struct symbol *take_relation(struct code *code,
					  struct orm_model *model,
					  uint32_t class_, const char *column,
					  const struct dj_thing *field)
{
	const struct symbol *target = target_of(code, class_, field);
	struct orm_reference *reference;

	add_relation(code, model, column, column, NULL);
	add_back(code, model, class_, field, target, false);
	if (!target)
		return NULL;
	reference =
		ARENA_PUSH(code->arena, model->references, model->n_references);
	reference->column_name = column;
	reference->to.parts = target->parts + target->n_parts - 1;
	reference->to.n_parts = 1;
	reference->to.line = code_line(code, field->node);
	reference->to.end_line = reference->to.line;
	reference->on_delete = on_delete_of(code, field);
	reference->node = field->node;
	return target;
}

static void take_field(struct code *code, struct orm_model *model,
		       uint32_t class_, const char *attribute,
		       const struct dj_thing *field)
{
	const struct datum *named = field_argument(field, "db_column");
	const struct symbol *target = NULL;
	struct defined_column column = {
		.name = named ? strings_constant(code, named) : NULL,
		.type = field->type,
		.line = code_line(code, field->node),
	};

	if (is_many(field->type)) {
		bool many = g_str_has_suffix(field->type, "ManyField") &&
			    !field_argument(field, "through");
		struct model_column *relation;

		target = target_of(code, class_, field);
		relation = add_relation(code, model, attribute, NULL, target);
		relation->many = many;
		relation->between = constant_argument(code, field, "db_table");
		if (g_str_has_suffix(field->type, "ManyField"))
			add_back(code, model, class_, field, target, many);
		return;
	}
	if (!column.name && is_relation(field->type))
		column.name = arena_printf(code->arena, "%s_id", attribute);
	else if (!column.name)
		column.name = attribute;
	if (field_says(code, field, "primary_key"))
		column.flags |= COLUMN_PRIMARY;
	if (field_says(code, field, "unique"))
		column.flags |= COLUMN_UNIQUE;
	if (!field_says(code, field, "null"))
		column.flags |= COLUMN_NOT_NULL;
	if (is_relation(field->type))
		target = take_relation(code, model, class_, column.name, field);
	orm_model_column(code, model, attribute, &column, target);
}

/* The fields of a class, in their order, and of those of this text that it
 * stands on. */
static void take_fields(struct code *code, struct orm_model *model,
			uint32_t class_, int steps)
{
	struct code_class *from = &code->classes[class_];
	uint32_t past = from->body == SYNTAX_NONE
				? 0
				: CODE_NODE(code, from->body)->past;

	for (uint32_t i = 0; steps && i < from->n_bases; i++)
		if (from->bases[i]->kind == DATUM_CLASS &&
		    from->bases[i]->index != class_ &&
		    meta_says(code, meta_of(code, from->bases[i]->index),
			      "abstract"))
			take_fields(code, model, from->bases[i]->index,
				    steps - 1);
	for (uint32_t n = from->body + 1; n < past;
	     n = CODE_NODE(code, n)->past) {
		uint32_t target = syntax_child(&code->syntax, n, AS_TARGET);
		struct dj_thing *field;

		if (CODE_NODE(code, n)->kind != SYNTAX_ASSIGNMENT ||
		    target == SYNTAX_NONE ||
		    CODE_NODE(code, target)->kind != SYNTAX_NAME)
			continue;
		field = dj_thing_of(
			member(code, class_, code_word(code, target)));
		if (field && field->kind == DJ_FIELD)
			take_field(code, model, class_, code_word(code, target),
				   field);
	}
}

/* Django adds "id" where no field is the key; "pk" is the key. */
static void take_key(struct code *code, struct orm_model *model)
{
	struct defined_column id = {.name = "id",
				    .type = "AutoField",
				    .flags = COLUMN_PRIMARY | COLUMN_NOT_NULL |
					     COLUMN_IDENTITY};
	const char *key = NULL;

	for (uint32_t i = 0; i < model->n_columns && !key; i++)
		if (model->columns[i].flags & COLUMN_PRIMARY)
			key = model->columns[i].name;
	if (!key) {
		id.line = code_line(code, model->node);
		orm_model_column(code, model, "id", &id, NULL);
		key = "id";
	}
	add_relation(code, model, "pk", key, NULL);
}

static void name_table(struct code *code, struct orm_model *model,
		       uint32_t meta)
{
	const struct datum *named =
		meta == CODE_NONE ? NULL : member(code, meta, "db_table");
	const struct datum *label =
		meta == CODE_NONE ? NULL : member(code, meta, "app_label");
	const char *table = named ? strings_constant(code, named) : NULL;
	const char *app = label ? strings_constant(code, label) : NULL;

	if (!table && app) {
		const char *name = code->classes[model->class_].name;
		char *lower = g_ascii_strdown(name, -1);

		table = arena_printf(code->arena, "%s_%s", app, lower);
		g_free(lower);
		named = label;
		model->confidence = CONFIDENCE_LIKELY;
	}
	if (!table) {
		model->convention = "django";
		return;
	}
	model->table =
		orm_table_name(code, table, code_line(code, named->node));
	model->table.n_parts = 1; /* no schema is meant by a dot */
	model->table.parts[0] = table;
}

static void read_class(struct code *code, void *payload, uint32_t class_)
{
	struct django *state = payload;
	uint32_t meta = meta_of(code, class_);
	enum confidence confidence;
	struct orm_model *model;

	if (!state->is_model)
		state->is_model = arena_alloc(code->arena,
					      code->n_classes * sizeof(bool));
	state->is_model[class_] = is_model(code, state, class_, &confidence);
	dj_object_class(code, state, class_);
	/* A proxy has the table of its base. */
	if (!state->is_model[class_] || meta_says(code, meta, "proxy"))
		return;
	model = ARENA_NEW(code->arena, struct orm_model);
	model->node = code->classes[class_].node;
	model->class_ = class_;
	model->is_class = true;
	model->symbol = scopes_class_symbol(code, class_);
	model->confidence = confidence;
	model->abstract = meta_says(code, meta, "abstract");
	if (!model->abstract)
		name_table(code, model, meta);
	take_fields(code, model, class_, BASE_STEPS);
	if (!model->abstract)
		take_key(code, model);
	*ARENA_PUSH(code->arena, state->models, state->n_models) = model;
}

/* --- the ORM --- */

static void *start(struct code *code)
{
	static const char *const sure[] = {"django", "rest_framework",
					   "get_model(", NULL};
	static const char *const maybe[] = {"import models", "models import",
					    NULL};
	static const char *const others[] = {
		"sqlalchemy", "SQLAlchemy",    "db.session", "db.Model",
		"sqlmodel",   "__tablename__", "peewee",     "tortoise",
		"pony.",      "flask",	       NULL};
	struct django *state = ARENA_NEW(code->arena, struct django);
	const char *bytes = code->text->bytes;
	size_t size = code->text->size;

	state->spoken = words_any(bytes, size, sure);
	state->foreign = !state->spoken && words_any(bytes, size, others);
	state->spoken |= !state->foreign && words_any(bytes, size, maybe);
	return state;
}

static const struct datum *call(struct code *code, void *state,
				const struct orm_call *call)
{
	const struct datum *field = make_field(code, call);

	dj_object_registered(code, state, call);
	return field ? field : dj_query_call(code, state, call);
}

static const struct datum *get_member(struct code *code, void *state,
				      const struct datum *object,
				      const char *name, uint32_t node)
{
	return dj_query_member(code, state, object, name, node);
}

static void assign(struct code *code, void *state, const struct datum *object,
		   const char *name, uint32_t node)
{
	dj_query_assign(code, state, object, name, node);
}

static const struct datum *item(struct code *code, void *state,
				const struct datum *of)
{
	struct dj_thing *thing = dj_thing_of(of), *row;

	(void)state;
	if (!thing || thing->kind != DJ_QUERY)
		return NULL;
	row = dj_thing_new(code, DJ_ROW, of->node);
	row->target = thing->target;
	return dj_datum(code, row);
}

static void finish(struct code *code, void *payload)
{
	struct django *state = payload;

	for (uint32_t i = 0; i < state->n_models; i++)
		orm_model_deliver(code, state->models[i]);
	for (uint32_t i = 0; i < state->n_aliases; i++)
		analysis_fact(code->analysis, code->text, state->aliases[i]);
	orm_deliver(code, &state->queries);
}

const struct orm orm_django = {
	.name = "django",
	.start = start,
	.class_ = read_class,
	.member = get_member,
	.call = call,
	.assign = assign,
	.item = item,
	.finish = finish,
};
