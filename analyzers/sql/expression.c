#include "analyzers/sql/expression.h"

#include <string.h>

#include "analyzers/sql/builtin.h"
#include "analyzers/sql/query.h"

/* --- what an expression names -------------------------------------------- */

void expression_ref(struct parser *p, struct expression *e,
		    const struct sql_name *name, uint32_t flags)
{
	uint32_t ref;

	if (p->routine) {
		const struct routine_scope *scope =
			routine_variable(p->routine, name->parts[0]);

		if (scope && scope->wins)
			return;
		if (scope)
			flags |= REF_VARIABLE;
	}
	ref = level_ref(p, e->level, name, e->role, e->flags | flags);
	if (e->collect)
		g_array_append_val(p->value_refs, ref);
}

void expression_query(struct parser *p, struct expression *e)
{
	uint32_t level =
		query_open(p, PLACE_EXPRESSION, e->level, SCOPE_ABSENT);

	if (e->collect && level != SCOPE_ABSENT)
		g_array_append_val(p->value_levels, level);
}

void expression_close(struct parser *p)
{
	if (parser_accept_kind(p, TOKEN_CLOSE))
		return;
	if (parser_at_end(p)) {
		p->statement->fragment = true;
		return;
	}
	parser_unreadable(p, "unexpected word in parentheses");
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE))
		parser_skip_one(p);
	parser_accept_kind(p, TOKEN_CLOSE);
}

/* --- casts and literals -------------------------------------------------- */

/* What a name in a string is by the type that it is cast to. */
static enum node_kind mention_of_type(enum keyword type)
{
	switch (type) {
	case KW_REGCLASS:
		return NODE_TABLE;
	case KW_REGPROC:
	case KW_REGPROCEDURE:
		return NODE_ROUTINE;
	case KW_REGTYPE:
		return NODE_TYPE;
	default:
		return NODE_NONE;
	}
}

void expression_mention(struct parser *p, const struct token *string,
			enum keyword type)
{
	enum node_kind kind = mention_of_type(type);
	struct sql_name name;

	if (kind != NODE_NONE && string->kind == TOKEN_STRING &&
	    parser_name_in_string(p, string, &name))
		statement_mention(p, &name, kind);
}

/* 'x'::regclass names a relation. */
static void read_string(struct parser *p)
{
	struct token string = *parser_peek(p);

	parser_next(p);
	if (parser_at_kind(p, TOKEN_CAST))
		expression_mention(p, &string,
				   (enum keyword)parser_ahead(p, 1)->keyword);
}

/* DATE '2024-01-01': a word that is the type of the string behind it. Where
 * an alias may be a string (MySQL), only a few words are. */
static bool at_typed_string(struct parser *p)
{
	if (!parser_ahead_kind(p, 1, TOKEN_STRING))
		return false;
	switch (parser_peek(p)->keyword) {
	case KW_DATE:
	case KW_TIME:
	case KW_TIMESTAMP:
	case KW_TIMESTAMPTZ:
	case KW_DATETIME:
	case KW_INTERVAL:
	case KW_BINARY:
	case KW_NATIONAL:
		return true;
	default:
		return !(p->lexer.rules->flags & RULE_STRING_ALIASES);
	}
}

static void read_typed_string(struct parser *p, struct expression *e)
{
	enum keyword type = (enum keyword)parser_peek(p)->keyword;

	e->interval |= parser_at(p, KW_INTERVAL);
	parser_next(p);
	expression_mention(p, parser_peek(p), type);
	parser_next(p);
}

/* --- parentheses, CASE and arrays ---------------------------------------- */

void expression_read_list(struct parser *p, struct expression *e)
{
	const enum keyword *terminators = p->terminators;

	p->terminators = NULL;
	do {
		expression_read(p, e);
	} while (parser_accept_kind(p, TOKEN_COMMA));
	p->terminators = terminators;
}

