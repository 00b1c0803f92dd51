/*
 * Django: queries and changes through models.
 *
 *	Order.objects.filter(total__gt=5).order_by("-id").values("id")
 *	Order.objects.create(total=5)      also update, delete, get_or_create
 *	Order.paid.count()                 a manager of any name
 *	get_object_or_404(Order, pk=5)     apps.get_model("shop", "Order")
 *	order = Order(total=5); order.total = 6; order.save()
 *
 * Whether a name is a model is the linker's to know. Of a path through
 * relations (customer__name) the first part is a column of the model.
 */
#include <string.h>

#include "analyzers/code/orm/django.h"
#include "analyzers/code/strings.h"

/* What a method of a manager or query set does. */
struct dj_method {
	const char *name;
	uint32_t names;	    /* role of keywords: filter(total=5) */
	uint32_t strings;   /* role of strings: order_by("total") */
	uint32_t operation; /* instead of select */
	bool partial;	    /* not all columns are read */
	bool row;	    /* gives an object */
};

static const struct dj_method methods[] = {
	{"aggregate", 0, ROLE_SELECT, 0, true, false},
	{"aiterator", 0, 0, 0, false, false},
	{"all", 0, 0, 0, false, false},
	{"annotate", 0, ROLE_SELECT, 0, false, false},
	{"bulk_create", 0, 0, OP_INSERT, true, false},
	{"bulk_update", 0, ROLE_WRITE, OP_UPDATE, true, false},
	{"count", 0, 0, 0, true, false},
	{"create", ROLE_WRITE, 0, OP_INSERT, true, true},
	{"defer", 0, 0, 0, false, false},
	{"delete", 0, 0, OP_DELETE, true, false},
	{"distinct", 0, ROLE_SELECT, 0, false, false},
	{"earliest", 0, ROLE_ORDER, 0, false, true},
	{"exclude", ROLE_WHERE, 0, 0, false, false},
	{"exists", 0, 0, 0, true, false},
	{"extra", 0, 0, 0, false, false},
	{"filter", ROLE_WHERE, 0, 0, false, false},
	{"first", 0, 0, 0, false, true},
	{"get", ROLE_WHERE, 0, 0, false, true},
	{"get_or_create", ROLE_WHERE | ROLE_WRITE, 0, OP_SELECT | OP_INSERT,
	 false, true},
	{"get_queryset", 0, 0, 0, false, false},
	{"in_bulk", 0, 0, 0, false, false},
	{"iterator", 0, 0, 0, false, false},
	{"last", 0, 0, 0, false, true},
	{"latest", 0, ROLE_ORDER, 0, false, true},
	{"none", 0, 0, 0, false, false},
	{"only", 0, ROLE_SELECT, 0, true, false},
	{"order_by", 0, ROLE_ORDER, 0, false, false},
	{"prefetch_related", 0, 0, 0, false, false},
	{"raw", 0, 0, 0, false, false},
	{"select_for_update", 0, 0, 0, false, false},
	{"select_related", 0, ROLE_JOIN, 0, false, false},
	{"update", ROLE_WRITE, 0, OP_UPDATE, true, false},
	{"update_or_create", ROLE_WHERE | ROLE_WRITE, 0,
	 OP_SELECT | OP_INSERT | OP_UPDATE, false, true},
	{"using", 0, 0, 0, false, false},
	{"values", 0, ROLE_SELECT, 0, true, false},
	{"values_list", 0, ROLE_SELECT, 0, true, false},
};

const struct dj_method *dj_method_of(const char *name)
{
	/* aget(), acreate(): the asynchronous ones are the same. */
	for (int skip = 0; skip < 2; skip++)
		for (size_t i = 0; i < G_N_ELEMENTS(methods); i++)
			if ((!skip || name[0] == 'a') && name[0] &&
			    !strcmp(methods[i].name, name + skip))
				return &methods[i];
	return NULL;
}

/* --- uses --- */

