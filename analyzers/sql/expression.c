#include "analyzers/sql/expression.h"
#include "analyzers/sql/ddl.h"

#include <string.h>

#include "analyzers/sql/builtin.h"
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/query.h"
#include "analyzers/sql/teradata.h"

/* --- what an expression names -------------------------------------------- */

/* What SEARCH and CYCLE add to a CTE is no column of a table. */
static bool is_made(const struct statement *statement,
		    const struct sql_name *name)
{
	const char *last = name->parts[name->n_parts - 1];

	for (uint32_t i = 0; i < statement->n_made_columns; i++)
		if (g_ascii_strcasecmp(statement->made_columns[i], last) == 0)
			return true;
	return false;
}

/* A variable of the script. */
static bool is_declared(const struct parser *p, const struct sql_name *name)
{
	char *folded = g_ascii_strdown(name->parts[0], -1);
	bool declared = g_hash_table_contains(p->declared, folded);

	g_free(folded);
	return declared;
}

void expression_ref(struct parser *p, struct expression *e,
		    const struct sql_name *name, uint32_t flags)
{
	uint32_t ref;

	if (p->statement->n_made_columns && is_made(p->statement, name))
		return;
	if (p->n_lambda && lambda_is_parameter(p, name))
		return;
	if (p->routine) {
		const struct routine_scope *scope =
			routine_variable(p->routine, name->parts[0]);

		if (scope && scope->wins)
			return;
		if (scope)
			flags |= REF_VARIABLE;
	}
	if (p->declared && is_declared(p, name))
		flags |= REF_VARIABLE;
	ref = level_ref(p, e->level, name, e->role, e->flags | flags);
	if (e->collect)
		index_push(&p->value_refs, ref);
}

