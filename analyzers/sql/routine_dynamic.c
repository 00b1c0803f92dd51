/*
 * Strings that a body runs: EXECUTE of PL/pgSQL, PREPARE and EXECUTE
 * IMMEDIATE of MySQL.
 */
#include <string.h>

#include "analyzers/sql/routine.h"
#include "analyzers/sql/wrapper.h"

/* Bodies and strings inside of each other; each takes some stack. */
#define STRING_DEPTH_MAX 40

/* Whether a text begins as a statement does: else nobody knows what it is. */
static bool begins_statement(const struct parser *p, const struct text *text)
{
	struct lexer lexer = {.bytes = text->bytes,
			      .size = (uint32_t)text->size,
			      .rules = p->lexer.rules};
	struct token token;

	do
		lexer_next(&lexer, &token);
	while (token.kind == TOKEN_OPEN);
	return token.kind == TOKEN_END ||
	       (token.kind == TOKEN_WORD && token.keyword != KW_CASE &&
		(keyword_flags[token.keyword] & KEYWORD_VERB));
}

/* The facts of the alternatives of one string, until all are read. */
struct facts {
	struct analysis analysis;      /* delivers into the list */
	GPtrArray *list;	       /* of struct fact */
	uint32_t unreadable;	       /* in the alternative that is read */
	bool readable;		       /* there was one without a blind spot */
	guint read[FOLD_ALTERNATIVES]; /* hashes of those that were read */
	uint32_t n_read;
};

static bool is_unreadable(const struct fact *fact)
{
	return fact->kind == FACT_GAP &&
	       fact->as.gap.reason == REASON_UNREADABLE_SQL;
}

static void keep_fact(struct analysis *analysis, struct fact *fact)
{
	struct facts *facts = analysis->payload;

	facts->unreadable += is_unreadable(fact);
	g_ptr_array_add(facts->list, fact);
}

/* When one alternative was read whole, what is odd in others is what never
 * goes together at run time. */
static void deliver_facts(struct parser *p, struct facts *facts)
{
	uint32_t line = 0; /* of the last blind spot */

	p->analysis->ordinal = facts->analysis.ordinal;
	for (guint i = 0; i < facts->list->len; i++) {
		struct fact *fact = g_ptr_array_index(facts->list, i);

		if (is_unreadable(fact)) {
			if (facts->readable || fact->place.line == line)
				continue; /* alternatives have it alike */
			line = fact->place.line;
		}
		p->analysis->deliver(p->analysis, fact);
	}
	g_ptr_array_unref(facts->list);
}

/* A string that is run is SQL, whatever it looks like: it knows no variables,
 * but all else that its body knows. */
static void read_string(struct parser *p, struct text *text,
			struct facts *facts)
{
	struct parser inside;

	facts->unreadable = 0;
	parser_init_inside(&inside, p, text, 0, (uint32_t)text->size);
	inside.routine = NULL;
	inside.analysis = &facts->analysis;
	while (!parser_at_kind(&inside, TOKEN_END)) {
		if (inside.lexer.rules->flags & RULE_HASH_NAMES)
			routine_tsql(&inside, NULL);
		else
			parser_statement(&inside);
		if (!parser_at_kind(&inside, TOKEN_END))
			parser_next(&inside);
	}
	parser_release(&inside);
	text_release(text);
	facts->readable |= !facts->unreadable;
}

/* Whether another of the values comes to the same bytes: what differs in them
 * is not known. */
static bool is_read(struct facts *facts, const struct text *text)
{
	guint hash = g_str_hash(text->bytes);

	for (uint32_t i = 0; i < facts->n_read; i++)
		if (facts->read[i] == hash)
			return true;
	if (facts->n_read < FOLD_ALTERNATIVES)
		facts->read[facts->n_read++] = hash;
	return false;
}