/* What may stand behind "__" without being an attribute, and the keys that
 * stand beside it in the same table. */
static bool is_lookup(const char *word)
{
	static const char *const words[] = {
		"contained_by", "contains", "date",	  "day",
		"endswith",	"exact",    "gt",	  "gte",
		"has_any_keys", "has_key",  "has_keys",	  "hour",
		"icontains",	"id",	    "iendswith",  "iexact",
		"in",		"iregex",   "isnull",	  "istartswith",
		"lt",		"lte",	    "minute",	  "month",
		"overlap",	"pk",	    "quarter",	  "range",
		"regex",	"search",   "startswith", "time",
		"week",		"week_day", "year",	  NULL};

	return code_in_list(words, word);
}

/* customer__name reads the table of customers, too. */
static void use_lookup(struct code *code, struct dj_thing *thing,
		       const char *path, const char *behind, uint32_t roles)
{
	struct orm_entity like = {.symbol = thing->target, .lookup = true};
	struct orm_entity *entity;

	if (thing->relation || thing->guess || !thing->target ||
	    (behind && is_lookup(behind + 2)))
		return;
	like.relation = code_intern(code, path);
	entity = orm_query_related(code, thing->query, &like);
	entity->operations = OP_SELECT;
	if (behind)
		orm_entity_use(code, entity, "", roles);
}

/* "-customer__name" is the attribute "customer". */
static void use_path(struct code *code, struct dj_thing *thing,
		     const char *path, uint32_t roles)
{
	const char *end;

	if (*path == '-' || *path == '+')
		path++;
	end = strstr(path, "__");
	if (!g_ascii_isalpha(*path) && *path != '_')
		return;
	orm_entity_use(
		code, &thing->query->entities[0],
		code_intern(code, end ? arena_strndup(code->arena, path,
						      (size_t)(end - path))
				      : path),
		roles);
	if (end || roles & ROLE_JOIN)
		use_lookup(code, thing, path, end, roles);
}

static void use_strings(struct code *code, struct dj_thing *thing,
			const struct datum *datum, uint32_t roles)
{
	const char *path = strings_constant(code, datum);

	if (path)
		use_path(code, thing, path, roles);
	for (uint32_t i = 0; datum->kind == DATUM_LIST && i < datum->n_items;
	     i++)
		if ((path = strings_constant(code, datum->items[i])))
			use_path(code, thing, path, roles);
}

/* The name of a call that is written as one word, or NULL. */
static const char *call_name(struct code *code, uint32_t node)
{
	uint32_t function = syntax_child(&code->syntax, node, AS_FUNCTION);

	if (function != SYNTAX_NONE &&
	    CODE_NODE(code, function)->kind == SYNTAX_MEMBER)
		function = syntax_child(&code->syntax, function, AS_NAME);
	if (function == SYNTAX_NONE ||
	    CODE_NODE(code, function)->kind != SYNTAX_NAME)
		return NULL;
	return code_word(code, function);
}

/* Inside an argument: Q(total=5) and F("total"), Sum("total"). */
static void scan_expression(struct code *code, struct dj_thing *thing,
			    uint32_t node, uint32_t names, uint32_t strings)
{
	static const char *const takes_names[] = {"Q", "When", NULL};
	struct syntax *syntax = &code->syntax;
	uint32_t past = CODE_NODE(code, node)->past;

	for (uint32_t n = node; n < past; n++) {
		uint32_t parent = CODE_NODE(code, n)->parent;
		uint32_t inner;
		const char *function;

		if (CODE_NODE(code, n)->role != AS_ARGUMENT || n == node ||
		    CODE_NODE(code, parent)->kind != SYNTAX_CALL)
			continue;
		function = call_name(code, parent);
		if (!function || !g_ascii_isupper(*function))
			continue;
		if (CODE_NODE(code, n)->kind == SYNTAX_KEYWORD) {
			inner = syntax_child(syntax, n, AS_NAME);
			if (inner != SYNTAX_NONE &&
			    code_in_list(takes_names, function))
				use_path(code, thing, code_word(code, inner),
					 names ? names : ROLE_WHERE);
		} else if (CODE_NODE(code, n)->kind == SYNTAX_STRING &&
			   strcmp(function, "Value") != 0) {
			use_strings(code, thing, eval(code, n),
				    strings ? strings : ROLE_SELECT);
		}
	}
}