/* The field of (x).c, if x is a plain reference. */
static void read_member(struct parser *p, struct expression *e, uint32_t n_refs)
{
	struct sql_level *level = level_get(p, e->level);
	struct sql_ref *ref;
	struct sql_name field;
	const char **parts;

	parser_next(p);
	if (!parser_member(p, &field) || level->n_refs != n_refs + 1)
		return;
	ref = &level->refs[n_refs];
	if (ref->name.n_parts == SQL_NAME_PARTS)
		return;
	parts = arena_alloc(p->analysis->arena,
			    (ref->name.n_parts + 1) * sizeof(*parts));
	memcpy(parts, ref->name.parts, ref->name.n_parts * sizeof(*parts));
	parts[ref->name.n_parts] = field.parts[0];
	ref->name.quoted |= (field.quoted & 1u) << ref->name.n_parts;
	ref->name.n_parts++;
	ref->name.parts = parts;
	ref->flags |= REF_MEMBER;
}

/* (x), (x, y), (SELECT ...), (x).c, (x).*. */
static void read_parentheses(struct parser *p, struct expression *e)
{
	uint32_t n_refs = level_get(p, e->level)->n_refs;
	bool query = query_in_parentheses(p);

	if (!parser_enter(p)) {
		parser_skip_parentheses(p);
		return;
	}
	parser_next(p);
	if (query)
		expression_query(p, e);
	else if (!parser_at_kind(p, TOKEN_CLOSE))
		expression_read_list(p, e);
	expression_close(p);
	parser_leave(p);
	if (parser_at_kind(p, TOKEN_DOT) &&
	    !parser_ahead_kind(p, 1, TOKEN_STAR))
		read_member(p, e, n_refs);
}

static void skip_case(struct parser *p)
{
	unsigned depth = 0;

	do {
		depth += parser_at(p, KW_CASE);
		depth -= parser_at(p, KW_END);
		parser_skip_one(p);
	} while (depth && !parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE));
}

/* CASE [x] WHEN y THEN z ... [ELSE z] END [CASE] */
static void read_case(struct parser *p, struct expression *e)
{
	const enum keyword *terminators = p->terminators;

	if (!parser_enter(p)) {
		skip_case(p);
		return;
	}
	e->computed = true;
	p->terminators = NULL;
	do {
		parser_next(p);
		expression_read(p, e);
	} while (parser_at(p, KW_WHEN) || parser_at(p, KW_THEN) ||
		 parser_at(p, KW_ELSE));
	p->terminators = terminators;
	if (!parser_accept(p, KW_END)) {
		if (parser_at_end(p))
			p->statement->fragment = true;
		else
			parser_unreadable(p, "CASE without END");
	}
	parser_leave(p);
}

/* [x, y], [x:y], at the bracket: an array's elements or a subscript. */
static void read_brackets(struct parser *p, struct expression *e)
{
	const enum keyword *terminators = p->terminators;

	if (!parser_enter(p)) {
		parser_next(p);
		return;
	}
	p->terminators = NULL;
	do {
		parser_next(p);
		expression_read(p, e);
	} while (parser_at_kind(p, TOKEN_COMMA) ||
		 parser_at_kind(p, TOKEN_COLON));
	p->terminators = terminators;
	parser_accept_kind(p, TOKEN_CLOSE_BRACKET);
	parser_leave(p);
}

/* --- operands ------------------------------------------------------------ */

/* EXISTS (SELECT ...): what the query gives out is no part of the value. */
static void read_exists(struct parser *p, struct expression *e)
{
	bool collect = e->collect;

	parser_next(p);
	e->computed = true;
	e->collect = false;
	if (parser_at_kind(p, TOKEN_OPEN))
		read_parentheses(p, e);
	e->collect = collect;
}

/* A function of the server by its one unquoted name, or 0. */
static uint32_t at_builtin(struct parser *p)
{
	const struct token *token = parser_peek(p);

	if (token->kind != TOKEN_WORD)
		return 0;
	return builtin_find(token->hash);
}

