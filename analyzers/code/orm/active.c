/*
 * Peewee, Tortoise and Pony: classes that map tables and are asked
 * themselves.
 *
 *	class Order(BaseModel):            Peewee: the table is "order"
 *		total = IntegerField(column_name="total_cents")
 *		class Meta: table_name = "orders"
 *	Order.select(Order.total).where(Order.id == 5).join(Line)
 *	await Order.filter(id=5).update(total=6)     Tortoise: Meta.table
 *	class Order(db.Entity): _table_ = "orders"   Pony
 *	select(o for o in Order if o.total > 5)
 *
 * Only texts that name one of them define models; a class is one where it
 * stands on Model, Entity or something called ...Model. Others that ask are
 * found by what the linker knows of the class.
 */
#include <string.h>

#include "analyzers/code/orm/orm.h"
#include "analyzers/code/orm/query.h"
#include "analyzers/code/strings.h"
#include "analyzers/code/words.h"

struct active_thing {
	const struct symbol *symbol;
	struct orm_query *query; /* NULL: an object */
};

struct active {
	bool spoken, pony;
	struct orm_queries queries;
	struct orm_model **models;
	uint32_t n_models;
	bool *is_model;
};

static const struct {
	const char *name;
	uint32_t operations;
	bool row;
} methods[] = {
	{"all", OP_SELECT, false},
	{"bulk_create", OP_INSERT, false},
	{"bulk_update", OP_UPDATE, false},
	{"count", OP_SELECT, false},
	{"create", OP_INSERT, true},
	{"delete", OP_DELETE, false},
	{"delete_by_id", OP_DELETE, false},
	{"exclude", OP_SELECT, false},
	{"exists", OP_SELECT, false},
	{"filter", OP_SELECT, false},
	{"first", OP_SELECT, true},
	{"get", OP_SELECT, true},
	{"get_by_id", OP_SELECT, true},
	{"get_or_create", OP_SELECT | OP_INSERT, true},
	{"get_or_none", OP_SELECT, true},
	{"in_bulk", OP_SELECT, false},
	{"insert", OP_INSERT, false},
	{"insert_from", OP_INSERT, false},
	{"insert_many", OP_INSERT, false},
	{"replace", OP_INSERT | OP_UPDATE, false},
	{"replace_many", OP_INSERT | OP_UPDATE, false},
	{"select", OP_SELECT, false},
	{"set_by_id", OP_UPDATE, false},
	{"update", OP_UPDATE, false},
	{"update_or_create", OP_SELECT | OP_INSERT | OP_UPDATE, true},
};

static int method_of(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(methods); i++)
		if (!strcmp(methods[i].name, name))
			return (int)i;
	return -1;
}

static struct active_thing *thing_of(const struct datum *datum)
{
	if (!datum || datum->kind != DATUM_ORM || datum->orm != &orm_active)
		return NULL;
	return datum->orm_state;
}

static const struct datum *thing_new(struct code *code,
				     const struct symbol *symbol,
				     struct orm_query *query, uint32_t node)
{
	struct active_thing *thing =
		ARENA_NEW(code->arena, struct active_thing);
	struct datum *datum = datum_new(code, DATUM_ORM, node);

	thing->symbol = symbol;
	thing->query = query;
	datum->orm = &orm_active;
	datum->orm_state = thing;
	return datum;
}

/* --- queries --- */

static void take_arguments(struct code *code, struct orm_query *query,
			   const struct orm_call *call, uint32_t roles)
{
	struct orm_entity *first = &query->entities[0];

	for (uint32_t i = 0; i < call->n_arguments; i++) {
		const struct code_argument *a = &call->arguments[i];
		const struct symbol *model = orm_model_of(code, a->value);
		char *end;

		if (a->name) { /* total__gt is the attribute total */
			char *name = arena_strdup(code->arena, a->name);

			end = strstr(name, "__");
			if (end)
				*end = '\0';
			orm_entity_use(code, first, code_intern(code, name),
				       roles);
		}
		if (model)
			orm_query_entity(code, query, model)->operations |=
				OP_SELECT;
		orm_query_scan(code, query, a->node, roles);
	}
}

static uint32_t roles_of(const char *name)
{
	if (strstr(name, "join"))
		return ROLE_JOIN;
	if (strstr(name, "order"))
		return ROLE_ORDER;
	if (strstr(name, "create") || strstr(name, "insert") ||
	    strstr(name, "update"))
		return ROLE_WRITE;
	return strcmp(name, "select") != 0 ? ROLE_WHERE : ROLE_SELECT;
}

static const struct datum *go_on(struct code *code, struct active_thing *thing,
				 const struct orm_call *call)
{
	int method = method_of(call->name);

	orm_query_reach(code, thing->query, call->node);
	if (!strcmp(call->name, "update") || !strcmp(call->name, "delete"))
		thing->query->entities[0].operations =
			methods[method].operations;
	take_arguments(code, thing->query, call, roles_of(call->name));
	if (method >= 0 && methods[method].row)
		return thing_new(code, thing->symbol, NULL, call->node);
	return thing_new(code, thing->symbol, thing->query, call->node);
}