static void take_arguments(struct code *code, struct dj_thing *thing,
			   const struct orm_call *call,
			   const struct dj_method *method, uint32_t first)
{
	static const char *const options[] = {
		"defaults",	    "flat",  "named", "batch_size",
		"ignore_conflicts", "using", NULL};

	for (uint32_t i = first; i < call->n_arguments; i++) {
		const struct code_argument *a = &call->arguments[i];

		if (a->name && !code_in_list(options, a->name) && method->names)
			use_path(code, thing, a->name, method->names);
		else if (!a->name && method->strings)
			use_strings(code, thing, a->value, method->strings);
		for (uint32_t k = 0;
		     a->name && !strcmp(a->name, "defaults") &&
		     a->value->kind == DATUM_MAP && k < a->value->n_items;
		     k += 2)
			use_strings(code, thing, a->value->items[k],
				    ROLE_WRITE);
		scan_expression(code, thing, a->node, method->names,
				method->strings);
	}
}

/* --- queries --- */

struct dj_thing *dj_query_new(struct code *code, struct django *state,
			      const struct orm_entity *model, uint32_t node)
{
	struct dj_thing *thing = dj_thing_new(code, DJ_QUERY, node);
	struct orm_entity *entity;

	thing->query = orm_query_new(code, &state->queries, node);
	thing->target = model->symbol;
	thing->relation = model->relation;
	thing->guess = model->guess;
	entity = orm_query_related(code, thing->query, model);
	entity->operations = OP_SELECT;
	orm_entity_use(code, entity, "*", ROLE_STAR | ROLE_SELECT);
	return thing;
}

static struct dj_thing *query_new(struct code *code, struct django *state,
				  const struct symbol *model, uint32_t node)
{
	struct orm_entity like = {.symbol = model};

	return dj_query_new(code, state, &like, node);
}

const struct datum *dj_row(struct code *code, const struct orm_entity *model,
			   uint32_t node)
{
	struct dj_thing *row = dj_thing_new(code, DJ_ROW, node);

	row->target = model->symbol;
	row->relation = model->relation;
	row->guess = model->guess;
	return dj_datum(code, row);
}

static const struct datum *row_of(struct code *code,
				  const struct dj_thing *thing, uint32_t node)
{
	struct orm_entity like = {.symbol = thing->target,
				  .relation = thing->relation,
				  .guess = thing->guess};

	return dj_row(code, &like, node);
}

/* Order.objects.none(). Of a query that has a name, as in orders.none(), the
 * rest may be asked elsewhere. */
static const struct datum *ask_nobody(struct code *code, struct dj_thing *thing,
				      const struct orm_call *call)
{
	if (thing->query->node == call->node)
		thing->query->nothing = true;
	return datum_unknown(code, call->node);
}

static const struct datum *go_on(struct code *code, struct dj_thing *thing,
				 const struct orm_call *call, uint32_t first)
{
	const struct dj_method *method = dj_method_of(call->name);
	struct orm_entity *entity = &thing->query->entities[0];

	orm_query_reach(code, thing->query, call->node);
	if (!method)
		return dj_datum(code, thing);
	if (!strcmp(method->name, "none"))
		return ask_nobody(code, thing, call);
	if (method->operation)
		entity->operations = method->operation;
	if (method->partial)
		orm_entity_drop(entity, "*");
	take_arguments(code, thing, call, method, first);
	if (method->row)
		return row_of(code, thing, call->node);
	return dj_datum(code, thing);
}

