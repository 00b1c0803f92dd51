/*
 * What reaches a sink. A function that passes its parameter to one makes
 * each of its calls one, and so on through wrappers of wrappers: every call
 * of this text was noted with its arguments, so nothing is read again.
 */
#include "analyzers/code/code.h"

#define OWNERS_MAX 4

struct code_event *events_add(struct code *code, enum event_kind kind,
			      uint32_t node)
{
	struct code_event *event;

	if (code->n_events >= CODE_EVENTS_MAX)
		return NULL;
	event = ARENA_PUSH(code->arena, code->events, code->n_events);
	event->kind = kind;
	event->node = node;
	event->function = code->ropes.function;
	event->callee = CODE_NONE;
	return event;
}

/* The functions whose parameters are in a value. */
struct owners {
	uint32_t functions[OWNERS_MAX];
	uint32_t n;
};

static void add_owner(struct owners *owners, uint32_t function)
{
	for (uint32_t i = 0; i < owners->n; i++)
		if (owners->functions[i] == function)
			return;
	if (owners->n < OWNERS_MAX)
		owners->functions[owners->n++] = function;
}

static bool owner_of_leaf(const struct rope *leaf, void *payload)
{
	if (leaf->kind == ROPE_PARAMETER)
		add_owner(payload, leaf->owner);
	return true;
}

static void find_owners(const struct datum *datum, struct owners *owners)
{
	if (datum->kind == DATUM_PARAMETER)
		add_owner(owners, datum->index);
	else if (datum->kind == DATUM_STRING)
		rope_visit(datum->rope, owner_of_leaf, owners);
	else if (datum->kind == DATUM_EITHER)
		for (uint32_t i = 0; i < datum->n_items; i++)
			if (datum->items[i]->kind != DATUM_EITHER)
				find_owners(datum->items[i], owners);
}

/* The numbers of the calls of each function, as lists. */
static GArray **calls_by_callee(struct code *code)
{
	GArray **calls = g_new0(GArray *, code->n_functions + 1);

	for (uint32_t i = 0; i < code->n_events; i++) {
		struct code_event *event = &code->events[i];

		if (event->kind != EVENT_CALL)
			continue;
		if (event->callee < code->n_functions)
			code->functions[event->callee].called = true;
		if (!calls[event->callee])
			calls[event->callee] =
				g_array_new(FALSE, FALSE, sizeof(uint32_t));
		g_array_append_val(calls[event->callee], i);
	}
	return calls;
}

/* Makes a sink of call number `number`, of what it passes for `value`. */
static void fill_call(struct code *code, uint32_t sink, uint32_t number,
		      uint32_t function)
{
	struct code_event call = code->events[number];
	struct code_event from = code->events[sink];
	struct code_event *made;

	code->ropes.function = call.function;
	code->ropes.node = call.node;
	made = events_add(code, EVENT_SINK, call.node);
	if (!made)
		return;
	made->sink = from.sink;
	made->sure = from.sure;
	made->whole = from.value->kind == DATUM_PARAMETER &&
		      (!from.filled || from.whole);
	made->value = call_fill(code, call.node, from.value, function,
				call.arguments, call.n_arguments);
	made->filled = true;
}

void events_fill(struct code *code)
{
	GArray **calls = calls_by_callee(code);
	uint32_t first = 0;

	for (int round = 0; round < CODE_WRAPPER_ROUNDS; round++) {
		uint32_t past = code->n_events;

		for (uint32_t i = first; i < past; i++) {
			struct owners owners = {.n = 0};

			if (code->events[i].kind != EVENT_SINK)
				continue;
			find_owners(code->events[i].value, &owners);
			for (uint32_t j = 0; j < owners.n; j++) {
				GArray *of = calls[owners.functions[j]];

				for (guint k = 0; of && k < of->len; k++)
					fill_call(
						code, i,
						g_array_index(of, uint32_t, k),
						owners.functions[j]);
			}
		}
		first = past;
	}
	for (uint32_t i = 0; i < code->n_functions; i++)
		if (calls[i])
			g_array_unref(calls[i]);
	g_free(calls);
	code->ropes.function = ROPE_NO_FUNCTION;
}