static const struct datum *begin(struct code *code, struct active *state,
				 const struct orm_call *call,
				 const struct symbol *model, int method)
{
	struct orm_query *query =
		orm_query_new(code, &state->queries, call->node);

	orm_query_entity(code, query, model)->operations =
		methods[method].operations;
	take_arguments(code, query, call, roles_of(call->name));
	return thing_new(code, model, methods[method].row ? NULL : query,
			 call->node);
}

/* select(o for o in Order): each class that a loop goes over. */
static const struct datum *begin_at_loop(struct code *code,
					 struct active *state,
					 const struct orm_call *call)
{
	static const char *const names[] = {"select", "delete", "exists",
					    "count",  "get",	"max",
					    "min",    "sum",	NULL};
	uint32_t node, past;
	struct orm_query *query = NULL;
	const struct symbol *first = NULL;

	if (!state->pony || call->object || !call->n_arguments ||
	    !code_in_list(names, call->name))
		return NULL;
	node = call->arguments[0].node;
	past = CODE_NODE(code, node)->past;
	for (uint32_t n = node; n < past; n++) {
		uint32_t over;
		const struct symbol *model;

		if (CODE_NODE(code, n)->kind != SYNTAX_LOOP)
			continue;
		over = syntax_child(&code->syntax, n, AS_VALUE);
		if (over == SYNTAX_NONE ||
		    CODE_NODE(code, over)->kind != SYNTAX_NAME)
			continue;
		model = orm_model_of(code, eval(code, over));
		if (!model)
			continue;
		if (!query)
			query = orm_query_new(code, &state->queries,
					      call->node);
		first = first ? first : model;
		orm_query_entity(code, query, model)->operations =
			strcmp(call->name, "delete") != 0 ? OP_SELECT
							  : OP_DELETE;
	}
	return query ? thing_new(code, first, query, call->node) : NULL;
}

/* Forms: order.save(), order.delete_instance(), order.delete(). */
static const struct datum *change(struct code *code, struct active *state,
				  const struct orm_call *call)
{
	struct active_thing *thing = thing_of(call->object);
	bool delete = g_str_has_prefix(call->name, "delete");
	const struct symbol *model = NULL;

	if (strcmp(call->name, "save") != 0 &&
	    strcmp(call->name, "delete_instance") != 0 &&
	    strcmp(call->name, "delete") != 0)
		return NULL;
	if (thing && !thing->query)
		model = thing->symbol;
	else if (call->object->kind == DATUM_INSTANCE)
		model = call->object->symbol;
	if (!model)
		return NULL;
	orm_query_entity(code, orm_query_new(code, &state->queries, call->node),
			 model)
		->operations = delete ? OP_DELETE : OP_INSERT | OP_UPDATE;
	return datum_unknown(code, call->node);
}

static const struct datum *call(struct code *code, void *payload,
				const struct orm_call *call)
{
	struct active *state = payload;
	struct active_thing *thing;
	const struct symbol *model;
	const struct datum *found;
	int method;

	if (!state->spoken)
		return NULL;
	if (!call->object)
		return begin_at_loop(code, state, call);
	thing = thing_of(call->object);
	if (thing && thing->query)
		return go_on(code, thing, call);
	found = change(code, state, call);
	if (found)
		return found;
	model = orm_model_of(code, call->object);
	method = method_of(call->name);
	return model && method >= 0 ? begin(code, state, call, model, method)
				    : NULL;
}

static const struct datum *item(struct code *code, void *state,
				const struct datum *of)
{
	struct active_thing *thing = thing_of(of);

	(void)state;
	return thing && thing->query
		       ? thing_new(code, thing->symbol, NULL, of->node)
		       : NULL;
}

/* --- classes --- */

static bool is_model(struct code *code, const struct active *state,
		     uint32_t class_)
{
	const struct code_class *looked = &code->classes[class_];

	for (uint32_t i = 0; i < looked->n_bases; i++) {
		const struct datum *base = looked->bases[i];
		const char *word = code_excerpt(code, base->node);

		if (base->kind == DATUM_CLASS && state->is_model[base->index])
			return true;
		if (base->kind != DATUM_CLASS &&
		    (g_str_has_suffix(word, "Model") ||
		     (state->pony && g_str_has_suffix(word, ".Entity"))))
			return true;
	}
	return false;
}

static const struct datum *member(struct code *code, uint32_t class_,
				  const char *name)
{
	return g_hash_table_lookup(code->classes[class_].members,
				   code_intern(code, name));
}

