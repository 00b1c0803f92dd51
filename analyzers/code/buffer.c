/*
 * Text that calls make in memory which they are given: formats as printf()
 * has them, buffers that are filled and added to, streams.
 */
#include <string.h>

#include "analyzers/code/call.h"
#include "analyzers/code/strings.h"

/* --- formats --- */

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
	rope_consume(&code->ropes, text->rope);
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
void buffer_format(struct code *code, struct call *call)
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

/* --- buffers --- */

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

/* Whether it is a pointer behind what was written. */
static bool moved_on(const struct datum *datum)
{
	bool moved = datum->adds;

	for (uint32_t i = 0;
	     datum->kind == DATUM_EITHER && i < datum->n_items && !moved; i++)
		moved = datum->items[i]->adds;
	return moved;
}

bool buffer_fill(struct code *code, const struct call *call,
		 const struct datum **filled)
{
	const struct code_buffer *buffer = buffer_named(code, call->name);
	struct code_buffer guess;
	const struct datum *before, *text = NULL;
	struct datum *held;
	bool adds = false, moved;
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
		text = call_argument(call->arguments, call->n_arguments,
				     buffer->source, NULL);
	if (buffer->meaning == BUFFER_CLEAR)
		text = strings_made(code, call->node, "", 0);
	if (!text)
		return false;
	moved = moved_on(before);
	adds |= buffer->meaning == BUFFER_ADD || moved;
	if (adds && before->kind != DATUM_CONSTANT &&
	    (strings_is(before) || strings_is(text)))
		text = strings_cat(code, call->node, before, text);
	if (text->kind == DATUM_CONSTANT)
		text = strings_made(code, call->node, "", 0);
	*filled = text;
	if (moved) {
		held = datum_new(code, text->kind, text->node);
		*held = *text;
		held->adds = true;
		text = held;
	}
	flow_bind_target(code, target, text);
	return true;
}

/* Forms: xstrconcat(a, b, NULL), xstrcat(pool, a, b, NULL): by the name and
 * the end, whoever wrote it. What comes first and is no text is where the
 * memory is from. */
const struct datum *buffer_joined(struct code *code, const struct call *call)
{
	const struct datum *all = NULL;
	uint32_t n = call->n_arguments;

	if (n < 3 || !contains(call->name, "cat") ||
	    CODE_NODE(code, call->arguments[n - 1].node)->kind !=
		    SYNTAX_CONSTANT ||
	    g_ascii_isdigit(*code_excerpt(code, call->arguments[n - 1].node)))
		return NULL;
	for (uint32_t i = 0; i + 1 < n; i++) {
		const struct datum *value = call->arguments[i].value;

		if (i == 0 && !strings_is(value))
			continue;
		if (!all && !strings_is(value))
			all = strings_made(code, call->node, "", 0);
		all = all ? strings_cat(code, call->node, all, value) : value;
	}
	return all;
}

void buffer_forget(struct code *code, const struct call *call)
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

/* --- streams --- */

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
	    !call_has_word(code->language->receivers, name) ||
	    call_has_word(made, name))
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
	if (call_talks(code, name))
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
