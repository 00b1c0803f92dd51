/*
 * Django: objects, managers and query sets that come from elsewhere.
 *
 *	order.lines.filter(open=True)   what Line.order makes, of an Order
 *	self.customer.save()            in a class that maps a table
 *	def close(order: Order)         declared
 *	order.save()                    called as its class is: a heuristic
 *	super().get_queryset()          in a view, form, manager or query set,
 *	self.model, self.object         which stand for a model of their own
 *	qs.filter(open=True)            handed in: who asks is a blind spot
 *
 * Only texts that speak of Django are looked at, and of methods that others
 * have, too (get, update, delete), only calls as Django's are written. What
 * the linker finds no model for is a blind spot, one a function.
 */
#include <string.h>

#include "analyzers/code/emit.h"
#include "analyzers/code/orm/django.h"
#include "analyzers/code/strings.h"

#define PLACE_STEPS 6
#define BASE_STEPS 6

/* How much is known of an object. */
enum known { KNOWN_NOT, KNOWN_NAME, KNOWN_MODEL };

bool dj_is_model(const struct django *state, uint32_t class_)
{
	return state->is_model && state->is_model[class_];
}

/* --- classes that stand for a model --- */

static bool is_called(struct code *code, uint32_t class_, const char *word)
{
	const struct code_class *looked = &code->classes[class_];

	if (strstr(looked->name, word))
		return true;
	for (uint32_t i = 0; i < looked->n_bases; i++) {
		const struct symbol *base = looked->bases[i]->symbol;

		if (base && base->n_parts &&
		    strstr(base->parts[base->n_parts - 1], word))
			return true;
	}
	return false;
}

static bool is_query_class(struct code *code, uint32_t class_)
{
	return is_called(code, class_, "QuerySet") ||
	       is_called(code, class_, "Manager") ||
	       is_called(code, class_, "Queryset");
}

static const struct symbol *
own_held(struct code *code, const struct django *state, uint32_t class_)
{
	for (int i = 0; i < BASE_STEPS; i++) {
		const struct code_class *looked = &code->classes[class_];
		uint32_t next = CODE_NONE;

		if (state->held && state->held[class_])
			return state->held[class_];
		for (uint32_t k = 0; k < looked->n_bases && next == CODE_NONE;
		     k++)
			if (looked->bases[k]->kind == DATUM_CLASS)
				next = looked->bases[k]->index;
		if (next == CODE_NONE)
			break;
		class_ = next;
	}
	return NULL;
}

/* What the class stands for: known here, else by what the linker finds, else
 * (OrderQuerySet) by its name. */
static void held_by(struct code *code, const struct django *state,
		    uint32_t class_, struct orm_entity *model)
{
	const char *name = code->classes[class_].name;
	static const char *const ends[] = {"QuerySet", "Queryset", "Manager"};

	memset(model, 0, sizeof(*model));
	model->symbol = own_held(code, state, class_);
	if (model->symbol)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		size_t length = strlen(name), end = strlen(ends[i]);

		if (length <= end || !g_str_has_suffix(name, ends[i]))
			continue;
		model->symbol = scopes_symbol(
			code, NULL,
			code_intern(code, arena_strndup(code->arena, name,
							length - end)));
		model->guess = true;
		return;
	}
	model->symbol = scopes_symbol_in(
		code, scopes_class_symbol(code, class_), DJ_HELD);
}

/* --- where an object is --- */

static uint32_t own_class(struct code *code)
{
	return code->ropes.function == ROPE_NO_FUNCTION
		       ? CODE_NONE
		       : code->functions[code->ropes.function].class_;
}

static bool is_self(struct code *code, uint32_t node)
{
	return CODE_NODE(code, node)->kind == SYNTAX_NAME &&
	       code_in_list(code->language->self, code_word(code, node)) &&
	       own_class(code) != CODE_NONE;
}

