/*
 * From what was found to facts: strings that reach a sink or read as SQL
 * become guests; those that need another text become imports; what is not
 * known becomes a blind spot. In the order of writing.
 *
 * Confidence: a whole statement in a sink is certain. A wrapper's template
 * that was filled in, a fragment in a sink, and a statement found by reading
 * alone are likely. The rest is possible.
 */
#include <string.h>

#include "analyzers/code/code.h"
#include "analyzers/code/connection.h"
#include "analyzers/code/embedded.h"
#include "analyzers/code/emit.h"
#include "analyzers/code/orm/orm.h"
#include "analyzers/code/strings.h"
#include "analyzers/code/words.h"

/* One string to hand on. */
struct emission {
	uint32_t function, node, order;
	const struct rope *rope;
	enum confidence confidence;
	const struct code_sink *sink; /* or NULL; without confidence: a gap,
					 else the file that is run */
};

struct emitting {
	struct code *code;
	GArray *emissions;
	bool statements; /* one was found: fragments are likely of SQL, too */
	GPtrArray *late; /* fragments that came before it: ropes */
};

const struct accessor *emit_reader(struct code *code, uint32_t number)
{
	struct code_function *function;
	struct accessor *accessor;
	struct fact *fact;

	if (number == CODE_NONE)
		return NULL;
	function = &code->functions[number];
	accessor = scopes_accessor(code, number);
	if (function->defined)
		return accessor;
	function->defined = true;
	fact = ARENA_NEW(code->arena, struct fact);
	fact->kind = FACT_DEFINITION;
	fact->via = VIA_CALL;
	fact->place = code_place(code, function->node);
	fact->as.definition.operation = OP_CREATE;
	fact->as.definition.object = accessor->object;
	fact->as.definition.flags = DEFINE_SYMBOL;
	fact->as.definition.ordinal = analysis_ordinal(code->analysis);
	analysis_fact(code->analysis, code->text, fact);
	return accessor;
}

struct fact *emit_fact(struct code *code, enum fact_kind kind, uint32_t node,
		       uint32_t function)
{
	const struct accessor *accessor = emit_reader(code, function);
	struct fact *fact = ARENA_NEW(code->arena, struct fact);

	fact->kind = kind;
	fact->place = code_place(code, node);
	if (accessor)
		fact->accessor = *accessor;
	if (code->migration)
		fact->scope = SCOPE_MIGRATION;
	return fact;
}

void emit_guest(struct code *code, const char *language,
		const struct rope_flat *flat, uint32_t function,
		enum confidence confidence)
{
	struct text *guest = ARENA_NEW(code->arena, struct text);
	struct line_mark *marks = flat->marks;
	uint32_t n_marks = flat->n_marks;

	if (!n_marks)
		return;
	guest->language = language;
	guest->bytes = flat->bytes;
	guest->size = flat->size;
	guest->via = VIA_SQL;
	guest->dialect = code->dialect;
	guest->confidence = confidence;
	if (code->migration)
		guest->scope = SCOPE_MIGRATION;
	guest->reader = emit_reader(code, function);
	if (code->text->confidence != CONFIDENCE_NONE)
		guest->confidence = MIN(confidence, code->text->confidence);
	text_guest(guest, code->text, marks, n_marks);
	analysis_guest(code->analysis, guest);
}

/* --- one string --- */

static bool spend(struct code *code, const struct rope *rope)
{
	if (code->flat_bytes > CODE_FLAT_BYTES_MAX)
		return false;
	code->flat_bytes += rope->size;
	return true;
}

/* Flat in the scratch arena, until the next call. */
static bool look_at(struct code *code, const struct rope *rope,
		    struct rope_flat *flat)
{
	if (!spend(code, rope))
		return false;
	arena_clear(code->scratch);
	rope_flatten(code->scratch, rope, flat);
	return true;
}

static void deliver_import(struct code *code, const struct emission *emission)
{
	struct fact *fact = emit_fact(code, FACT_IMPORT, emission->node,
				      emission->function);

	fact->via = VIA_SQL;
	fact->confidence = emission->confidence;
	fact->as.import.kind = IMPORT_VALUE;
	fact->as.import.dialect = code->dialect;
	fact->as.import.span = fact->place;
	rope_value(code->arena, emission->rope, &fact->as.import.value);
	analysis_fact(code->analysis, code->text, fact);
}

