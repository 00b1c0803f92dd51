/*
 * Calls of functions, and what may stand in and behind their parentheses.
 */
#include <string.h>

#include "analyzers/sql/builtin.h"
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/expression.h"
#include "analyzers/sql/from.h"
#include "analyzers/sql/teradata.h"
#include "analyzers/sql/wrapper.h"

/* --- what follows a call ------------------------------------------------- */

/* [name] [PARTITION BY ...] [ORDER BY ...] [ROWS BETWEEN ...], up to the
 * closing parenthesis. It is no part of a value. */
void parser_window(struct parser *p, uint32_t level)
{
	const enum keyword *terminators = p->terminators;

	p->terminators = NULL;
	if (parser_at_name(p) && !parser_at(p, KW_PARTITION) &&
	    !parser_ahead_kind(p, 1, TOKEN_OPERATOR))
		parser_identifier(p, NULL);
	if (parser_accept_two(p, KW_PARTITION, KW_BY))
		parser_expressions(p, level, ROLE_GROUP, 0);
	if (parser_accept_two(p, KW_ORDER, KW_BY))
		parser_expressions(p, level, ROLE_ORDER, 0);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE))
		parser_skip_one(p);
	p->terminators = terminators;
}

static void read_over(struct parser *p, struct expression *e)
{
	parser_next(p);
	if (!parser_at_kind(p, TOKEN_OPEN)) {
		parser_identifier(p, NULL);
		return;
	}
	if (!parser_enter(p)) {
		parser_skip_parentheses(p);
		return;
	}
	parser_next(p);
	parser_window(p, e->level);
	expression_close(p);
	parser_leave(p);
}

/* (WHERE condition) */
static void read_filter(struct parser *p, struct expression *e)
{
	enum role role = e->role;

	parser_next(p);
	parser_next(p);
	if (parser_accept(p, KW_WHERE)) {
		e->role = ROLE_WHERE;
		expression_read_list(p, e);
		e->role = role;
	}
	expression_close(p);
}

/* ORDER BY inside of an aggregate's parentheses, or behind WITHIN GROUP. */
static void read_order(struct parser *p, struct expression *e)
{
	enum role role = e->role;

	e->role = ROLE_ORDER;
	do {
		expression_read(p, e);
		if (!parser_accept(p, KW_ASC))
			parser_accept(p, KW_DESC);
		if (parser_accept(p, KW_NULLS))
			parser_next(p);
	} while (parser_accept_kind(p, TOKEN_COMMA));
	e->role = role;
}

/* What it orders by is the value only where there are no arguments to make
 * one of: percentile_cont(0.5), but not listagg(a). */
static void read_within_group(struct parser *p, struct expression *e)
{
	bool collect = e->collect;

	parser_next(p);
	parser_next(p);
	if (!parser_accept_kind(p, TOKEN_OPEN))
		return;
	e->collect &= !e->arguments;
	if (parser_accept_two(p, KW_ORDER, KW_BY))
		read_order(p, e);
	else if (ddl_accept_word(p, "graph")) /* T-SQL: GRAPH PATH */
		ddl_accept_word(p, "path");
	e->collect = collect;
	expression_close(p);
}

/* Oracle's KEEP (DENSE_RANK FIRST ORDER BY a) */
static void read_keep(struct parser *p, struct expression *e)
{
	bool collect = e->collect;

	parser_next(p);
	parser_next(p);
	while (!parser_at_end(p) && !parser_at(p, KW_ORDER) &&
	       !parser_at_kind(p, TOKEN_CLOSE))
		parser_skip_one(p);
	e->collect = false;
	if (parser_accept_two(p, KW_ORDER, KW_BY))
		read_order(p, e);
	e->collect = collect;
	expression_close(p);
}

/* FROM FIRST or FROM LAST of a window function, and no table. */
static bool at_from_end(struct parser *p)
{
	return (parser_ahead_at(p, 1, KW_FIRST) ||
		parser_ahead_at(p, 1, KW_LAST)) &&
	       (parser_ahead_at(p, 2, KW_OVER) ||
		parser_ahead_at(p, 3, KW_NULLS));
}