static bool in_catalog_schema(const struct sql_name *name)
{
	return name->n_parts == 2 &&
	       g_ascii_strcasecmp(name->parts[0], "pg_catalog") == 0;
}

/* A call with its name qualified or not; false if it is none. */
static bool read_builtin_call(struct parser *p, struct expression *e)
{
	static const struct sql_name none;
	uint32_t builtin;

	if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
		return false;
	builtin = at_builtin(p);
	if (!builtin)
		return false;
	parser_next(p);
	expression_call(p, e, &none, builtin);
	return true;
}

/* Oracle's x = y (+), at the parenthesis. */
static bool at_outer_join(struct parser *p)
{
	return parser_ahead_kind(p, 1, TOKEN_OPERATOR) &&
	       parser_ahead_kind(p, 2, TOKEN_CLOSE);
}

static void read_name(struct parser *p, struct expression *e)
{
	struct sql_name name;
	uint32_t builtin;

	parser_name(p, &name);
	if (!parser_at_kind(p, TOKEN_OPEN) || at_outer_join(p)) {
		if (parser_at_kind(p, TOKEN_DOT) &&
		    parser_ahead_kind(p, 1, TOKEN_STAR)) {
			parser_next(p);
			parser_next(p);
		}
		expression_ref(p, e, &name, 0);
		return;
	}
	builtin = in_catalog_schema(&name)
			  ? builtin_find(
				    word_hash(name.parts[1],
					      (uint32_t)strlen(name.parts[1])))
			  : 0;
	if (in_catalog_schema(&name)) {
		name.n_parts = 0;
		builtin |= BUILTIN_FUNCTION;
	}
	expression_call(p, e, &name, builtin);
}

/* VALUES(c) of an upsert: the value that would have been inserted. */
static void read_values_column(struct parser *p, struct expression *e)
{
	struct sql_name name;

	parser_next(p);
	parser_next(p);
	if (parser_name(p, &name))
		expression_ref(p, e, &name, REF_TARGET_ONLY);
	expression_close(p);
}