static void deliver(struct code *code, const struct emission *emission)
{
	struct rope_flat flat;

	rope_flatten(code->arena, emission->rope, &flat);
	if (flat.symbols)
		deliver_import(code, emission);
	else
		emit_guest(code, "sql", &flat, emission->function,
			   emission->confidence);
}

static void deliver_gap(struct code *code, const struct emission *emission)
{
	struct fact *fact =
		emit_fact(code, FACT_GAP, emission->node, emission->function);

	fact->as.gap.reason = REASON_DYNAMIC_SQL;
	fact->as.gap.detail = emission->rope->text;
	analysis_fact(code->analysis, code->text, fact);
}

/* A file whose content reaches a sink is run. */
static void deliver_call(struct code *code, const struct emission *emission)
{
	struct fact *fact =
		emit_fact(code, FACT_CALL, emission->node, emission->function);
	struct rope_flat flat;

	rope_flatten(code->arena, emission->rope, &flat);
	fact->via = VIA_CALL;
	fact->as.call.kind = NODE_FILE;
	fact->as.call.path = flat.bytes;
	analysis_fact(code->analysis, code->text, fact);
}

static void add_emission(struct emitting *to, const struct rope *rope,
			 uint32_t function, uint32_t node,
			 enum confidence confidence,
			 const struct code_sink *sink)
{
	struct emission emission = {function, node,	  to->emissions->len,
				    rope,     confidence, sink};

	rope_use(rope, function);
	g_array_append_val(to->emissions, emission);
}

/* --- sinks --- */

static bool has_kind(const struct rope *leaf, void *payload)
{
	enum rope_kind *kind = payload;

	if (leaf->kind != *kind)
		return true;
	*kind = N_ROPE_KINDS;
	return false;
}

static bool rope_has(const struct rope *rope, enum rope_kind kind)
{
	rope_visit(rope, has_kind, &kind);
	return kind == N_ROPE_KINDS;
}

/* Whether an argument is named as SQL is: sql, query, stmt. */
static bool named_as_sql(const char *excerpt)
{
	static const char *const names[] = {"sql", "query", "stmt", "statement",
					    NULL};

	for (const char *const *n = names; *n; n++)
		if (g_str_has_suffix(excerpt, *n))
			return true;
	return false;
}

static void note_dynamic(struct emitting *to, const struct code_event *event,
			 const struct datum *value)
{
	struct code *code = to->code;
	const char *excerpt = code_shown(code, value->node);

	if ((!event->sure || (event->sink->flags & SINK_LOOSE)) &&
	    !named_as_sql(excerpt))
		return;
	add_emission(
		to,
		rope_hole(&code->ropes, excerpt, code_line(code, event->node)),
		event->function, event->node, CONFIDENCE_NONE, event->sink);
}

/* How sure a string in a sink is; CONFIDENCE_NONE: it is nothing. */
static enum confidence sink_confidence(struct code *code,
				       const struct code_event *event,
				       enum sql_verdict verdict)
{
	bool sure = event->sure;

	switch (verdict) {
	case SQL_STATEMENT:
		return event->filled && !event->whole ? CONFIDENCE_LIKELY
						      : CONFIDENCE_CERTAIN;
	case SQL_FRAGMENT:
		return sure ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE;
	case SQL_PROSE:
		if (sure)
			return CONFIDENCE_POSSIBLE;
		code->n_prose++;
		return CONFIDENCE_NONE;
	case SQL_NOT:
		break;
	}
	return CONFIDENCE_NONE;
}

/* A statement with a parameter in it, in a function that others may call: it
 * is handed on with its hole even where calls of this text fill it. */
static bool is_open_wrapper(struct code *code, const struct code_event *event,
			    const struct rope *rope)
{
	return event->function != CODE_NONE && !event->filled &&
	       rope_has(rope, ROPE_PARAMETER) &&
	       code->functions[event->function].name[0] != '_';
}

/* Whether it says anything that was not said: of several values each does that
 * has a piece which the others before it have not. */
static bool is_news(struct code *code, const struct code_event *event,
		    const struct rope *rope, bool one_of_many)
{
	bool taken = one_of_many &&
		     rope_take(rope, (uint32_t)(event - code->events));

	return taken || rope_is_new(rope, event->function) ||
	       is_open_wrapper(code, event, rope);
}

