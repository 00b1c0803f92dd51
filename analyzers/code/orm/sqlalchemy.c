/*
 * SQLAlchemy: tables and the classes that map them.
 *
 *	class Order(Base):
 *		__tablename__ = "orders"
 *		id = Column(Integer, primary_key=True)
 *		total = mapped_column("total_cents", Integer)
 *		shop: Mapped[int] = mapped_column(ForeignKey("shops.id"))
 *	orders = Table("orders", metadata, Column("id", Integer), schema="s")
 *	class Order(db.Model)                      Flask: the table is "order"
 *	class Order(SQLModel, table=True)          SQLModel: the same
 */
#include "analyzers/code/orm/sqlalchemy.h"

#include <string.h>

#include "analyzers/code/strings.h"
#include "analyzers/code/words.h"

#define MIXIN_STEPS 4

/* --- things --- */

struct sa_thing *sa_thing_of(const struct datum *datum)
{
	if (datum && datum->kind == DATUM_EITHER)
		for (uint32_t i = 0; i < datum->n_items; i++)
			if (datum->items[i]->kind == DATUM_ORM)
				datum = datum->items[i];
	if (!datum || datum->kind != DATUM_ORM || datum->orm != &orm_sqlalchemy)
		return NULL;
	return datum->orm_state;
}

struct sa_thing *sa_thing_new(struct code *code, enum sa_kind kind,
			      uint32_t node)
{
	struct sa_thing *thing = ARENA_NEW(code->arena, struct sa_thing);

	thing->kind = kind;
	thing->node = node;
	return thing;
}

const struct datum *sa_datum(struct code *code, struct sa_thing *thing)
{
	struct datum *datum = datum_new(code, DATUM_ORM, thing->node);

	datum->orm = &orm_sqlalchemy;
	datum->orm_state = thing;
	if (thing->kind == SA_TABLE)
		datum->symbol = thing->target;
	return datum;
}

/* --- constructors --- */

static const struct datum *named(const struct orm_call *call, const char *name)
{
	return call_argument(call->arguments, call->n_arguments, CODE_NONE,
			     name);
}

static bool is_true(struct code *code, const struct datum *datum)
{
	return datum && datum->kind == DATUM_CONSTANT &&
	       !strcmp(code_excerpt(code, datum->node), "True");
}

static bool is_false(struct code *code, const struct datum *datum)
{
	return datum && datum->kind == DATUM_CONSTANT &&
	       !strcmp(code_excerpt(code, datum->node), "False");
}

/* The last part of what the type is called: sa.String(20) is String(20). */
static const char *type_text(struct code *code, uint32_t node)
{
	const char *excerpt = code_excerpt(code, node);
	size_t length = strcspn(excerpt, "(");
	const char *dot;

	for (dot = excerpt + length; dot > excerpt && dot[-1] != '.';)
		dot--;
	if (g_str_has_suffix(dot, "()"))
		return arena_strndup(code->arena, dot, strlen(dot) - 2);
	return dot;
}

static void column_flags(struct code *code, const struct orm_call *call,
			 struct defined_column *column)
{
	const struct datum *value = named(call, "server_default");

	if (is_true(code, named(call, "primary_key")))
		column->flags |= COLUMN_PRIMARY;
	if (is_true(code, named(call, "unique")))
		column->flags |= COLUMN_UNIQUE;
	if (is_false(code, named(call, "nullable")))
		column->flags |= COLUMN_NOT_NULL;
	if (value) {
		column->flags |= COLUMN_DEFAULT;
		column->value = strings_constant(code, value);
	}
}