static void take_thing(struct orm_entity *model, const struct dj_thing *thing)
{
	model->symbol = thing->target;
	model->relation = thing->relation;
	model->guess = thing->guess;
}

static enum known guess(struct code *code, struct orm_entity *model,
			const char *name)
{
	memset(model, 0, sizeof(*model));
	name += strspn(name, "_");
	if (!*name || g_ascii_isupper(*name))
		return KNOWN_NOT;
	model->symbol = scopes_symbol(code, NULL, code_intern(code, name));
	model->guess = true;
	return KNOWN_NAME;
}

/* What a value says of itself. */
static enum known place_of_datum(struct code *code, const struct datum *datum,
				 const char *name, struct orm_entity *model)
{
	struct dj_thing *thing = dj_thing_of(datum);
	bool many;

	if (thing && thing->kind == DJ_ROW) {
		take_thing(model, thing);
		return thing->guess ? KNOWN_NAME : KNOWN_MODEL;
	}
	switch (datum->kind) {
	case DATUM_INSTANCE:
		model->symbol = datum->symbol;
		return datum->symbol ? KNOWN_MODEL : KNOWN_NOT;
	case DATUM_PARAMETER:
		model->symbol = orm_declared(code, datum, &many);
		if (model->symbol)
			return KNOWN_MODEL;
		return guess(code, model, name);
	case DATUM_UNKNOWN:
	case DATUM_RESULT:
	case DATUM_EITHER:
		return guess(code, model, name);
	default:
		return KNOWN_NOT;
	}
}

static enum known place_of(struct code *code, const struct django *state,
			   uint32_t node, struct orm_entity *model,
			   unsigned depth);

/* self.object, self.customer, request.user, form.instance */
static enum known place_of_member(struct code *code, const struct django *state,
				  uint32_t node, struct orm_entity *model,
				  unsigned depth)
{
	uint32_t object = syntax_child(&code->syntax, node, AS_OBJECT);
	uint32_t name = syntax_child(&code->syntax, node, AS_NAME);
	const char *word;

	if (object == SYNTAX_NONE || name == SYNTAX_NONE)
		return KNOWN_NOT;
	word = code_word(code, name);
	if (is_self(code, object) && !dj_is_model(state, own_class(code))) {
		const struct datum *field = g_hash_table_lookup(
			code->classes[own_class(code)].fields, word);

		if (!strcmp(word, "object") || !strcmp(word, "instance")) {
			held_by(code, state, own_class(code), model);
			return KNOWN_MODEL;
		}
		if (field &&
		    place_of_datum(code, field, word, model) == KNOWN_MODEL)
			return KNOWN_MODEL;
		return guess(code, model, word);
	}
	if (place_of(code, state, object, model, depth + 1) != KNOWN_MODEL)
		return guess(code, model, word);
	model->relation = code_intern(
		code, model->relation ? arena_printf(code->arena, "%s__%s",
						     model->relation, word)
				      : word);
	return KNOWN_MODEL;
}

static enum known place_of(struct code *code, const struct django *state,
			   uint32_t node, struct orm_entity *model,
			   unsigned depth)
{
	uint32_t inner;
	const char *word;

	memset(model, 0, sizeof(*model));
	if (node == SYNTAX_NONE || depth > PLACE_STEPS)
		return KNOWN_NOT;
	switch (CODE_NODE(code, node)->kind) {
	case SYNTAX_GROUP:
		return place_of(code, state,
				syntax_child(&code->syntax, node, AS_VALUE),
				model, depth + 1);
	case SYNTAX_NAME:
		if (!is_self(code, node))
			return place_of_datum(
				code,
				scopes_lookup(code, code_word(code, node),
					      node),
				code_word(code, node), model);
		if (!dj_is_model(state, own_class(code)))
			return KNOWN_NOT;
		model->symbol = scopes_class_symbol(code, own_class(code));
		return KNOWN_MODEL;
	case SYNTAX_MEMBER:
		return place_of_member(code, state, node, model, depth);
	case SYNTAX_SUBSCRIPT: /* data["order"] */
		inner = syntax_child(&code->syntax, node, AS_INDEX);
		if (inner == SYNTAX_NONE ||
		    CODE_NODE(code, inner)->kind != SYNTAX_STRING)
			return KNOWN_NOT;
		word = strings_constant(code, eval(code, inner));
		return word ? guess(code, model, word) : KNOWN_NOT;
	default:
		return KNOWN_NOT;
	}
}