static void sink_rope(struct emitting *to, const struct code_event *event,
		      const struct rope *rope, bool one_of_many)
{
	struct code *code = to->code;
	struct rope_flat flat;
	enum sql_verdict verdict;
	enum confidence confidence;

	if (!look_at(code, rope, &flat))
		return;
	if (!flat.literal_bytes && !flat.symbols)
		return;
	if (flat.literal_bytes && !is_news(code, event, rope, one_of_many))
		return;
	verdict = analysis_judge(flat.bytes, flat.size, code->dialect);
	confidence = sink_confidence(code, event, verdict);
	if (flat.symbols && verdict == SQL_NOT && event->sure)
		confidence = flat.literal_bytes ? CONFIDENCE_LIKELY
						: CONFIDENCE_CERTAIN;
	if (confidence != CONFIDENCE_NONE)
		add_emission(to, rope, event->function, event->node, confidence,
			     event->sink);
	else
		rope_use(rope, event->function);
}

/* A sink that takes a table's name gets the statement that it makes. */
static const struct datum *named_table(struct code *code,
				       const struct code_event *event,
				       const struct datum *value)
{
	unsigned flags = event->sink->flags;
	bool reads = flags & (SINK_TABLE_READ | SINK_NAME_OR_SQL);
	const char *before = reads		    ? "SELECT * FROM "
			     : flags & SINK_ROUTINE ? "CALL "
						    : "INSERT INTO ";
	const char *after = reads		   ? ""
			    : flags & SINK_ROUTINE ? "()"
						   : " VALUES (?)";

	value = strings_cat(
		code, event->node,
		strings_made(code, event->node, before, strlen(before)), value);
	return strings_cat(
		code, event->node, value,
		strings_made(code, event->node, after, strlen(after)));
}

static void sink_value(struct emitting *to, const struct code_event *event,
		       const struct datum *value, bool inside)
{
	struct code *code = to->code;

	switch (value->kind) {
	case DATUM_STRING:
		if (rope_has(value->rope, ROPE_TEXT) ||
		    rope_has(value->rope, ROPE_SYMBOL))
			sink_rope(to, event, value->rope, inside);
		else if (!rope_has(value->rope, ROPE_PARAMETER))
			note_dynamic(to, event, value);
		break;
	case DATUM_SYMBOL:
	case DATUM_RESULT:
		if (value->kind == DATUM_RESULT && code->language->global &&
		    !export_is_telling(value->symbol)) {
			note_dynamic(to, event, value);
			break;
		}
		if (event->sure)
			sink_rope(to, event,
				  rope_symbol(&code->ropes, value->symbol,
					      code_line(code, value->node)),
				  inside);
		break;
	case DATUM_EITHER:
	case DATUM_LIST:
		for (uint32_t i = 0; i < value->n_items; i++)
			if (!inside || value->kind == DATUM_EITHER)
				sink_value(to, event, value->items[i], true);
		break;
	case DATUM_FILE:
		if (value->items[0]->kind == DATUM_STRING)
			add_emission(to, value->items[0]->rope, event->function,
				     event->node, CONFIDENCE_NONE, NULL);
		break;
	case DATUM_CONSTANT: /* declared, and filled in by who knows whom */
		if (CODE_NODE(code, value->node)->kind != SYNTAX_DECLARED)
			break;
		/* fall through */
	case DATUM_UNKNOWN:
	case DATUM_MAP:
		note_dynamic(to, event, value);
		break;
	default:
		break;
	}
}

/* A name of a table, where the sink takes one or SQL. */
static bool is_lone_name(struct code *code, const struct code_event *event)
{
	const char *text = event->sink->flags & SINK_NAME_OR_SQL
				   ? strings_constant(code, event->value)
				   : NULL;

	if (!text || !*text)
		return false;
	while (g_ascii_isalnum(*text) || *text == '_' || *text == '.')
		text++;
	return !*text;
}

/* Operators and hooks take the name of a file of SQL, too. */
static bool is_sql_file(struct code *code, const struct datum *value)
{
	const char *text = strings_constant(code, value);

	return text && g_str_has_suffix(text, ".sql") &&
	       !strpbrk(text, " \t\n");
}

