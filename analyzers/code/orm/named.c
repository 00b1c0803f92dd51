/*
 * Frameworks whose models have names of their own, from which the table's is
 * made, so that nothing has to be looked up elsewhere:
 *
 *	Line = Pool().get('sale.line')      Tryton: sale_line
 *	class Line(ModelSQL): __name__ = 'sale.line'
 *	self.env['sale.order'].search([])   Odoo: sale_order
 *	class Order(models.Model): _name = 'sale.order'
 *	frappe.get_doc("Sales Order", name) Frappe: tabSales Order
 *
 * A model whose name is not written is a blind spot, one a function. Only
 * texts that name the framework are looked at.
 */
#include <string.h>

#include "analyzers/code/orm/orm.h"
#include "analyzers/code/orm/query.h"
#include "analyzers/code/strings.h"
#include "analyzers/code/words.h"

enum framework { FRAMEWORK_NONE, TRYTON, ODOO, FRAPPE };

enum named_kind {
	NAMED_MODEL,	/* the class, or a set of its records */
	NAMED_TABLE,	/* Line.__table__() */
	NAMED_REGISTRY, /* self.env */
};

struct named_thing {
	enum named_kind kind;
	const struct symbol *symbol; /* of the model; or NULL */
};

struct named {
	enum framework framework;
	struct orm_queries queries;
	GHashTable *models; /* table -> struct orm_model */
	struct orm_model **list;
	uint32_t n_list;
	const struct symbol **of_class; /* of each class: its model */
};

/* --- models --- */

static bool is_model_name(const char *name)
{
	return name && *name &&
	       name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_.-")] ==
		       '\0';
}

/* The model of that name, made known once a text. */
static const struct symbol *model_named(struct code *code, struct named *state,
					const char *name, uint32_t node)
{
	struct orm_model *model;
	char *table;

	if (state->framework == FRAPPE) {
		table = arena_printf(code->arena, "tab%s", name);
	} else {
		table = arena_strdup(code->arena, name);
		g_strdelimit(table, ".-", '_');
	}
	table = (char *)code_intern(code, table);
	model = g_hash_table_lookup(state->models, table);
	if (model)
		return model->symbol;
	model = ARENA_NEW(code->arena, struct orm_model);
	model->node = node;
	model->class_ = CODE_NONE;
	model->symbol = scopes_symbol(code, NULL, table);
	model->table.parts = arena_alloc(code->arena, sizeof(char *));
	model->table.parts[0] = table;
	model->table.n_parts = 1;
	model->table.line = code_line(code, node);
	model->table.end_line = model->table.line;
	model->confidence = CONFIDENCE_LIKELY;
	g_hash_table_insert(state->models, table, model);
	*ARENA_PUSH(code->arena, state->list, state->n_list) = model;
	return model->symbol;
}

static struct named_thing *thing_of(const struct datum *datum)
{
	if (datum && datum->kind == DATUM_EITHER)
		for (uint32_t i = 0; i < datum->n_items; i++)
			if (datum->items[i]->kind == DATUM_ORM)
				datum = datum->items[i];
	if (!datum || datum->kind != DATUM_ORM || datum->orm != &orm_named)
		return NULL;
	return datum->orm_state;
}

static const struct datum *thing_new(struct code *code, enum named_kind kind,
				     const struct symbol *symbol, uint32_t node)
{
	struct named_thing *thing = ARENA_NEW(code->arena, struct named_thing);
	struct datum *datum = datum_new(code, DATUM_ORM, node);

	thing->kind = kind;
	thing->symbol = symbol;
	datum->orm = &orm_named;
	datum->orm_state = thing;
	return datum;
}

/* --- what is done --- */

static const struct {
	const char *name;
	uint32_t operations;
} methods[] = {
	{"__table__", OP_SELECT},
	{"browse", OP_SELECT},
	{"copy", OP_SELECT | OP_INSERT},
	{"create", OP_INSERT},
	{"delete", OP_DELETE},
	{"insert", OP_INSERT},
	{"name_search", OP_SELECT},
	{"read", OP_SELECT},
	{"read_group", OP_SELECT},
	{"reload", OP_SELECT},
	{"save", OP_INSERT | OP_UPDATE},
	{"search", OP_SELECT},
	{"search_count", OP_SELECT},
	{"search_read", OP_SELECT},
	{"select", OP_SELECT},
	{"submit", OP_UPDATE},
	{"unlink", OP_DELETE},
	{"update", OP_UPDATE},
	{"write", OP_UPDATE},
};

