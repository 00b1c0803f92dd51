/*
 * Calls: methods of strings and lists, what takes SQL, functions of this
 * text and of others. What a name means to strings or to a database is data
 * of the language.
 */
#include <string.h>

#include "analyzers/code/code.h"
#include "analyzers/code/connection.h"
#include "analyzers/code/orm/orm.h"
#include "analyzers/code/strings.h"

#define FILL_LEAVES_MAX 1024
#define IDENTIFIER_PARTS 4

/* A call while it is evaluated. */
struct call {
	uint32_t node, function; /* nodes */
	uint32_t receiver;	 /* the node before the dot, or SYNTAX_NONE */
	const struct datum *object, *callee;
	const char *name;
	struct code_argument *arguments;
	uint32_t n_arguments;
};

const struct datum *call_argument(const struct code_argument *arguments,
				  uint32_t n, unsigned place,
				  const char *keyword)
{
	for (uint32_t i = 0; i < n; i++) {
		if (arguments[i].name) {
			if (keyword && !strcmp(arguments[i].name, keyword))
				return arguments[i].value;
		} else if (i == place) {
			return arguments[i].value;
		}
	}
	return NULL;
}

static const struct datum *argument(const struct call *call, unsigned place,
				    const char *keyword)
{
	return call_argument(call->arguments, call->n_arguments, place,
			     keyword);
}

/* --- the parts of a call ---------------------------------------------------
 */

static void read_callee(struct code *code, struct call *call)
{
	struct syntax *syntax = &code->syntax;

	call->function = syntax_child(syntax, call->node, AS_FUNCTION);
	call->receiver = SYNTAX_NONE;
	call->name = "";
	if (call->function == SYNTAX_NONE) {
		call->callee = datum_unknown(code, call->node);
		return;
	}
	if (CODE_NODE(code, call->function)->kind == SYNTAX_MEMBER) {
		uint32_t name = syntax_child(syntax, call->function, AS_NAME);

		call->receiver =
			syntax_child(syntax, call->function, AS_OBJECT);
		if (name != SYNTAX_NONE)
			call->name = code_word(code, name);
		call->object = eval(code, call->receiver);
		call->callee = eval_member_of(code, call->function,
					      call->object, call->name);
		return;
	}
	if (CODE_NODE(code, call->function)->kind == SYNTAX_NAME)
		call->name = code_word(code, call->function);
	call->callee = eval(code, call->function);
}

static void read_argument(struct code *code, struct call *call, uint32_t node)
{
	struct code_argument *argument =
		ARENA_PUSH(code->arena, call->arguments, call->n_arguments);
	uint32_t value = node;
	enum quiet quiet = code->ropes.quiet;

	argument->node = node;
	if (CODE_NODE(code, node)->kind == SYNTAX_KEYWORD) {
		uint32_t name = syntax_child(&code->syntax, node, AS_NAME);

		value = syntax_child(&code->syntax, node, AS_VALUE);
		if (name != SYNTAX_NONE)
			argument->name = code_word(code, name);
		if (code_in_list(code->language->quiet_words, argument->name))
			code->ropes.quiet = QUIET_TALK;
	}
	argument->value = eval(code, value);
	code->ropes.quiet = quiet;
}

static void read_arguments(struct code *code, struct call *call)
{
	enum quiet quiet = code->ropes.quiet;

	if (code_in_list(code->language->quiet, call->name))
		code->ropes.quiet = QUIET_TALK;
	else if (code_in_list(code->language->prints, call->name))
		code->ropes.quiet = MAX(quiet, QUIET_PRINTED);
	for (uint32_t n = syntax_first(&code->syntax, call->node);
	     n != SYNTAX_NONE; n = syntax_next(&code->syntax, n))
		if (CODE_NODE(code, n)->role == AS_ARGUMENT &&
		    CODE_NODE(code, n)->kind != SYNTAX_COMMENT)
			read_argument(code, call, n);
	code->ropes.quiet = quiet;
}