/* --- calls --- */

/* super(), super(Orders, self) */
static bool is_super(struct code *code, uint32_t node)
{
	uint32_t function =
		CODE_NODE(code, node)->kind == SYNTAX_CALL
			? syntax_child(&code->syntax, node, AS_FUNCTION)
			: SYNTAX_NONE;

	return function != SYNTAX_NONE && own_class(code) != CODE_NONE &&
	       CODE_NODE(code, function)->kind == SYNTAX_NAME &&
	       !strcmp(code_word(code, function), "super");
}

/* self.get_queryset(), super().get_object() */
static const char *own_method(struct code *code, uint32_t node)
{
	uint32_t function, object, name;

	if (CODE_NODE(code, node)->kind != SYNTAX_CALL)
		return "";
	function = syntax_child(&code->syntax, node, AS_FUNCTION);
	if (function == SYNTAX_NONE ||
	    CODE_NODE(code, function)->kind != SYNTAX_MEMBER)
		return "";
	object = syntax_child(&code->syntax, function, AS_OBJECT);
	name = syntax_child(&code->syntax, function, AS_NAME);
	if (object == SYNTAX_NONE || name == SYNTAX_NONE ||
	    (!is_self(code, object) && !is_super(code, object)))
		return "";
	return code_word(code, name);
}

/* Positional arguments are written otherwise than Django's. */
static bool has_positional(struct code *code, const struct orm_call *call)
{
	for (uint32_t i = 0; i < call->n_arguments; i++)
		if (!call->arguments[i].name &&
		    CODE_NODE(code, call->arguments[i].node)->kind !=
			    SYNTAX_SPREAD)
			return true;
	return false;
}

/* Whether the call is written as one of a query set. */
static bool is_django_call(struct code *code, const struct orm_call *call,
			   bool attribute)
{
	static const char *const sure[] = {"abulk_create",
					   "acount",
					   "acreate",
					   "aexists",
					   "aget",
					   "aggregate",
					   "annotate",
					   "bulk_create",
					   "bulk_update",
					   "exclude",
					   "filter",
					   "get_or_create",
					   "in_bulk",
					   "order_by",
					   "prefetch_related",
					   "select_for_update",
					   "select_related",
					   "update_or_create",
					   "values_list",
					   NULL};
	static const char *const bare[] = {
		"all", "count", "exists", "first", "iterator", "last", NULL};
	static const char *const named[] = {"get", NULL};
	static const char *const of_attribute[] = {"create", "update", "delete",
						   NULL};

	if (code_in_list(sure, call->name))
		return call->n_arguments || !strcmp(call->name, "in_bulk") ||
		       call->name[0] == 'a' ||
		       g_str_has_prefix(call->name, "select_");
	if (code_in_list(bare, call->name))
		return !call->n_arguments;
	if (!strcmp(call->name, "create"))
		return attribute && !has_positional(code, call);
	if (!strcmp(call->name, "values"))
		return call->n_arguments > 0 && attribute;
	if (code_in_list(named, call->name) ||
	    (attribute && code_in_list(of_attribute, call->name)))
		return call->n_arguments && !has_positional(code, call);
	return false;
}

