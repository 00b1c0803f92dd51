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

/* --- words of names ---------------------------------------------------------
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

/* --- the parts of a call ---------------------------------------------------
 */

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
static bool talks(struct code *code, const char *name)
{
	return code_in_list(code->language->quiet, name) ||
	       (code->language->quiet_parts &&
		has_word(code->language->quiet_parts, name) &&
		!has_word(code->language->telling, name));
}

/* How many arguments the placeholders of a text take: "%s", "%.*s". */
static uint32_t count_placeholders(const char *bytes, uint32_t size)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i + 1 < size; i++) {
		uint32_t stars = 0;

		if (bytes[i] != '%')
			continue;
		for (i++;
		     i < size && strchr("#0- +.123456789*lhLzjtq'", bytes[i]);
		     i++)
			stars += bytes[i] == '*';
		if (i < size && strchr("diouxXeEfFgGcsp", bytes[i]))
			n += 1 + stars;
	}
	return n;
}

static const struct code_buffer *buffer_named(struct code *code,
					      const char *name)
{
	const struct code_buffer *buffer = code->language->buffers;

	for (; buffer && buffer->name; buffer++)
		if (!strcmp(buffer->name, name))
			return buffer;
	return NULL;
}

/* A text of several literals as one, so that "%" PRIu64 is a placeholder. */
static const struct datum *as_one(struct code *code, const struct datum *text)
{
	struct literal *literal;
	struct rope_flat flat;

	if (text->rope->n_leaves == 1 || !rope_is_text(text->rope))
		return text;
	rope_flatten(code->arena, text->rope, &flat);
	literal = ARENA_NEW(code->arena, struct literal);
	literal->bytes = flat.bytes;
	literal->size = flat.size;
	literal->marks = flat.marks;
	literal->n_marks = flat.n_marks;
	literal->function = code->ropes.function;
	((struct rope *)text->rope)->consumed = true;
	rope_use(text->rope, code->ropes.function);
	return datum_string(code, text->node,
			    rope_text(&code->ropes, literal, 0, literal->size));
}

/* Formats argument `place` with those behind it, if it is a format: with as
 * many placeholders, or where `sure`. */
static bool format_argument(struct code *code, struct call *call,
			    uint32_t place, bool sure)
{
	struct code_argument *format = &call->arguments[place];
	struct datum *values;
	struct rope_flat flat;
	uint32_t n;

	if (format->value->kind != DATUM_STRING ||
	    format->value->rope->size > ROPE_SIZE_MAX / 4)
		return false;
	arena_clear(code->scratch);
	rope_flatten(code->scratch, format->value->rope, &flat);
	n = count_placeholders(flat.bytes, flat.size);
	if (!n || (!sure && n != call->n_arguments - place - 1))
		return false;
	values = datum_new(code, DATUM_LIST, call->node);
	for (uint32_t k = place + 1;
	     k < call->n_arguments && call->name[0] != 'v'; k++)
		*ARENA_PUSH(code->arena, values->items, values->n_items) =
			call->arguments[k].value;
	format->value = strings_percent(code, format->node,
					as_one(code, format->value), values);
	return true;
}

/* A text with as many placeholders as there are arguments behind it is a
 * format, whoever takes it: the rule of printf(). A heuristic; a "%d" that
 * is none stands alone in a text, without arguments behind it. */
static void format_arguments(struct code *code, struct call *call)
{
	const struct code_buffer *buffer = buffer_named(code, call->name);
	uint32_t first =
		buffer && buffer->target != CODE_RECEIVER ? buffer->source : 0;

	for (uint32_t i = first; i < call->n_arguments; i++)
		if (format_argument(code, call, i, false))
			return;
	if (strstr(call->name, "printf"))
		for (uint32_t i = first; i < call->n_arguments; i++)
			if (format_argument(code, call, i, true))
				return;
}