static void sink_event(struct emitting *to, const struct code_event *event)
{
	struct code *code = to->code;
	const struct datum *value = event->value;

	code->ropes.function = event->function;
	code->ropes.node = event->node;
	if (event->sure && is_sql_file(code, value)) {
		add_emission(to, value->rope, event->function, event->node,
			     CONFIDENCE_NONE, NULL);
		return;
	}
	if (event->sink->flags &
		    (SINK_TABLE_READ | SINK_TABLE_WRITE | SINK_ROUTINE) ||
	    is_lone_name(code, event)) {
		if (value->kind == DATUM_LIST && value->n_items)
			value = value->items[0];
		if (!strings_is(value) && value->kind != DATUM_SYMBOL)
			return;
		value = named_table(code, event, value);
	}
	sink_value(to, event, value, false);
}

/* --- strings that reach no sink --- */

static void leftover(struct emitting *to, const struct rope *rope)
{
	struct code *code = to->code;
	struct rope_flat flat;
	enum sql_verdict verdict;
	enum confidence confidence;

	if (!rope_is_new(rope, rope->function) || !words_in_rope(rope) ||
	    !look_at(code, rope, &flat))
		return;
	verdict = analysis_judge(flat.bytes, flat.size, code->dialect);
	if (rope->quiet == QUIET_TALK && verdict != SQL_NOT)
		verdict = SQL_PROSE;
	switch (verdict) {
	case SQL_STATEMENT:
		if (rope->quiet && !words_relation(flat.bytes, flat.size))
			return;
		confidence = rope->quiet ? CONFIDENCE_POSSIBLE
			     : rope->sql ? CONFIDENCE_CERTAIN
					 : CONFIDENCE_LIKELY;
		to->statements = true;
		break;
	case SQL_FRAGMENT:
		if (rope->quiet || !words_relation(flat.bytes, flat.size))
			return;
		if (!rope->sql && !code->driver && !to->statements) {
			g_ptr_array_add(to->late, (gpointer)rope);
			return;
		}
		confidence =
			rope->sql ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE;
		break;
	case SQL_PROSE:
		code->n_prose++;
		if (!code->first_prose)
			code->first_prose = code_line(code, rope->node);
		return;
	default:
		return;
	}
	add_emission(to, rope, rope->function, rope->node, confidence, NULL);
}

/* --- all --- */

/* Functions from the last to the first, the module at the end: what is used
 * inside is found before the place where it is made. */
static int compare_functions(uint32_t a, uint32_t b)
{
	if (a == b)
		return 0;
	if (a == CODE_NONE || b == CODE_NONE)
		return a == CODE_NONE ? 1 : -1;
	return a > b ? -1 : 1;
}

static int by_function(gconstpointer a, gconstpointer b)
{
	const struct code_event *x = *(const struct code_event *const *)a;
	const struct code_event *y = *(const struct code_event *const *)b;
	int order = compare_functions(x->function, y->function);

	return order ? order : x < y ? -1 : x > y;
}

static int rope_by_function(gconstpointer a, gconstpointer b)
{
	const struct rope *x = *(const struct rope *const *)a;
	const struct rope *y = *(const struct rope *const *)b;
	int order = compare_functions(x->function, y->function);

	if (order)
		return order;
	return x->number < y->number ? -1 : x->number > y->number;
}

