/*
 * Queries: WITH, SELECT, VALUES, TABLE, set operations and what follows.
 *
 * A query is read into a level that is opened before it is known what it is:
 * when UNION follows, what was read so far moves into an arm, and the level
 * becomes the set of its arms. statement_finish() puts the levels back into
 * order.
 */
#include <string.h>

#include "analyzers/sql/parser.h"
#include "analyzers/sql/query.h"

/* --- is this a query ----------------------------------------------------- */

/* More parentheses than this before SELECT are not looked through. */
#define QUERY_LOOK_AHEAD 30

static bool begins_query(struct parser *p, uint32_t n)
{
	const struct token *next;

	switch (parser_ahead(p, n)->keyword) {
	case KW_SELECT:
		return true;
	case KW_WITH:
		return token_is_name(parser_ahead(p, n + 1)) &&
		       !parser_ahead_kind(p, n + 1, TOKEN_OPEN);
	case KW_VALUES:
		return parser_ahead_kind(p, n + 1, TOKEN_OPEN) ||
		       parser_ahead_at(p, n + 1, KW_ROW);
	case KW_TABLE:
		next = parser_ahead(p, n + 1);
		return token_is_name(next) || next->keyword == KW_ONLY;
	default:
		return false;
	}
}

bool parser_at_query(struct parser *p)
{
	return begins_query(p, 0);
}

bool query_in_parentheses(struct parser *p)
{
	uint32_t n = 0;
	struct parser_mark mark;
	bool query = true;

	while (n < QUERY_LOOK_AHEAD && parser_ahead_kind(p, n, TOKEN_OPEN))
		n++;
	if (n == 0 || !begins_query(p, n))
		return false;
	mark = parser_mark(p);
	for (uint32_t depth = 1; depth < n && query; depth++) {
		for (uint32_t i = 0; i < depth; i++)
			parser_next(p);
		parser_skip_parentheses(p);
		if (query_goes_on(p))
			depth = n;
		else
			query = parser_at_kind(p, TOKEN_CLOSE);
		parser_rewind(p, &mark);
	}
	return query;
}

bool query_goes_on(const struct parser *p)
{
	switch (parser_peek(p)->keyword) {
	case KW_UNION:
	case KW_INTERSECT:
	case KW_EXCEPT:
	case KW_MINUS:
	case KW_ORDER:
	case KW_LIMIT:
	case KW_OFFSET:
	case KW_FETCH:
	case KW_FOR:
		return true;
	default:
		return false;
	}
}

/* --- outputs ------------------------------------------------------------- */

/* BigQuery's and Snowflake's * EXCEPT (a, b) REPLACE (x AS c). */
static void read_star_suffixes(struct parser *p, uint32_t level)
{
	while ((parser_at(p, KW_EXCEPT) || parser_at(p, KW_EXCLUDE) ||
		parser_at(p, KW_REPLACE) || parser_at(p, KW_RENAME)) &&
	       parser_ahead_kind(p, 1, TOKEN_OPEN)) {
		bool replace = parser_at(p, KW_REPLACE);

		if (parser_ahead_at(p, 2, KW_SELECT))
			return;
		parser_next(p);
		if (!replace) {
			parser_skip_parentheses(p);
			continue;
		}
		parser_next(p);
		do {
			parser_expression(p, level, ROLE_SELECT, 0, NULL);
			if (parser_accept(p, KW_AS))
				parser_identifier(p, NULL);
		} while (parser_accept_kind(p, TOKEN_COMMA));
		parser_accept_kind(p, TOKEN_CLOSE);
	}
}

/* Whether a.b.* stands here, and is no whole row in an expression. */
static bool at_qualified_star(struct parser *p)
{
	const struct token *next;
	uint32_t n = 0;

	while (n < 2 * SQL_NAME_PARTS && parser_ahead_kind(p, n + 1, TOKEN_DOT))
		n += 2;
	if (!n || !parser_ahead_kind(p, n, TOKEN_STAR))
		return false;
	next = parser_ahead(p, n + 1);
	return next->kind != TOKEN_CAST && next->kind != TOKEN_OPERATOR &&
	       next->kind != TOKEN_EQUALS && next->keyword != KW_IS &&
	       next->keyword != KW_IN && next->keyword != KW_NOT;
}