/* Order.paid, of another text: a manager if a query's method is called. */
static const struct symbol *manager_of(struct code *code,
				       const struct datum *object)
{
	const struct symbol *symbol = object->symbol;
	struct symbol *model;
	const char *class_;

	if (object->kind != DATUM_SYMBOL || symbol->n_parts < 2)
		return NULL;
	class_ = symbol->parts[symbol->n_parts - 2];
	if (!g_ascii_isupper(class_[0]) ||
	    g_ascii_isupper(symbol->parts[symbol->n_parts - 1][0]))
		return NULL;
	model = ARENA_NEW(code->arena, struct symbol);
	*model = *symbol;
	model->n_parts--;
	return model;
}

static const struct dj_method shortcut = {"get", ROLE_WHERE, 0, 0, false, true};

static const struct datum *unknown_shortcut(struct code *code,
					    struct django *state,
					    const struct orm_call *call)
{
	orm_query_unknown(code, &state->queries, call->node,
			  code_shown(code, call->arguments[0].node));
	return datum_unknown(code, call->node);
}

/* Forms: get_object_or_404(Order, pk=5), get_list_or_404(Order). */
static const struct datum *begin_at_shortcut(struct code *code,
					     struct django *state,
					     const struct orm_call *call)
{
	struct dj_thing *thing, *given;
	const struct symbol *model;

	if (!g_str_has_prefix(call->name, "get_") ||
	    !g_str_has_suffix(call->name, "_or_404") || !call->n_arguments)
		return NULL;
	given = dj_thing_of(call->arguments[0].value);
	model = orm_model_of(code, call->arguments[0].value);
	if (given && given->kind == DJ_QUERY)
		thing = given;
	else if (model)
		thing = query_new(code, state, model, call->node);
	else if (call->callee->symbol && call->callee->symbol->module &&
		 g_str_has_prefix(call->callee->symbol->module, "django"))
		return unknown_shortcut(code, state, call);
	else
		return NULL;
	thing->query->convention = "django";
	take_arguments(code, thing, call, &shortcut, 1);
	return row_of(code, thing, call->node);
}

/* Forms: get_user_model(), apps.get_model("shop", "Order"), and with one
 * argument "shop.Order": the model, by its name and that of its application,
 * in which "models" is where it is. */
static const struct datum *name_model(struct code *code,
				      const struct orm_call *call)
{
	const char *name = "User", *module = NULL, *dot;

	if (!strcmp(call->name, "get_model") && call->n_arguments) {
		const char *app =
			strings_constant(code, call->arguments[0].value);

		name = strings_constant(
			code, call->arguments[call->n_arguments > 1].value);
		if (!name)
			return NULL;
		dot = strrchr(name, '.');
		if (dot && call->n_arguments == 1)
			app = arena_strndup(code->arena, name,
					    (size_t)(dot - name));
		name = code_intern(code, dot ? dot + 1 : name);
		if (app && (dot || call->n_arguments > 1))
			module = arena_printf(code->arena, "%s.models", app);
	} else if (strcmp(call->name, "get_user_model") != 0) {
		return NULL;
	}
	return datum_symbol(code, call->node,
			    scopes_symbol(code, module, name));
}

/* --- changes of objects --- */

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

void dj_change(struct code *code, struct django *state,
	       const struct orm_call *call, const struct orm_entity *model,
	       bool made)
{
	bool save = strstr(call->name, "save") != NULL;
	struct orm_query *query =
		orm_query_new(code, &state->queries, call->node);
	struct orm_entity *entity = orm_query_related(code, query, model);

	entity->operations = !save ? OP_DELETE : made ? OP_INSERT : OP_UPDATE;
	if (made && save && call->object)
		use_constructor(code, entity, call->object->node);
}

bool dj_is_change(const char *name)
{
	static const char *const names[] = {"save", "asave", "delete",
					    "adelete", NULL};

	return code_in_list(names, name);
}