static bool may_hold_object(const struct datum *datum)
{
	struct dj_thing *thing = dj_thing_of(datum);

	if (thing)
		return thing->kind == DJ_FIELD;
	switch (datum->kind) {
	case DATUM_EITHER:
		for (uint32_t i = 0; i < datum->n_items; i++)
			if (datum->items[i]->kind == DATUM_ORM)
				return false; /* another framework's */
		return true;
	case DATUM_UNKNOWN:
	case DATUM_SYMBOL:
	case DATUM_INSTANCE:
	case DATUM_RESULT:
	case DATUM_PARAMETER:
		return true;
	default:
		return false;
	}
}

/* A name of another module is no object, unless it is reached through one. */
static bool is_outer(struct code *code, const struct orm_call *call,
		     uint32_t receiver)
{
	uint32_t node = receiver;

	if (call->object->kind != DATUM_SYMBOL)
		return false;
	for (int i = 0; i < PLACE_STEPS; i++) {
		if (node == SYNTAX_NONE ||
		    CODE_NODE(code, node)->kind != SYNTAX_MEMBER)
			break;
		node = syntax_child(&code->syntax, node, AS_OBJECT);
	}
	return node != SYNTAX_NONE && !is_self(code, node);
}

static const struct datum *begin(struct code *code, struct django *state,
				 const struct orm_call *call,
				 const struct orm_entity *model)
{
	struct dj_thing *thing = dj_query_new(code, state, model, call->node);

	thing->query->convention = "django";
	return dj_query_go_on(code, thing, call);
}

/* order.lines.filter(): what the attribute leads to. */
static const struct datum *begin_at_attribute(struct code *code,
					      struct django *state,
					      const struct orm_call *call,
					      uint32_t receiver)
{
	uint32_t object = syntax_child(&code->syntax, receiver, AS_OBJECT);
	uint32_t name = syntax_child(&code->syntax, receiver, AS_NAME);
	struct orm_entity model;
	const char *word;

	if (object == SYNTAX_NONE || name == SYNTAX_NONE)
		return NULL;
	word = code_word(code, name);
	if (dj_is_manager(word))
		return NULL; /* of what is no class: said already, or none */
	if (is_self(code, object) && !dj_is_model(state, own_class(code)) &&
	    (!strcmp(word, "queryset") || !strcmp(word, "object_list"))) {
		held_by(code, state, own_class(code), &model);
		return begin(code, state, call, &model);
	}
	if (!is_django_call(code, call, true))
		return NULL;
	if (place_of(code, state, object, &model, 0) == KNOWN_NOT)
		memset(&model, 0, sizeof(model));
	model.relation = code_intern(
		code, model.relation ? arena_printf(code->arena, "%s__%s",
						    model.relation, word)
				     : word);
	return begin(code, state, call, &model);
}

static const struct datum *unknown(struct code *code, struct django *state,
				   const struct orm_call *call,
				   uint32_t receiver)
{
	orm_query_unknown(code, &state->queries, call->node,
			  code_shown(code, receiver));
	return datum_unknown(code, call->node);
}

static const struct datum *query_call(struct code *code, struct django *state,
				      const struct orm_call *call,
				      uint32_t receiver)
{
	struct orm_entity model = {.symbol = NULL};
	bool many;

	if ((is_self(code, receiver) || is_super(code, receiver)) &&
	    is_query_class(code, own_class(code))) {
		held_by(code, state, own_class(code), &model);
		return begin(code, state, call, &model);
	}
	if (!strcmp(own_method(code, receiver), "get_queryset")) {
		held_by(code, state, own_class(code), &model);
		return begin(code, state, call, &model);
	}
	if (CODE_NODE(code, receiver)->kind == SYNTAX_MEMBER)
		return begin_at_attribute(code, state, call, receiver);
	model.symbol = orm_declared(code, call->object, &many);
	if (model.symbol && many)
		return begin(code, state, call, &model);
	if (is_self(code, receiver) || is_super(code, receiver) ||
	    !is_django_call(code, call, false))
		return NULL;
	return unknown(code, state, call, receiver);
}