static void read_star(struct parser *p, uint32_t level, bool qualified)
{
	struct sql_output output = {.star = true};
	struct sql_level *made;

	if (qualified) {
		parser_name(p, &output.qualifier);
		parser_next(p);
	}
	parser_next(p);
	made = level_get(p, level);
	*ARENA_PUSH(p->analysis->arena, made->outputs, made->n_outputs) =
		output;
	read_star_suffixes(p, level);
}

/* Whether the token can be an alias without AS: what cannot go on with the
 * query. */
static bool at_bare_alias(const struct parser *p)
{
	const struct token *token = parser_peek(p);

	switch (token->kind) {
	case TOKEN_QUOTED:
		return true;
	case TOKEN_STRING:
		return p->lexer.rules->flags & RULE_STRING_ALIASES;
	case TOKEN_WORD:
		return !(keyword_flags[token->keyword] &
			 (KEYWORD_RESERVED | KEYWORD_NO_ALIAS)) &&
		       !parser_at_end(p);
	default:
		return false;
	}
}

/* [AS] alias; behind AS, any word is one. */
static const char *read_alias(struct parser *p, bool *quoted)
{
	const struct token *token;
	const char *alias;

	if (!parser_accept(p, KW_AS) && !at_bare_alias(p))
		return NULL;
	token = parser_peek(p);
	*quoted = token->kind != TOKEN_WORD;
	if (token->kind != TOKEN_WORD && token->kind != TOKEN_STRING)
		return parser_identifier(p, quoted);
	alias = token_name(p->analysis->arena, &p->lexer, token);
	parser_next(p);
	return alias;
}

/* T-SQL's alias = expression. */
static const char *read_assigned_alias(struct parser *p)
{
	const char *alias;

	if (!(p->lexer.rules->flags & RULE_HASH_NAMES) || !parser_at_name(p) ||
	    !parser_ahead_kind(p, 1, TOKEN_EQUALS))
		return NULL;
	alias = parser_identifier(p, NULL);
	parser_next(p);
	return alias;
}

/* The name of a plain column, where the output has no other. */
static void name_after_column(struct parser *p, uint32_t level,
			      struct sql_output *output)
{
	const struct sql_name *name;

	if (output->name || output->value.how != HOW_COPIED ||
	    output->value.n_refs != 1)
		return;
	name = &level_get(p, level)->refs[output->value.refs[0]].name;
	output->name = name->parts[name->n_parts - 1];
	output->quoted = name->quoted >> (name->n_parts - 1) & 1;
}

static bool read_output(struct parser *p, uint32_t level, uint32_t flags)
{
	struct sql_output output = {0};
	struct sql_level *made;
	const char *alias;
	bool quoted = false;

	if (parser_at_kind(p, TOKEN_STAR)) {
		read_star(p, level, false);
		return true;
	}
	if (parser_ahead_kind(p, 1, TOKEN_DOT) && at_qualified_star(p)) {
		read_star(p, level, true);
		return true;
	}
	output.name = read_assigned_alias(p);
	if (!parser_expression(p, level, ROLE_SELECT, flags, &output.value))
		return false;
	alias = read_alias(p, &quoted);
	if (alias && parser_accept(p, KW_UESCAPE))
		parser_skip_one(p);
	if (alias) {
		output.name = alias;
		output.quoted = quoted;
	}
	name_after_column(p, level, &output);
	made = level_get(p, level);
	*ARENA_PUSH(p->analysis->arena, made->outputs, made->n_outputs) =
		output;
	return true;
}