/* --- strings and lists -----------------------------------------------------
 */

/* A quoted name of the arguments: Identifier("a", "b") gives "a"."b". */
static const struct datum *quoted_name(struct code *code,
				       const struct call *call)
{
	const struct datum *all = NULL;

	for (uint32_t i = 0; i < call->n_arguments && i < IDENTIFIER_PARTS;
	     i++) {
		const struct datum *part =
			strings_cat(code, call->node,
				    strings_made(code, call->node,
						 i ? ".\"" : "\"", i ? 2 : 1),
				    call->arguments[i].value);

		part = strings_cat(code, call->node, part,
				   strings_made(code, call->node, "\"", 1));
		all = all ? strings_cat(code, call->node, all, part) : part;
	}
	return all;
}

static void add_items(struct code *code, struct datum *list,
		      const struct datum *more)
{
	for (uint32_t i = 0; i < more->n_items; i++)
		*ARENA_PUSH(code->arena, list->items, list->n_items) =
			more->items[i];
}

/* The list with more in it; what holds it then holds that. */
static const struct datum *add_to_list(struct code *code,
				       const struct call *call,
				       const struct datum *more, bool whole)
{
	const struct datum *before = call->object;
	struct datum *list;

	if (before->kind != DATUM_LIST || !more ||
	    before->n_items > ROPE_LEAVES_MAX)
		return NULL;
	list = datum_new(code, DATUM_LIST, call->node);
	if (!before->shared) { /* behind its items there is nothing yet */
		list->items = before->items;
		list->n_items = before->n_items;
		((struct datum *)before)->shared = true;
	} else {
		add_items(code, list, before);
	}
	if (!whole)
		*ARENA_PUSH(code->arena, list->items, list->n_items) = more;
	else if (more->kind == DATUM_LIST)
		add_items(code, list, more);
	flow_bind_target(code, call->receiver, list);
	return datum_unknown(code, call->node);
}

/* The content of the file that the first argument names. */
static const struct datum *read_file(struct code *code, const struct call *call)
{
	const struct datum *name = argument(call, 0, NULL);
	struct datum *file;

	if (!name || !strings_is(name))
		return NULL;
	file = datum_new(code, DATUM_FILE, call->node);
	*ARENA_PUSH(code->arena, file->items, file->n_items) = name;
	return file;
}

/* Forms: map.get("key"), map.get("key", default), environ.get("X", "y"). */
static const struct datum *get_from_map(struct code *code,
					const struct call *call)
{
	const struct datum *map = call->object;
	const struct datum *key = argument(call, 0, NULL);
	const struct datum *otherwise = argument(call, 1, "default");
	const char *word = key ? strings_constant(code, key) : NULL;

	if (!map || !word)
		return NULL;
	if (map->kind == DATUM_SYMBOL && map->symbol->n_parts &&
	    !strcmp(map->symbol->parts[map->symbol->n_parts - 1], "environ"))
		return otherwise;
	if (map->kind != DATUM_MAP)
		return NULL;
	for (uint32_t i = 0; i + 1 < map->n_items; i += 2)
		if (!g_strcmp0(strings_constant(code, map->items[i]), word))
			return datum_used(code, map->items[i + 1]);
	return otherwise;
}

static const struct datum *call_of_strings(struct code *code,
					   const struct call *call,
					   enum call_meaning meaning)
{
	const struct datum *first = argument(call, 0, NULL);
	const struct datum *object = call->object;
	bool string =
		object && (strings_is(object) || object->kind == DATUM_SYMBOL ||
			   object->kind == DATUM_PARAMETER);