/* A constant without parentheses; some take a precision. */
static void read_constant(struct parser *p)
{
	parser_next(p);
	if (parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
}

/* Whether the token goes on with a prefix such as INTERVAL, which else is a
 * name itself. */
static bool opens_operand(const struct token *token)
{
	switch (token->kind) {
	case TOKEN_STRING:
	case TOKEN_NUMBER:
	case TOKEN_HOLE:
	case TOKEN_VARIABLE:
	case TOKEN_OPEN:
	case TOKEN_QUOTED:
		return true;
	case TOKEN_WORD:
		return !(keyword_flags[token->keyword] &
			 (KEYWORD_RESERVED | KEYWORD_NO_ALIAS |
			  KEYWORD_OPERATOR));
	default:
		return false;
	}
}

/* timestamp with time zone '...', at the word behind the type's name. */
static bool at_zoned_type(struct parser *p, uint32_t n)
{
	return (parser_ahead_at(p, n, KW_WITH) ||
		parser_ahead_at(p, n, KW_WITHOUT)) &&
	       parser_ahead_at(p, n + 1, KW_TIME);
}

/*
 * A word in an operand's place. Sets *prefix if it only goes before one.
 * False: it is no operand.
 */
static bool read_word(struct parser *p, struct expression *e, bool *prefix)
{
	const struct token *token = parser_peek(p);
	uint8_t flags = keyword_flags[token->keyword];

	switch (token->keyword) {
	case KW_NONE:
		break;
	case KW_CASE:
		read_case(p, e);
		return true;
	case KW_EXISTS:
		read_exists(p, e);
		return true;
	case KW_INTERVAL:
		if (!opens_operand(parser_ahead(p, 1)))
			break;
		e->interval = true;
		/* fall through */
	case KW_NOT:
	case KW_DISTINCT:
	case KW_PRIOR:
		parser_next(p);
		*prefix = true;
		e->computed = true;
		return true;
	case KW_ALL:
	case KW_ANY:
	case KW_SOME:
	case KW_ROW:
	case KW_BINARY:
	case KW_ARRAY:
	case KW_VARIADIC:
		if (!parser_ahead_kind(p, 1, TOKEN_OPEN) &&
		    !parser_ahead_kind(p, 1, TOKEN_OPEN_BRACKET) &&
		    token->keyword != KW_BINARY &&
		    token->keyword != KW_VARIADIC)
			break;
		if (parser_ahead_kind(p, 1, TOKEN_DOT) ||
		    parser_ahead_kind(p, 1, TOKEN_COMMA))
			break;
		parser_next(p);
		*prefix = true;
		e->computed = true;
		return true;
	case KW_VALUES:
		if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
			return false;
		read_values_column(p, e);
		return true;
	case KW_GROUPING:
		if (!parser_accept_two(p, KW_GROUPING, KW_SETS))
			break;
		*prefix = true;
		return true;
	case KW_COLLATION:
		if (!parser_accept_two(p, KW_COLLATION, KW_FOR))
			break;
		*prefix = true;
		return true;
	case KW_TIME:
	case KW_TIMESTAMP:
		if (!at_zoned_type(p, 1) &&
		    !(parser_ahead_kind(p, 1, TOKEN_OPEN) &&
		      at_zoned_type(p, 4)))
			break;
		parser_skip_type(p);
		parser_accept_kind(p, TOKEN_STRING);
		return true;
	default:
		break;
	}
	if (flags & KEYWORD_VALUE && !parser_ahead_kind(p, 1, TOKEN_DOT)) {
		read_constant(p);
		return true;
	}
	if (read_builtin_call(p, e))
		return true;
	if (flags & KEYWORD_RESERVED)
		return false;
	if (at_typed_string(p))
		read_typed_string(p, e);
	else
		read_name(p, e);
	return true;
}

/* An operand with what goes before it; false if none stands here. */
static bool read_operand(struct parser *p, struct expression *e)
{
	for (;;) {
		bool prefix = false;

		switch (parser_peek(p)->kind) {
		case TOKEN_NUMBER:
		case TOKEN_VARIABLE:
			parser_next(p);
			return true;
		case TOKEN_STRING:
			read_string(p);
			return true;
		case TOKEN_HOLE:
			if (parser_ahead_kind(p, 1, TOKEN_DOT) ||
			    parser_ahead_kind(p, 1, TOKEN_OPEN))
				read_name(p, e);
			else
				parser_next(p);
			return true;
		case TOKEN_QUOTED:
			read_name(p, e);
			return true;
		case TOKEN_OPEN:
			read_parentheses(p, e);
			return true;
		case TOKEN_OPEN_BRACKET:
			read_brackets(p, e);
			return true;
		case TOKEN_STAR:
			parser_next(p);
			return true;
		case TOKEN_OPERATOR:
			parser_next(p);
			e->computed = true;
			continue;
		case TOKEN_WORD:
			if (parser_at_end(p) || !read_word(p, e, &prefix))
				return false;
			if (!prefix)
				return true;
			continue;
		default:
			return false;
		}
	}
}

/* --- operators ----------------------------------------------------------- */

/* Behind IS [NOT]: a word, or DISTINCT FROM and an operand. */
static bool read_is(struct parser *p)
{
	parser_next(p);
	parser_accept(p, KW_NOT);
	if (parser_accept_two(p, KW_DISTINCT, KW_FROM))
		return true;
	if (parser_at_kind(p, TOKEN_WORD)) {
		parser_next(p);
		while (parser_peek(p)->keyword == KW_VALUE ||
		       parser_peek(p)->keyword == KW_OBJECT ||
		       parser_peek(p)->keyword == KW_ARRAY ||
		       parser_peek(p)->keyword == KW_NORMALIZED)
			parser_next(p);
		if (parser_at_kind(p, TOKEN_OPEN))
			parser_skip_parentheses(p);
		return false;
	}
	return parser_at_kind(p, TOKEN_HOLE);
}

enum goes_on { ENDS, OPERAND, OPERATOR };

/* NOT goes on with an expression only before a comparison's word: a column's
 * DEFAULT may be followed by NOT NULL. */
static bool at_negated_operator(struct parser *p)
{
	enum keyword next = (enum keyword)parser_ahead(p, 1)->keyword;

	return next && (keyword_flags[next] & KEYWORD_OPERATOR) &&
	       next != KW_AND && next != KW_OR && next != KW_NOT;
}

/* A word behind an operand. */
static enum goes_on read_operator_word(struct parser *p, struct expression *e)
{
	enum keyword keyword = (enum keyword)parser_peek(p)->keyword;

	if (e->interval && (keyword_flags[keyword] & KEYWORD_UNIT)) {
		parser_next(p);
		if (parser_accept(p, KW_TO))
			parser_next(p);
		e->interval = parser_at_kind(p, TOKEN_OPEN);
		if (e->interval)
			parser_skip_parentheses(p);
		return OPERATOR;
	}
	if (keyword == KW_AGAINST) {
		/* ('words' IN BOOLEAN MODE): words, no columns */
		parser_next(p);
		if (parser_at_kind(p, TOKEN_OPEN))
			parser_skip_parentheses(p);
		return OPERATOR;
	}
	if (!(keyword_flags[keyword] & KEYWORD_OPERATOR))
		return ENDS;
	switch (keyword) {
	case KW_IS:
		return read_is(p) ? OPERAND : OPERATOR;
	case KW_NOT:
		if (!at_negated_operator(p))
			return ENDS;
		parser_next(p);
		return OPERATOR;
	case KW_ISNULL:
	case KW_NOTNULL:
		parser_next(p);
		return OPERATOR;
	case KW_COLLATE: {
		struct sql_name collation;

		parser_next(p);
		if (!parser_name(p, &collation))
			parser_skip_one(p);
		return OPERATOR;
	}
	case KW_AT:
		if (parser_accept_two(p, KW_AT, KW_LOCAL))
			return OPERATOR;
		return parser_accept_three(p, KW_AT, KW_TIME, KW_ZONE) ? OPERAND
								       : ENDS;
	case KW_OPERATOR:
		if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
			return ENDS;
		parser_next(p);
		parser_skip_parentheses(p);
		return OPERAND;
	case KW_BETWEEN:
		parser_next(p);
		if (!parser_accept(p, KW_SYMMETRIC))
			parser_accept(p, KW_ASYMMETRIC);
		return OPERAND;
	case KW_SIMILAR:
		parser_next(p);
		parser_accept(p, KW_TO);
		return OPERAND;
	case KW_SOUNDS:
		return parser_accept_two(p, KW_SOUNDS, KW_LIKE) ? OPERAND
								: ENDS;
	case KW_MEMBER:
		return parser_accept_two(p, KW_MEMBER, KW_OF) ? OPERAND : ENDS;
	default:
		parser_next(p);
		return OPERAND;
	}
}

/* A hole behind an operand may be an operator, a JSON operator "?", or any
 * more of the clause. */
static enum goes_on read_hole(struct parser *p)
{
	const struct token *next;

	parser_next(p);
	next = parser_peek(p);
	switch (next->kind) {
	case TOKEN_STRING:
	case TOKEN_NUMBER:
	case TOKEN_HOLE:
	case TOKEN_OPEN:
	case TOKEN_QUOTED:
	case TOKEN_VARIABLE:
		return OPERAND;
	case TOKEN_WORD:
		return keyword_flags[next->keyword] &
				       (KEYWORD_OPERATOR | KEYWORD_RESERVED |
					KEYWORD_NO_ALIAS)
			       ? OPERATOR
			       : OPERAND;
	default:
		return OPERATOR;
	}
}

/* What stands behind an operand, if it goes on with the expression. */
static enum goes_on read_operator(struct parser *p, struct expression *e)
{
	switch (parser_peek(p)->kind) {
	case TOKEN_OPERATOR:
	case TOKEN_EQUALS:
	case TOKEN_STAR:
	case TOKEN_ASSIGN:
		parser_next(p);
		return OPERAND;
	case TOKEN_CAST:
		parser_next(p);
		parser_skip_type(p);
		return OPERATOR;
	case TOKEN_STRING: /* 'a' 'b' is one string; char(3) 'a' has a type */
		if (!e->after_string &&
		    p->lexer.rules->flags & RULE_STRING_ALIASES)
			return ENDS;
		parser_next(p);
		return OPERATOR;
	case TOKEN_HOLE:
		return read_hole(p);
	case TOKEN_OPEN_BRACKET:
		read_brackets(p, e);
		return OPERATOR;
	case TOKEN_OPEN:
		if (!at_outer_join(p))
			return ENDS;
		parser_skip_parentheses(p);
		return OPERATOR;
	case TOKEN_DOT: /* x[1].c, f(x).c, (x).* */
		parser_next(p);
		if (!parser_accept_kind(p, TOKEN_STAR))
			parser_skip_one(p);
		return OPERATOR;
	case TOKEN_WORD:
		if (p->terminators && parser_at_end(p))
			return ENDS;
		return read_operator_word(p, e);
	default:
		return ENDS;
	}
}

/* An operator at the end has lost its operand. */
static void cut_off(struct parser *p, const struct expression *e)
{
	if ((e->operands || e->computed) && parser_at_end(p))
		p->statement->fragment = true;
}

void expression_read(struct parser *p, struct expression *e)
{
	enum goes_on goes_on = OPERAND;

	do {
		if (goes_on == OPERAND) {
			e->after_string = parser_at_kind(p, TOKEN_STRING);
			if (!read_operand(p, e)) {
				cut_off(p, e);
				return;
			}
			e->operands++;
		} else {
			e->computed = true;
		}
		goes_on = read_operator(p, e);
	} while (goes_on != ENDS);
}

/* --- values -------------------------------------------------------------- */

static uint32_t *take(struct parser *p, GArray *stack, guint start, uint32_t *n)
{
	uint32_t *indices = NULL;

	*n = stack->len - start;
	if (*n)
		indices = arena_memdup(p->analysis->arena,
				       &g_array_index(stack, uint32_t, start),
				       *n * sizeof(*indices));
	g_array_set_size(stack, start);
	return indices;
}

static enum how how_made(const struct expression *e)
{
	if (e->aggregated)
		return HOW_AGGREGATED;
	return e->computed || e->operands != 1 ? HOW_COMPUTED : HOW_COPIED;
}

bool parser_expression(struct parser *p, uint32_t level, enum role role,
		       uint32_t flags, struct sql_value *value)
{
	struct expression e = {.level = level,
			       .role = role,
			       .flags = flags,
			       .collect = value != NULL};
	guint refs = p->value_refs->len, levels = p->value_levels->len;

	expression_read(p, &e);
	if (value) {
		memset(value, 0, sizeof(*value));
		value->how = how_made(&e);
		value->refs = take(p, p->value_refs, refs, &value->n_refs);
		value->levels =
			take(p, p->value_levels, levels, &value->n_levels);
	}
	return e.operands > 0;
}

void parser_expressions(struct parser *p, uint32_t level, enum role role,
			uint32_t flags)
{
	do {
		parser_expression(p, level, role, flags, NULL);
		if (!parser_accept(p, KW_ASC))
			parser_accept(p, KW_DESC);
		if (parser_accept(p, KW_NULLS))
			parser_next(p);
	} while (parser_accept_kind(p, TOKEN_COMMA));
}