/* Forms: Column("name", Type, ForeignKey(...), nullable=False). */
static const struct datum *make_column(struct code *code,
				       const struct orm_call *call)
{
	struct sa_thing *thing = sa_thing_new(code, SA_COLUMN, call->node);
	const struct datum *name = named(call, "name");

	for (uint32_t i = 0; i < call->n_arguments; i++) {
		const struct code_argument *a = &call->arguments[i];
		struct sa_thing *key = sa_thing_of(a->value);

		if (a->name && strcmp(a->name, "type_") != 0)
			continue;
		if (key && key->kind == SA_KEY)
			*ARENA_PUSH(code->arena, thing->keys, thing->n_keys) =
				key;
		else if (i == 0 && strings_is(a->value))
			name = a->value;
		else if (!thing->column.type && !key)
			thing->column.type = type_text(code, a->value->node);
	}
	if (name)
		thing->column.name = strings_constant(code, name);
	thing->column.line = code_line(code, call->node);
	column_flags(code, call, &thing->column);
	return sa_datum(code, thing);
}

static const char *lower_case(struct code *code, const char *word)
{
	char *lower = word ? arena_strdup(code->arena, word) : NULL;

	for (char *c = lower; c && *c; c++)
		*c = g_ascii_tolower(*c);
	return lower;
}

/* "orders.id", "shop.orders.id": the last part is the column. */
static void set_target(struct code *code, struct sa_thing *key,
		       const char *dotted, uint32_t node)
{
	const char *dot = strrchr(dotted, '.');

	if (!dot) {
		key->to = orm_table_name(code, dotted, code_line(code, node));
		return;
	}
	*ARENA_PUSH(code->arena, key->to_columns, key->n_to_columns) = dot + 1;
	key->to = orm_table_name(
		code,
		arena_strndup(code->arena, dotted, (size_t)(dot - dotted)),
		code_line(code, node));
}

/* Forms: ForeignKey("orders.id"), ForeignKey(Order.id). */
static const struct datum *make_key(struct code *code,
				    const struct orm_call *call)
{
	struct sa_thing *key = sa_thing_new(code, SA_KEY, call->node);
	const struct datum *to =
		call_argument(call->arguments, call->n_arguments, 0, "column");
	const struct datum *on_delete = named(call, "ondelete");
	const char *dotted = to ? strings_constant(code, to) : NULL;
	const char *attribute;
	const struct symbol *symbol;

	if (dotted) {
		set_target(code, key, dotted, to->node);
	} else if (to && call->n_arguments &&
		   (symbol = orm_member_of(code, call->arguments[0].node,
					   &attribute))) {
		key->to.parts = symbol->parts;
		key->to.n_parts = symbol->n_parts;
		key->to.line = code_line(code, call->node);
	}
	if (on_delete)
		key->on_delete =
			lower_case(code, strings_constant(code, on_delete));
	return sa_datum(code, key);
}

/* Form: ForeignKeyConstraint(["a", "b"], ["t.a", "t.b"]). */
static const struct datum *make_constraint(struct code *code,
					   const struct orm_call *call)
{
	struct sa_thing *key = sa_thing_new(code, SA_KEY, call->node);
	const struct datum *columns =
		call_argument(call->arguments, call->n_arguments, 0, "columns");
	const struct datum *to = call_argument(
		call->arguments, call->n_arguments, 1, "refcolumns");

	for (uint32_t i = 0; columns && i < columns->n_items; i++) {
		const char *name = strings_constant(code, columns->items[i]);

		if (name)
			*ARENA_PUSH(code->arena, key->columns, key->n_columns) =
				name;
	}
	for (uint32_t i = 0; to && i < to->n_items; i++) {
		const char *name = strings_constant(code, to->items[i]);

		if (name)
			set_target(code, key, name, to->node);
	}
	return sa_datum(code, key);
}

/* Forms: relationship("Order"), relationship(Order), relationship(). */
static const struct datum *make_relation(struct code *code,
					 const struct orm_call *call)
{
	struct sa_thing *thing = sa_thing_new(code, SA_RELATION, call->node);
	const struct datum *to = call_argument(
		call->arguments, call->n_arguments, 0, "argument");
	const char *name = to ? strings_constant(code, to) : NULL;

	if (name) {
		const char *dot = strrchr(name, '.');

		thing->target = scopes_symbol(code, NULL, dot ? dot + 1 : name);
	} else if (to) {
		thing->target = orm_model_of(code, to);
	}
	return sa_datum(code, thing);
}