	switch (meaning) {
	case CALL_SAME:
		return first;
	case CALL_SQL:
		if (first && strings_is(first)) {
			const struct rope *ropes[CODE_ALTERNATIVES_MAX];
			uint32_t n = strings_ropes(code, first, ropes,
						   CODE_ALTERNATIVES_MAX);

			for (uint32_t i = 0; i < n; i++)
				((struct rope *)ropes[i])->sql = true;
		}
		return first;
	case CALL_IDENTIFIER:
		return quoted_name(code, call);
	case CALL_PLACEHOLDER:
		return strings_made(code, call->node, "%s", 2);
	case CALL_READ_FILE:
		return read_file(code, call);
	case METHOD_SAME:
		return string && strings_is(object) ? object : NULL;
	case METHOD_FORMAT:
	case METHOD_FORMAT_DOLLAR:
		if (!string || object->kind == DATUM_PARAMETER)
			return NULL;
		return strings_format(code, call->node, object,
				      meaning == METHOD_FORMAT_DOLLAR,
				      call->arguments, call->n_arguments);
	case METHOD_JOIN:
		return string && first && strings_is(object)
			       ? strings_join(code, call->node, object, first)
			       : NULL;
	case METHOD_REPLACE:
		return string && strings_is(object) && call->n_arguments >= 2
			       ? strings_replace(code, call->node, object,
						 first,
						 call->arguments[1].value)
			       : NULL;
	case METHOD_ADD:
		return object ? add_to_list(code, call, first, false) : NULL;
	case METHOD_ADD_ALL:
		return object ? add_to_list(code, call, first, true) : NULL;
	case METHOD_CONTENT:
		return object && object->kind == DATUM_FILE ? object : NULL;
	case CALL_DEFAULT:
		return call->n_arguments > 1
			       ? datum_either(
					 code, datum_unknown(code, call->node),
					 call->arguments[call->n_arguments - 1]
						 .value)
			       : NULL;
	case METHOD_GET:
		return get_from_map(code, call);
	}
	return NULL;
}

static const struct datum *call_by_meaning(struct code *code,
					   const struct call *call)
{
	const struct code_call_meaning *meaning = code->language->calls;

	for (; meaning->name; meaning++) {
		const struct datum *datum;

		if (strcmp(meaning->name, call->name) != 0)
			continue;
		datum = call_of_strings(code, call, meaning->meaning);
		if (datum)
			return datum;
	}
	return NULL;
}

/* --- sinks -----------------------------------------------------------------
 */

/* Whether a part of the name, split at "_" and capitals, is a word of the
 * list; long words may go on: "cursor" and "cursors". */
static bool has_word(const char *const *words, const char *name)
{
	const char *at = name;

	while (*at) {
		size_t length = 0;

		while (at[length] && at[length] != '_' &&
		       !(length && g_ascii_isupper(at[length]) &&
			 !g_ascii_isupper(at[length - 1])))
			length++;
		for (const char *const *w = words; length && *w; w++) {
			size_t n = strlen(*w);

			if ((length == n || (length > n && n >= 4)) &&
			    !g_ascii_strncasecmp(at, *w, n))
				return true;
		}
		at += length;
		at += *at == '_';
	}
	return false;
}

/* Whether what the method is called on is named as a database is. */
static bool receiver_is_database(struct code *code, uint32_t node)
{
	struct syntax *syntax = &code->syntax;

	for (int i = 0; i < 4 && node != SYNTAX_NONE; i++) {
		uint32_t name = node;

		switch (CODE_NODE(code, node)->kind) {
		case SYNTAX_CALL:
			node = syntax_child(syntax, node, AS_FUNCTION);
			continue;
		case SYNTAX_SUBSCRIPT:
			node = syntax_child(syntax, node, AS_OBJECT);
			continue;
		case SYNTAX_GROUP:
			node = syntax_child(syntax, node, AS_VALUE);
			continue;
		case SYNTAX_MEMBER:
			name = syntax_child(syntax, node, AS_NAME);
			break;
		default:
			break;
		}
		return name != SYNTAX_NONE &&
		       has_word(code->language->receivers,
				code_word(code, name));
	}
	return false;
}