void query_outputs(struct parser *p, uint32_t level, uint32_t flags)
{
	do {
		while (parser_at_kind(p, TOKEN_COMMA))
			parser_next(p);
		if (!read_output(p, level, flags))
			return;
		while (parser_at_kind(p, TOKEN_HOLE))
			parser_next(p);
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

void parser_outputs(struct parser *p, uint32_t level)
{
	query_outputs(p, level, 0);
}

/* --- INTO ---------------------------------------------------------------- */

/* The variables of SELECT ... INTO; what they get is no access. */
static void skip_variables(struct parser *p)
{
	parser_accept(p, KW_STRICT);
	do {
		struct sql_name name;

		if (!parser_name(p, &name) &&
		    !parser_accept_kind(p, TOKEN_VARIABLE))
			break;
		if (parser_at_kind(p, TOKEN_OPEN_BRACKET)) {
			while (!parser_at_end(p) &&
			       !parser_accept_kind(p, TOKEN_CLOSE_BRACKET))
				parser_next(p);
		}
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

/* SELECT ... INTO t: makes a table and fills it. */
static void read_into_table(struct parser *p, uint32_t level)
{
	struct sql_name name;
	uint32_t begin = parser_peek(p)->offset, flags = 0;
	struct fact *fact;

	while (parser_at(p, KW_TEMPORARY) || parser_at(p, KW_TEMP) ||
	       parser_at(p, KW_LOCAL) || parser_at(p, KW_GLOBAL) ||
	       parser_at(p, KW_UNLOGGED) || parser_at(p, KW_TABLE)) {
		if (parser_at(p, KW_TEMPORARY) || parser_at(p, KW_TEMP))
			flags |= DEFINE_TEMPORARY;
		parser_next(p);
	}
	if (!parser_name(p, &name))
		return;
	if (parser_accept(p, KW_USING))
		parser_identifier(p, NULL);
	if (name.parts[name.n_parts - 1][0] == '#')
		flags |= DEFINE_TEMPORARY;
	level_target(p, level, &name, OP_INSERT);
	p->statement->made.into = name;
	fact = parser_fact(p, FACT_DEFINITION, begin, p->end);
	fact->as.definition.operation = OP_CREATE;
	fact->as.definition.object.kind = NODE_TABLE;
	fact->as.definition.object.name = name;
	fact->as.definition.flags = flags;
	fact->as.definition.ordinal = analysis_ordinal(p->analysis);
	parser_deliver(p, fact);
}

/*
 * INTO @x, y | INTO OUTFILE 'f' ... | INTO [TEMP] [TABLE] t
 */
static void read_into(struct parser *p, uint32_t level)
{
	parser_next(p);
	if (parser_at(p, KW_OUTFILE) || parser_at(p, KW_DUMPFILE)) {
		parser_next(p);
		parser_skip_one(p);
		query_skip_file_options(p);
		return;
	}
	if (p->routine || parser_at_kind(p, TOKEN_VARIABLE) ||
	    parser_at_kind(p, TOKEN_HOLE) || parser_at(p, KW_STRICT) ||
	    (p->lexer.rules->flags & RULE_INTO_VARIABLES) || level)
		skip_variables(p);
	else
		read_into_table(p, level);
}

void query_skip_file_options(struct parser *p)
{
	for (;;) {
		switch (parser_peek(p)->keyword) {
		case KW_CHARACTER:
		case KW_CHARSET:
		case KW_FIELDS:
		case KW_COLUMNS:
		case KW_LINES:
		case KW_TERMINATED:
		case KW_ENCLOSED:
		case KW_ESCAPED:
		case KW_OPTIONALLY:
		case KW_STARTING:
		case KW_BY:
		case KW_SET:
			parser_next(p);
			break;
		default:
			if (!parser_at_kind(p, TOKEN_STRING) &&
			    !parser_at_kind(p, TOKEN_HOLE))
				return;
			parser_next(p);
		}
		if (parser_at_kind(p, TOKEN_WORD) && !parser_peek(p)->keyword)
			parser_next(p);
	}
}

/* --- clauses ------------------------------------------------------------- */

/* GROUP BY a, ROLLUP (b), GROUPING SETS ((a, b), ()) [WITH ROLLUP] */
static void read_group_by(struct parser *p, uint32_t level)
{
	parser_next(p);
	parser_next(p);
	if (!parser_accept(p, KW_ALL))
		parser_accept(p, KW_DISTINCT);
	do {
		parser_accept_two(p, KW_GROUPING, KW_SETS);
		parser_expression(p, level, ROLE_GROUP, REF_INPUT_FIRST, NULL);
		if (!parser_accept(p, KW_ASC))
			parser_accept(p, KW_DESC);
	} while (parser_accept_kind(p, TOKEN_COMMA));
	if (!parser_accept_two(p, KW_WITH, KW_ROLLUP))
		parser_accept_two(p, KW_WITH, KW_CUBE);
}

/* Output names are seen by what is nothing but a name; where the dialect
 * lets GROUP BY see them, everywhere. */
static void read_order_by(struct parser *p, uint32_t level)
{
	parser_next(p);
	parser_accept(p, KW_SIBLINGS);
	parser_next(p);
	do {
		uint32_t first = level_get(p, level)->n_refs;
		struct sql_level *made;
		struct sql_value value;

		parser_expression(p, level, ROLE_ORDER, REF_OUTPUT_FIRST,
				  &value);
		made = level_get(p, level);
		if (value.how != HOW_COPIED &&
		    !(p->lexer.rules->flags & RULE_HAVING_INPUT))
			for (uint32_t i = first; i < made->n_refs; i++)
				made->refs[i].flags &= ~REF_OUTPUT_FIRST;
		if (!parser_accept(p, KW_ASC) && !parser_accept(p, KW_DESC) &&
		    parser_accept(p, KW_USING))
			parser_skip_one(p);
		if (parser_accept(p, KW_NULLS))
			parser_next(p);
		while (parser_at_kind(p, TOKEN_HOLE))
			parser_next(p);
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

/* WINDOW w AS (...), v AS (...) */
static void read_windows(struct parser *p, uint32_t level)
{
	do {
		parser_next(p);
		parser_identifier(p, NULL);
		parser_accept(p, KW_AS);
		if (parser_accept_kind(p, TOKEN_OPEN)) {
			parser_window(p, level);
			parser_accept_kind(p, TOKEN_CLOSE);
		}
	} while (parser_at_kind(p, TOKEN_COMMA));
}

/* LIMIT n [, m] | LIMIT ALL | OFFSET n [ROWS] */
static void read_limit(struct parser *p, uint32_t level)
{
	do {
		parser_next(p);
		if (!parser_accept(p, KW_ALL))
			parser_expression(p, level, ROLE_SELECT, 0, NULL);
	} while (parser_at_kind(p, TOKEN_COMMA));
	if (!parser_accept(p, KW_ROWS))
		parser_accept(p, KW_ROW);
	parser_accept_three(p, KW_ROWS, KW_EXAMINED, KW_LIMIT);
}

/* FETCH FIRST | NEXT [n] ROW | ROWS ONLY | WITH TIES */
static bool read_fetch(struct parser *p)
{
	if (!parser_ahead_at(p, 1, KW_FIRST) && !parser_ahead_at(p, 1, KW_NEXT))
		return false;
	parser_next(p);
	parser_next(p);
	while (parser_at_kind(p, TOKEN_NUMBER) ||
	       parser_at_kind(p, TOKEN_HOLE) || parser_at_kind(p, TOKEN_OPEN) ||
	       parser_at(p, KW_ROW) || parser_at(p, KW_ROWS) ||
	       parser_at(p, KW_ONLY) || parser_at(p, KW_PERCENT) ||
	       parser_at_kind(p, TOKEN_VARIABLE))
		parser_skip_one(p);
	parser_accept_two(p, KW_WITH, KW_TIES);
	return true;
}

/* FOR UPDATE | SHARE | NO KEY UPDATE | KEY SHARE [OF a, b] [NOWAIT | SKIP
 * LOCKED | WAIT n] | FOR XML ... | FOR JSON ... | FOR READ ONLY */
static bool read_for(struct parser *p)
{
	const struct token *next = parser_ahead(p, 1);

	switch (next->keyword) {
	case KW_UPDATE:
	case KW_SHARE:
	case KW_NO:
	case KW_KEY:
	case KW_READ:
		break;
	case KW_XML:
	case KW_JSON:
		parser_skip_statement(p);
		return true;
	default:
		return false;
	}
	for (parser_next(p); parser_at(p, KW_UPDATE) ||
			     parser_at(p, KW_SHARE) || parser_at(p, KW_NO) ||
			     parser_at(p, KW_KEY) || parser_at(p, KW_READ) ||
			     parser_at(p, KW_ONLY);)
		parser_next(p);
	if (parser_accept(p, KW_OF)) {
		struct sql_name name;

		while (parser_name(p, &name) &&
		       parser_accept_kind(p, TOKEN_COMMA))
			;
	}
	if (!parser_accept(p, KW_NOWAIT) &&
	    !parser_accept_two(p, KW_SKIP, KW_LOCKED) &&
	    parser_accept(p, KW_WAIT))
		parser_skip_one(p);
	return true;
}

/* Oracle's CONNECT BY and START WITH. */
static bool read_hierarchy(struct parser *p, uint32_t level)
{
	if (!parser_accept_two(p, KW_CONNECT, KW_BY) &&
	    !parser_accept_two(p, KW_START, KW_WITH))
		return false;
	parser_accept(p, KW_NOCYCLE);
	parser_expression(p, level, ROLE_WHERE, 0, NULL);
	return true;
}

static void read_condition(struct parser *p, uint32_t level, enum role role,
			   uint32_t flags)
{
	parser_next(p);
	if (!parser_expression(p, level, role, flags, NULL) && parser_at_end(p))
		p->statement->fragment = true;
}

/* A clause of a single SELECT; false if none stands here. */
static bool read_body_clause(struct parser *p, uint32_t level)
{
	uint32_t flags = p->lexer.rules->flags;

	switch (parser_peek(p)->keyword) {
	case KW_FROM:
		parser_next(p);
		parser_from(p, level);
		return true;
	case KW_WHERE:
		if (parser_ahead_at(p, 1, KW_CURRENT) &&
		    parser_ahead_at(p, 2, KW_OF)) {
			parser_accept_three(p, KW_WHERE, KW_CURRENT, KW_OF);
			parser_skip_one(p);
			return true;
		}
		read_condition(p, level, ROLE_WHERE, 0);
		return true;
	case KW_HAVING:
	case KW_QUALIFY:
		read_condition(p, level, ROLE_WHERE,
			       flags & RULE_HAVING_INPUT ? REF_INPUT_FIRST : 0);
		return true;
	case KW_GROUP:
		if (!parser_ahead_at(p, 1, KW_BY))
			return false;
		read_group_by(p, level);
		return true;
	case KW_WINDOW:
		read_windows(p, level);
		return true;
	case KW_INTO:
		read_into(p, level);
		return true;
	case KW_CONNECT:
	case KW_START:
		return read_hierarchy(p, level);
	case KW_BULK:
		return parser_accept_two(p, KW_BULK, KW_COLLECT);
	default:
		return false;
	}
}

/* A clause that, without parentheses, belongs to a whole set of arms. */
static bool read_tail_clause(struct parser *p, uint32_t level)
{
	switch (parser_peek(p)->keyword) {
	case KW_ORDER:
		if (!parser_ahead_at(p, 1, KW_BY) &&
		    !parser_ahead_at(p, 1, KW_SIBLINGS))
			return false;
		read_order_by(p, level);
		return true;
	case KW_LIMIT:
	case KW_OFFSET:
		read_limit(p, level);
		return true;
	case KW_FETCH:
		return read_fetch(p);
	case KW_FOR:
		return read_for(p);
	case KW_LOCK:
		if (!parser_ahead_at(p, 1, KW_IN))
			return false;
		while (!parser_at_end(p) && !parser_accept(p, KW_MODE))
			parser_next(p);
		return true;
	case KW_PROCEDURE:
	case KW_OPTION:
		if (!parser_ahead_kind(p, 1, TOKEN_OPEN) &&
		    !parser_ahead_kind(p, 2, TOKEN_OPEN))
			return false;
		while (!parser_at_kind(p, TOKEN_OPEN))
			parser_next(p);
		parser_skip_parentheses(p);
		return true;
	default:
		return parser_accept_kind(p, TOKEN_HOLE);
	}
}

static void read_body(struct parser *p, uint32_t level)
{
	while (!parser_at_end(p) && (read_body_clause(p, level) ||
				     parser_accept_kind(p, TOKEN_HOLE)))
		;
}

void query_clauses(struct parser *p, uint32_t level)
{
	while (!parser_at_end(p) &&
	       (read_body_clause(p, level) || read_tail_clause(p, level)))
		;
}

/* --- terms --------------------------------------------------------------- */

/* SELECT [ALL | DISTINCT [ON (...)] | TOP n [PERCENT] [WITH TIES] | ...] */
static void read_select_options(struct parser *p, uint32_t level)
{
	for (;;) {
		switch (parser_peek(p)->keyword) {
		case KW_DISTINCT:
			parser_next(p);
			if (parser_at(p, KW_ON) &&
			    parser_ahead_kind(p, 1, TOKEN_OPEN)) {
				parser_next(p);
				parser_expression(p, level, ROLE_SELECT,
						  REF_OUTPUT_FIRST, NULL);
			}
			break;
		case KW_TOP:
			if (!parser_ahead_kind(p, 1, TOKEN_NUMBER) &&
			    !parser_ahead_kind(p, 1, TOKEN_OPEN) &&
			    !parser_ahead_kind(p, 1, TOKEN_VARIABLE) &&
			    !parser_ahead_kind(p, 1, TOKEN_HOLE))
				return;
			parser_next(p);
			parser_skip_one(p);
			parser_accept(p, KW_PERCENT);
			parser_accept_two(p, KW_WITH, KW_TIES);
			break;
		case KW_ALL:
		case KW_DISTINCTROW:
		case KW_HIGH_PRIORITY:
		case KW_STRAIGHT_JOIN:
		case KW_SQL_SMALL_RESULT:
		case KW_SQL_BIG_RESULT:
		case KW_SQL_BUFFER_RESULT:
		case KW_SQL_CACHE:
		case KW_SQL_NO_CACHE:
		case KW_SQL_CALC_FOUND_ROWS:
			parser_next(p);
			break;
		default:
			return;
		}
	}
}

static void read_select(struct parser *p, uint32_t level)
{
	parser_next(p);
	read_select_options(p, level);
	if (parser_at(p, KW_INTO) && p->routine)
		read_body_clause(p, level);
	if (!parser_at(p, KW_FROM))
		query_outputs(p, level, 0);
	if (parser_at_end(p) && !level_get(p, level)->n_outputs)
		p->statement->fragment = true;
	read_body(p, level);
}

/* One row of literals is passed over without a look at each. */
static bool skip_literal(struct parser *p)
{
	uint8_t kind = parser_peek(p)->kind;

	if ((kind != TOKEN_NUMBER && kind != TOKEN_STRING &&
	     kind != TOKEN_HOLE) ||
	    (!parser_ahead_kind(p, 1, TOKEN_COMMA) &&
	     !parser_ahead_kind(p, 1, TOKEN_CLOSE)))
		return false;
	parser_next(p);
	return true;
}

/* (a, b, c), at the parenthesis. The first row gives the outputs. */
static void read_row(struct parser *p, uint32_t level, bool first)
{
	parser_next(p);
	do {
		struct sql_output output = {0};
		struct sql_level *made;

		if (parser_at_kind(p, TOKEN_CLOSE))
			break;
		if (!skip_literal(p))
			parser_expression(p, level, ROLE_SELECT, 0,
					  first ? &output.value : NULL);
		else
			output.value.how = HOW_COMPUTED;
		if (!first)
			continue;
		made = level_get(p, level);
		*ARENA_PUSH(p->analysis->arena, made->outputs,
			    made->n_outputs) = output;
	} while (parser_accept_kind(p, TOKEN_COMMA));
	query_close(p);
}

void query_close(struct parser *p)
{
	if (parser_accept_kind(p, TOKEN_CLOSE))
		return;
	if (parser_at_end(p)) {
		p->statement->fragment = true;
		return;
	}
	parser_unreadable(p, "unexpected word in a query");
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE))
		parser_skip_one(p);
	parser_accept_kind(p, TOKEN_CLOSE);
}

/* VALUES (1, 2), ROW(3, 4), ... */
static void read_values(struct parser *p, uint32_t level)
{
	bool first = true;

	level_get(p, level)->kind = LEVEL_VALUES;
	parser_next(p);
	do {
		while (parser_at_kind(p, TOKEN_HOLE))
			parser_next(p);
		parser_accept(p, KW_ROW);
		if (!parser_at_kind(p, TOKEN_OPEN))
			break;
		read_row(p, level, first);
		first = false;
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

/* TABLE t */
static void read_table(struct parser *p, uint32_t level)
{
	struct sql_output star = {.star = true};
	struct sql_level *made;
	struct sql_name name;

	parser_next(p);
	parser_accept(p, KW_ONLY);
	if (!parser_name(p, &name))
		return;
	parser_accept_kind(p, TOKEN_STAR);
	level_item(p, level, ITEM_RELATION)->name = name;
	made = level_get(p, level);
	*ARENA_PUSH(p->analysis->arena, made->outputs, made->n_outputs) = star;
}

static void read_query(struct parser *p, uint32_t level);

/* (query), into the level itself unless a WITH stands before it. */
static void read_inner(struct parser *p, uint32_t level, bool with)
{
	const enum keyword *terminators = p->terminators;
	uint32_t inner = level;

	if (!parser_enter(p)) {
		parser_skip_parentheses(p);
		return;
	}
	if (with) {
		struct sql_level *made;

		inner = level_open(p, LEVEL_SELECT, PLACE_ARM, level,
				   SCOPE_ABSENT);
		made = level_get(p, level);
		made->kind = LEVEL_SET;
		*ARENA_PUSH(p->analysis->arena, made->arms, made->n_arms) =
			inner;
	}
	p->terminators = NULL;
	parser_next(p);
	read_query(p, inner);
	query_close(p);
	p->terminators = terminators;
	parser_leave(p);
}

static void read_term(struct parser *p, uint32_t level, bool with)
{
	switch (parser_peek(p)->keyword) {
	case KW_SELECT:
		read_select(p, level);
		return;
	case KW_VALUES:
	case KW_VALUE: /* MySQL's INSERT */
		read_values(p, level);
		return;
	case KW_TABLE:
		read_table(p, level);
		return;
	case KW_INSERT:
	case KW_REPLACE:
	case KW_UPDATE:
	case KW_DELETE:
	case KW_MERGE:
		query_modify(p, level);
		return;
	default:
		break;
	}
	if (parser_at_kind(p, TOKEN_OPEN))
		read_inner(p, level, with);
	else if (parser_at_end(p) || parser_at_kind(p, TOKEN_HOLE))
		p->statement->fragment = true;
	else
		parser_unreadable(p, "no query");
}

/* --- set operations ------------------------------------------------------ */

/*
 * What was read into `level` becomes the first arm of it. A WITH that was
 * read before the whole (`with`) stays.
 */
static void make_set(struct parser *p, uint32_t level, bool with)
{
	uint32_t arm =
		level_open(p, LEVEL_SELECT, PLACE_ARM, level, SCOPE_ABSENT);
	struct fact_statement *made = &p->statement->made;
	struct sql_level *set = &made->levels[level];
	struct sql_level moved = *set;

	p->statement->unordered = true;
	memset(set, 0, sizeof(*set));
	set->kind = LEVEL_SET;
	set->place = moved.place;
	set->parent = moved.parent;
	set->at = moved.at;
	set->source = SCOPE_ABSENT;
	if (with) {
		set->ctes = moved.ctes;
		set->n_ctes = moved.n_ctes;
		moved.ctes = NULL;
		moved.n_ctes = 0;
	}
	for (uint32_t i = level + 1; i < arm; i++)
		if (made->levels[i].parent == level &&
		    !(with && made->levels[i].place == PLACE_CTE))
			made->levels[i].parent = arm;
	set->targets = moved.targets; /* of SELECT INTO */
	set->n_targets = moved.n_targets;
	moved.targets = NULL;
	moved.n_targets = 0;
	moved.place = PLACE_ARM;
	moved.parent = level;
	moved.at = SCOPE_ABSENT;
	made->levels[arm] = moved;
	*ARENA_PUSH(p->analysis->arena, set->arms, set->n_arms) = arm;
}

/* UNION [ALL | DISTINCT] [CORRESPONDING [BY (...)]] and its kin. */
static bool accept_set_operator(struct parser *p)
{
	switch (parser_peek(p)->keyword) {
	case KW_MINUS:
		if (!parser_ahead_at(p, 1, KW_SELECT) &&
		    !parser_ahead_kind(p, 1, TOKEN_OPEN))
			return false;
		break;
	case KW_UNION:
	case KW_INTERSECT:
	case KW_EXCEPT:
		break;
	default:
		return false;
	}
	parser_next(p);
	if (!parser_accept(p, KW_ALL))
		parser_accept(p, KW_DISTINCT);
	parser_accept(p, KW_CORRESPONDING);
	return true;
}

static void read_set(struct parser *p, uint32_t level, bool with)
{
	bool set = false;

	read_term(p, level, with);
	while (accept_set_operator(p)) {
		struct sql_level *made;
		uint32_t arm;

		if (!set)
			make_set(p, level, with);
		set = true;
		arm = level_open(p, LEVEL_SELECT, PLACE_ARM, level,
				 SCOPE_ABSENT);
		made = level_get(p, level);
		*ARENA_PUSH(p->analysis->arena, made->arms, made->n_arms) = arm;
		read_term(p, arm, false);
	}
	query_clauses(p, level);
}

/* --- WITH ---------------------------------------------------------------- */

/* SEARCH DEPTH FIRST BY a SET b, CYCLE a SET b [TO x DEFAULT y] USING c */
static void skip_search_and_cycle(struct parser *p)
{
	while ((parser_at(p, KW_SEARCH) &&
		(parser_ahead_at(p, 1, KW_DEPTH) ||
		 parser_ahead_at(p, 1, KW_BREADTH))) ||
	       parser_at(p, KW_CYCLE)) {
		bool cycle = parser_at(p, KW_CYCLE);

		while (!parser_at_end(p) && !parser_at(p, KW_SET) &&
		       !parser_at_kind(p, TOKEN_CLOSE))
			parser_next(p);
		parser_accept(p, KW_SET);
		parser_identifier(p, NULL);
		if (!cycle)
			continue;
		while (!parser_at_end(p) && !parser_at(p, KW_USING) &&
		       !parser_at_kind(p, TOKEN_CLOSE) &&
		       !parser_at(p, KW_SELECT))
			parser_next(p);
		if (parser_accept(p, KW_USING))
			parser_identifier(p, NULL);
	}
}

/* name [(columns)] AS [[NOT] MATERIALIZED] (query) */
static bool read_cte(struct parser *p, uint32_t level, bool recursive)
{
	struct sql_cte cte = {.recursive = recursive, .level = SCOPE_ABSENT};
	uint32_t at = level_get(p, level)->n_ctes;
	struct sql_level *made;

	cte.line = parser_line(p, parser_peek(p)->offset);
	cte.name = parser_identifier(p, &cte.quoted);
	if (!cte.name)
		return false;
	if (parser_at_kind(p, TOKEN_OPEN))
		parser_names(p, &cte.columns, &cte.n_columns);
	made = level_get(p, level);
	*ARENA_PUSH(p->analysis->arena, made->ctes, made->n_ctes) = cte;
	if (!parser_accept(p, KW_AS))
		return false;
	parser_accept(p, KW_NOT);
	parser_accept(p, KW_MATERIALIZED);
	if (!parser_accept_kind(p, TOKEN_OPEN))
		return false;
	cte.level = query_open(p, PLACE_CTE, level, at);
	level_get(p, level)->ctes[at].level = cte.level;
	query_close(p);
	skip_search_and_cycle(p);
	return true;
}

static void read_with(struct parser *p, uint32_t level)
{
	bool recursive;

	parser_next(p);
	recursive = parser_accept(p, KW_RECURSIVE);
	do {
		if (!read_cte(p, level, recursive)) {
			if (parser_at_end(p))
				p->statement->fragment = true;
			else
				parser_unreadable(p, "WITH without a query");
			return;
		}
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

/* --- the whole ----------------------------------------------------------- */

static void read_query(struct parser *p, uint32_t level)
{
	bool with = parser_at(p, KW_WITH);

	if (with)
		read_with(p, level);
	read_set(p, level, with);
}

uint32_t query_open(struct parser *p, enum sql_level_place place,
		    uint32_t parent, uint32_t at)
{
	const enum keyword *terminators = p->terminators;
	uint32_t level;

	if (!parser_enter(p)) {
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
		return SCOPE_ABSENT;
	}
	if (place != PLACE_ROOT && place != PLACE_ARM)
		p->terminators = NULL;
	level = level_open(p, LEVEL_SELECT, place, parent, at);
	read_query(p, level);
	p->terminators = terminators;
	parser_leave(p);
	return level;
}

uint32_t parser_query(struct parser *p, enum sql_level_place place,
		      uint32_t parent, uint32_t at)
{
	if (!parser_at_query(p) && !query_in_parentheses(p))
		return SCOPE_ABSENT;
	return query_open(p, place, parent, at);
}