/* An object of a form of this text: what it saves is what it is of. */
static bool is_form(struct code *code, const struct datum *datum)
{
	return datum->kind == DATUM_INSTANCE && datum->index != CODE_NONE &&
	       (is_called(code, datum->index, "Form") ||
		is_called(code, datum->index, "Serializer"));
}

/* Forms: order.save(), self.order.delete(), super().save(), form.save(). */
static const struct datum *change_call(struct code *code, struct django *state,
				       const struct orm_call *call,
				       uint32_t receiver)
{
	struct orm_entity model = {.symbol = NULL};

	if (has_positional(code, call))
		return NULL;
	if (is_form(code, call->object) && strstr(call->name, "save")) {
		held_by(code, state, call->object->index, &model);
	} else if (is_super(code, receiver) || is_self(code, receiver)) {
		uint32_t class_ = own_class(code);

		if (dj_is_model(state, class_))
			model.symbol = scopes_class_symbol(code, class_);
		else if (strstr(call->name, "save") &&
			 (is_called(code, class_, "Form") ||
			  is_called(code, class_, "Serializer")))
			held_by(code, state, class_, &model);
		else
			return NULL;
	} else if (!strcmp(own_method(code, receiver), "get_object")) {
		held_by(code, state, own_class(code), &model);
	} else if (place_of(code, state, receiver, &model, 0) == KNOWN_NOT) {
		return unknown(code, state, call, receiver);
	}
	dj_change(code, state, call, &model, false);
	state->queries.last->convention = "django";
	return datum_unknown(code, call->node);
}

/* What changes only which objects belong to another: order.tags.add(tag). */
static uint32_t related_change(const char *name)
{
	static const struct {
		const char *name;
		uint32_t operations;
	} changes[] = {
		{"add", OP_INSERT},
		{"clear", OP_DELETE},
		{"remove", OP_DELETE},
		{"set", OP_INSERT | OP_DELETE},
	};

	name += *name == 'a' && strcmp(name, "add") != 0;
	for (size_t i = 0; i < G_N_ELEMENTS(changes); i++)
		if (!strcmp(changes[i].name, name))
			return changes[i].operations;
	return 0;
}

/* Many other things have methods of these names: it is one only if the
 * attribute turns out to be a relation. */
static const struct datum *change_related(struct code *code,
					  struct django *state,
					  const struct orm_call *call,
					  uint32_t operations)
{
	uint32_t object =
		syntax_child(&code->syntax, call->receiver, AS_OBJECT);
	uint32_t name = syntax_child(&code->syntax, call->receiver, AS_NAME);
	struct orm_entity model;
	struct orm_query *query;
	const char *word;

	if (CODE_NODE(code, call->receiver)->kind != SYNTAX_MEMBER ||
	    object == SYNTAX_NONE || name == SYNTAX_NONE ||
	    place_of(code, state, object, &model, 0) == KNOWN_NOT)
		return NULL;
	word = code_word(code, name);
	model.relation = code_intern(
		code, model.relation ? arena_printf(code->arena, "%s__%s",
						    model.relation, word)
				     : word);
	model.between = true;
	query = orm_query_new(code, &state->queries, call->node);
	query->confidence = CONFIDENCE_LIKELY;
	orm_query_related(code, query, &model)->operations = operations;
	return NULL;
}

const struct datum *dj_object_call(struct code *code, struct django *state,
				   const struct orm_call *call)
{
	uint32_t receiver = call->receiver;

	if (!state->spoken || !call->object || receiver == SYNTAX_NONE ||
	    call->callee->kind == DATUM_FUNCTION ||
	    !may_hold_object(call->object) || is_outer(code, call, receiver))
		return NULL;
	if (dj_is_change(call->name))
		return change_call(code, state, call, receiver);
	if (related_change(call->name))
		return change_related(code, state, call,
				      related_change(call->name));
	if (!strcmp(call->name, "get_queryset") &&
	    (is_self(code, receiver) || is_super(code, receiver)) &&
	    !dj_is_model(state, own_class(code))) {
		struct orm_entity model;

		held_by(code, state, own_class(code), &model);
		return begin(code, state, call, &model);
	}
	return dj_method_of(call->name)
		       ? query_call(code, state, call, receiver)
		       : NULL;
}