void expression_suffixes(struct parser *p, struct expression *e)
{
	for (;;) {
		switch (parser_peek(p)->keyword) {
		case KW_OVER:
			read_over(p, e);
			break;
		case KW_FILTER:
			if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
				return;
			read_filter(p, e);
			break;
		case KW_WITHIN:
			if (!parser_ahead_at(p, 1, KW_GROUP))
				return;
			read_within_group(p, e);
			break;
		case KW_KEEP:
			if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
				return;
			read_keep(p, e);
			break;
		case KW_FROM: /* NTH_VALUE(a, 2) FROM FIRST OVER w */
			if (!at_from_end(p))
				return;
			parser_next(p);
			parser_next(p);
			break;
		case KW_IGNORE:
		case KW_RESPECT:
			if (!parser_ahead_at(p, 1, KW_NULLS))
				return;
			parser_next(p);
			parser_next(p);
			break;
		default:
			return;
		}
	}
}

/* --- arguments ----------------------------------------------------------- */

/* Units of the warehouses that mean something else elsewhere. */
static bool at_short_unit(struct parser *p)
{
	static const char *const units[] = {
		"century", "d",	     "dayofweek",  "dayofweekiso", "dayofyear",
		"dd",	   "decade", "dow",	   "doy",	   "dw",
		"dy",	   "epoch",  "h",	   "hh",	   "hr",
		"hrs",	   "isodow", "isoweek",	   "isoyear",	   "mi",
		"min",	   "mins",   "mm",	   "mon",	   "mons",
		"ms",	   "n",	     "nanosecond", "nanoseconds",  "ns",
		"q",	   "qtr",    "s",	   "sec",	   "secs",
		"ss",	   "us",     "w",	   "weekiso",	   "weekofyear",
		"wk",	   "y",	     "yr",	   "yrs",	   "yy",
		"yyyy"};

	switch (p->lexer.rules->dialect) {
	case DIALECT_BIGQUERY:
	case DIALECT_SNOWFLAKE:
	case DIALECT_REDSHIFT:
	case DIALECT_SPARK:
	case DIALECT_CLICKHOUSE:
		break;
	default:
		return false;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
		if (ddl_at_word(p, units[i]))
			return true;
	return false;
}

/* BigQuery: WEEK(MONDAY) */
static bool at_week_of_day(struct parser *p)
{
	return parser_at(p, KW_WEEK) && parser_ahead_kind(p, 1, TOKEN_OPEN) &&
	       parser_ahead_kind(p, 2, TOKEN_WORD) &&
	       parser_ahead_kind(p, 3, TOKEN_CLOSE) &&
	       p->lexer.rules->dialect == DIALECT_BIGQUERY;
}

/* EXTRACT(year FROM x), TIMESTAMPDIFF(day, a, b), DATE_TRUNC(x, month): a
 * unit, no column. T-SQL has more words for them. */
static void skip_unit(struct parser *p)
{
	const struct token *token = parser_peek(p), *next;
	bool unit = keyword_flags[token->keyword] & KEYWORD_UNIT ||
		    p->lexer.rules->flags & RULE_HASH_NAMES;

	if (token->kind != TOKEN_WORD)
		return;
	if (at_week_of_day(p)) {
		parser_next(p);
		parser_skip_parentheses(p);
		return;
	}
	unit |= at_short_unit(p);
	next = parser_ahead(p, 1);
	if (next->keyword == KW_FROM ||
	    (unit && (next->kind == TOKEN_COMMA || next->kind == TOKEN_CLOSE)))
		parser_next(p);
}

/* f(name => value), f(name := value) */
static void skip_argument_name(struct parser *p)
{
	const struct token *next;

	if (!parser_at_name(p))
		return;
	next = parser_ahead(p, 1);
	if (next->kind == TOKEN_ASSIGN ||
	    (next->kind == TOKEN_OPERATOR && next->length == 2 &&
	     p->lexer.bytes[next->offset] == '=' &&
	     p->lexer.bytes[next->offset + 1] == '>')) {
		parser_next(p);
		parser_next(p);
	}
}

/* Whether the word goes before an operand and is none itself. */
static bool is_prefix(struct parser *p)
{
	const struct token *next = parser_ahead(p, 1);

	switch (next->kind) {
	case TOKEN_COMMA:
	case TOKEN_CLOSE:
	case TOKEN_DOT:
	case TOKEN_OPERATOR:
	case TOKEN_EQUALS:
	case TOKEN_CAST:
		return false;
	default:
		return !(keyword_flags[next->keyword] & KEYWORD_OPERATOR);
	}
}

/* TRIM(LEADING 'x' FROM y), COUNT(DISTINCT x), XMLELEMENT(NAME x, ...),
 * XMLPARSE(CONTENT x), XMLROOT(x, VERSION NO VALUE, STANDALONE YES) */
static void skip_prefix(struct parser *p)
{
	struct sql_name model;

	switch (parser_peek(p)->keyword) {
	case KW_LEADING:
	case KW_TRAILING:
	case KW_BOTH:
	case KW_ALL:
	case KW_DISTINCT:
	case KW_CONTENT:
	case KW_DOCUMENT:
		if (is_prefix(p))
			parser_next(p);
		return;
	case KW_MODEL: /* BigQuery: ML.PREDICT(MODEL m, ...) */
		if (is_prefix(p) && token_is_name(parser_ahead(p, 1)))
			parser_next(p);
		else
			return;
		parser_name(p, &model);
		return;
	case KW_NAME: /* but not CONVERT(name USING x) */
		if (is_prefix(p) && (parser_ahead_kind(p, 2, TOKEN_COMMA) ||
				     parser_ahead_kind(p, 2, TOKEN_CLOSE))) {
			parser_next(p);
			parser_skip_one(p);
		}
		return;
	case KW_VERSION: /* but not MySQL's VERSION() */
	case KW_STANDALONE:
		if (!is_prefix(p) || parser_ahead_kind(p, 1, TOKEN_OPEN))
			return;
		while (is_prefix(p) && !parser_at_end(p))
			parser_next(p);
		if (parser_ahead_kind(p, 1, TOKEN_COMMA) ||
		    parser_ahead_kind(p, 1, TOKEN_CLOSE))
			parser_next(p);
		return;
	default:
		return;
	}
}

/* A word, and those that go with it. */
static void skip_words(struct parser *p)
{
	if (parser_at_kind(p, TOKEN_WORD))
		parser_next(p);
	while (parser_at(p, KW_BY) || parser_at(p, KW_REF) ||
	       parser_at(p, KW_VALUE) || parser_at(p, KW_WHITESPACE) ||
	       parser_at(p, KW_KEYS) || parser_at(p, KW_UNIQUE) ||
	       (parser_at(p, KW_ERROR) && parser_ahead_at(p, 1, KW_ON)))
		parser_next(p);
}

static bool word_ahead(struct parser *p, uint32_t n, const char *word)
{
	return parser_is_word(p, parser_ahead(p, n), word);
}

static bool any_ahead(struct parser *p, uint32_t n, const char *const *words)
{
	for (; *words; words++)
		if (word_ahead(p, n, *words))
			return true;
	return false;
}

static void skip_tokens(struct parser *p, uint32_t n)
{
	while (n--)
		parser_next(p);
}

/* NULL ON EMPTY, EMPTY ARRAY ON ERROR, ABSENT ON NULL */
static bool skip_json_behavior(struct parser *p)
{
	static const char *const values[] = {"absent",	"empty", "error",
					     "false",	"null",	 "true",
					     "unknown", NULL};
	static const char *const events[] = {"empty", "error", "null", NULL};
	uint32_t n = 1;

	if (!any_ahead(p, 0, values))
		return false;
	n += word_ahead(p, 1, "array") || word_ahead(p, 1, "object");
	if (!word_ahead(p, n, "on") || !any_ahead(p, n + 1, events))
		return false;
	skip_tokens(p, n + 2);
	return true;
}

bool expression_skip_json(struct parser *p)
{
	static const char *const with[] = {
		"array",  "conditional", "keys", "unconditional",
		"unique", "wrapper",	 NULL};

	if ((parser_at(p, KW_WITH) || parser_at(p, KW_WITHOUT)) &&
	    any_ahead(p, 1, with)) {
		do
			parser_next(p);
		while (any_ahead(p, 0, with));
		return true;
	}
	if ((word_ahead(p, 0, "keep") || word_ahead(p, 0, "omit")) &&
	    word_ahead(p, 1, "quotes")) {
		skip_tokens(p, word_ahead(p, 3, "scalar") ? 5 : 2);
		return true;
	}
	if (word_ahead(p, 0, "format") && word_ahead(p, 1, "json")) {
		skip_tokens(p, word_ahead(p, 2, "encoding") ? 4 : 2);
		return true;
	}
	return skip_json_behavior(p);
}

/*
 * What stands behind an argument other than a comma: FROM and FOR of
 * SUBSTRING, AS and a type, ORDER BY, SEPARATOR, or any word of the many
 * functions with a syntax of their own. Words are skipped; what they lead
 * to is read as an expression.
 */
static void read_rest(struct parser *p, struct expression *e)
{
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
	       !parser_at_kind(p, TOKEN_CLOSE)) {
		uint32_t operands = e->operands;

		if (parser_accept_two(p, KW_ORDER, KW_BY)) {
			bool collect = e->collect;

			e->collect = false;
			read_order(p, e);
			e->collect = collect;
			continue;
		}
		if (expression_skip_json(p))
			continue;
		if (parser_accept_kind(p, TOKEN_COLON)) { /* 'key': value */
			expression_read(p, e);
			continue;
		}
		if (parser_accept(p, KW_AS) || parser_accept(p, KW_RETURNING)) {
			parser_skip_type(p);
			continue;
		}
		if ((parser_at(p, KW_WITH) || parser_at(p, KW_WITHOUT)) &&
		    word_ahead(p, 1, "count")) { /* Oracle's LISTAGG */
			skip_tokens(p, 2);
			continue;
		}
		if (parser_accept_two(p, KW_IGNORE, KW_NULLS) ||
		    parser_accept_two(p, KW_RESPECT, KW_NULLS))
			continue;
		if (parser_accept(p, KW_LIMIT)) {
			parser_skip_one(p);
			continue;
		}
		if (parser_accept(p, KW_HAVING)) { /* MAX | MIN x: BigQuery */
			parser_next(p);
			continue;
		}
		if (parser_accept(p, KW_USING) || parser_accept(p, KW_NULL) ||
		    parser_accept(p, KW_ON)) {
			parser_skip_one(p);
			continue;
		}
		skip_words(p);
		expression_read(p, e);
		if (e->operands == operands && !parser_at_kind(p, TOKEN_WORD))
			break;
	}
}

