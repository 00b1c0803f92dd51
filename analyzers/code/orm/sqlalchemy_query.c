/*
 * SQLAlchemy: queries and changes through mapped classes and tables.
 *
 *	session.query(Order).filter(Order.total > 5).order_by(Order.id)
 *	select(Order.id).where(Order.total > 5)    also insert, update, delete
 *	orders.select().where(orders.c.total > 5)
 *	Order.query.filter_by(total=5)             Flask
 *	session.get(Order, 5)   session.add(Order(total=5))
 *	order = session.query(Order).first(); order.total = 6
 *
 * Whether a name is a model is the linker's to know; what looks like one (a
 * name with a capital) is reported and ignored there if it is none.
 */
#include <string.h>

#include "analyzers/code/orm/sqlalchemy.h"
#include "analyzers/code/strings.h"

/* What a method of a query does with its arguments. */
struct query_method {
	const char *name;
	uint32_t roles;
	uint32_t operation; /* of the first model, instead of select */
	bool row;	    /* gives an object */
};

static const struct query_method methods[] = {
	{"add_columns", ROLE_SELECT, 0, false},
	{"all", 0, 0, false},
	{"delete", ROLE_WHERE, OP_DELETE, false},
	{"distinct", ROLE_SELECT, 0, false},
	{"filter", ROLE_WHERE, 0, false},
	{"filter_by", ROLE_WHERE, 0, false},
	{"first", 0, 0, true},
	{"first_or_404", 0, 0, true},
	{"get", 0, 0, true},
	{"get_or_404", 0, 0, true},
	{"group_by", ROLE_GROUP, 0, false},
	{"having", ROLE_WHERE, 0, false},
	{"insert", 0, OP_INSERT, false},
	{"join", ROLE_JOIN, 0, false},
	{"on_conflict_do_update", ROLE_WRITE, OP_INSERT | OP_UPDATE, false},
	{"one", 0, 0, true},
	{"one_or_none", 0, 0, true},
	{"order_by", ROLE_ORDER, 0, false},
	{"outerjoin", ROLE_JOIN, 0, false},
	{"returning", ROLE_SELECT, 0, false},
	{"scalar_one", 0, 0, true},
	{"scalar_one_or_none", 0, 0, true},
	{"select", ROLE_SELECT, 0, false},
	{"select_from", ROLE_JOIN, 0, false},
	{"update", ROLE_WRITE, OP_UPDATE, false},
	{"values", ROLE_WRITE, 0, false},
	{"where", ROLE_WHERE, 0, false},
	{"with_entities", ROLE_SELECT, 0, false},
	{"with_only_columns", ROLE_SELECT, 0, false},
};

static const struct query_method *method_of(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(methods); i++)
		if (!strcmp(methods[i].name, name))
			return &methods[i];
	return NULL;
}

/* A class, a table, or a member that may be a table of another text. */
static const struct symbol *relation_of(struct code *code,
					const struct datum *datum)
{
	struct sa_thing *thing = sa_thing_of(datum);

	if (thing)
		return thing->kind == SA_TABLE ? thing->target : NULL;
	return orm_model_of(code, datum);
}

static struct sa_thing *query_new(struct code *code, struct sqlalchemy *state,
				  uint32_t node)
{
	struct sa_thing *thing = sa_thing_new(code, SA_QUERY, node);

	thing->query = orm_query_new(code, &state->queries, node);
	return thing;
}

/* Keywords and keys of maps are attributes of the first model. */
static void use_names(struct code *code, struct sa_thing *thing,
		      const struct orm_call *call, uint32_t roles)
{
	struct orm_entity *first;

	if (!thing->query->n_entities)
		return;
	first = &thing->query->entities[0];
	for (uint32_t i = 0; i < call->n_arguments; i++) {
		const struct code_argument *a = &call->arguments[i];

		if (a->name && strcmp(a->name, "synchronize_session") != 0 &&
		    strcmp(a->name, "set_") != 0 &&
		    strcmp(a->name, "index_elements") != 0)
			orm_entity_use(code, first, a->name, roles);
		for (uint32_t k = 0;
		     a->value->kind == DATUM_MAP && k < a->value->n_items;
		     k += 2) {
			const char *key =
				strings_constant(code, a->value->items[k]);

			if (key)
				orm_entity_use(code, first,
					       code_intern(code, key), roles);
		}
	}
}