void expression_query(struct parser *p, struct expression *e)
{
	uint32_t level =
		query_open(p, PLACE_EXPRESSION, e->level, SCOPE_ABSENT);

	if (e->collect && level != SCOPE_ABSENT)
		index_push(&p->value_levels, level);
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

/* --- operators ----------------------------------------------------------- */

/* Behind IS [NOT]: a word, or DISTINCT FROM and an operand. */
static bool read_is(struct parser *p)
{
	parser_next(p);
	parser_accept(p, KW_NOT);
	if (parser_accept_two(p, KW_DISTINCT, KW_FROM))
		return true;
	if (parser_accept(p, KW_OF)) { /* Oracle: OF [TYPE] ([ONLY] t) */
		parser_accept(p, KW_TYPE);
		parser_skip_one(p);
		return false;
	}
	if (parser_at_kind(p, TOKEN_WORD)) {
		bool json = parser_at(p, KW_JSON);

		if (ddl_at_word(p, "a") && parser_ahead_kind(p, 1, TOKEN_WORD))
			parser_next(p); /* Oracle: IS A SET */
		parser_next(p);
		while ((json &&
			(ddl_at_word(p, "scalar") || ddl_at_word(p, "lax") ||
			 parser_at(p, KW_STRICT))) ||
		       parser_peek(p)->keyword == KW_VALUE ||
		       parser_peek(p)->keyword == KW_OBJECT ||
		       parser_peek(p)->keyword == KW_ARRAY ||
		       parser_peek(p)->keyword == KW_NORMALIZED)
			parser_next(p);
		if (json)
			expression_skip_json(p);
		if (parser_at_kind(p, TOKEN_OPEN))
			parser_skip_parentheses(p);
		return false;
	}
	return parser_at_kind(p, TOKEN_HOLE);
}

enum goes_on {
	ENDS,
	OPERAND,
	OPERATOR,
	AS_BEFORE, /* what was read changes nothing */
};

/* NOT goes on with an expression only before a comparison's word: a column's
 * DEFAULT may be followed by NOT NULL. */
static bool at_negated_operator(struct parser *p)
{
	enum keyword next = (enum keyword)parser_ahead(p, 1)->keyword;

	return next && (keyword_flags[next] & KEYWORD_OPERATOR) &&
	       next != KW_AND && next != KW_OR && next != KW_NOT;
}

/* Db2, or nobody knows. */
static bool is_db2(const struct parser *p)
{
	enum dialect dialect = p->lexer.rules->dialect;

	return dialect == DIALECT_GENERIC || dialect == DIALECT_DB2;
}

/* Db2: CURRENT DATE - 30 DAYS, a - (b) MONTHS. */
static bool at_duration(const struct parser *p, const struct expression *e)
{
	char before = p->end ? p->lexer.bytes[p->end - 1] : ' ';

	if (!is_db2(p) || e->operands < 2)
		return false;
	switch (parser_peek(p)->keyword) {
	case KW_DAY:
	case KW_HOUR:
	case KW_MINUTE:
	case KW_MONTH:
	case KW_SECOND:
	case KW_YEAR:
		return g_ascii_isdigit(before);
	case KW_DAYS:
		return g_ascii_isdigit(before) || before == ')';
	default:
		return (g_ascii_isdigit(before) || before == ')') &&
		       (ddl_at_word(p, "hours") || ddl_at_word(p, "minutes") ||
			ddl_at_word(p, "months") || ddl_at_word(p, "seconds") ||
			ddl_at_word(p, "years"));
	}
}

/* Oracle: (a - b) DAY TO SECOND, (a - b) YEAR (4) TO MONTH. */
static bool accept_interval(struct parser *p)
{
	uint32_t n = 1;

	if (p->lexer.bytes[p->end ? p->end - 1 : 0] != ')' ||
	    (!parser_at(p, KW_DAY) && !parser_at(p, KW_YEAR)))
		return false;
	if (parser_ahead_kind(p, 1, TOKEN_OPEN))
		n = 4;
	if (!parser_ahead_at(p, n, KW_TO))
		return false;
	for (n += 2; n; n--)
		parser_next(p);
	if (parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
	return true;
}

/* Db2: a CONCAT b. */
static bool at_concat(struct parser *p)
{
	const struct token *next = parser_ahead(p, 1);

	return is_db2(p) && ddl_at_word(p, "concat") &&
	       (next->kind == TOKEN_STRING || next->kind == TOKEN_OPEN ||
		(token_is_name(next) &&
		 !(keyword_flags[next->keyword] & KEYWORD_NO_ALIAS)));
}

/* ClickHouse: a GLOBAL [NOT] IN (...). */
static bool at_global_in(struct parser *p)
{
	return parser_ahead_at(p, 1, KW_IN) ||
	       (parser_ahead_at(p, 1, KW_NOT) && parser_ahead_at(p, 2, KW_IN));
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
	if ((keyword == KW_MATCH &&
	     p->lexer.rules->dialect == DIALECT_SQLITE) ||
	    (keyword == KW_GLOBAL && at_global_in(p))) {
		parser_next(p);
		return keyword == KW_MATCH ? OPERAND : OPERATOR;
	}
	if (!keyword && parser_peek(p)->length == 2 && is_db2(p) &&
	    memcmp(p->lexer.bytes + parser_peek(p)->offset, "\xc2\xac", 2) ==
		    0) { /* Db2: the sign for not, before "=" */
		parser_next(p);
		parser_next(p);
		return OPERAND;
	}
	if (!(keyword_flags[keyword] & KEYWORD_OPERATOR)) {
		bool concat = at_concat(p) ||
			      (teradata_is(p) && teradata_at_comparison(p));

		if (accept_interval(p))
			return OPERATOR;
		if (!concat && !at_duration(p, e))
			return ENDS;
		parser_next(p);
		return concat ? OPERAND : OPERATOR;
	}
	switch (keyword) {
	case KW_IS:
		e->nameless = true;
		return read_is(p) ? OPERAND : OPERATOR;
	case KW_NOT:
		if (p->lexer.rules->dialect == DIALECT_SQLITE &&
		    (e->role == ROLE_WHERE || e->role == ROLE_JOIN) &&
		    parser_accept_two(p, KW_NOT, KW_NULL))
			return OPERATOR;
		if (!at_negated_operator(p))
			return ENDS;
		parser_next(p);
		return OPERATOR;
	case KW_ISNULL:
	case KW_NOTNULL:
		e->nameless = true;
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
		if (parser_accept_three(p, KW_AT, KW_TIME, KW_ZONE))
			return OPERAND;
		return teradata_is(p) && parser_accept(p, KW_AT) ? OPERAND
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
	case KW_IN:
		if (p->lexer.rules->dialect == DIALECT_CLICKHOUSE &&
		    parser_ahead_at(p, 1, KW_PARTITION))
			return ENDS; /* of ALTER TABLE ... DELETE */
		parser_next(p);
		return expression_in_table(p, e) ? OPERATOR : OPERAND;
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
	case TOKEN_STAR:
		parser_next(p);
		parser_accept_kind(p, TOKEN_STAR); /* a ** b */
		return OPERAND;
	case TOKEN_OPERATOR:
	case TOKEN_EQUALS:
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
		expression_brackets(p, e);
		return OPERATOR;
	case TOKEN_OPEN:
		if (p->lexer.rules->flags & RULE_PREWHERE &&
		    p->lexer.bytes[p->end - 1] == ')' &&
		    p->end == parser_peek(p)->offset) {
			/* ClickHouse: quantile (0.9)(x) */
			expression_call(p, e, &(struct sql_name){0}, 0);
			return OPERATOR;
		}
		if (teradata_is(p) && teradata_at_attributes(p)) {
			teradata_attributes(p, e);
			return AS_BEFORE;
		}
		if (!expression_at_outer_join(p))
			return ENDS;
		parser_skip_parentheses(p);
		return OPERATOR;
	case TOKEN_COLON: /* v:path.to */
		if (p->lexer.rules->dialect == DIALECT_CLICKHOUSE) {
			parser_next(p); /* a ? b : c */
			return OPERAND;
		}
		if (!(p->lexer.rules->flags & RULE_COLON_PATHS))
			return ENDS;
		parser_next(p);
		if (!parser_at_kind(p, TOKEN_OPEN_BRACKET))
			parser_skip_one(p);
		return OPERATOR;
	case TOKEN_DOT: /* x[1].c, f(x).c, (x).* */
		parser_next(p);
		if (!parser_accept_kind(p, TOKEN_STAR))
			parser_skip_one(p);
		if (parser_at_kind(p, TOKEN_OPEN) &&
		    !expression_at_outer_join(p))
			expression_call(p, e, &(struct sql_name){0}, 0);
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
			if (!expression_operand(p, e)) {
				cut_off(p, e);
				return;
			}
			e->operands++;
		} else if (goes_on == OPERATOR) {
			e->computed = true;
		}
		goes_on = read_operator(p, e);
	} while (goes_on != ENDS);
}

void expression_read_list(struct parser *p, struct expression *e)
{
	const enum keyword *terminators = p->terminators;

	p->terminators = NULL;
	do {
		expression_read(p, e);
	} while (parser_accept_kind(p, TOKEN_COMMA));
	p->terminators = terminators;
}

/* --- values -------------------------------------------------------------- */

/* With room as ARENA_PUSH() leaves it: value_unite() appends. */
static uint32_t *take(struct parser *p, struct index_stack *stack,
		      uint32_t start, uint32_t *n)
{
	uint32_t *indices;
	size_t room = 1;

	*n = stack->n - start;
	if (!*n)
		return NULL;
	while (room < *n)
		room *= 2;
	indices = arena_alloc(p->analysis->arena, room * sizeof(*indices));
	memcpy(indices, stack->list + start, *n * sizeof(*indices));
	stack->n = start;
	return indices;
}

void expression_take(struct parser *p, uint32_t refs, uint32_t levels,
		     struct sql_value *value)
{
	memset(value, 0, sizeof(*value));
	value->refs = take(p, &p->value_refs, refs, &value->n_refs);
	value->levels = take(p, &p->value_levels, levels, &value->n_levels);
}

static enum how how_made(const struct expression *e)
{
	if (e->aggregated)
		return HOW_AGGREGATED;
	return e->computed || e->operands != 1 ? HOW_COMPUTED : HOW_COPIED;
}

/* PostgreSQL's name of an output: of its only operand, or the column that is
 * cast or of which an element is taken. */
static const char *name_made(struct parser *p, const struct expression *e,
			     const struct sql_value *value)
{
	const struct sql_name *name;

	if (e->operands != 1 || e->nameless ||
	    p->lexer.rules->dialect != DIALECT_POSTGRESQL)
		return NULL;
	if (e->name || value->n_refs != 1 || value->n_levels)
		return e->name;
	name = &level_get(p, e->level)->refs[value->refs[0]].name;
	return name->n_parts ? name->parts[name->n_parts - 1] : NULL;
}

bool parser_output_expression(struct parser *p, uint32_t level, uint32_t flags,
			      struct sql_value *value, const char **name)
{
	struct expression e = {.level = level,
			       .role = ROLE_SELECT,
			       .flags = flags,
			       .collect = true};
	uint32_t refs = p->value_refs.n, levels = p->value_levels.n;

	expression_read(p, &e);
	expression_take(p, refs, levels, value);
	value->how = how_made(&e);
	*name = e.named ? e.named : name_made(p, &e, value);
	return e.operands > 0;
}

bool parser_expression(struct parser *p, uint32_t level, enum role role,
		       uint32_t flags, struct sql_value *value)
{
	struct expression e = {.level = level,
			       .role = role,
			       .flags = flags,
			       .collect = value != NULL};
	uint32_t refs = p->value_refs.n, levels = p->value_levels.n;

	expression_read(p, &e);
	if (value) {
		expression_take(p, refs, levels, value);
		value->how = how_made(&e);
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