/* T-SQL's CONVERT(type, x), which elsewhere is CONVERT(x, type); MySQL's
 * GET_FORMAT(type, x). */
static void skip_first_type(struct parser *p, uint32_t builtin)
{
	static const char *const types[] = {
		"bigint",    "bit",	"char",	     "date",	 "datetime",
		"datetime2", "decimal", "float",     "int",	 "integer",
		"money",     "nchar",	"numeric",   "nvarchar", "smallint",
		"time",	     "tinyint", "varbinary", "varchar"};
	bool type = p->lexer.rules->flags & RULE_HASH_NAMES ||
		    builtin & BUILTIN_UNIT;

	for (size_t i = 0; !type && i < G_N_ELEMENTS(types); i++)
		type = (p->lexer.rules->dialect == DIALECT_GENERIC ||
			p->lexer.rules->dialect == DIALECT_REDSHIFT) &&
		       ddl_at_word(p, types[i]) &&
		       (parser_ahead_kind(p, 1, TOKEN_OPEN) ||
			parser_ahead_kind(p, 1, TOKEN_COMMA));
	if (type)
		parser_skip_type(p);
}

/* --- tables as arguments -------------------------------------------------- */

/* name => behind a comma: the next argument. */
static bool at_next_argument(struct parser *p)
{
	const struct token *arrow = parser_ahead(p, 2);

	return token_is_name(parser_ahead(p, 1)) &&
	       arrow->kind == TOKEN_OPERATOR && arrow->length == 2 &&
	       p->lexer.bytes[arrow->offset] == '=';
}

