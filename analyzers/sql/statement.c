/*
 * One statement: opened, given to the reader of its first word, delivered.
 */
#include <string.h>

#include "analyzers/sql/parser.h"

#define STATEMENT(keyword, reader) statement_reader reader;
#include "analyzers/sql/statements.def"
#undef STATEMENT

static statement_reader *const readers[N_KEYWORDS] = {
	[KW_NONE] = NULL,
#define STATEMENT(keyword, reader) [KW_##keyword] = reader,
#include "analyzers/sql/statements.def"
#undef STATEMENT
};

statement_reader *statement_reader_of(enum keyword keyword)
{
	return readers[keyword];
}

/* --- facts --------------------------------------------------------------- */

struct fact *parser_fact(struct parser *p, enum fact_kind kind, uint32_t begin,
			 uint32_t end)
{
	struct fact *fact = ARENA_NEW(p->analysis->arena, struct fact);

	fact->kind = kind;
	fact->place.line = parser_line(p, begin);
	fact->place.end_line = parser_line(p, end > begin ? end - 1 : begin);
	fact->via = p->via;
	fact->accessor = p->accessor;
	fact->schema = p->schema;
	return fact;
}

void parser_deliver(struct parser *p, struct fact *fact)
{
	analysis_fact(p->analysis, p->text, fact);
}

void parser_gap(struct parser *p, enum reason reason, uint32_t offset,
		const char *detail)
{
	struct fact *fact = parser_fact(p, FACT_GAP, offset, offset);

	fact->as.gap.reason = reason;
	fact->as.gap.detail = arena_strdup(p->analysis->arena, detail);
	parser_deliver(p, fact);
}

void parser_unreadable(struct parser *p, const char *detail)
{
	if (p->statement->broken)
		return;
	p->statement->broken = true;
	parser_gap(p, REASON_UNREADABLE_SQL, parser_peek(p)->offset, detail);
}

/* --- the statement ------------------------------------------------------- */

void statement_begin(struct parser *p, struct statement *statement,
		     const char *verb)
{
	memset(statement, 0, sizeof(*statement));
	statement->outer = p->statement;
	statement->begin = parser_peek(p)->offset;
	statement->made.verb = verb;
	p->statement = statement;
}

static bool names_anything(const struct fact_statement *made)
{
	if (made->n_calls || made->n_mentions)
		return true;
	for (uint32_t i = 0; i < made->n_levels; i++) {
		const struct sql_level *level = &made->levels[i];

		if (level->n_items || level->n_targets || level->n_refs)
			return true;
	}
	return false;
}

void statement_finish(struct parser *p)
{
	struct statement *statement = p->statement;
	struct fact *fact;

	p->statement = statement->outer;
	if (statement->drop || !names_anything(&statement->made))
		return;
	fact = parser_fact(p, FACT_STATEMENT, statement->begin, p->end);
	fact->as.statement = statement->made;
	fact->as.statement.complete =
		!statement->broken && !statement->fragment;
	fact->as.statement.span = fact->place;
	fact->as.statement.fingerprint = statement->fingerprint;
	fact->as.statement.dialect = p->lexer.rules->dialect;
	fact->as.statement.row_table = p->row_table;
	parser_deliver(p, fact);
}

static void read_one(struct parser *p)
{
	enum keyword keyword = (enum keyword)parser_peek(p)->keyword;
	statement_reader *reader = readers[keyword];
	struct statement statement;

	statement_begin(p, &statement, keyword_word(keyword));
	if (reader)
		reader(p);
	if (!parser_at_end(p)) {
		parser_unreadable(p, NULL);
		parser_skip_statement(p);
	}
	statement_finish(p);
}

void parser_statement(struct parser *p)
{
	if (!parser_at_end(p))
		read_one(p);
}