/* The symbol of what a call is assigned to; else of its table's name. */
static const struct symbol *assigned_symbol(struct code *code, uint32_t node,
					    const char *otherwise)
{
	uint32_t parent = CODE_NODE(code, node)->parent;
	uint32_t target = SYNTAX_NONE;
	const struct symbol *scope = NULL;

	if (CODE_NODE(code, parent)->kind == SYNTAX_ASSIGNMENT)
		target = syntax_child(&code->syntax, parent, AS_TARGET);
	if (target == SYNTAX_NONE ||
	    CODE_NODE(code, target)->kind != SYNTAX_NAME)
		return scopes_symbol(code, NULL, otherwise);
	for (uint32_t n = parent; n != SYNTAX_NONE && !scope;
	     n = CODE_NODE(code, n)->parent)
		if (CODE_NODE(code, n)->kind == SYNTAX_CLASS)
			scope = scopes_class_symbol(code, code->index_of[n]);
		else if (CODE_NODE(code, n)->kind == SYNTAX_FUNCTION)
			scope = scopes_function_symbol(code, code->index_of[n]);
	return scope ? scopes_symbol_in(code, scope, code_word(code, target))
		     : scopes_symbol(code, NULL, code_word(code, target));
}

void sa_take_key(struct code *code, struct orm_model *model,
		 const struct sa_thing *key, const char *column)
{
	uint32_t n = column ? 1 : key->n_columns;

	for (uint32_t i = 0; i < n && key->to.n_parts; i++) {
		struct orm_reference *reference = ARENA_PUSH(
			code->arena, model->references, model->n_references);

		reference->column_name = column ? column : key->columns[i];
		reference->to = key->to;
		if (i < key->n_to_columns)
			reference->to_column = key->to_columns[i];
		reference->on_delete = key->on_delete;
		reference->node = key->node;
	}
}

void sa_take_column(struct code *code, struct orm_model *model,
		    const char *attribute, const struct sa_thing *thing)
{
	struct defined_column column = thing->column;

	if (!column.name)
		column.name = attribute;
	if (!column.name)
		return;
	orm_model_column(code, model, attribute ? attribute : column.name,
			 &column, NULL);
	for (uint32_t i = 0; i < thing->n_keys; i++)
		sa_take_key(code, model, thing->keys[i], column.name);
}

void sa_take_columns(struct code *code, struct orm_model *model,
		     const struct code_argument *arguments,
		     uint32_t n_arguments)
{
	for (uint32_t i = 0; i < n_arguments; i++) {
		struct sa_thing *thing = sa_thing_of(arguments[i].value);

		if (thing && thing->kind == SA_COLUMN)
			sa_take_column(code, model, NULL, thing);
		else if (thing && thing->kind == SA_KEY)
			sa_take_key(code, model, thing, NULL);
	}
}

/* Forms: Table("name", metadata, Column(...), schema="s"); and without
 * metadata table("name", column("a")), which only mentions it. */
static const struct datum *make_table(struct code *code,
				      struct sqlalchemy *state,
				      const struct orm_call *call)
{
	const struct datum *name =
		call_argument(call->arguments, call->n_arguments, 0, "name");
	const struct datum *schema = named(call, "schema");
	const char *table = name ? strings_constant(code, name) : NULL;
	const char *in = schema ? strings_constant(code, schema) : NULL;
	struct sa_thing *thing;
	struct orm_model *model;

	if (!table)
		return NULL;
	thing = sa_thing_new(code, SA_TABLE, call->node);
	model = thing->model = ARENA_NEW(code->arena, struct orm_model);
	model->node = call->node;
	model->class_ = CODE_NONE;
	model->symbol = thing->target =
		assigned_symbol(code, call->node, table);
	model->table = orm_table_name(
		code,
		in ? arena_printf(code->arena, "%s.%s", in, table) : table,
		code_line(code, name->node));
	sa_take_columns(code, model, call->arguments, call->n_arguments);
	thing->defines = call->name[0] == 'T' &&
			 code->ropes.function == ROPE_NO_FUNCTION;
	*ARENA_PUSH(code->arena, state->tables, state->n_tables) = thing;
	return sa_datum(code, thing);
}