/* Functions of the module frappe that are given a model's name. */
static const struct {
	const char *name;
	uint32_t operations;
} functions[] = {
	{"DocType", OP_SELECT},	       {"count", OP_SELECT},
	{"delete", OP_DELETE},	       {"delete_doc", OP_DELETE},
	{"exists", OP_SELECT},	       {"get_all", OP_SELECT},
	{"get_cached_doc", OP_SELECT}, {"get_cached_value", OP_SELECT},
	{"get_doc", OP_SELECT},	       {"get_last_doc", OP_SELECT},
	{"get_list", OP_SELECT},       {"get_value", OP_SELECT},
	{"get_values", OP_SELECT},     {"new_doc", OP_INSERT},
	{"rename_doc", OP_UPDATE},     {"set_value", OP_UPDATE},
};

static uint32_t operations_of(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(methods); i++)
		if (!strcmp(methods[i].name, name))
			return methods[i].operations;
	return 0;
}

static void use(struct code *code, struct named *state,
		const struct symbol *symbol, uint32_t operations, uint32_t node)
{
	struct orm_query *query = orm_query_new(code, &state->queries, node);

	orm_query_entity(code, query, symbol)->operations = operations;
}

/* The model that "self" or "cls" is of. */
static const struct symbol *own_model(const struct named *state,
				      const struct datum *object)
{
	if ((object->kind != DATUM_INSTANCE && object->kind != DATUM_CLASS) ||
	    object->index == CODE_NONE || !state->of_class)
		return NULL;
	return state->of_class[object->index];
}

/* frappe.get_doc("Order", name), frappe.db.get_value(doctype, name, "x"),
 * frappe.get_doc({"doctype": "Order"}) */
static const struct datum *call_frappe(struct code *code, struct named *state,
				       const struct orm_call *call)
{
	const struct symbol *callee = call->callee->symbol, *model;
	const struct datum *given;
	uint32_t operations = 0;
	const char *name;

	if (call->callee->kind != DATUM_SYMBOL || !call->n_arguments ||
	    !callee->module || strcmp(callee->module, "frappe") != 0)
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(functions); i++)
		if (!strcmp(functions[i].name, call->name))
			operations = functions[i].operations;
	if (!operations)
		return NULL;
	given = call->arguments[0].value;
	name = strings_constant(code, given);
	for (uint32_t i = 0; given->kind == DATUM_MAP && i < given->n_items;
	     i += 2)
		if (!g_strcmp0(strings_constant(code, given->items[i]),
			       "doctype")) {
			name = strings_constant(code, given->items[i + 1]);
			operations = OP_INSERT;
		}
	if (!name || !*name) {
		orm_query_unknown(code, &state->queries, call->node,
				  code_shown(code, given->node));
		return datum_unknown(code, call->node);
	}
	model = model_named(code, state, name, call->node);
	use(code, state, model, operations, call->node);
	return thing_new(code, NAMED_MODEL, model, call->node);
}

/* Pool().get('sale.line'), self.pool.get('sale.order') */
static const struct datum *call_pool(struct code *code, struct named *state,
				     const struct orm_call *call)
{
	const char *name;

	if (strcmp(call->name, "get") != 0 || call->n_arguments != 1 ||
	    state->framework == FRAPPE)
		return NULL;
	name = strings_constant(code, call->arguments[0].value);
	if (!is_model_name(name) || !strchr(name, '.'))
		return NULL;
	return thing_new(code, NAMED_MODEL,
			 model_named(code, state, name, call->node),
			 call->node);
}

/* Whether a call on something unknown is written as one of a model: of what
 * is called as a class is, or with a list of conditions. */