/* OrderForm(...).save() saves what the form is of. */
static bool is_form(const struct symbol *symbol)
{
	const char *last =
		symbol->n_parts ? symbol->parts[symbol->n_parts - 1] : "";

	return g_str_has_suffix(last, "Form") ||
	       g_str_has_suffix(last, "FormSet") ||
	       g_str_has_suffix(last, "Serializer");
}

/* Forms: order.save(), order.delete(); order is new or from a query. */
static const struct datum *change_object(struct code *code,
					 struct django *state,
					 const struct orm_call *call)
{
	struct dj_thing *row = dj_thing_of(call->object);
	struct orm_entity model = {.symbol = NULL};

	if (!dj_is_change(call->name) || !call->object)
		return NULL;
	if (row && row->kind == DJ_ROW) {
		if (strstr(call->name, "save") && row->query) {
			/* what was set is the update */
			orm_query_reach(code, row->query, call->node);
			return datum_unknown(code, call->node);
		}
		model.symbol = row->target;
		model.relation = row->relation;
		model.guess = row->guess;
		dj_change(code, state, call, &model, false);
		return datum_unknown(code, call->node);
	}
	if (state->foreign || call->object->kind != DATUM_INSTANCE ||
	    (call->object->index != CODE_NONE &&
	     !dj_is_model(state, call->object->index)))
		return NULL;
	model.symbol = call->object->symbol;
	if (call->object->index == CODE_NONE && is_form(model.symbol)) {
		if (strstr(call->name, "save") == NULL)
			return NULL;
		model.symbol = scopes_symbol_in(code, model.symbol, DJ_HELD);
	}
	dj_change(code, state, call, &model,
		  CODE_NODE(code, call->object->node)->kind == SYNTAX_CALL);
	if (state->spoken && is_form(call->object->symbol))
		state->queries.last->convention = "django";
	return datum_unknown(code, call->node);
}

const struct datum *dj_query_go_on(struct code *code, struct dj_thing *thing,
				   const struct orm_call *call)
{
	return go_on(code, thing, call, 0);
}

/* A query that another function has begun is asked here, too. */
static struct dj_thing *asked_here(struct code *code, struct django *state,
				   struct dj_thing *thing,
				   const struct orm_call *call)
{
	struct orm_entity like = {.symbol = thing->target,
				  .relation = thing->relation,
				  .guess = thing->guess};
	const char *convention = thing->query->convention;

	if (thing->query->function == code->ropes.function)
		return thing;
	thing = dj_query_new(code, state, &like, call->node);
	thing->query->convention = convention;
	return thing;
}

const struct datum *dj_query_call(struct code *code, struct django *state,
				  const struct orm_call *call)
{
	struct dj_thing *thing = dj_thing_of(call->object);
	const struct symbol *model;
	const struct datum *datum;

	if (thing && thing->kind == DJ_QUERY)
		return go_on(code, asked_here(code, state, thing, call), call,
			     0);
	datum = name_model(code, call);
	if (!datum)
		datum = change_object(code, state, call);
	if (!datum)
		datum = begin_at_shortcut(code, state, call);
	if (!datum)
		datum = dj_object_call(code, state, call);
	if (datum || !call->object || state->foreign ||
	    !dj_method_of(call->name))
		return datum;
	model = manager_of(code, call->object);
	if (model)
		return go_on(code, query_new(code, state, model, call->node),
			     call, 0);
	return NULL;
}

/* Whether a member is a manager by its name. */
static bool is_manager_name(const char *name)
{
	return g_str_has_suffix(name, "objects") ||
	       g_str_has_suffix(name, "_manager");
}

/* Whether a member of a class of this text is a manager: PaidManager(),
 * OrderQuerySet.as_manager(). */