/* --- classes --- */

static const struct datum *member(struct code *code, uint32_t class_,
				  const char *name)
{
	return g_hash_table_lookup(code->classes[class_].members,
				   code_intern(code, name));
}

/* Whether a base is written as `name`, or ends so behind a dot. */
static bool has_base(struct code *code, uint32_t class_, const char *name)
{
	uint32_t node = code->classes[class_].node;
	size_t length = strlen(name);

	for (uint32_t n = syntax_child(&code->syntax, node, AS_BASE);
	     n != SYNTAX_NONE; n = syntax_sibling(&code->syntax, n)) {
		const char *word = code_word(code, n);
		size_t whole = strlen(word);

		if (whole >= length && !strcmp(word + whole - length, name) &&
		    (whole == length || word[whole - length - 1] == '.'))
			return true;
	}
	return false;
}

/* The schema of __table_args__ = {"schema": "s"}, or (..., {...}). */
static const char *schema_of(struct code *code, const struct datum *arguments)
{
	if (arguments && arguments->kind == DATUM_LIST && arguments->n_items)
		arguments = arguments->items[arguments->n_items - 1];
	if (!arguments || arguments->kind != DATUM_MAP)
		return NULL;
	for (uint32_t i = 0; i + 1 < arguments->n_items; i += 2)
		if (!g_strcmp0(strings_constant(code, arguments->items[i]),
			       "schema"))
			return strings_constant(code, arguments->items[i + 1]);
	return NULL;
}

/* How the class's table is called; false: it maps none. */
static bool find_table(struct code *code, uint32_t class_,
		       struct orm_model *model)
{
	const struct datum *name = member(code, class_, "__tablename__");
	const char *table = name ? strings_constant(code, name) : NULL;
	const char *schema =
		schema_of(code, member(code, class_, "__table_args__"));
	uint32_t line = code_line(code, name ? name->node : model->node);

	if (is_true(code, member(code, class_, "__abstract__")))
		return false;
	if (!table && (has_base(code, class_, "db.Model") ||
		       has_base(code, class_, "table=True"))) {
		table = orm_snake_case(code, code->classes[class_].name);
		model->confidence = CONFIDENCE_LIKELY;
	}
	if (!table)
		return false;
	if (schema)
		table = arena_printf(code->arena, "%s.%s", schema, table);
	model->table = orm_table_name(code, table, line);
	return true;
}

static void add_relation(struct code *code, struct orm_model *model,
			 const char *attribute, const struct sa_thing *thing)
{
	struct model_column *relation;

	if (!thing->target)
		return;
	relation =
		ARENA_PUSH(code->arena, model->relations, model->n_relations);
	relation->attribute = attribute;
	relation->target = *thing->target;
}

/* An attribute that only its type says to be a column: id: Mapped[int]. */
static void typed_column(struct code *code, struct orm_model *model,
			 uint32_t node, const char *attribute)
{
	uint32_t type = syntax_child(&code->syntax, node, AS_TYPE);
	const char *word = type == SYNTAX_NONE ? "" : code_excerpt(code, type);
	struct defined_column column = {.name = attribute};
	const char *mapped = strstr(word, "Mapped[");

	if (!mapped)
		return;
	mapped += strlen("Mapped[");
	/* A class or a list of them is a relation. */
	if (g_ascii_isupper(*mapped) && !g_str_has_prefix(mapped, "Optional") &&
	    !g_str_has_prefix(mapped, "Decimal"))
		return;
	if (*mapped == '"' || *mapped == '\'' ||
	    g_str_has_prefix(mapped, "list"))
		return;
	column.type = arena_strndup(code->arena, mapped, strcspn(mapped, "]|"));
	column.line = code_line(code, node);
	orm_model_column(code, model, attribute, &column, NULL);
}