static bool is_sure(struct code *code, const struct call *call,
		    const struct code_sink *sink)
{
	if (sink->flags & SINK_SURE)
		return true;
	return call->receiver != SYNTAX_NONE &&
	       ((code->driver && !(sink->flags & SINK_LOOSE)) ||
		receiver_is_database(code, call->receiver));
}

static const struct datum *sink_argument(const struct call *call,
					 const struct code_sink *sink)
{
	const struct datum *value = argument(call, sink->argument, NULL);

	for (int i = 0; i < CODE_SINK_KEYWORDS && !value; i++)
		if (sink->keywords[i])
			value = argument(call, CODE_NONE, sink->keywords[i]);
	return value;
}

/* `text`: an ORM has taken the call, and only strings are SQL. */
static bool note_sinks(struct code *code, const struct call *call, bool text)
{
	const struct code_sink *sink = code->language->sinks;
	bool found = false;

	for (; sink->name; sink++) {
		const struct datum *value;
		struct code_event *event;

		if (strcmp(sink->name, call->name) != 0)
			continue;
		value = sink_argument(call, sink);
		if (!value || value->kind == DATUM_ORM ||
		    (text && !strings_is(value) && value->kind != DATUM_LIST))
			continue;
		event = events_add(code, EVENT_SINK, call->node);
		if (!event)
			break;
		event->value = value;
		event->sink = sink;
		event->sure = is_sure(code, call, sink);
		if (call->callee->kind == DATUM_SYMBOL &&
		    (sink->flags & SINK_LOOSE))
			event->symbol = call->callee->symbol;
		found = true;
	}
	return found;
}

/* --- functions -------------------------------------------------------------
 */

struct filling {
	struct code *code;
	uint32_t node, function;
	const struct code_argument *arguments;
	uint32_t n_arguments;
	const struct datum *made;
};

/* What is passed for a parameter, or NULL. */
static const struct datum *passed(struct filling *filling, uint32_t parameter)
{
	struct code_function *function =
		&filling->code->functions[filling->function];

	if (parameter >= function->n_parameters)
		return NULL;
	return call_argument(filling->arguments, filling->n_arguments,
			     parameter, function->parameters[parameter].name);
}

static bool fill_leaf(const struct rope *leaf, void *payload)
{
	struct filling *filling = payload;
	struct code *code = filling->code;
	const struct datum *datum = NULL;

	if (leaf->kind == ROPE_PARAMETER && leaf->owner == filling->function)
		datum = passed(filling, leaf->parameter);
	if (!datum)
		datum = datum_string(code, filling->node, leaf);
	if (!filling->made && strings_is(datum))
		filling->made = datum;
	else
		filling->made = strings_cat(
			code, filling->node,
			filling->made
				? filling->made
				: strings_made(code, filling->node, "", 0),
			datum);
	return true;
}

static const struct datum *fill_one(struct filling *filling,
				    const struct datum *datum)
{
	struct code *code = filling->code;

	if (datum->kind == DATUM_PARAMETER &&
	    datum->index == filling->function) {
		const struct datum *value = passed(filling, datum->parameter);

		return value ? value : datum_unknown(code, filling->node);
	}
	if (datum->kind != DATUM_STRING)
		return datum;
	if (datum->rope->n_leaves > FILL_LEAVES_MAX ||
	    rope_is_text(datum->rope))
		return datum_used(code, datum);
	filling->made = NULL;
	rope_visit(datum->rope, fill_leaf, filling);
	return filling->made;
}

const struct datum *call_fill(struct code *code, uint32_t node,
			      const struct datum *datum, uint32_t function,
			      const struct code_argument *arguments,
			      uint32_t n_arguments)
{
	struct filling filling = {code,	     node,	  function,
				  arguments, n_arguments, NULL};
	const struct datum *all = NULL;

	if (datum->kind != DATUM_EITHER)
		return fill_one(&filling, datum);
	for (uint32_t i = 0; i < datum->n_items; i++) {
		const struct datum *one = fill_one(&filling, datum->items[i]);

		all = all ? datum_either(code, all, one) : one;
	}
	return all;
}