/* a, b DESC */
static void read_handing_list(struct parser *p, uint32_t level, enum role role)
{
	do {
		parser_expression(p, level, role, 0, NULL);
		if (!parser_accept(p, KW_ASC))
			parser_accept(p, KW_DESC);
		if (parser_accept(p, KW_NULLS))
			parser_next(p);
	} while (!at_next_argument(p) && parser_accept_kind(p, TOKEN_COMMA));
}

/* PARTITION BY a, ORDER BY b and what else says how rows are handed over. */
static void read_handing(struct parser *p, uint32_t level)
{
	for (;;) {
		if (parser_accept_two(p, KW_PARTITION, KW_BY) ||
		    parser_accept_two(p, KW_HASH, KW_BY)) {
			if (!parser_accept(p, KW_ANY))
				read_handing_list(p, level, ROLE_GROUP);
		} else if (parser_accept_two(p, KW_ORDER, KW_BY)) {
			read_handing_list(p, level, ROLE_ORDER);
		} else if (parser_accept(p, KW_LOCAL) ||
			   parser_accept(p, KW_DIMENSION)) {
			continue;
		} else if (parser_at(p, KW_KEEP) || ddl_at_word(p, "prune")) {
			parser_next(p); /* WHEN EMPTY */
			parser_next(p);
			if (!parser_at_end(p))
				parser_next(p);
		} else {
			return;
		}
	}
}