/* A whole model or table as an argument: all its columns. */
static bool take_relation(struct code *code, struct sa_thing *thing,
			  const struct datum *datum, uint32_t operation,
			  uint32_t roles)
{
	const struct symbol *symbol = relation_of(code, datum);
	struct orm_entity *entity;

	if (!symbol)
		return false;
	entity = orm_query_entity(code, thing->query, symbol);
	entity->operations |= operation;
	if (roles & ROLE_SELECT)
		orm_entity_use(code, entity, "*", ROLE_STAR | ROLE_SELECT);
	return true;
}

static void take_arguments(struct code *code, struct sa_thing *thing,
			   const struct orm_call *call, uint32_t operation,
			   uint32_t roles)
{
	for (uint32_t i = 0; i < call->n_arguments; i++) {
		const struct code_argument *a = &call->arguments[i];

		if (a->value->kind == DATUM_LIST)
			for (uint32_t k = 0; k < a->value->n_items; k++)
				take_relation(code, thing, a->value->items[k],
					      operation, roles);
		else
			take_relation(code, thing, a->value, operation, roles);
		orm_query_scan(code, thing->query, a->node, roles);
	}
}

/* --- beginnings --- */

static bool is_sqlalchemy(const struct datum *datum)
{
	return datum && datum->kind == DATUM_SYMBOL && datum->symbol->module &&
	       (g_str_has_prefix(datum->symbol->module, "sqlalchemy") ||
		g_str_has_prefix(datum->symbol->module, "sqlmodel"));
}

/* Whether some argument leads to a model. */
static bool names_model(struct code *code, const struct orm_call *call)
{
	for (uint32_t i = 0; i < call->n_arguments; i++) {
		uint32_t node = call->arguments[i].node;
		uint32_t past = CODE_NODE(code, node)->past;

		if (relation_of(code, call->arguments[i].value))
			return true;
		for (uint32_t n = node; n < past; n++) {
			const char *attribute;

			if (CODE_NODE(code, n)->kind == SYNTAX_MEMBER &&
			    orm_member_of(code, n, &attribute))
				return true;
		}
	}
	return false;
}

static const struct {
	const char *name;
	uint32_t operation;
} statements[] = {
	{"delete", OP_DELETE}, {"exists", OP_SELECT}, {"insert", OP_INSERT},
	{"select", OP_SELECT}, {"update", OP_UPDATE},
};

/* Flask-SQLAlchemy's db.select(...), which comes from an object. */
static bool is_of_database(struct code *code, const struct sqlalchemy *state,
			   const struct orm_call *call)
{
	return state->imported && call->receiver != SYNTAX_NONE &&
	       CODE_NODE(code, call->receiver)->kind == SYNTAX_NAME &&
	       g_str_has_suffix(code_word(code, call->receiver), "db");
}

/* Forms: select(...), sa.update(...), insert(Order), db.delete(Order). */
static const struct datum *begin_statement(struct code *code,
					   struct sqlalchemy *state,
					   const struct orm_call *call)
{
	struct sa_thing *thing;

	if (!is_sqlalchemy(call->callee) && !is_of_database(code, state, call))
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(statements); i++) {
		uint32_t operation = statements[i].operation;

		if (strcmp(statements[i].name, call->name) != 0)
			continue;
		thing = query_new(code, state, call->node);
		thing->query->convention = "sqlalchemy";
		take_arguments(code, thing, call, operation,
			       operation == OP_SELECT ? ROLE_SELECT : 0);
		return sa_datum(code, thing);
	}
	return NULL;
}

/* Forms: orders.select(), orders.insert(), orders.update(). */
static const struct datum *begin_at_table(struct code *code,
					  struct sqlalchemy *state,
					  const struct orm_call *call)
{
	struct sa_thing *table = sa_thing_of(call->object);
	const struct symbol *symbol = NULL;
	struct sa_thing *thing;
	struct orm_entity *entity;
	size_t i;

	if (table && table->kind == SA_TABLE)
		symbol = table->target;
	else if (!table && state->imported && call->object &&
		 (call->object->kind == DATUM_UNKNOWN ||
		  call->object->kind == DATUM_SYMBOL))
		symbol = call->object->symbol;
	if (!symbol || !symbol->n_parts)
		return NULL;
	for (i = 0; i < G_N_ELEMENTS(statements); i++)
		if (!strcmp(statements[i].name, call->name))
			break;
	if (i == G_N_ELEMENTS(statements))
		return NULL;
	/* x.update(y) is more often a map's than a table's. */
	if (!table && call->n_arguments && !call->arguments[0].name &&
	    strcmp(call->name, "select") != 0)
		return NULL;
	thing = query_new(code, state, call->node);
	entity = orm_query_entity(code, thing->query, symbol);
	entity->operations |= statements[i].operation;
	if (statements[i].operation == OP_SELECT)
		orm_entity_use(code, entity, "*", ROLE_STAR | ROLE_SELECT);
	for (uint32_t k = 0; k < call->n_arguments; k++)
		orm_query_scan(code, thing->query, call->arguments[k].node,
			       ROLE_WHERE);
	return sa_datum(code, thing);
}