const struct datum *dj_object_member(struct code *code, struct django *state,
				     const struct datum *object,
				     const char *name, uint32_t node)
{
	struct orm_entity model;
	uint32_t class_ = object->index;

	if (!state->spoken || object->kind != DATUM_INSTANCE ||
	    class_ == CODE_NONE || dj_is_model(state, class_) ||
	    !code->classes[class_].n_bases)
		return NULL;
	if (!strcmp(name, "model") &&
	    !g_hash_table_contains(code->classes[class_].fields, name)) {
		held_by(code, state, class_, &model);
		return model.guess ? NULL
				   : datum_symbol(code, node, model.symbol);
	}
	return NULL;
}

/* --- what a class says --- */

static const struct datum *member(struct code *code, uint32_t class_,
				  const char *name)
{
	return g_hash_table_lookup(code->classes[class_].members,
				   code_intern(code, name));
}

/* The model that the class names, itself or in its Meta. */
static const struct symbol *named_model(struct code *code, uint32_t class_)
{
	const struct datum *datum = member(code, class_, "model");
	const struct datum *meta = member(code, class_, "Meta");
	struct dj_thing *query = dj_thing_of(member(code, class_, "queryset"));
	const struct symbol *symbol = NULL;

	if (!datum && meta && meta->kind == DATUM_CLASS)
		datum = member(code, meta->index, "model");
	if (datum)
		symbol = orm_model_of(code, datum);
	if (!symbol && query && query->kind == DJ_QUERY && !query->relation &&
	    !query->guess)
		symbol = query->target;
	return symbol;
}

/* The node right before, inside of the same; or SYNTAX_NONE. */
static uint32_t node_before(struct code *code, uint32_t node)
{
	uint32_t parent = CODE_NODE(code, node)->parent, before = node - 1;

	if (parent == SYNTAX_NONE || before == parent)
		return SYNTAX_NONE;
	while (CODE_NODE(code, before)->parent != parent)
		before = CODE_NODE(code, before)->parent;
	return before;
}

/* Form: @admin.register(Order) before the class. */
static const struct symbol *registered_model(struct code *code, uint32_t class_)
{
	uint32_t node = node_before(code, code->classes[class_].node);
	uint32_t function, argument;

	if (node == SYNTAX_NONE || CODE_NODE(code, node)->role != AS_DECORATOR)
		return NULL;
	function = syntax_child(&code->syntax, node, AS_FUNCTION);
	argument = syntax_child(&code->syntax, node, AS_ARGUMENT);
	if (function == SYNTAX_NONE || argument == SYNTAX_NONE ||
	    !g_str_has_suffix(code_word(code, function), "register"))
		return NULL;
	return orm_model_of(code, eval(code, argument));
}

/* What classes do to their model by themselves, by how they are called. */
static const struct {
	const char *word;
	uint32_t operations;
} doings[] = {
	{"CreateView", OP_INSERT},
	{"CreateAPIView", OP_INSERT},
	{"DeleteView", OP_SELECT | OP_DELETE},
	{"UpdateView", OP_SELECT | OP_UPDATE},
	{"DetailView", OP_SELECT},
	{"ListView", OP_SELECT},
	{"ListAPIView", OP_SELECT},
	{"ModelViewSet", OP_SELECT | OP_INSERT | OP_UPDATE | OP_DELETE},
	{"ModelAdmin", OP_SELECT | OP_INSERT | OP_UPDATE | OP_DELETE},
	{"TabularInline", OP_SELECT | OP_INSERT | OP_UPDATE | OP_DELETE},
	{"StackedInline", OP_SELECT | OP_INSERT | OP_UPDATE | OP_DELETE},
	{"ModelForm", OP_INSERT | OP_UPDATE},
	{"ModelSerializer", OP_SELECT | OP_INSERT | OP_UPDATE},
	{"FilterSet", OP_SELECT},
};