/* The table's name: of Meta, _table_, else the class in lower case. */
static const char *table_of(struct code *code, const struct active *state,
			    uint32_t class_)
{
	static const char *const keys[] = {"table_name", "db_table", "table"};
	const struct datum *meta = member(code, class_, "Meta");
	const struct datum *named = member(code, class_, "_table_");
	const char *name = named ? strings_constant(code, named) : NULL;
	const char *lower;
	char *folded;

	for (size_t i = 0; !name && meta && meta->kind == DATUM_CLASS &&
			   i < G_N_ELEMENTS(keys);
	     i++) {
		named = member(code, meta->index, keys[i]);
		name = named ? strings_constant(code, named) : NULL;
	}
	if (name || state->pony)
		return name ? name : code->classes[class_].name;
	folded = g_ascii_strdown(code->classes[class_].name, -1);
	lower = code_intern(code, arena_strdup(code->arena, folded));
	g_free(folded);
	return lower;
}

/* A field by how its value is written: IntegerField(...), Required(str). */
static void take_field(struct code *code, struct orm_model *model,
		       uint32_t assignment)
{
	struct syntax *syntax = &code->syntax;
	uint32_t target = syntax_child(syntax, assignment, AS_TARGET);
	uint32_t value = syntax_child(syntax, assignment, AS_VALUE);
	struct defined_column column = {0};
	uint32_t function;
	const char *type;

	if (target == SYNTAX_NONE || value == SYNTAX_NONE ||
	    CODE_NODE(code, target)->kind != SYNTAX_NAME ||
	    CODE_NODE(code, value)->kind != SYNTAX_CALL)
		return;
	function = syntax_child(syntax, value, AS_FUNCTION);
	if (function == SYNTAX_NONE)
		return;
	type = code_word(code, function);
	type = strrchr(type, '.') ? strrchr(type, '.') + 1 : type;
	if (!g_str_has_suffix(type, "Field") && strcmp(type, "Required") &&
	    strcmp(type, "Optional") && strcmp(type, "PrimaryKey"))
		return;
	if (strstr(type, "Many"))
		return;
	column.name = code_word(code, target);
	for (uint32_t n = syntax_child(syntax, value, AS_ARGUMENT);
	     n != SYNTAX_NONE; n = syntax_sibling(syntax, n)) {
		uint32_t name = syntax_child(syntax, n, AS_NAME);
		const char *word =
			name == SYNTAX_NONE ? "" : code_word(code, name);

		if (CODE_NODE(code, n)->kind == SYNTAX_KEYWORD &&
		    (g_str_has_prefix(word, "column") ||
		     !strcmp(word, "source_field") ||
		     !strcmp(word, "db_column"))) {
			const char *given = strings_constant(
				code,
				eval(code, syntax_child(syntax, n, AS_VALUE)));

			column.name = given ? given : column.name;
		}
	}
	if (g_str_has_prefix(type, "ForeignKey") &&
	    column.name == code_word(code, target))
		column.name = arena_printf(code->arena, "%s_id", column.name);
	column.type = type;
	column.line = code_line(code, assignment);
	orm_model_column(code, model, code_word(code, target), &column, NULL);
}

static void take_class(struct code *code, void *payload, uint32_t class_)
{
	struct active *state = payload;
	const char *name = code->classes[class_].name;
	uint32_t body = code->classes[class_].body;
	struct orm_model *model;

	if (!state->spoken)
		return;
	if (!state->is_model)
		state->is_model =
			arena_alloc(code->arena,
				    code->n_classes * sizeof(*state->is_model));
	state->is_model[class_] = is_model(code, state, class_);
	/* What only others stand on maps nothing. */
	if (!state->is_model[class_] || g_str_has_suffix(name, "Model") ||
	    !strcmp(name, "Base"))
		return;
	model = ARENA_NEW(code->arena, struct orm_model);
	model->node = code->classes[class_].node;
	model->class_ = class_;
	model->is_class = true;
	model->symbol = scopes_class_symbol(code, class_);
	model->confidence = CONFIDENCE_LIKELY;
	model->table = orm_table_name(code, table_of(code, state, class_),
				      code_line(code, model->node));
	for (uint32_t n = body + 1;
	     body != SYNTAX_NONE && n < CODE_NODE(code, body)->past;
	     n = CODE_NODE(code, n)->past)
		if (CODE_NODE(code, n)->kind == SYNTAX_ASSIGNMENT)
			take_field(code, model, n);
	*ARENA_PUSH(code->arena, state->models, state->n_models) = model;
}

static void *start(struct code *code)
{
	static const char *const words[] = {"peewee", "playhouse", "tortoise",
					    NULL};
	static const char *const pony[] = {"pony.orm", NULL};
	struct active *state = ARENA_NEW(code->arena, struct active);
	const char *bytes = code->text->bytes;

	state->pony = words_any(bytes, code->text->size, pony);
	state->spoken =
		state->pony || words_any(bytes, code->text->size, words);
	return state;
}

static void finish(struct code *code, void *payload)
{
	struct active *state = payload;

	for (uint32_t i = 0; i < state->n_models; i++)
		orm_model_deliver(code, state->models[i]);
	orm_deliver(code, &state->queries);
}

const struct orm orm_active = {
	.name = "active",
	.start = start,
	.class_ = take_class,
	.call = call,
	.item = item,
	.finish = finish,
};