static struct sa_thing *row_of(struct code *code, const struct symbol *symbol,
			       uint32_t node)
{
	struct sa_thing *row = sa_thing_new(code, SA_ROW, node);

	row->target = symbol;
	return row;
}

/* Forms: session.query(...), session.get(Order, 5). */
static const struct datum *begin_at_session(struct code *code,
					    struct sqlalchemy *state,
					    const struct orm_call *call)
{
	bool get = !strcmp(call->name, "get") || !strcmp(call->name, "get_one");
	struct sa_thing *thing;

	if (!call->object || (!get && strcmp(call->name, "query") != 0) ||
	    (get && (call->n_arguments < 2 ||
		     !relation_of(code, call->arguments[0].value))) ||
	    !names_model(code, call))
		return NULL;
	thing = query_new(code, state, call->node);
	take_arguments(code, thing, call, OP_SELECT, ROLE_SELECT);
	if (get && thing->query->n_entities)
		return sa_datum(code,
				row_of(code, thing->query->entities[0].symbol,
				       call->node));
	return sa_datum(code, thing);
}

/* --- changes of objects --- */

/* Keywords of Order(total=5) are what is written. */
static void use_constructor(struct code *code, struct orm_entity *entity,
			    uint32_t node)
{
	struct syntax *syntax = &code->syntax;

	if (CODE_NODE(code, node)->kind != SYNTAX_CALL)
		return;
	for (uint32_t n = syntax_child(syntax, node, AS_ARGUMENT);
	     n != SYNTAX_NONE; n = syntax_sibling(syntax, n)) {
		uint32_t name = syntax_child(syntax, n, AS_NAME);

		if (CODE_NODE(code, n)->kind == SYNTAX_KEYWORD &&
		    name != SYNTAX_NONE)
			orm_entity_use(code, entity, code_word(code, name),
				       ROLE_WRITE);
	}
}

static bool change_object(struct code *code, struct sqlalchemy *state,
			  const struct orm_call *call,
			  const struct datum *object, uint32_t operation)
{
	struct sa_thing *row = sa_thing_of(object);
	const struct symbol *symbol = NULL;
	struct orm_entity *entity;
	struct sa_thing *thing;
	bool found = false;

	/* Loaded or new: query.first() or Order() */
	for (uint32_t i = 0;
	     object->kind == DATUM_EITHER && i < object->n_items; i++)
		found |= change_object(code, state, call, object->items[i],
				       operation);
	if (found)
		return true;
	if (row && row->kind == SA_ROW)
		symbol = row->target;
	else if (object->kind == DATUM_INSTANCE)
		symbol = object->symbol;
	if (!symbol || (row && operation == OP_INSERT))
		return symbol != NULL;
	thing = query_new(code, state, call->node);
	entity = orm_query_entity(code, thing->query, symbol);
	entity->operations = operation;
	if (operation == OP_INSERT)
		use_constructor(code, entity, object->node);
	return true;
}

static bool is_session(struct code *code, const struct orm_call *call)
{
	const char *word = call->receiver == SYNTAX_NONE
				   ? ""
				   : code_word(code, call->receiver);

	return strcasestr(word, "session") != NULL;
}

/* session.add(order), where only its name or its declaration says what it
 * is. */
static bool change_unknown(struct code *code, struct sqlalchemy *state,
			   const struct orm_call *call, bool delete)
{
	uint32_t node = call->arguments[0].node;
	struct orm_entity model = {.symbol = NULL};
	struct orm_query *query;
	bool many;

	model.symbol = orm_declared(code, call->arguments[0].value, &many);
	if (!model.symbol && CODE_NODE(code, node)->kind == SYNTAX_MEMBER)
		node = syntax_child(&code->syntax, node, AS_NAME);
	if (!model.symbol && node != SYNTAX_NONE &&
	    CODE_NODE(code, node)->kind == SYNTAX_NAME &&
	    !code_in_list(code->language->self, code_word(code, node))) {
		model.symbol = scopes_symbol(code, NULL, code_word(code, node));
		model.guess = true;
	}
	if (!model.symbol) {
		orm_query_unknown(code, &state->queries, call->node,
				  code_shown(code, call->arguments[0].node));
		return true;
	}
	query = orm_query_new(code, &state->queries, call->node);
	query->convention = "sqlalchemy";
	orm_query_related(code, query, &model)->operations =
		delete ? OP_DELETE : OP_INSERT;
	return true;
}

