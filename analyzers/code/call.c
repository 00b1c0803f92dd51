/*
 * Calls: methods of strings and lists, what takes SQL, functions of this
 * text and of others. What a name means to strings or to a database is data
 * of the language.
 */
#include <string.h>

#include "analyzers/code/call.h"
#include "analyzers/code/connection.h"
#include "analyzers/code/orm/orm.h"
#include "analyzers/code/strings.h"

#define IDENTIFIER_PARTS 4

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

/* --- words of names --- */

/* Whether a part of the name, split at "_" and capitals, is a word of the
 * list; long words may go on: "cursor" and "cursors". */
bool call_has_word(const char *const *words, const char *name)
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

/* --- the parts of a call --- */

/* type name(arguments): the type is what is called. */
static const char *made_type(struct code *code, uint32_t node)
{
	uint32_t around = CODE_NODE(code, node)->parent, type;

	if (around != SYNTAX_NONE &&
	    CODE_NODE(code, around)->kind == SYNTAX_ASSIGNMENT)
		around = CODE_NODE(code, around)->parent;
	type = syntax_child(&code->syntax, around, AS_TYPE);
	return type == SYNTAX_NONE ? "" : code_name(code, type);
}

static void read_callee(struct code *code, struct call *call)
{
	struct syntax *syntax = &code->syntax;

	call->function = syntax_child(syntax, call->node, AS_FUNCTION);
	call->receiver = SYNTAX_NONE;
	call->name = "";
	if (call->function == SYNTAX_NONE) {
		call->name = made_type(code, call->node);
		call->callee = datum_unknown(code, call->node);
		return;
	}
	if (CODE_NODE(code, call->function)->kind == SYNTAX_MEMBER) {
		uint32_t name = syntax_child(syntax, call->function, AS_NAME);

		call->receiver =
			syntax_child(syntax, call->function, AS_OBJECT);
		if (name != SYNTAX_NONE)
			call->name = code_name(code, name);
		call->object = eval(code, call->receiver);
		call->callee = eval_member_of(code, call->function,
					      call->object, call->name);
		return;
	}
	if (CODE_NODE(code, call->function)->kind == SYNTAX_NAME)
		call->name = code_name(code, call->function);
	call->callee = eval(code, call->function);
	if (call->callee->kind == DATUM_EITHER && call->callee->n_items &&
	    call->callee->items[0]->kind == DATUM_FUNCTION)
		call->callee = call->callee->items[0]; /* by #if, one of two */
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

/* Whether what is passed is for people, by the name of what is called. */
bool call_talks(struct code *code, const char *name)
{
	return code_in_list(code->language->quiet, name) ||
	       (code->language->quiet_parts &&
		call_has_word(code->language->quiet_parts, name) &&
		!call_has_word(code->language->telling, name));
}

static void read_arguments(struct code *code, struct call *call)
{
	enum quiet quiet = code->ropes.quiet;

	if (call_talks(code, call->name))
		code->ropes.quiet = QUIET_TALK;
	else if (code_in_list(code->language->prints, call->name))
		code->ropes.quiet = MAX(quiet, QUIET_PRINTED);
	for (uint32_t n = syntax_first(&code->syntax, call->node);
	     n != SYNTAX_NONE; n = syntax_next(&code->syntax, n))
		if (CODE_NODE(code, n)->role == AS_ARGUMENT &&
		    CODE_NODE(code, n)->kind != SYNTAX_COMMENT)
			read_argument(code, call, n);
	if (code->language->formats && code->ropes.quiet != QUIET_TALK)
		buffer_format(code, call);
	code->ropes.quiet = quiet;
}

/* --- strings and lists --- */

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

	if (map && key && !word && map->kind == DATUM_MAP && map->n_items)
		return datum_any_item(code, call->node, map, otherwise);
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

static const struct datum *concat_arguments(struct code *code,
					    const struct call *call)
{
	const struct datum *all = strings_made(code, call->node, "", 0);

	for (uint32_t i = 0; i < call->n_arguments; i++)
		all = strings_cat(code, call->node, all,
				  call->arguments[i].value);
	return all;
}

/* The text with its lowest "%1" to "%9" replaced, for each argument. */
static const struct datum *put_argument(struct code *code,
					const struct call *call)
{
	const struct datum *text = call->object;

	for (uint32_t i = 0; i < call->n_arguments; i++) {
		const struct rope *rope;
		struct rope_flat flat;
		char place[] = "%1";

		strings_ropes(code, text, &rope, 1);
		arena_clear(code->scratch);
		rope_flatten(code->scratch, rope, &flat);
		while (place[1] <= '9' &&
		       !memmem(flat.bytes, flat.size, place, 2))
			place[1]++;
		if (place[1] > '9')
			break;
		text = strings_replace(code, call->node, text,
				       strings_made(code, call->node, place, 2),
				       call->arguments[i].value);
	}
	return text;
}

/* A name of another text that is written as constants are. */
static bool is_constant(const struct datum *datum)
{
	const char *last;

	if (datum->kind != DATUM_SYMBOL || !datum->symbol->n_parts)
		return false;
	last = datum->symbol->parts[datum->symbol->n_parts - 1];
	return g_ascii_isupper(last[0]) &&
	       !strpbrk(last, "abcdefghijklmnopqrstuvwxyz");
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
		if (code->language->global && object && !call->n_arguments)
			return object;
		return string && (strings_is(object) || is_constant(object))
			       ? object
			       : NULL;
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
		if (string && is_constant(object))
			return object;
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
	case CALL_FORMAT:
		return first && strings_is(first)
			       ? strings_format(code, call->node, first, false,
						call->arguments + 1,
						call->n_arguments - 1)
			       : NULL;
	case CALL_CONCAT:
		return concat_arguments(code, call);
	case METHOD_ARG:
		return string && strings_is(object) ? put_argument(code, call)
						    : NULL;
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

/* --- sinks --- */

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
		       call_has_word(code->language->receivers,
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
static bool note_sinks(struct code *code, struct call *call, bool text)
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
		call->sink |= (sink->flags & SINK_SURE) != 0;
		if (call->callee->kind == DATUM_SYMBOL &&
		    (sink->flags & SINK_LOOSE))
			event->symbol = call->callee->symbol;
		found = true;
	}
	return found;
}

/* --- functions --- */

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

/* "os" of "os.path" */
static const char *top_module(struct code *code, const char *module)
{
	return arena_strndup(code->arena, module, strcspn(module, "."));
}

static const struct datum *call_symbol(struct code *code,
				       const struct call *call)
{
	bool class_ =
		!code->language->global && is_class_name(call->callee->symbol);
	const char *module = call->callee->symbol->module;
	struct datum *datum = datum_new(
		code, class_ ? DATUM_INSTANCE : DATUM_RESULT, call->node);
	struct code_event *event;

	if (module && code->language->opaque &&
	    code_in_list(code->language->opaque, top_module(code, module)))
		return datum_unknown(code, call->node);
	datum->symbol = call->callee->symbol;
	if (class_ || !call->n_arguments)
		return datum;
	event = events_add(code, EVENT_OUTER_CALL, call->node);
	if (event) {
		event->known = call->sink;
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
	if (!call_has_word(code->language->telling, call->name))
		return;
	for (uint32_t i = 0; i < call->n_arguments; i++)
		if (call->arguments[i].value->kind == DATUM_STRING)
			((struct rope *)call->arguments[i].value->rope)->sql =
				true;
}

/* In C nothing is called where a global object gets its value: what looks
 * like a call is a macro, and most make a list of what they are given. */
static bool is_initializer(struct code *code, const struct call *call)
{
	return !code->language->qualified &&
	       code->ropes.function == ROPE_NO_FUNCTION &&
	       call->callee->kind == DATUM_SYMBOL;
}

static const struct datum *initialized(struct code *code,
				       const struct call *call)
{
	struct datum *list = datum_new(code, DATUM_LIST, call->node);
	bool string = false;

	for (uint32_t i = 0; i < call->n_arguments; i++) {
		string |= strings_is(call->arguments[i].value);
		*ARENA_PUSH(code->arena, list->items, list->n_items) =
			call->arguments[i].value;
	}
	return string ? list : NULL;
}

/* A method of an object that nobody knows, with a text: the linker finds it
 * by its name alone. */
static void note_method(struct code *code, const struct call *call)
{
	struct code_event *event;
	struct symbol *symbol;
	bool text = false;

	for (uint32_t i = 0; i < call->n_arguments; i++)
		text |= strings_is(call->arguments[i].value) ||
			call->arguments[i].value->kind == DATUM_SYMBOL ||
			call->arguments[i].value->kind == DATUM_PARAMETER;
	if (code->language->global || !text || !*call->name ||
	    call->receiver == SYNTAX_NONE ||
	    !call_has_word(code->language->telling, call->name))
		return;
	event = events_add(code, EVENT_OUTER_CALL, call->node);
	if (!event)
		return;
	symbol = ARENA_NEW(code->arena, struct symbol);
	*ARENA_PUSH(code->arena, symbol->parts, symbol->n_parts) = "?";
	*ARENA_PUSH(code->arena, symbol->parts, symbol->n_parts) = call->name;
	event->symbol = symbol;
	event->arguments = call->arguments;
	event->n_arguments = call->n_arguments;
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
	if (call.callee->kind != DATUM_FUNCTION && code->language->buffers &&
	    buffer_fill(code, &call, &datum))
		return datum;
	if (call.callee->kind != DATUM_FUNCTION &&
	    (datum = call_by_meaning(code, &call)))
		return datum;
	if (call.callee->kind != DATUM_FUNCTION && code->language->buffers &&
	    (datum = buffer_joined(code, &call)))
		return datum;
	orm = (struct orm_call){
		node,	   call.receiver,  call.object,	    call.callee,
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
	if (note_sinks(code, &call, false) &&
	    (call.callee->kind != DATUM_SYMBOL ||
	     (code->language->global && call.receiver == SYNTAX_NONE)))
		return datum_unknown(code, node);
	note_telling(code, &call);
	if (code->language->global) {
		datum = is_initializer(code, &call) ? initialized(code, &call)
						    : NULL;
		if (datum)
			return datum;
		buffer_forget(code, &call);
		if (call.callee->kind == DATUM_UNKNOWN && call.callee->symbol)
			return call_symbol(code, &call);
	}
	if (call.callee->kind == DATUM_SYMBOL)
		return call_symbol(code, &call);
	note_method(code, &call);
	return datum_unknown(code, node);
}