/* Reads one value that the string may have; false if it is not known. */
static bool run(struct parser *p, struct fold *fold,
		const struct fold_piece *piece, struct facts *facts)
{
	struct text text = {.language = "sql",
			    .dialect = p->lexer.rules->dialect};

	if (!fold_text(fold, piece, &text) || !begins_statement(p, &text))
		return false;
	if (p->depth >= STRING_DEPTH_MAX)
		return false;
	if (is_read(facts, &text)) {
		text_release(&text);
		return true;
	}
	read_string(p, &text, facts);
	return true;
}

/* How much of an expression is shown. */
#define MAX_SHOWN 120

/* The expression for people: its literals, which may be secret, as '...'. */
static const char *show(struct parser *p, const struct fold *fold,
			uint32_t begin, uint32_t end)
{
	struct lexer lexer = {.bytes = fold->text->bytes,
			      .size = end,
			      .offset = begin,
			      .rules = fold->rules};
	GString *shown = g_string_new(NULL);
	struct token token;
	const char *made;

	for (lexer_next(&lexer, &token);
	     token.kind != TOKEN_END && shown->len < MAX_SHOWN;
	     lexer_next(&lexer, &token)) {
		if (shown->len && token.flags & TOKEN_SPACED)
			g_string_append_c(shown, ' ');
		if (token.kind == TOKEN_STRING)
			g_string_append(shown, "'...'");
		else
			g_string_append_len(shown, lexer.bytes + token.offset,
					    MIN(token.length, MAX_SHOWN));
	}
	if (token.kind != TOKEN_END)
		g_string_append(shown, " ...");
	made = arena_strdup(p->analysis->arena, shown->str);
	g_string_free(shown, TRUE);
	return made;
}

static bool is_open(const struct sql_name *name)
{
	for (uint32_t i = 0; i < name->n_parts; i++)
		if (strchr(name->parts[i], TEXT_HOLE))
			return true;
	return false;
}

static bool has_open_relation(const struct fact_statement *statement)
{
	for (uint32_t i = 0; i < statement->n_levels; i++) {
		const struct sql_level *level = &statement->levels[i];

		for (uint32_t k = 0; k < level->n_items; k++)
			if (is_open(&level->items[k].name))
				return true;
		for (uint32_t k = 0; k < level->n_targets; k++)
			if (is_open(&level->targets[k].name))
				return true;
	}
	return false;
}

/* Whether a relation is not known: who calls the routine may tell it. */
static bool has_open_names(const struct facts *facts)
{
	for (guint i = 0; i < facts->list->len; i++) {
		const struct fact *fact = g_ptr_array_index(facts->list, i);

		if (fact->kind == FACT_STATEMENT &&
		    has_open_relation(&fact->as.statement))
			return true;
		if (fact->kind == FACT_DEFINITION &&
		    (is_open(&fact->as.definition.object.name) ||
		     is_open(&fact->as.definition.object.on)))
			return true;
	}
	return false;
}

void routine_run_value(struct parser *p, struct fold *fold,
		       const struct fold_value *value, uint32_t begin,
		       uint32_t end)
{
	bool known = !value->open;
	struct facts facts = {.analysis = *p->analysis,
			      .list = g_ptr_array_new()};

	facts.analysis.deliver = keep_fact;
	facts.analysis.payload = &facts;
	for (uint32_t i = 0; i < value->n; i++)
		known &= run(p, fold, value->alternatives[i], &facts);
	if (!known || has_open_names(&facts))
		wrapper_note(p, value);
	deliver_facts(p, &facts);
	if (!known)
		parser_gap(p, REASON_DYNAMIC_SQL, begin,
			   show(p, fold, begin, end));
}

void routine_run(struct parser *p, struct fold *fold, uint32_t begin,
		 uint32_t end)
{
	routine_run_value(p, fold, fold_expression(fold, begin, end), begin,
			  end);
}

void routine_execute(struct routine *routine, const enum keyword *terminators)
{
	struct parser *p = routine->p;
	uint32_t begin = parser_peek(p)->offset;

	if (parser_at_end(p))
		return;
	routine_expression(routine, "execute", terminators);
	routine_run(p, &routine->fold, begin, MAX(p->end, begin));
}