/* Forms: session.add(Order()), session.add_all([...]), session.delete(x),
 * session.merge(x), session.bulk_insert_mappings(Order, ...); Alembic's
 * op.bulk_insert(orders, [...]). */
static const struct datum *change(struct code *code, struct sqlalchemy *state,
				  const struct orm_call *call)
{
	bool delete = !strcmp(call->name, "delete");
	bool found = false;
	const struct datum *value;

	if (!call->object || !call->n_arguments)
		return NULL;
	value = call->arguments[0].value;
	if ((g_str_has_prefix(call->name, "bulk_") &&
	     g_str_has_suffix(call->name, "_mappings")) ||
	    !strcmp(call->name, "bulk_insert")) {
		struct sa_thing *thing;

		if (!relation_of(code, value))
			return NULL;
		thing = query_new(code, state, call->node);
		take_relation(code, thing, value,
			      strstr(call->name, "update") ? OP_UPDATE
							   : OP_INSERT,
			      0);
		return sa_datum(code, sa_thing_new(code, SA_OTHER, call->node));
	}
	if (!delete &&strcmp(call->name, "add") != 0 &&
	    strcmp(call->name, "add_all") != 0 &&
	    strcmp(call->name, "bulk_save_objects") != 0 &&
	    strcmp(call->name, "merge") != 0)
		return NULL;
	for (uint32_t i = 0; value->kind == DATUM_LIST && i < value->n_items;
	     i++)
		found |= change_object(code, state, call, value->items[i],
				       OP_INSERT);
	if (value->kind != DATUM_LIST)
		found = change_object(code, state, call, value,
				      delete ? OP_DELETE : OP_INSERT);
	if (!found && state->imported && is_session(code, call))
		found = change_unknown(code, state, call, delete);
	return found ? datum_unknown(code, call->node) : NULL;
}

/* What session.execute(...) gives are rows: asking those asks nobody. */
static const struct datum *rows_of_execute(struct code *code,
					   const struct sqlalchemy *state,
					   const struct orm_call *call)
{
	static const char *const names[] = {
		"exec",	  "exec_driver_sql", "execute", "scalars",
		"stream", "stream_scalars",  NULL};

	if (!state->imported || !call->object ||
	    !code_in_list(names, call->name))
		return NULL;
	return sa_datum(code, sa_thing_new(code, SA_OTHER, call->node));
}

/* Methods that only queries have, or that are written as theirs. */
static bool is_query_call(const struct orm_call *call)
{
	static const char *const sure[] = {"filter",	    "filter_by",
					   "first_or_404",  "group_by",
					   "one_or_none",   "order_by",
					   "outerjoin",	    "select_from",
					   "where",	    "with_only_columns",
					   "with_entities", NULL};

	if (!strcmp(call->name, "all") || !strcmp(call->name, "one_or_none") ||
	    !strcmp(call->name, "first_or_404"))
		return !call->n_arguments;
	return code_in_list(sure, call->name) && call->n_arguments;
}

/* A query that is handed in, or that another function gives: who narrows it
 * down is a blind spot. */
static const struct datum *ask_unknown(struct code *code,
				       struct sqlalchemy *state,
				       const struct orm_call *call)
{
	uint32_t receiver = call->receiver;

	if (!state->imported || !call->object || receiver == SYNTAX_NONE ||
	    call->callee->kind == DATUM_FUNCTION || !is_query_call(call))
		return NULL;
	if (call->object->kind != DATUM_UNKNOWN &&
	    call->object->kind != DATUM_PARAMETER &&
	    call->object->kind != DATUM_RESULT)
		return NULL;
	orm_query_unknown(code, &state->queries, call->node,
			  code_shown(code, receiver));
	return datum_unknown(code, call->node);
}

/* --- chains --- */

/* An INSERT of a query, or UPDATE and DELETE through one, replace what was
 * its operation. */
static void set_operation(struct sa_thing *thing, uint32_t operation)
{
	if (operation && thing->query->n_entities)
		thing->query->entities[0].operations = operation;
}

static void drop_star(struct sa_thing *thing)
{
	if (thing->query->n_entities)
		orm_entity_drop(&thing->query->entities[0], "*");
}

static const struct datum *go_on(struct code *code, const struct orm_call *call,
				 struct sa_thing *thing)
{
	const struct query_method *method = method_of(call->name);