static void use_model(struct code *code, struct django *state, uint32_t class_,
		      const struct symbol *model)
{
	uint32_t operations = 0;
	struct orm_query *query;

	for (size_t i = 0; i < G_N_ELEMENTS(doings) && !operations; i++)
		if (is_called(code, class_, doings[i].word))
			operations = doings[i].operations;
	if (!operations)
		return;
	query = orm_query_new(code, &state->queries,
			      code->classes[class_].node);
	query->confidence = CONFIDENCE_LIKELY;
	query->line_only = true;
	orm_query_entity(code, query, model)->operations = operations;
}

static void hold(struct code *code, struct django *state, uint32_t class_,
		 const struct symbol *model)
{
	struct symbol own;
	struct fact *fact;

	if (state->held[class_])
		return;
	state->held[class_] = model;
	own = *scopes_symbol_in(code, scopes_class_symbol(code, class_),
				DJ_HELD);
	fact = emit_fact(code, FACT_EXPORT, code->classes[class_].node,
			 CODE_NONE);
	fact->as.export.kind = EXPORT_ALIAS;
	fact->as.export.symbol = own;
	fact->as.export.target = *model;
	*ARENA_PUSH(code->arena, state->aliases, state->n_aliases) = fact;
}

static void stand_for(struct code *code, struct django *state, uint32_t class_,
		      const struct symbol *model)
{
	hold(code, state, class_, model);
	use_model(code, state, class_, model);
}

/* The managers and query sets that a model is given: objects = Orders(). */
static void hold_managers(struct code *code, struct django *state,
			  uint32_t class_)
{
	uint32_t body = code->classes[class_].body;
	uint32_t past = body == SYNTAX_NONE ? 0 : CODE_NODE(code, body)->past;

	for (uint32_t n = body + 1; n < past; n = CODE_NODE(code, n)->past) {
		uint32_t value = syntax_child(&code->syntax, n, AS_VALUE);

		if (CODE_NODE(code, n)->kind != SYNTAX_ASSIGNMENT ||
		    value == SYNTAX_NONE ||
		    CODE_NODE(code, value)->kind != SYNTAX_CALL)
			continue;
		for (uint32_t k = value; k < CODE_NODE(code, value)->past;
		     k++) {
			const struct datum *datum;

			if (CODE_NODE(code, k)->kind != SYNTAX_NAME)
				continue;
			datum = scopes_lookup(code, code_word(code, k), k);
			if (datum->kind == DATUM_CLASS &&
			    datum->index != class_ &&
			    is_query_class(code, datum->index))
				hold(code, state, datum->index,
				     scopes_class_symbol(code, class_));
		}
	}
}

void dj_object_class(struct code *code, struct django *state, uint32_t class_)
{
	const struct symbol *model;

	if (!state->spoken)
		return;
	if (!state->held)
		state->held = arena_alloc(
			code->arena, code->n_classes * sizeof(*state->held));
	if (dj_is_model(state, class_)) {
		hold_managers(code, state, class_);
		return;
	}
	model = named_model(code, class_);
	if (!model)
		model = registered_model(code, class_);
	if (model)
		stand_for(code, state, class_, model);
}

void dj_object_registered(struct code *code, struct django *state,
			  const struct orm_call *call)
{
	const struct datum *class_;
	const struct symbol *model;

	if (!state->held || call->n_arguments < 2 ||
	    strcmp(call->name, "register") != 0)
		return;
	class_ = call->arguments[1].value;
	model = orm_model_of(code, call->arguments[0].value);
	if (model && class_->kind == DATUM_CLASS && !state->held[class_->index])
		stand_for(code, state, class_->index, model);
}