static const struct datum *call_function(struct code *code,
					 const struct call *call)
{
	struct code_event *event = events_add(code, EVENT_CALL, call->node);
	const struct datum *result;

	if (event) {
		event->callee = call->callee->index;
		event->arguments = call->arguments;
		event->n_arguments = call->n_arguments;
	}
	result = flow_result(code, call->callee->index);
	if (!result)
		return datum_unknown(code, call->node);
	return call_fill(code, call->node, result, call->callee->index,
			 call->arguments, call->n_arguments);
}

/* Names of classes begin with a capital. */
static bool is_class_name(const struct symbol *symbol)
{
	const char *last =
		symbol->n_parts ? symbol->parts[symbol->n_parts - 1] : "";

	return g_ascii_isupper(last[0]) &&
	       strpbrk(last, "abcdefghijklmnopqrstuvwxyz");
}

static const struct datum *call_symbol(struct code *code,
				       const struct call *call)
{
	bool class_ = is_class_name(call->callee->symbol);
	struct datum *datum = datum_new(
		code, class_ ? DATUM_INSTANCE : DATUM_RESULT, call->node);
	struct code_event *event;

	datum->symbol = call->callee->symbol;
	if (class_ || !call->n_arguments)
		return datum;
	event = events_add(code, EVENT_OUTER_CALL, call->node);
	if (event) {
		event->symbol = call->callee->symbol;
		event->arguments = call->arguments;
		event->n_arguments = call->n_arguments;
	}
	return datum;
}

static const struct datum *call_class(struct code *code,
				      const struct call *call)
{
	struct datum *datum = datum_new(code, DATUM_INSTANCE, call->node);
	const struct datum *constructor = NULL;
	struct call made = *call;

	datum->index = call->callee->index;
	datum->symbol = call->callee->symbol;
	for (const char *const *c = code->language->constructors;
	     *c && !constructor; c++)
		constructor = scopes_member(code, datum->index,
					    code_intern(code, *c));
	if (constructor && constructor->kind == DATUM_FUNCTION) {
		made.callee = constructor;
		call_function(code, &made);
	}
	return datum;
}

/* A string that is passed to what is named as a query is, is one if it reads
 * as one. */
static void note_telling(struct code *code, const struct call *call)
{
	if (!has_word(code->language->telling, call->name))
		return;
	for (uint32_t i = 0; i < call->n_arguments; i++)
		if (call->arguments[i].value->kind == DATUM_STRING)
			((struct rope *)call->arguments[i].value->rope)->sql =
				true;
}

const struct datum *eval_call(struct code *code, uint32_t node)
{
	struct call call = {.node = node};
	struct orm_call orm;
	const struct datum *datum;

	read_callee(code, &call);
	read_arguments(code, &call);
	code->ropes.node = node;
	connection_call(code, node, call.name, call.callee, call.arguments,
			call.n_arguments);
	if (call.callee->kind != DATUM_FUNCTION &&
	    (datum = call_by_meaning(code, &call)))
		return datum;
	orm = (struct orm_call){node,	   call.object,	   call.callee,
				call.name, call.arguments, call.n_arguments};
	datum = orm_call(code, &orm);
	if (datum) {
		note_sinks(code, &call, true);
		return datum;
	}
	if (call.callee->kind == DATUM_FUNCTION)
		return call_function(code, &call);
	if (call.callee->kind == DATUM_CLASS)
		return call_class(code, &call);
	if (note_sinks(code, &call, false) && call.callee->kind != DATUM_SYMBOL)
		return datum_unknown(code, node);
	note_telling(code, &call);
	if (call.callee->kind == DATUM_SYMBOL)
		return call_symbol(code, &call);
	return datum_unknown(code, node);
}