	orm_query_reach(code, thing->query, call->node);
	if (!method)
		return sa_datum(code, thing);
	if (method->operation == OP_DELETE || method->operation == OP_UPDATE)
		drop_star(thing);
	set_operation(thing, method->operation);
	if (method->roles & (ROLE_JOIN | ROLE_SELECT))
		take_arguments(code, thing, call, OP_SELECT, method->roles);
	else
		for (uint32_t i = 0; method->roles && i < call->n_arguments;
		     i++)
			orm_query_scan(code, thing->query,
				       call->arguments[i].node, method->roles);
	if (method->roles & (ROLE_WHERE | ROLE_WRITE))
		use_names(code, thing, call, method->roles);
	if (method->row && thing->query->n_entities)
		return sa_datum(code,
				row_of(code, thing->query->entities[0].symbol,
				       call->node));
	return sa_datum(code, thing);
}

/* A query that another function has begun is asked here, too. */
static struct sa_thing *asked_here(struct code *code, struct sqlalchemy *state,
				   struct sa_thing *thing,
				   const struct orm_call *call)
{
	const struct orm_query *begun = thing->query;

	if (begun->function == code->ropes.function || !begun->n_entities)
		return thing;
	thing = query_new(code, state, call->node);
	thing->query->convention = begun->convention;
	for (uint32_t i = 0; i < begun->n_entities; i++)
		orm_query_related(code, thing->query, &begun->entities[i])
			->operations = begun->entities[i].operations;
	return thing;
}

const struct datum *sa_query_call(struct code *code, struct sqlalchemy *state,
				  const struct orm_call *call)
{
	struct sa_thing *thing = sa_thing_of(call->object);
	const struct datum *datum;

	if (thing && thing->kind == SA_QUERY)
		return go_on(code, call, asked_here(code, state, thing, call));
	datum = begin_at_session(code, state, call);
	if (!datum)
		datum = begin_statement(code, state, call);
	if (!datum)
		datum = change(code, state, call);
	if (!datum)
		datum = begin_at_table(code, state, call);
	if (!datum)
		datum = rows_of_execute(code, state, call);
	if (!datum)
		datum = ask_unknown(code, state, call);
	if (!datum && thing && thing->kind != SA_ROW)
		datum = sa_datum(code,
				 sa_thing_new(code, SA_OTHER, call->node));
	return datum;
}

/* self.model of class ItemStore(Store[Item]): what the class is made for, if
 * that is a model. */
static const struct datum *
made_for(struct code *code, const struct datum *object, const char *name)
{
	uint32_t node;

	if (object->kind != DATUM_INSTANCE || object->index == CODE_NONE ||
	    !g_str_has_suffix(name, "model"))
		return NULL;
	node = code->classes[object->index].node;
	for (uint32_t n = syntax_child(&code->syntax, node, AS_BASE);
	     n != SYNTAX_NONE; n = syntax_sibling(&code->syntax, n)) {
		uint32_t index = syntax_child(&code->syntax, n, AS_INDEX);
		const struct datum *model;

		if (index == SYNTAX_NONE)
			continue;
		model = eval(code, index);
		if (orm_model_of(code, model))
			return model;
	}
	return NULL;
}

const struct datum *sa_query_member(struct code *code, struct sqlalchemy *state,
				    const struct datum *object,
				    const char *name, uint32_t node)
{
	struct sa_thing *thing = sa_thing_of(object);
	const struct symbol *symbol;

	if (thing && thing->kind == SA_QUERY) {
		orm_query_reach(code, thing->query, node);
		return method_of(name)
			       ? NULL
			       : sa_datum(code,
					  sa_thing_new(code, SA_OTHER, node));
	}
	symbol = orm_model_of(code, object);
	if (symbol && !strcmp(name, "__table__"))
		return object;
	if (!symbol && state->imported)
		return made_for(code, object, name);
	if (!symbol || strcmp(name, "query") != 0)
		return NULL;
	thing = query_new(code, state, node);
	take_relation(code, thing, object, OP_SELECT, ROLE_SELECT);
	/* cls.query of a mixin: whose it is, its heirs say. */
	if (state->imported && object->kind == DATUM_CLASS)
		thing->query->convention = "sqlalchemy";
	return sa_datum(code, thing);
}

/* An attribute set on an object that a query gave: an update. */
void sa_query_assign(struct code *code, struct sqlalchemy *state,
		     const struct datum *object, const char *name,
		     uint32_t node)
{
	struct sa_thing *row = sa_thing_of(object);

	if (!row || row->kind != SA_ROW)
		return;
	if (!row->query) {
		row->query = orm_query_new(code, &state->queries, node);
		row->query->confidence = CONFIDENCE_LIKELY;
		orm_query_entity(code, row->query, row->target)->operations =
			OP_UPDATE;
	}
	orm_entity_use(code, &row->query->entities[0], name, ROLE_WRITE);
}
