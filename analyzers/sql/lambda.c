/*
 * Functions without a name inside of expressions: their parameters are no
 * columns.
 *
 *	x -> x + 1, (x, i) -> x + i	Spark, Trino, ClickHouse, Snowflake
 *	lambda x, i: x + i		DuckDB
 *	[x + 1 FOR x IN list IF x > 1]	DuckDB
 *
 * An arrow also takes a field of a document (doc -> 'key'): without a dialect
 * it counts only where its name comes again behind it.
 */
#include <string.h>

#include "analyzers/sql/ddl.h"
#include "analyzers/sql/expression.h"

/* parser_ahead() sees no more. */
#define LOOK_AHEAD 31

static bool is_arrow(const struct parser *p, const struct token *token)
{
	return token->kind == TOKEN_OPERATOR && token->length == 2 &&
	       memcmp(p->lexer.bytes + token->offset, "->", 2) == 0;
}

/* Behind the parameter at `at` and its type (Snowflake). */
static uint32_t behind_parameter(struct parser *p, uint32_t at)
{
	if (!token_is_name(parser_ahead(p, at)))
		return 0;
	return at + 1 + (parser_ahead_kind(p, at + 1, TOKEN_WORD) ? 1 : 0);
}

static bool same_name(const struct parser *p, const struct token *a,
		      const struct token *b)
{
	return a->kind == b->kind && a->length == b->length &&
	       g_ascii_strncasecmp(p->lexer.bytes + a->offset,
				   p->lexer.bytes + b->offset, a->length) == 0;
}

/* Whether the current token's name comes again behind the arrow. */
static bool comes_again(struct parser *p, uint32_t arrow)
{
	unsigned depth = 0;

	for (uint32_t n = arrow + 1; n < LOOK_AHEAD; n++) {
		const struct token *token = parser_ahead(p, n);

		if (token->kind == TOKEN_END || token->kind == TOKEN_SEMICOLON)
			return false;
		if (token->kind == TOKEN_OPEN)
			depth++;
		if (!depth &&
		    (token->kind == TOKEN_COMMA || token->kind == TOKEN_CLOSE))
			return false;
		if (token->kind == TOKEN_CLOSE)
			depth--;
		if (same_name(p, parser_peek(p), token))
			return true;
	}
	return false;
}

/* How many tokens stand before the body, 0 if this is no lambda. */
static uint32_t head_of_arrow(struct parser *p)
{
	bool list = parser_at_kind(p, TOKEN_OPEN);
	uint32_t n = list;

	do
		n = behind_parameter(p, n);
	while (n && list && n < LOOK_AHEAD - 4 &&
	       parser_ahead_kind(p, n++, TOKEN_COMMA));
	if (!n || (list && !parser_ahead_kind(p, n - 1, TOKEN_CLOSE)) ||
	    !is_arrow(p, parser_ahead(p, n)))
		return 0;
	if (list)
		return n + 1;
	if (parser_ahead_kind(p, n + 1, TOKEN_STRING) ||
	    parser_ahead_kind(p, n + 1, TOKEN_NUMBER))
		return 0;
	if (p->lexer.rules->dialect == DIALECT_GENERIC && !comes_again(p, n))
		return 0;
	return n + 1;
}

static uint32_t head_of_colon(struct parser *p)
{
	uint32_t n = 1;

	while (n < LOOK_AHEAD - 2 && token_is_name(parser_ahead(p, n)) &&
	       parser_ahead_kind(p, n + 1, TOKEN_COMMA))
		n += 2;
	return token_is_name(parser_ahead(p, n)) &&
			       parser_ahead_kind(p, n + 1, TOKEN_COLON)
		       ? n + 2
		       : 0;
}

static void add_parameter(struct parser *p, const struct token *token)
{
	if (p->n_lambda < G_N_ELEMENTS(p->lambda))
		p->lambda[p->n_lambda++] =
			token_name(p->analysis->arena, &p->lexer, token);
}

void lambda_open(struct parser *p)
{
	uint32_t n;
	bool name = true;

	if (!(p->lexer.rules->flags & RULE_LAMBDAS) ||
	    (!parser_at_name(p) && !parser_at_kind(p, TOKEN_OPEN)))
		return;
	if (ddl_at_word(p, "lambda") && (n = head_of_colon(p)) != 0)
		parser_next(p), n--;
	else
		n = head_of_arrow(p);
	for (; n; n--) {
		if (name && token_is_name(parser_peek(p)))
			add_parameter(p, parser_peek(p));
		name = parser_at_kind(p, TOKEN_COMMA) ||
		       parser_at_kind(p, TOKEN_OPEN);
		parser_next(p);
	}
}

/* FOR x IN of a list: its variable is seen before it is named. */
void lambda_comprehension(struct parser *p)
{
	unsigned depth = 0;

	if (!(p->lexer.rules->flags & RULE_LAMBDAS))
		return;
	for (uint32_t n = 1; n < LOOK_AHEAD - 2; n++) {
		const struct token *token = parser_ahead(p, n);

		if (token->kind == TOKEN_END ||
		    token->kind == TOKEN_SEMICOLON ||
		    (!depth && (token->kind == TOKEN_CLOSE_BRACKET ||
				token->kind == TOKEN_CLOSE)))
			return;
		depth += token->kind == TOKEN_OPEN;
		depth -= token->kind == TOKEN_CLOSE;
		if (!depth && token->keyword == KW_FOR &&
		    parser_ahead_at(p, n + 2, KW_IN)) {
			add_parameter(p, parser_ahead(p, n + 1));
			return;
		}
	}
}

bool lambda_is_parameter(const struct parser *p, const struct sql_name *name)
{
	for (uint32_t i = 0; i < p->n_lambda; i++)
		if (g_ascii_strcasecmp(p->lambda[i], name->parts[0]) == 0)
			return true;
	return false;
}