static bool is_unknown_model(struct code *code, const struct orm_call *call)
{
	static const char *const names[] = {
		"browse", "create",	  "delete",	 "save",
		"search", "search_count", "search_read", "unlink",
		"write",  "__table__",	  NULL};
	uint32_t function =
		syntax_child(&code->syntax, call->node, AS_FUNCTION);
	uint32_t object =
		function == SYNTAX_NONE
			? SYNTAX_NONE
			: syntax_child(&code->syntax, function, AS_OBJECT);
	const char *word;

	if (!code_in_list(names, call->name) || object == SYNTAX_NONE)
		return false;
	if (CODE_NODE(code, object)->kind == SYNTAX_MEMBER)
		object = syntax_child(&code->syntax, object, AS_NAME);
	if (object == SYNTAX_NONE)
		return false;
	if (!strcmp(call->name, "__table__"))
		return true;
	if (CODE_NODE(code, object)->kind != SYNTAX_NAME)
		return false;
	word = code_word(code, object);
	if (!call->n_arguments)
		return !strcmp(call->name, "save") ||
		       !strcmp(call->name, "unlink") ||
		       !strcmp(call->name, "delete");
	return g_ascii_isupper(word[0]) || !strcmp(word, "cls") ||
	       g_str_has_suffix(word, "model") ||
	       call->arguments[0].value->kind == DATUM_LIST;
}

/* super().create(values) */
static bool is_super(struct code *code, uint32_t call)
{
	static const enum syntax_role way[] = {AS_FUNCTION, AS_OBJECT,
					       AS_FUNCTION};
	uint32_t node = call;

	for (size_t i = 0; i < G_N_ELEMENTS(way); i++) {
		node = syntax_child(&code->syntax, node, way[i]);
		if (node == SYNTAX_NONE)
			return false;
	}
	return CODE_NODE(code, node)->kind == SYNTAX_NAME &&
	       !strcmp(code_word(code, node), "super");
}

/* The model of the class around the function, or NULL. */
static const struct symbol *model_around(struct code *code,
					 const struct named *state)
{
	uint32_t class_ =
		code->ropes.function == ROPE_NO_FUNCTION
			? CODE_NONE
			: code->functions[code->ropes.function].class_;

	return class_ == CODE_NONE || !state->of_class
		       ? NULL
		       : state->of_class[class_];
}

static bool in_setup(struct code *code)
{
	return code->ropes.function != ROPE_NO_FUNCTION &&
	       !strcmp(code->functions[code->ropes.function].name, "__setup__");
}

static const struct datum *call(struct code *code, void *payload,
				const struct orm_call *call)
{
	struct named *state = payload;
	struct named_thing *thing = thing_of(call->object);
	const struct symbol *model = NULL;
	const struct datum *found;
	uint32_t operations;

	if (state->framework == FRAMEWORK_NONE)
		return NULL;
	found = state->framework == FRAPPE ? call_frappe(code, state, call)
					   : call_pool(code, state, call);
	if (found || !call->object)
		return found;
	if (thing)
		model = thing->symbol;
	else if (is_super(code, call->node))
		model = model_around(code, state);
	else
		model = own_model(state, call->object);
	operations = operations_of(call->name);
	if (!operations || call->callee->kind == DATUM_FUNCTION)
		return thing && thing->kind == NAMED_MODEL &&
				       call->callee->kind != DATUM_FUNCTION
			       ? thing_new(code, NAMED_MODEL, model, call->node)
			       : NULL;
	if (!model) {
		if (state->framework == FRAPPE ||
		    (call->object->kind != DATUM_UNKNOWN &&
		     call->object->kind != DATUM_PARAMETER &&
		     call->object->kind != DATUM_SYMBOL &&
		     call->object->kind != DATUM_RESULT &&
		     call->object->kind != DATUM_CLASS &&
		     call->object->kind != DATUM_INSTANCE) ||
		    !is_unknown_model(code, call))
			return NULL;
		orm_query_unknown(code, &state->queries, call->node,
				  code_shown(code, call->node));
		return datum_unknown(code, call->node);
	}
	/* What Tryton's __setup__() makes of a table are its constraints. */
	if (strcmp(call->name, "__table__") != 0 || !in_setup(code))
		use(code, state, model, operations, call->node);
	if (!strcmp(call->name, "__table__"))
		return thing_new(code, NAMED_TABLE, model, call->node);
	return thing_new(code, NAMED_MODEL, model, call->node);
}

/* self.env['sale.order'] */
static const struct datum *at(struct code *code, void *payload,
			      const struct datum *object, const char *key,
			      uint32_t node)
{
	struct named *state = payload;
	struct named_thing *thing = thing_of(object);

	if (thing && thing->kind == NAMED_MODEL)
		return object; /* a part of its records */
	if (!thing || thing->kind != NAMED_REGISTRY)
		return NULL;
	if (is_model_name(key))
		return thing_new(code, NAMED_MODEL,
				 model_named(code, state, key, node), node);
	orm_query_unknown(code, &state->queries, node, code_shown(code, node));
	return datum_unknown(code, node);
}