static void read_arguments(struct code *code, struct call *call)
{
	enum quiet quiet = code->ropes.quiet;

	if (talks(code, call->name))
		code->ropes.quiet = QUIET_TALK;
	else if (code_in_list(code->language->prints, call->name))
		code->ropes.quiet = MAX(quiet, QUIET_PRINTED);
	for (uint32_t n = syntax_first(&code->syntax, call->node);
	     n != SYNTAX_NONE; n = syntax_next(&code->syntax, n))
		if (CODE_NODE(code, n)->role == AS_ARGUMENT &&
		    CODE_NODE(code, n)->kind != SYNTAX_COMMENT)
			read_argument(code, call, n);
	if (code->language->formats)
		format_arguments(code, call);
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

/* --- sinks -----------------------------------------------------------------
 */

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

/* --- buffers ---------------------------------------------------------------
 */

bool call_fills_buffer(struct code *code, uint32_t node)
{
	uint32_t function = syntax_child(&code->syntax, node, AS_FUNCTION);

	return CODE_NODE(code, node)->kind == SYNTAX_CALL &&
	       function != SYNTAX_NONE && code->language->buffers &&
	       buffer_named(code, code_name(code, function));
}

static bool contains(const char *name, const char *word)
{
	return strcasestr(name, word) != NULL;
}

/* What a call that nobody knows does, by its name: x_printf(buffer, ...)
 * fills, x_append(buffer, "...") adds. A heuristic; where it is wrong, a name
 * holds a text that it does not. */
static bool guess_buffer(const struct call *call, struct code_buffer *guess)
{
	bool adds = contains(call->name, "append") ||
		    contains(call->name, "_cat") || contains(call->name, "add");

	if (!adds && !contains(call->name, "printf"))
		return false;
	guess->meaning = adds ? BUFFER_ADD : BUFFER_SET;
	guess->target = 0;
	if (call->receiver != SYNTAX_NONE && adds)
		guess->target = CODE_RECEIVER;
	for (guess->source = guess->target == 0;
	     guess->source < call->n_arguments; guess->source++)
		if (strings_is(call->arguments[guess->source].value))
			return true;
	return false;
}

/* Writes what the call does into what it is given; whether it does. */
static bool fill_buffer(struct code *code, const struct call *call,
			const struct datum **filled)
{
	const struct code_buffer *buffer = buffer_named(code, call->name);
	struct code_buffer guess;
	const struct datum *before, *text = NULL;
	struct datum *held;
	bool adds = false;
	uint32_t target;

	if (!buffer && code->language->buffers && guess_buffer(call, &guess))
		buffer = &guess;
	if (!buffer)
		return false;
	if (buffer->target == CODE_RECEIVER)
		target = call->receiver;
	else if (buffer->target < call->n_arguments)
		target = call->arguments[buffer->target].node;
	else
		return false;
	target = eval_buffer(code, target, &adds);
	if (target == SYNTAX_NONE)
		return false;
	before = eval(code, target);
	if (buffer->meaning != BUFFER_CLEAR)
		text = argument(call, buffer->source, NULL);
	if (buffer->meaning == BUFFER_CLEAR)
		text = strings_made(code, call->node, "", 0);
	if (!text)
		return false;
	adds |= buffer->meaning == BUFFER_ADD || before->adds;
	if (adds && before->kind != DATUM_CONSTANT &&
	    (strings_is(before) || strings_is(text)))
		text = strings_cat(code, call->node, before, text);
	if (text->kind == DATUM_CONSTANT)
		text = strings_made(code, call->node, "", 0);
	*filled = text;
	if (before->adds && text->kind != DATUM_EITHER) {
		held = datum_new(code, text->kind, text->node);
		*held = *text;
		held->adds = true;
		text = held;
	}
	flow_bind_target(code, target, text);
	return true;
}

/* What an unknown call is given and nothing was written into yet, may hold
 * anything behind it. */
static void forget_buffers(struct code *code, const struct call *call)
{
	for (uint32_t i = 0; i < call->n_arguments; i++) {
		const struct datum *value = call->arguments[i].value;
		bool adds = false;
		uint32_t target;

		if (value->kind != DATUM_CONSTANT ||
		    CODE_NODE(code, value->node)->kind != SYNTAX_DECLARED)
			continue;
		target = eval_buffer(code, call->arguments[i].node, &adds);
		if (target != SYNTAX_NONE &&
		    CODE_NODE(code, target)->kind == SYNTAX_NAME)
			flow_bind_target(code, target,
					 datum_unknown(code, target));
	}
}

/* --- streams ---------------------------------------------------------------
 */

static const struct code_sink *stream_sink(struct code *code)
{
	const struct code_sink *sink = code->language->sinks;

	while (sink->name && strcmp(sink->name, "<<") != 0)
		sink++;
	return sink->name ? sink : NULL;
}

/* The nodes of a << b << c; false where there are too many. */
static bool stream_parts(struct code *code, uint32_t node, GArray *parts)
{
	while (node != SYNTAX_NONE &&
	       CODE_NODE(code, node)->kind == SYNTAX_STREAM) {
		uint32_t right = syntax_child(&code->syntax, node, AS_RIGHT);

		if (right != SYNTAX_NONE)
			g_array_append_val(parts, right);
		node = syntax_child(&code->syntax, node, AS_LEFT);
	}
	if (node == SYNTAX_NONE)
		return false;
	g_array_append_val(parts, node);
	return true;
}

static const char *stream_name(struct code *code, uint32_t base)
{
	if (CODE_NODE(code, base)->kind == SYNTAX_CALL)
		base = syntax_child(&code->syntax, base, AS_FUNCTION);
	if (base != SYNTAX_NONE && CODE_NODE(code, base)->kind == SYNTAX_MEMBER)
		base = syntax_child(&code->syntax, base, AS_NAME);
	return base == SYNTAX_NONE ? "" : code_name(code, base);
}

/* Whether what a statement is streamed into is a database's session: named
 * as one, and neither declared here as a stream nor a statement itself. */
static bool note_stream(struct code *code, uint32_t node, uint32_t base,
			const struct datum *before, const struct datum *text)
{
	static const char *const made[] = {"query", "stmt", "statement", NULL};
	const struct code_sink *sink = stream_sink(code);
	const char *name = stream_name(code, base);
	struct code_event *event;

	if (!sink || strings_is(before) || before->kind == DATUM_CONSTANT ||
	    !has_word(code->language->receivers, name) || has_word(made, name))
		return false;
	event = events_add(code, EVENT_SINK, node);
	if (event) {
		event->value = text;
		event->sink = sink;
	}
	return true;
}

const struct datum *eval_stream(struct code *code, uint32_t node)
{
	GArray *parts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	const struct datum *text = NULL, *before;
	enum quiet quiet = code->ropes.quiet;
	bool string = false, adds = false;
	const char *name;
	uint32_t base;

	if (!stream_parts(code, node, parts)) {
		g_array_free(parts, TRUE);
		return datum_unknown(code, node);
	}
	base = g_array_index(parts, uint32_t, parts->len - 1);
	name = stream_name(code, base);
	before = eval(code, base);
	if (talks(code, name))
		code->ropes.quiet = QUIET_TALK;
	else if (code_in_list(code->language->prints, name))
		code->ropes.quiet = MAX(quiet, QUIET_PRINTED);
	text = strings_is(before) ? before : strings_made(code, node, "", 0);
	for (guint i = parts->len - 1; i-- > 0;) {
		uint32_t at = g_array_index(parts, uint32_t, i);
		const struct datum *part = eval(code, at);

		if (CODE_NODE(code, at)->kind == SYNTAX_NAME &&
		    code_in_list(code->language->stream_ends,
				 code_name(code, at)))
			part = strings_made(code, at, "\n", 1);
		string |= strings_is(part);
		text = strings_cat(code, node, text, part);
	}
	g_array_free(parts, TRUE);
	code->ropes.quiet = quiet;
	if (!string && !strings_is(before))
		return datum_unknown(code, node);
	if (note_stream(code, node, base, before, text))
		return text;
	base = eval_buffer(code, base, &adds);
	if (base != SYNTAX_NONE)
		flow_bind_target(code, base, text);
	return text;
}

/* --- functions -------------------------------------------------------------
 */

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
	if (call.callee->kind != DATUM_FUNCTION && code->language->buffers &&
	    fill_buffer(code, &call, &datum))
		return datum;
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
	if (note_sinks(code, &call, false) &&
	    (call.callee->kind != DATUM_SYMBOL ||
	     (code->language->global && call.receiver == SYNTAX_NONE)))
		return datum_unknown(code, node);
	note_telling(code, &call);
	if (code->language->global) {
		forget_buffers(code, &call);
		if (call.callee->kind == DATUM_UNKNOWN && call.callee->symbol)
			return call_symbol(code, &call);
	}
	if (call.callee->kind == DATUM_SYMBOL)
		return call_symbol(code, &call);
	return datum_unknown(code, node);
}