/* A relation whose rows the function gets: they are a query of its own, which
 * the value is made of. */
static void read_rows(struct parser *p, struct expression *e, bool inside)
{
	uint32_t level = level_open(p, LEVEL_SELECT, PLACE_EXPRESSION, e->level,
				    SCOPE_ABSENT);

	if (inside && parser_at_query(p)) {
		uint32_t query =
			query_open(p, PLACE_EXPRESSION, level, SCOPE_ABSENT);
		struct sql_item *item = level_item(p, level, ITEM_QUERY);

		item->level = query;
		if (query != SCOPE_ABSENT) {
			level_get(p, query)->place = PLACE_ITEM;
			level_get(p, query)->at = 0;
		}
	} else {
		parser_from_item(p, level);
	}
	if (inside) {
		expression_close(p);
		if (parser_accept(p, KW_AS) || parser_at_name(p))
			if (!parser_at(p, KW_PARTITION) &&
			    !parser_at(p, KW_KEEP) &&
			    level_get(p, level)->n_items)
				level_get(p, level)->items[0].alias =
					parser_identifier(p, NULL);
	}
	read_handing(p, level);
	level_output(p, level)->star = true;
	if (e->collect)
		index_push(&p->value_levels, level);
}

/* TABLE (t | query) [AS a] [PARTITION BY ...]: the standard's; Trino, Spark,
 * Snowflake. ON t | (query) [AS a] [PARTITION BY ...] ... [USING options]:
 * Teradata. False, and nothing taken, if neither stands here. */
static bool read_table_argument(struct parser *p, struct expression *e)
{
	if (parser_at(p, KW_TABLE) && parser_ahead_kind(p, 1, TOKEN_OPEN)) {
		parser_next(p);
		parser_next(p);
		read_rows(p, e, true);
		return true;
	}
	if (!parser_at(p, KW_ON) || !teradata_is(p))
		return false;
	while (parser_accept(p, KW_ON))
		read_rows(p, e, false);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE))
		parser_skip_one(p);
	return true;
}

/* The names that a string as first argument holds. */
static void mention_argument(struct parser *p, uint32_t builtin)
{
	struct sql_name name;
	enum node_kind kind = NODE_TABLE;

	if (builtin & BUILTIN_SEQUENCE)
		kind = NODE_SEQUENCE;
	else if (builtin & BUILTIN_ROUTINE)
		kind = NODE_ROUTINE;
	if (kind == NODE_SEQUENCE && parser_at_name(p) &&
	    p->lexer.rules->dialect != DIALECT_POSTGRESQL) {
		parser_name(p, &name); /* MariaDB's nextval(s) */
		statement_mention(p, &name, kind);
		return;
	}
	if (!parser_at_kind(p, TOKEN_STRING))
		return;
	if (!parser_ahead_kind(p, 1, TOKEN_CAST) &&
	    parser_name_in_string(p, parser_peek(p), &name))
		statement_mention(p, &name, kind);
}

#define BUILTIN_MENTIONS (BUILTIN_SEQUENCE | BUILTIN_TABLE | BUILTIN_ROUTINE)