static int by_node(gconstpointer a, gconstpointer b)
{
	const struct emission *x = a, *y = b;

	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static GPtrArray *sorted_sinks(struct code *code)
{
	GPtrArray *sinks = g_ptr_array_new();

	for (uint32_t i = 0; i < code->n_events; i++)
		if (code->events[i].kind == EVENT_SINK)
			g_ptr_array_add(sinks, &code->events[i]);
	g_ptr_array_sort(sinks, by_function);
	return sinks;
}

static GPtrArray *sorted_roots(struct code *code)
{
	GPtrArray *roots = g_ptr_array_new();

	for (struct rope *rope = code->ropes.first; rope; rope = rope->next)
		if (!rope->consumed &&
		    (rope->kind == ROPE_TEXT || rope->kind == ROPE_PAIR ||
		     rope->kind == ROPE_ALIAS))
			g_ptr_array_add(roots, rope);
	g_ptr_array_sort(roots, rope_by_function);
	return roots;
}

/*
 * First all sinks, so that a string that reaches one is not found again
 * where it is made; then, function by function, what is left in it.
 */
static void collect(struct emitting *to)
{
	GPtrArray *sinks = sorted_sinks(to->code);
	GPtrArray *roots = sorted_roots(to->code);
	guint next = 0;

	for (guint i = 0; i < sinks->len; i++)
		sink_event(to, g_ptr_array_index(sinks, i));
	to->statements = to->emissions->len > 0;
	for (guint i = 0; i < roots->len; i++) {
		struct rope *rope = g_ptr_array_index(roots, i);

		/* What was handed on for this function counts again. */
		while (next < sinks->len) {
			struct code_event *event =
				g_ptr_array_index(sinks, next);

			if (compare_functions(event->function, rope->function) >
			    0)
				break;
			if (event->value->kind == DATUM_STRING)
				rope_use(event->value->rope, event->function);
			else if (event->value->kind == DATUM_EITHER)
				for (uint32_t k = 0; k < event->value->n_items;
				     k++)
					if (event->value->items[k]->kind ==
					    DATUM_STRING)
						rope_use(event->value->items[k]
								 ->rope,
							 event->function);
			next++;
		}
		leftover(to, rope);
	}
	for (guint i = 0, n = to->late->len; to->statements && i < n; i++)
		leftover(to, g_ptr_array_index(to->late, i));
	g_ptr_array_free(sinks, TRUE);
	g_ptr_array_free(roots, TRUE);
}

static void emit_strings(struct code *code)
{
	struct emitting to = {
		code, g_array_new(FALSE, FALSE, sizeof(struct emission)), false,
		g_ptr_array_new()};

	collect(&to);
	g_array_sort(to.emissions, by_node);
	for (guint i = 0; i < to.emissions->len; i++) {
		struct emission *emission =
			&g_array_index(to.emissions, struct emission, i);

		if (emission->confidence != CONFIDENCE_NONE) {
			deliver(code, emission);
			continue;
		}
		if (emission->sink)
			deliver_gap(code, emission);
		else
			deliver_call(code, emission);
	}
	g_array_free(to.emissions, TRUE);
	g_ptr_array_free(to.late, TRUE);
}

/* The innermost function around a byte, or CODE_NONE. */
static uint32_t function_at(struct code *code, uint32_t byte)
{
	uint32_t found = CODE_NONE;

	for (uint32_t i = 0; i < code->n_functions; i++) {
		const struct syntax_node *node =
			CODE_NODE(code, code->functions[i].node);

		if (node->start <= byte && byte < node->end)
			found = i;
	}
	return found;
}

/* SQL that stands in the code itself. */
static void emit_stretches(struct code *code)
{
	for (uint32_t i = 0; i < code->n_stretches; i++) {
		uint32_t start = code->stretches[i].start;
		uint32_t size = code->stretches[i].end - start;
		struct rope_flat flat = {0};

		flat.size = size;
		flat.bytes = embedded_sql(code->arena,
					  code->text->bytes + start, size);
		if (!flat.bytes)
			continue;
		flat.marks = text_marks(code->arena, code->text, start, size,
					&flat.n_marks);
		emit_guest(code, "sql", &flat, function_at(code, start),
			   CONFIDENCE_CERTAIN);
	}
}

static void emit_gaps(struct code *code)
{
	struct text *text = code->text;

	if (code->syntax.reason != REASON_NONE)
		analysis_gap(code->analysis, text, code->syntax.reason,
			     text_line(text, code->syntax.reason_start), NULL);
	if (code->n_lost)
		analysis_gap(code->analysis, text, REASON_UNREADABLE_TEXT,
			     code->lost_line,
			     "a branch of a condition that breaks a statement");
	if (code->too_deep)
		analysis_gap(code->analysis, text, REASON_TOO_DEEP,
			     text_line(text, 0), NULL);
	if (code->flat_bytes > CODE_FLAT_BYTES_MAX)
		analysis_gap(code->analysis, text, REASON_TOO_LARGE,
			     text_line(text, 0), "strings built in this text");
	if (code->n_prose) {
		struct fact *fact = ARENA_NEW(code->arena, struct fact);

		fact->kind = FACT_GAP;
		fact->place.line = code->first_prose ? code->first_prose : 1;
		fact->as.gap.reason = REASON_NOT_SQL;
		fact->as.gap.count = code->n_prose;
		analysis_fact(code->analysis, text, fact);
	}
}

void emit_all(struct code *code)
{
	if (code->dialect == N_DIALECTS)
		code->dialect = DIALECT_GENERIC;
	export_all(code);
	emit_strings(code);
	emit_stretches(code);
	orm_finish(code);
	connection_finish(code);
	emit_gaps(code);
}
