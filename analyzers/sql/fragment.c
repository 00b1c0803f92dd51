/*
 * What begins in the middle of a statement: a clause, a condition, a join.
 *
 * Strings in code are often pieces that are put together elsewhere. What
 * stands in a piece is read as far as it says something by itself.
 */
#include "analyzers/sql/query.h"

/* a [AS] [x] JOIN, a x, b y: names that only FROM holds in such an order.
 * "Name, name" alone may as well be a list of columns. */
static bool at_joined_names(struct parser *p)
{
	uint32_t n = 0;

	if (!parser_at_name(p))
		return false;
	while (parser_ahead_kind(p, n + 1, TOKEN_DOT) && n < 8)
		n += 2;
	n++;
	n += parser_ahead_at(p, n, KW_AS);
	if (token_is_name(parser_ahead(p, n)) &&
	    !(keyword_flags[parser_ahead(p, n)->keyword] & KEYWORD_NO_ALIAS))
		n++;
	switch (parser_ahead(p, n)->keyword) {
	case KW_WHERE:
	case KW_JOIN:
	case KW_STRAIGHT_JOIN:
		return true;
	case KW_INNER:
	case KW_LEFT:
	case KW_RIGHT:
	case KW_FULL:
	case KW_CROSS:
	case KW_NATURAL:
		return !parser_ahead_kind(p, n + 1, TOKEN_OPEN);
	default:
		return false;
	}
}

/* An expression, or several: conditions, or columns of a SELECT. */
static bool read_lone_expressions(struct parser *p, uint32_t level)
{
	bool any = false;

	do {
		struct sql_value value;
		uint32_t first = level_get(p, level)->n_refs;
		struct sql_level *made;

		if (!parser_expression(p, level, ROLE_WHERE, 0, &value))
			break;
		any = true;
		made = level_get(p, level);
		if (value.how == HOW_COPIED)
			for (uint32_t i = first; i < made->n_refs; i++)
				made->refs[i].role = ROLE_SELECT;
		if (parser_accept(p, KW_AS))
			parser_identifier(p, NULL);
		if (!parser_accept(p, KW_ASC))
			parser_accept(p, KW_DESC);
	} while (parser_accept_kind(p, TOKEN_COMMA));
	return any;
}

/* A clause that stands alone; false if this is none. */
static bool read_lone_clause(struct parser *p, uint32_t level)
{
	switch (parser_peek(p)->keyword) {
	case KW_JOIN:
	case KW_INNER:
	case KW_LEFT:
	case KW_RIGHT:
	case KW_FULL:
	case KW_CROSS:
	case KW_NATURAL:
	case KW_STRAIGHT_JOIN:
		from_rest(p, level);
		return true;
	case KW_ON:
		if (query_upsert(p, level))
			return true;
		parser_next(p);
		parser_expression(p, level, ROLE_JOIN, 0, NULL);
		from_rest(p, level);
		return true;
	case KW_AS: /* of a derived table that began before */
		parser_next(p);
		parser_identifier(p, NULL);
		return true;
	case KW_USING:
		parser_next(p);
		if (parser_at_kind(p, TOKEN_OPEN))
			read_lone_expressions(p, level);
		return true;
	case KW_AND:
	case KW_OR:
	case KW_IN:
	case KW_NOT:
		if (!parser_at(p, KW_NOT))
			parser_next(p);
		parser_expression(p, level, ROLE_WHERE, 0, NULL);
		return true;
	case KW_SET:
		level_get(p, level)->kind = LEVEL_UPDATE;
		parser_next(p);
		query_set(p, level, OP_UPDATE, 0, SCOPE_ABSENT);
		return true;
	case KW_RETURNING:
		parser_next(p);
		parser_outputs(p, level);
		return true;
	default:
		return false;
	}
}

/* A hole that is a value and no clause: an operator follows. */
static bool at_compared_hole(struct parser *p)
{
	return parser_at_kind(p, TOKEN_HOLE) &&
	       (parser_ahead_kind(p, 1, TOKEN_EQUALS) ||
		parser_ahead_kind(p, 1, TOKEN_OPERATOR) ||
		parser_ahead_kind(p, 1, TOKEN_CAST));
}

/* A set operator: what follows it is a query of its own. */
static bool accept_union(struct parser *p)
{
	if (!parser_accept(p, KW_UNION) && !parser_accept(p, KW_EXCEPT) &&
	    !parser_accept(p, KW_INTERSECT))
		return false;
	if (!parser_accept(p, KW_ALL))
		parser_accept(p, KW_DISTINCT);
	return true;
}

void read_fragment(struct parser *p)
{
	uint32_t level = level_open(p, LEVEL_SELECT, PLACE_ROOT, SCOPE_ABSENT,
				    SCOPE_ABSENT);
	uint32_t end;

	p->statement->fragment = true;
	do {
		end = parser_peek(p)->offset;
		if (parser_accept_kind(p, TOKEN_CLOSE)) {
			parser_accept(p, KW_AS); /* of a derived table */
			parser_identifier(p, NULL);
			continue;
		}
		if (parser_accept_kind(p, TOKEN_COMMA))
			continue;
		if (accept_union(p)) {
			if (parser_at_query(p) || query_in_parentheses(p))
				query_open(p, PLACE_ROOT, SCOPE_ABSENT,
					   SCOPE_ABSENT);
			continue;
		}
		if (!at_compared_hole(p))
			query_clauses(p, level);
		if (parser_at_end(p) || read_lone_clause(p, level))
			continue;
		if (at_joined_names(p))
			parser_from(p, level);
		else if (!(keyword_flags[parser_peek(p)->keyword] &
			   KEYWORD_VERB))
			read_lone_expressions(p, level);
	} while (!parser_at_end(p) && parser_peek(p)->offset > end);
}
