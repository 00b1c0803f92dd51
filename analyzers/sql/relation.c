/*
 * What stands in the arguments of macros and in directives of templates:
 * relations, and SQL in literals.
 *
 *	{{ config(post_hook="DELETE FROM log WHERE old") }}
 *	SELECT {{ dbt_utils.star(from=ref('orders')) }} FROM {{ ref('orders') }}
 */
#include <string.h>

#include "analyzers/sql/directive.h"
#include "analyzers/sql/parser.h"

static void add_relation(struct parser *p, uint32_t level, uint32_t line,
			 const struct jinja_relation *relation)
{
	struct sql_item *item = level_item(p, level, ITEM_RELATION);

	item->name.parts = arena_memdup(p->analysis->arena, relation->parts,
					sizeof(relation->parts));
	item->name.n_parts = relation->n_parts;
	item->name.line = item->name.end_line = line;
	item->level = SCOPE_ABSENT;
}

/* What they give out is not known: they are read apart from the rest. */
static void add_relations(struct parser *p, const struct jinja_part *part)
{
	uint32_t line = parser_line(p, part->offset), level;
	bool root = p->statement->made.n_levels > 0;

	if (!root) {
		p->statement->made.verb = "select";
		p->statement->fragment = true;
	}
	level = level_open(p, LEVEL_SELECT,
			   root ? PLACE_EXPRESSION : PLACE_ROOT,
			   root ? 0 : SCOPE_ABSENT, SCOPE_ABSENT);
	for (uint32_t i = 0; i < part->n_relations; i++)
		add_relation(p, level, line, &part->relations[i]);
}

/* Whether the literal goes on with another value: a ~ '...' */
static bool goes_on(const struct parser *p, uint32_t at)
{
	while (at && g_ascii_isspace(p->text->bytes[at - 1]))
		at--;
	return at && strchr("~+", p->text->bytes[at - 1]);
}

/* A literal that is a statement is read as one; true if it was. */
static bool read_literal(struct parser *p, const struct jinja_part *part)
{
	const char *bytes = p->text->bytes + part->begin;
	uint32_t size = part->end - part->begin, n_marks;
	struct line_mark *marks;
	struct text guest = {.language = "sql",
			     .dialect = p->lexer.rules->dialect,
			     .bytes = bytes,
			     .size = size};

	if (goes_on(p, part->offset) ||
	    analysis_judge(bytes, size, p->lexer.rules->dialect) !=
		    SQL_STATEMENT)
		return false;
	marks = text_marks(p->analysis->arena, p->text, part->begin, size,
			   &n_marks);
	text_guest(&guest, p->text, marks, n_marks);
	analysis_guest(p->analysis, &guest);
	return true;
}

/* Relations inside of a literal: "select 1 from {{ ref('a') }}". */
static void add_names(struct parser *p, const struct jinja_part *literal)
{
	struct jinja inside = p->jinja;
	struct jinja_part part;
	uint32_t at = literal->begin;

	inside.inside = literal->end;
	while (jinja_next(&inside, p->analysis->arena, &at, literal->end,
			  &part))
		if (part.n_relations)
			add_relations(p, &part);
	p->jinja.variables = inside.variables;
}

/* Branches that close what another one opened are not read. */
static void tell_branches(struct parser *p, uint32_t from)
{
	const char *bytes = p->lexer.bytes, *at = bytes + from;
	const char *limit = bytes + MIN(p->end, p->lexer.size);

	while (at < limit && (at = memmem(at, (size_t)(limit - at), "{%", 2))) {
		uint32_t offset = (uint32_t)(at - bytes), end = 0;

		if (directive_skips(bytes, p->lexer.size, offset, &end)) {
			p->statement->broken = true;
			parser_gap(p, REASON_UNREADABLE_SQL, offset,
				   "a branch that ends elsewhere");
		}
		at = bytes + MAX(end, offset + 2);
	}
}

void statement_templates(struct parser *p)
{
	struct jinja_part part;

	if (p->jinja_at >= p->end)
		return;
	tell_branches(p, p->jinja_at);
	while (p->jinja_at < p->end &&
	       jinja_next(&p->jinja, p->analysis->arena, &p->jinja_at, p->end,
			  &part)) {
		if (part.n_relations)
			add_relations(p, &part);
		else if (!read_literal(p, &part))
			add_names(p, &part);
	}
}

/* So much of a block tells what it is. */
#define TEXT_BYTES 400u

bool statement_is_holes(struct parser *p)
{
	uint32_t n = 0;

	while (n < 16 && parser_ahead_kind(p, n, TOKEN_HOLE) &&
	       p->lexer.bytes[parser_ahead(p, n)->offset] == '{')
		n++;
	return n && n < 16 && token_ends_statement(parser_ahead(p, n));
}

/* Calls that write nothing. */
static bool is_silent(const struct parser *p, uint32_t at)
{
	static const char *const words[] = {
		"config", "do",	    "exceptions",    "log",
		"print",  "return", "set_sql_header"};
	uint32_t end;

	while (at < p->lexer.size && strchr("{- \t\r\n", p->lexer.bytes[at]))
		at++;
	end = at;
	while (end < p->lexer.size && (g_ascii_isalnum(p->lexer.bytes[end]) ||
				       p->lexer.bytes[end] == '_'))
		end++;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strlen(words[i]) == end - at &&
		    memcmp(words[i], p->lexer.bytes + at, end - at) == 0)
			return true;
	return false;
}

void statement_holes(struct parser *p, bool block)
{
	uint32_t begin = parser_peek(p)->offset;
	bool silent = block;

	while (parser_at_kind(p, TOKEN_HOLE) &&
	       is_silent(p, parser_peek(p)->offset)) {
		silent |= token_ends_statement(parser_ahead(p, 1));
		parser_next(p);
		begin = parser_peek(p)->offset;
	}
	parser_skip_statement(p);
	if (!silent &&
	    !(p->jinja.used &&
	      jinja_names(&p->jinja, p->analysis->arena, begin, p->end)))
		parser_gap(p, REASON_DYNAMIC_SQL, begin, NULL);
}

bool statement_is_text(struct parser *p)
{
	const struct token *first = parser_peek(p), *next = parser_ahead(p, 1);

	return first->kind == TOKEN_WORD && !first->keyword &&
	       (next->kind == TOKEN_COLON ||
		(next->kind == TOKEN_WORD && !next->keyword)) &&
	       analysis_judge(p->lexer.bytes + first->offset,
			      MIN(p->lexer.size - first->offset, TEXT_BYTES),
			      p->lexer.rules->dialect) == SQL_NOT;
}

bool statement_in_block(const struct parser *p)
{
	return p->end >= 4 && p->end <= parser_peek(p)->offset &&
	       directive_opens_block(p->lexer.bytes, p->end);
}