/* Everything between the parentheses; gives the number of arguments. */
static uint32_t read_arguments(struct parser *p, struct expression *e,
			       uint32_t builtin)
{
	uint32_t n = 0, n_lambda = p->n_lambda;

	if (builtin & BUILTIN_TYPE)
		skip_first_type(p, builtin);
	if (builtin & BUILTIN_MENTIONS)
		mention_argument(p, builtin);
	else if (parser_at_kind(p, TOKEN_STRING) &&
		 parser_ahead_at(p, 1, KW_AS))
		expression_mention(p, parser_peek(p),
				   (enum keyword)parser_ahead(p, 2)->keyword);
	if (parser_at_kind(p, TOKEN_STAR) &&
	    parser_ahead_kind(p, 1, TOKEN_CLOSE))
		parser_next(p);
	if (parser_at_kind(p, TOKEN_STAR) &&
	    p->lexer.rules->dialect == DIALECT_DUCKDB) {
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p); /* COLUMNS (* EXCLUDE a) */
		return 1;
	}
	/* Oracle: XMLELEMENT("x", ...) */
	if (builtin & BUILTIN_ELEMENT &&
	    (parser_at_kind(p, TOKEN_QUOTED) || parser_at(p, KW_ABORT) ||
	     parser_at(p, KW_IGNORE) || parser_at(p, KW_ROLLBACK) ||
	     ddl_at_word(p, "fail")) &&
	    !parser_ahead_kind(p, 1, TOKEN_DOT))
		parser_next(p);
	if (builtin & BUILTIN_ELEMENT && !parser_ahead_kind(p, 1, TOKEN_DOT))
		ddl_accept_word(p, "evalname");
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE)) {
		skip_argument_name(p);
		if (parser_at_query(p)) {
			expression_query(p, e);
		} else if (!read_table_argument(p, e)) {
			lambda_open(p);
			/* T-SQL's units come first. */
			if (builtin & BUILTIN_UNIT &&
			    (!n || !(p->lexer.rules->flags & RULE_HASH_NAMES)))
				skip_unit(p);
			/* MySQL's CONVERT(x, type) */
			if (builtin & BUILTIN_TYPE && n == 1 && ddl_is_mysql(p))
				parser_skip_type(p);
			skip_prefix(p);
			expression_read(p, e);
		}
		n++;
		read_rest(p, e);
		p->n_lambda = n_lambda;
		if (!parser_accept_kind(p, TOKEN_COMMA))
			break;
	}
	return n;
}

uint32_t expression_call(struct parser *p, struct expression *e,
			 const struct sql_name *name, uint32_t builtin)
{
	const enum keyword *terminators = p->terminators;
	bool interval = e->interval, nameless = e->nameless;
	uint32_t refs = p->value_refs.n;
	uint32_t operands = e->operands, n, begin;

	e->computed = true;
	if (p->lexer.rules->dialect == DIALECT_CLICKHOUSE &&
	    name->n_parts == 1) {
		expression_lookup(p, e, name);
		builtin |= builtin_of_clickhouse(name->parts[0]);
		if (expression_is_named(p, e->level, name->parts[0]))
			builtin |= BUILTIN_FUNCTION;
	}
	e->aggregated |= (builtin & BUILTIN_AGGREGATE) != 0;
	if (!parser_enter(p)) {
		parser_skip_parentheses(p);
		return 0;
	}
	e->interval = false;
	p->terminators = NULL;
	parser_next(p);
	begin = parser_peek(p)->offset;
	n = read_arguments(p, e, builtin);
	if (name->n_parts || builtin & BUILTIN_QUERY)
		wrapper_call(p, name, begin, p->end, builtin & BUILTIN_QUERY);
	expression_close(p);
	p->terminators = terminators;
	e->interval = interval;
	parser_leave(p);
	if (name->n_parts && !builtin)
		statement_call(p, name, n, false);
	e->arguments = p->value_refs.n > refs;
	if (parser_at_kind(p, TOKEN_WORD))
		expression_suffixes(p, e);
	e->operands = operands;
	e->nameless = nameless;
	e->name = name->n_parts ? name->parts[name->n_parts - 1] : NULL;
	return n;
}