/* SQLModel: every attribute with a type is a column, total: Decimal, or a
 * relation, lines: list["Line"] = Relationship(). */
static void model_attribute(struct code *code, struct orm_model *model,
			    uint32_t node, const char *attribute)
{
	uint32_t type = syntax_child(&code->syntax, node, AS_TYPE);
	uint32_t value = syntax_child(&code->syntax, node, AS_VALUE);
	const char *word = type == SYNTAX_NONE ? "" : code_excerpt(code, type);
	struct defined_column column = {.name = attribute};
	struct sa_thing relation = {.kind = SA_RELATION};
	size_t length;

	if (!*word || g_str_has_prefix(word, "ClassVar"))
		return;
	if (value == SYNTAX_NONE ||
	    !strstr(code_excerpt(code, value), "Relationship(")) {
		column.type =
			arena_strndup(code->arena, word, strcspn(word, " |="));
		column.line = code_line(code, node);
		orm_model_column(code, model, attribute, &column, NULL);
		return;
	}
	/* The last name is the model's: Optional["shop.Line"] */
	while (*word && !g_ascii_isupper(*word))
		word++;
	if (g_str_has_prefix(word, "Optional[") ||
	    g_str_has_prefix(word, "List["))
		word = strchr(word, '[') + 1;
	word += strspn(word, "'\"");
	length = strcspn(word, "'\"]|, ");
	if (length)
		relation.target = scopes_symbol(
			code, NULL, arena_strndup(code->arena, word, length));
	add_relation(code, model, attribute, &relation);
}

static void take_attribute(struct code *code, struct orm_model *model,
			   uint32_t class_, uint32_t node)
{
	uint32_t target = syntax_child(&code->syntax, node, AS_TARGET);
	struct sa_thing *thing;
	const char *attribute;

	if (target == SYNTAX_NONE ||
	    CODE_NODE(code, target)->kind != SYNTAX_NAME)
		return;
	attribute = code_word(code, target);
	thing = sa_thing_of(member(code, class_, attribute));
	if (thing && thing->kind == SA_COLUMN)
		sa_take_column(code, model, attribute, thing);
	else if (thing && thing->kind == SA_RELATION)
		add_relation(code, model, attribute, thing);
	else if (!thing && model->class_ != CODE_NONE &&
		 has_base(code, model->class_, "table=True"))
		model_attribute(code, model, node, attribute);
	else if (!thing)
		typed_column(code, model, node, attribute);
}

/* The columns of a class and of those of this text that it stands on. */
static void take_attributes(struct code *code, struct orm_model *model,
			    uint32_t class_, int steps)
{
	struct code_class *from = &code->classes[class_];
	const struct datum *arguments = member(code, class_, "__table_args__");
	uint32_t past = from->body == SYNTAX_NONE
				? 0
				: CODE_NODE(code, from->body)->past;

	for (uint32_t n = from->body + 1; n < past;
	     n = CODE_NODE(code, n)->past)
		if (CODE_NODE(code, n)->kind == SYNTAX_ASSIGNMENT)
			take_attribute(code, model, class_, n);
	for (uint32_t i = 0; arguments && arguments->kind == DATUM_LIST &&
			     i < arguments->n_items;
	     i++) {
		struct sa_thing *key = sa_thing_of(arguments->items[i]);

		if (key && key->kind == SA_KEY)
			sa_take_key(code, model, key, NULL);
	}
	for (uint32_t i = 0; steps && i < from->n_bases; i++)
		if (from->bases[i]->kind == DATUM_CLASS &&
		    from->bases[i]->index != class_)
			take_attributes(code, model, from->bases[i]->index,
					steps - 1);
}