static bool is_manager(struct code *code, const struct datum *class_,
		       const char *name)
{
	const struct datum *member =
		class_->kind == DATUM_CLASS
			? g_hash_table_lookup(
				  code->classes[class_->index].members, name)
			: NULL;
	const char *last;

	if (!member || !member->symbol || !member->symbol->n_parts)
		return false;
	last = member->symbol->parts[member->symbol->n_parts - 1];
	return strstr(last, "Manager") || strstr(last, "QuerySet") ||
	       !strcmp(last, "as_manager");
}

/* A manager of these names is Django's, whatever the class is. */
bool dj_is_manager(const char *name)
{
	return !strcmp(name, "objects") || !strcmp(name, "_default_manager") ||
	       !strcmp(name, "_base_manager");
}

/* Whether what has the manager is called as a class is, or as what holds one:
 * Page.objects, model.objects, self.model.objects, but not bucket.objects. */
static bool stands_for_model(struct code *code, uint32_t node)
{
	uint32_t object = syntax_child(&code->syntax, node, AS_OBJECT);
	const char *last;

	if (object != SYNTAX_NONE &&
	    CODE_NODE(code, object)->kind == SYNTAX_MEMBER)
		object = syntax_child(&code->syntax, object, AS_NAME);
	if (object == SYNTAX_NONE ||
	    CODE_NODE(code, object)->kind != SYNTAX_NAME)
		return false;
	last = code_word(code, object);
	return g_ascii_isupper(last[0]) || g_str_has_suffix(last, "model") ||
	       g_str_has_suffix(last, "Model") ||
	       g_str_has_suffix(last, "_class") || !strcmp(last, "__class__");
}

/* RunSQL.noop and RunPython.noop do nothing. */
static bool is_no_statement(const struct datum *object, const char *name)
{
	return object->kind == DATUM_SYMBOL && object->symbol->n_parts &&
	       !strcmp(name, "noop") &&
	       g_str_has_prefix(
		       object->symbol->parts[object->symbol->n_parts - 1],
		       "Run");
}

/* self.model */
static bool is_held(const struct datum *datum)
{
	return datum->kind == DATUM_SYMBOL && datum->symbol->n_parts > 1 &&
	       !strcmp(datum->symbol->parts[datum->symbol->n_parts - 1],
		       DJ_HELD);
}

const struct datum *dj_query_member(struct code *code, struct django *state,
				    const struct datum *object,
				    const char *name, uint32_t node)
{
	struct dj_thing *thing = dj_thing_of(object);
	const struct symbol *model;

	if (thing && thing->kind == DJ_QUERY) {
		orm_query_reach(code, thing->query, node);
		return datum_unknown(code, node);
	}
	if (is_no_statement(object, name))
		return datum_new(code, DATUM_CONSTANT, node);
	model = orm_model_of(code, object);
	if (!model && is_held(object))
		model = object->symbol;
	if (!model) {
		const struct datum *datum =
			dj_object_member(code, state, object, name, node);

		if (datum)
			return datum;
	}
	if (!model && dj_is_manager(name) && stands_for_model(code, node)) {
		orm_query_unknown(code, &state->queries, node,
				  code_shown(code, node));
		return NULL;
	}
	if (!model ||
	    (!is_manager_name(name) && !is_manager(code, object, name)))
		return NULL;
	thing = query_new(code, state, model, node);
	if (dj_is_manager(name))
		thing->query->convention = "django";
	return dj_datum(code, thing);
}

/* An attribute set on an object of a query: written by save(). */
void dj_query_assign(struct code *code, struct django *state,
		     const struct datum *object, const char *name,
		     uint32_t node)
{
	struct dj_thing *row = dj_thing_of(object);

	if (!row || row->kind != DJ_ROW)
		return;
	if (!row->query) {
		row->query = orm_query_new(code, &state->queries, node);
		row->query->confidence = CONFIDENCE_LIKELY;
		orm_query_related(
			code, row->query,
			&(struct orm_entity){.symbol = row->target,
					     .relation = row->relation,
					     .guess = row->guess})
			->operations = OP_UPDATE;
	}
	orm_entity_use(code, &row->query->entities[0], name, ROLE_WRITE);
}