static const struct datum *get_member(struct code *code, void *payload,
				      const struct datum *object,
				      const char *name, uint32_t node)
{
	struct named *state = payload;

	(void)object;
	if (state->framework == ODOO && !strcmp(name, "env"))
		return thing_new(code, NAMED_REGISTRY, NULL, node);
	return NULL;
}

static const struct datum *item(struct code *code, void *state,
				const struct datum *of)
{
	struct named_thing *thing = thing_of(of);

	(void)state;
	(void)code;
	return thing && thing->kind == NAMED_MODEL ? of : NULL;
}

/* --- classes --- */

static const char *word_of(struct code *code, uint32_t class_, const char *name)
{
	const struct datum *datum = g_hash_table_lookup(
		code->classes[class_].members, code_intern(code, name));

	if (datum && datum->kind == DATUM_LIST && datum->n_items)
		datum = datum->items[0];
	return datum ? strings_constant(code, datum) : NULL;
}

/* Whether a base says that the class keeps records: ModelSQL of Tryton. */
static bool keeps_records(struct code *code, const struct named *state,
			  uint32_t class_)
{
	const struct code_class *looked = &code->classes[class_];

	for (uint32_t i = 0; i < looked->n_bases; i++) {
		const char *base = code_excerpt(code, looked->bases[i]->node);

		if (state->framework == ODOO ? strstr(base, "Model") != NULL
					     : strstr(base, "SQL") != NULL)
			return true;
		if (strstr(base, "Wizard") || strstr(base, "Report"))
			return false;
	}
	return false;
}

static void take_class(struct code *code, void *payload, uint32_t class_)
{
	struct named *state = payload;
	const char *name, *table;
	const struct symbol *model;
	struct orm_model *own;

	if (state->framework != TRYTON && state->framework != ODOO)
		return;
	if (!state->of_class)
		state->of_class =
			arena_alloc(code->arena,
				    code->n_classes * sizeof(*state->of_class));
	name = word_of(code, class_,
		       state->framework == ODOO ? "_name" : "__name__");
	if (!name && state->framework == ODOO)
		name = word_of(code, class_, "_inherit");
	if (!is_model_name(name) || !strchr(name, '.'))
		return;
	model = model_named(code, state, name, code->classes[class_].node);
	state->of_class[class_] = model;
	table = word_of(code, class_, "_table");
	own = g_hash_table_lookup(state->models, model->parts[0]);
	if (table && *table)
		own->table.parts[0] = table;
	if (keeps_records(code, state, class_) &&
	    (state->framework == TRYTON || word_of(code, class_, "_name"))) {
		own->class_ = class_;
		own->node = code->classes[class_].node;
	}
}

static void *start(struct code *code)
{
	static const char *const tryton[] = {"trytond", NULL};
	static const char *const odoo[] = {"odoo", "openerp", NULL};
	static const char *const frappe[] = {"import frappe", "frappe.", NULL};
	struct named *state = ARENA_NEW(code->arena, struct named);
	const char *bytes = code->text->bytes;
	size_t size = code->text->size;

	if (words_any(bytes, size, tryton))
		state->framework = TRYTON;
	else if (words_any(bytes, size, odoo))
		state->framework = ODOO;
	else if (words_any(bytes, size, frappe))
		state->framework = FRAPPE;
	else
		return state;
	state->models = g_hash_table_new(NULL, NULL);
	return state;
}

static void finish(struct code *code, void *payload)
{
	struct named *state = payload;

	if (state->framework == FRAMEWORK_NONE)
		return;
	for (uint32_t i = 0; i < state->n_list; i++) {
		struct orm_model *model = state->list[i];

		orm_model_export(code, model);
		if (model->class_ != CODE_NONE)
			orm_model_table(code, model);
	}
	orm_deliver(code, &state->queries);
	g_hash_table_unref(state->models);
}

const struct orm orm_named = {
	.name = "named",
	.start = start,
	.class_ = take_class,
	.member = get_member,
	.at = at,
	.call = call,
	.item = item,
	.finish = finish,
};