static void read_class(struct code *code, void *payload, uint32_t class_)
{
	struct sqlalchemy *state = payload;
	struct sa_thing *table = sa_thing_of(member(code, class_, "__table__"));
	struct orm_model *model;

	if (!state->imported && !member(code, class_, "__tablename__") &&
	    !has_base(code, class_, "db.Model"))
		return;
	model = ARENA_NEW(code->arena, struct orm_model);
	model->node = code->classes[class_].node;
	model->class_ = class_;
	model->is_class = true;
	model->symbol = scopes_class_symbol(code, class_);
	if (table && table->kind == SA_TABLE) {
		uint32_t node = model->node;

		*model = *table->model;
		model->node = node;
		model->class_ = class_;
		model->is_class = true;
		model->symbol = scopes_class_symbol(code, class_);
	} else if (!find_table(code, class_, model)) {
		return;
	}
	take_attributes(code, model, class_, MIXIN_STEPS);
	*ARENA_PUSH(code->arena, state->models, state->n_models) = model;
}

/* --- the ORM --- */

static void *start(struct code *code)
{
	static const char *const words[] = {
		"sqlalchemy", "SQLAlchemy",   "db.Model",
		"sqlmodel",   "alembic",      "db.session",
		"db.select(", "db.paginate(", NULL};
	struct sqlalchemy *state = ARENA_NEW(code->arena, struct sqlalchemy);

	state->imported = words_any(code->text->bytes, code->text->size, words);
	return state;
}

typedef const struct datum *make_function(struct code *code,
					  const struct orm_call *call);

static const struct {
	const char *name;
	make_function *make;
} constructors[] = {
	{"Column", make_column},
	{"ForeignKey", make_key},
	{"ForeignKeyConstraint", make_constraint},
	{"column", make_column},
	{"mapped_column", make_column},
	{"relation", make_relation},
	{"relationship", make_relation},
};

static const struct datum *call(struct code *code, void *payload,
				const struct orm_call *call)
{
	struct sqlalchemy *state = payload;

	if (state->imported && call->callee->kind != DATUM_CLASS) {
		for (size_t i = 0; i < G_N_ELEMENTS(constructors); i++)
			if (!strcmp(constructors[i].name, call->name))
				return constructors[i].make(code, call);
		if (!strcmp(call->name, "Table") ||
		    !strcmp(call->name, "table")) {
			const struct datum *table =
				make_table(code, state, call);

			if (table)
				return table;
		}
	}
	return sa_query_call(code, state, call);
}

static const struct datum *get_member(struct code *code, void *state,
				      const struct datum *object,
				      const char *name, uint32_t node)
{
	return sa_query_member(code, state, object, name, node);
}

static void assign(struct code *code, void *state, const struct datum *object,
		   const char *name, uint32_t node)
{
	sa_query_assign(code, state, object, name, node);
}

static const struct datum *item(struct code *code, void *state,
				const struct datum *of)
{
	struct sa_thing *thing = sa_thing_of(of), *row;

	(void)state;
	if (!thing || thing->kind != SA_QUERY || !thing->query->n_entities)
		return NULL;
	row = sa_thing_new(code, SA_ROW, of->node);
	row->target = thing->query->entities[0].symbol;
	return sa_datum(code, row);
}

static void deliver_table(struct code *code, const struct sa_thing *table)
{
	if (table->defines)
		orm_model_deliver(code, table->model);
	else
		orm_model_export(code, table->model);
}

static void finish(struct code *code, void *payload)
{
	struct sqlalchemy *state = payload;

	for (uint32_t i = 0; i < state->n_tables; i++)
		deliver_table(code, state->tables[i]);
	for (uint32_t i = 0; i < state->n_models; i++)
		orm_model_deliver(code, state->models[i]);
	orm_deliver(code, &state->queries);
}

const struct orm orm_sqlalchemy = {
	.name = "sqlalchemy",
	.start = start,
	.class_ = read_class,
	.member = get_member,
	.call = call,
	.assign = assign,
	.item = item,
	.finish = finish,
};
