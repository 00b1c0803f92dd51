/*
 * Strings that a body runs: EXECUTE of PL/pgSQL, PREPARE and EXECUTE
 * IMMEDIATE of MySQL.
 */
#include "analyzers/sql/routine.h"

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
	return token.kind == TOKEN_WORD &&
	       (keyword_flags[token.keyword] & KEYWORD_VERB);
}

/* Reads one value that the string may have; false if it is not known. */
static bool run(struct routine *routine, const struct fold_piece *piece)
{
	struct parser *p = routine->p;
	struct text guest = {.language = "sql",
			     .dialect = p->lexer.rules->dialect};
	struct accessor *reader;

	if (!fold_text(&routine->fold, piece, &guest) ||
	    !begins_statement(p, &guest))
		return false;
	if (p->accessor.object.name.n_parts) {
		reader = ARENA_NEW(p->analysis->arena, struct accessor);
		*reader = p->accessor;
		guest.reader = reader;
	}
	analysis_guest(p->analysis, &guest);
	return true;
}

void routine_run(struct routine *routine, uint32_t begin, uint32_t end)
{
	const struct fold_value *value =
		fold_expression(&routine->fold, begin, end);
	bool known = !value->open;

	for (uint32_t i = 0; i < value->n; i++)
		known &= run(routine, value->alternatives[i]);
	if (!known)
		parser_gap(routine->p, REASON_DYNAMIC_SQL, begin, NULL);
}

void routine_execute(struct routine *routine, const enum keyword *terminators)
{
	struct parser *p = routine->p;
	uint32_t begin = parser_peek(p)->offset;

	if (parser_at_end(p))
		return;
	routine_expression(routine, "execute", terminators);
	routine_run(routine, begin, MAX(p->end, begin));
}
