/*
 * Queries: WITH, SELECT, VALUES, TABLE, set operations and what follows.
 *
 * A query is read into a level that is opened before it is known what it is:
 * when UNION follows, what was read so far moves into an arm, and the level
 * becomes the set of its arms. statement_finish() puts the levels back into
 * order.
 */
#include <string.h>

#include "analyzers/sql/ddl.h"
#include "analyzers/sql/expression.h"
#include "analyzers/sql/query.h"
#include "analyzers/sql/routine.h"
#include "analyzers/sql/teradata.h"

/* --- is this a query ----------------------------------------------------- */

/* More parentheses than this before SELECT are not looked through. */
#define QUERY_LOOK_AHEAD 30

/* A hole that is an arm of a UNION. */
static bool at_unknown_arm(struct parser *p, uint32_t n)
{
	if (!parser_ahead_kind(p, n, TOKEN_HOLE))
		return false;
	switch (parser_ahead(p, n + 1)->keyword) {
	case KW_UNION:
	case KW_INTERSECT:
	case KW_EXCEPT:
		return true;
	default:
		return false;
	}
}

/* (<hole> SELECT ...): a template writes something before the query. */
static bool at_hole_before_query(struct parser *p, uint32_t n)
{
	return parser_ahead_kind(p, n, TOKEN_HOLE) &&
	       parser_ahead_at(p, n + 1, KW_SELECT);
}

/* VALUES 1, 2: rows of one column need no parentheses. */
static bool bare_values(const struct parser *p)
{
	enum dialect dialect = p->lexer.rules->dialect;

	return dialect == DIALECT_DB2 || dialect == DIALECT_TRINO ||
	       dialect == DIALECT_SPARK;
}

static bool begins_query(struct parser *p, uint32_t n)
{
	const struct token *next;

	switch (parser_ahead(p, n)->keyword) {
	case KW_SELECT:
		return true;
	case KW_WITH:
		next = parser_ahead(p, n + 1);
		return token_is_name(next) ||
		       (p->lexer.rules->dialect == DIALECT_CLICKHOUSE &&
			(next->kind == TOKEN_OPEN ||
			 next->kind == TOKEN_STRING ||
			 next->kind == TOKEN_NUMBER));
	case KW_VALUES:
		return parser_ahead_kind(p, n + 1, TOKEN_OPEN) ||
		       parser_ahead_at(p, n + 1, KW_ROW) || bare_values(p);
	case KW_PIVOT: /* DuckDB */
	case KW_UNPIVOT:
		return p->lexer.rules->flags & RULE_FROM_FIRST &&
		       token_is_name(parser_ahead(p, n + 1)) &&
		       (n == 0 || parser_ahead_at(p, n + 2, KW_ON));
	case KW_FROM: /* DuckDB, Hive */
		return p->lexer.rules->flags & RULE_FROM_FIRST;
	case KW_TABLE:
		next = parser_ahead(p, n + 1);
		return token_is_name(next) || next->keyword == KW_ONLY;
	default:
		return at_unknown_arm(p, n) ||
		       (n && at_hole_before_query(p, n)) ||
		       (teradata_is(p) && teradata_at_modifier(p, n));
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

/* --- terms --------------------------------------------------------------- */

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

/* (a, b, c), at the parenthesis. The first row gives the outputs, whose
 * values are those of all rows. */
static void read_row(struct parser *p, uint32_t level, bool first)
{
	uint32_t n = 0;

	parser_next(p);
	do {
		struct sql_output output = {.value.how = HOW_COMPUTED};
		struct sql_level *made;

		if (parser_at_kind(p, TOKEN_CLOSE))
			break;
		if (first && query_row_star(p, level)) { /* OLD.* */
			n++;
			continue;
		}
		if (parser_at_query(p))
			parser_query(p, PLACE_EXPRESSION, level, SCOPE_ABSENT);
		else if (!skip_literal(p))
			parser_expression(p, level, ROLE_SELECT, 0,
					  &output.value);
		made = level_get(p, level);
		if (first)
			*level_output(p, level) = output;
		else if (n < made->n_outputs)
			value_unite(p, &made->outputs[n].value, &output.value);
		n++;
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
		if (!parser_at_kind(p, TOKEN_OPEN)) {
			if (!p->routine && !bare_values(p))
				break;
			/* PL/SQL: VALUES record; Db2: VALUES a, b */
			parser_expression(p, level, ROLE_SELECT, 0, NULL);
			continue;
		}
		read_row(p, level, first);
		first = false;
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

/* TABLE t */
static void read_table(struct parser *p, uint32_t level)
{
	struct sql_name name;

	parser_next(p);
	parser_accept(p, KW_ONLY);
	if (!parser_name(p, &name))
		return;
	parser_accept_kind(p, TOKEN_STAR);
	level_item(p, level, ITEM_RELATION)->name = name;
	level_output(p, level)->star = true;
}

/* (a, b): columns that get the outputs by position. */
static void read_branch_columns(struct parser *p, uint32_t insert)
{
	const char **names;
	uint32_t n;

	parser_names(p, &names, &n);
	for (uint32_t i = 0; i < n; i++) {
		struct sql_name name = {.parts = &names[i], .n_parts = 1};
		struct sql_assign *assign =
			level_assign(p, insert, &name, OP_INSERT);

		assign->by_position = true;
		assign->target = 0;
	}
}

/* INSERT INTO | OVERWRITE [TABLE] t [PARTITION (...)] [(columns)] SELECT ... |
 * INSERT OVERWRITE [LOCAL] DIRECTORY 'path' ... SELECT ...: one of those behind
 * FROM, whose items its query sees. */
static void read_branch(struct parser *p, uint32_t level)
{
	uint32_t insert = level_open(p, LEVEL_INSERT, PLACE_EXPRESSION, level,
				     SCOPE_ABSENT);
	uint32_t query;
	struct sql_name name;

	while (parser_accept(p, KW_INSERT) || parser_accept(p, KW_OVERWRITE) ||
	       parser_accept(p, KW_INTO) || parser_accept(p, KW_TABLE) ||
	       parser_accept(p, KW_LOCAL))
		;
	if (parser_at(p, KW_DIRECTORY) &&
	    parser_ahead_kind(p, 1, TOKEN_STRING)) {
		while (!parser_at_end(p) && !parser_at(p, KW_SELECT))
			parser_skip_one(p);
	} else if (parser_name(p, &name)) {
		level_target(p, insert, &name, OP_INSERT);
	} else {
		return;
	}
	if (parser_accept(p, KW_PARTITION) && parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
	parser_accept_if_exists(p);
	if (parser_at_kind(p, TOKEN_OPEN))
		read_branch_columns(p, insert);
	query = level_open(p, LEVEL_SELECT, PLACE_EXPRESSION, level,
			   SCOPE_ABSENT);
	level_get(p, insert)->source = query;
	if (parser_at(p, KW_SELECT))
		query_select(p, query);
	else
		query_script(p, query);
	query_clauses(p, query);
}

/* DuckDB's FROM t [SELECT a], Hive's FROM t INSERT INTO u SELECT a ... */
static void read_from_first(struct parser *p, uint32_t level)
{
	bool inserts = false;

	parser_next(p);
	parser_from(p, level);
	while (parser_at(p, KW_INSERT)) {
		read_branch(p, level);
		inserts = true;
	}
	if (inserts)
		return;
	if (parser_at(p, KW_SELECT)) {
		query_select(p, level);
		return;
	}
	if (query_script(p, level))
		return;
	/* DuckDB takes it; others mean the middle of a query. */
	level_output(p, level)->star = true;
	p->statement->fragment |= level == 0 &&
				  p->lexer.rules->dialect != DIALECT_DUCKDB &&
				  !parser_at_kind(p, TOKEN_PIPE) &&
				  strcmp(p->statement->made.verb, "from") == 0;
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

/* What is a hole, or was cut off. */
static void read_unknown(struct parser *p)
{
	p->statement->fragment = true;
	if (!parser_at_kind(p, TOKEN_HOLE))
		return;
	parser_gap(p, REASON_DYNAMIC_SQL, parser_peek(p)->offset, "a query");
	if (at_unknown_arm(p, 0))
		parser_next(p);
}

static void read_term(struct parser *p, uint32_t level, bool with)
{
	switch (parser_peek(p)->keyword) {
	case KW_SELECT:
		query_select(p, level);
		return;
	case KW_VALUES:
	case KW_VALUE: /* MySQL's INSERT */
		read_values(p, level);
		return;
	case KW_TABLE:
		read_table(p, level);
		return;
	case KW_FROM:
		read_from_first(p, level);
		return;
	case KW_PIVOT:
	case KW_UNPIVOT:
		pivot_statement(p, level);
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
		read_unknown(p);
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
	uint32_t arm = level_lower(p, level, PLACE_ARM, SCOPE_ABSENT, with);
	struct sql_level *set = level_get(p, level);
	struct sql_level *first = level_get(p, arm);

	set->kind = LEVEL_SET;
	set->targets = first->targets; /* of SELECT INTO */
	set->n_targets = first->n_targets;
	first->targets = NULL;
	first->n_targets = 0;
	*ARENA_PUSH(p->analysis->arena, set->arms, set->n_arms) = arm;
}

/* BigQuery: {FULL | LEFT} [OUTER] | INNER before UNION and its kin; false, and
 * nothing taken, if no set operator follows. */
static bool skip_set_side(struct parser *p)
{
	uint32_t n = 1 + parser_ahead_at(p, 1, KW_OUTER);

	if (!parser_ahead_at(p, n, KW_UNION) &&
	    !parser_ahead_at(p, n, KW_INTERSECT) &&
	    !parser_ahead_at(p, n, KW_EXCEPT))
		return false;
	while (n--)
		parser_next(p);
	return true;
}

/* UNION [ALL | DISTINCT] [CORRESPONDING [BY (...)]] [BY NAME [ON (...)]] and
 * its kin. */
static bool accept_set_operator(struct parser *p, bool *by_name)
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
	case KW_FULL:
	case KW_LEFT:
	case KW_INNER:
		if (!skip_set_side(p))
			return false;
		break;
	default:
		return false;
	}
	parser_next(p);
	if (!parser_accept(p, KW_ALL))
		parser_accept(p, KW_DISTINCT);
	if (parser_accept_two(p, KW_BY, KW_NAME))
		*by_name = true;
	else
		parser_accept(p, KW_STRICT);
	if (parser_accept(p, KW_CORRESPONDING))
		parser_accept(p, KW_BY);
	else if (parser_at(p, KW_ON) && parser_ahead_kind(p, 1, TOKEN_OPEN))
		parser_next(p); /* BY NAME ON (a, b) */
	if (parser_at_kind(p, TOKEN_OPEN) && !query_in_parentheses(p))
		parser_skip_parentheses(p);
	return true;
}

/* SELECT ... {{ dbt.except() }} SELECT ...: what joins them is not known. */
static bool at_joined_query(const struct parser *p)
{
	return parser_at(p, KW_SELECT) && p->jinja.used && p->end >= 2 &&
	       p->lexer.bytes[p->end - 1] == '}' &&
	       p->lexer.bytes[p->end - 2] == '}';
}

static void read_arm(struct parser *p, uint32_t level)
{
	uint32_t arm =
		level_open(p, LEVEL_SELECT, PLACE_ARM, level, SCOPE_ABSENT);
	struct sql_level *made = level_get(p, level);

	*ARENA_PUSH(p->analysis->arena, made->arms, made->n_arms) = arm;
	read_term(p, arm, false);
}

static uint32_t find_output(const struct sql_level *level, const char *name)
{
	for (uint32_t i = 0; i < level->n_outputs; i++)
		if (level->outputs[i].name && name &&
		    g_ascii_strcasecmp(level->outputs[i].name, name) == 0)
			return i;
	return SCOPE_ABSENT;
}

/* UNION BY NAME: the last arm's outputs go to the places where the first has
 * their names; those that it has not are its last. Past a star nobody can
 * tell. */
static void match_names(struct parser *p, uint32_t set)
{
	const struct sql_level *whole = level_get(p, set);
	struct sql_level *first = level_get(p, whole->arms[0]);
	struct sql_level *arm = level_get(p, whole->arms[whole->n_arms - 1]);
	struct sql_output *outputs = NULL;
	uint32_t n = 0;

	for (uint32_t i = 0; i < first->n_outputs; i++)
		if (first->outputs[i].star)
			return;
	for (uint32_t i = 0; i < arm->n_outputs; i++) {
		struct sql_output none = {.name = arm->outputs[i].name,
					  .value.how = HOW_COMPUTED};

		if (arm->outputs[i].star)
			return;
		if (find_output(first, none.name) == SCOPE_ABSENT)
			*ARENA_PUSH(p->analysis->arena, first->outputs,
				    first->n_outputs) = none;
	}
	for (uint32_t i = 0; i < first->n_outputs; i++) {
		uint32_t at = find_output(arm, first->outputs[i].name);
		struct sql_output none = {.name = first->outputs[i].name,
					  .value.how = HOW_COMPUTED};

		*ARENA_PUSH(p->analysis->arena, outputs, n) =
			at == SCOPE_ABSENT ? none : arm->outputs[at];
	}
	arm->outputs = outputs;
	arm->n_outputs = n;
}

/* What belongs to the whole set stands at its end; some write it before. */
static void read_set(struct parser *p, uint32_t level, bool with)
{
	bool set = false, by_name = false;

	read_term(p, level, with);
	query_clauses(p, level);
	while (accept_set_operator(p, &by_name) || at_joined_query(p)) {
		if (!set)
			make_set(p, level, with);
		set = true;
		read_arm(p, level);
		if (by_name)
			match_names(p, level);
		by_name = false;
		query_clauses(p, level);
	}
}

void query_pipe_set(struct parser *p, uint32_t level)
{
	bool more = true, by_name;

	make_set(p, level, false);
	if (!accept_set_operator(p, &by_name))
		return;
	while (more) {
		read_arm(p, level);
		more = parser_accept_kind(p, TOKEN_COMMA);
	}
}

/* --- WITH ---------------------------------------------------------------- */

static void add_made_column(struct parser *p)
{
	const char *name = parser_identifier(p, NULL);
	struct statement *statement = p->statement;

	if (name)
		*ARENA_PUSH(p->analysis->arena, statement->made_columns,
			    statement->n_made_columns) = name;
}

/* SEARCH DEPTH FIRST BY a SET b, CYCLE a SET b [TO x DEFAULT y] USING c */
static void skip_search_and_cycle(struct parser *p)
{
	while ((parser_at(p, KW_SEARCH) &&
		(parser_ahead_at(p, 1, KW_DEPTH) ||
		 parser_ahead_at(p, 1, KW_BREADTH))) ||
	       parser_at(p, KW_CYCLE)) {
		bool cycle = parser_at(p, KW_CYCLE);

		while (!parser_at_end(p) && !parser_at(p, KW_SET) &&
		       !parser_at(p, KW_RESTRICT) &&
		       !parser_at_kind(p, TOKEN_CLOSE))
			parser_next(p);
		if (parser_accept(p, KW_RESTRICT)) /* MariaDB */
			continue;
		parser_accept(p, KW_SET);
		add_made_column(p);
		if (!cycle)
			continue;
		while (!parser_at_end(p) && !parser_at(p, KW_USING) &&
		       !parser_at_kind(p, TOKEN_CLOSE) &&
		       !parser_at(p, KW_SELECT))
			parser_next(p);
		if (parser_accept(p, KW_USING))
			add_made_column(p);
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
	if (parser_accept_two(p, KW_USING, KW_KEY)) /* DuckDB */
		parser_skip_one(p);
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

/* Whether name [(columns)] AS (query), and no expression with a name, stands
 * behind WITH or a comma. */
static bool at_cte(struct parser *p)
{
	struct parser_mark mark = parser_mark(p);
	bool cte = parser_at_name(p);

	if (!(p->lexer.rules->flags & RULE_PREWHERE))
		return true;
	if (cte && parser_ahead_kind(p, 1, TOKEN_OPEN)) {
		parser_next(p);
		parser_skip_parentheses(p);
		cte = parser_at(p, KW_AS) &&
		      parser_ahead_kind(p, 1, TOKEN_OPEN);
		parser_rewind(p, &mark);
		return cte;
	}
	return cte && (parser_ahead_at(p, 1, KW_USING) ||
		       (parser_ahead_at(p, 1, KW_AS) &&
			!(token_is_name(parser_ahead(p, 2)) &&
			  !parser_ahead_at(p, 2, KW_MATERIALIZED))));
}

/* ClickHouse: expression AS name; the query finds the name as a column. */
static bool read_named_expression(struct parser *p, uint32_t level)
{
	struct sql_item item = {.kind = ITEM_FUNCTION,
				.flags = ITEM_LATERAL | ITEM_NAMED,
				.level = SCOPE_ABSENT};
	uint32_t n_lambda = p->n_lambda;
	struct sql_level *made;

	lambda_open(p);
	if (!parser_expression(p, level, ROLE_SELECT, 0, &item.value) ||
	    !parser_accept(p, KW_AS))
		return false;
	p->n_lambda = n_lambda;
	item.value.how = MAX(item.value.how, HOW_COMPUTED);
	item.alias = parser_identifier(p, &item.alias_quoted);
	if (!item.alias)
		return false;
	*ARENA_PUSH(p->analysis->arena, item.columns, item.n_columns) =
		item.alias;
	made = level_get(p, level);
	*ARENA_PUSH(p->analysis->arena, made->items, made->n_items) = item;
	return true;
}

/* Trino: FUNCTION f (a type) RETURNS type RETURN expression | BEGIN ... END */
static void skip_inline_function(struct parser *p)
{
	unsigned depth = 0;

	while (!parser_at_kind(p, TOKEN_END) && !parser_at(p, KW_RETURN) &&
	       !parser_at(p, KW_BEGIN))
		parser_skip_one(p);
	if (parser_accept(p, KW_RETURN)) {
		uint32_t level = level_open(p, LEVEL_OTHER, PLACE_EXPRESSION, 0,
					    SCOPE_ABSENT);

		parser_expression(p, level, ROLE_SELECT, 0, NULL);
		level_get(p, level)->n_refs = 0;
		return;
	}
	do {
		if (parser_at(p, KW_BEGIN) || parser_at(p, KW_CASE) ||
		    parser_at(p, KW_IF) || parser_at(p, KW_LOOP) ||
		    parser_at(p, KW_WHILE) || parser_at(p, KW_REPEAT))
			depth++;
		if (parser_at(p, KW_END)) {
			depth--;
			if (depth)
				parser_next(p); /* END IF */
		}
		if (!parser_at_kind(p, TOKEN_END))
			parser_next(p);
	} while (depth && !parser_at_kind(p, TOKEN_END));
}

/* Oracle's WITH FUNCTION f ... END; whose semicolons end no statement. */
static bool skip_functions(struct parser *p)
{
	static const struct routine_owner nobody;
	bool any = false;

	while ((parser_at(p, KW_FUNCTION) || parser_at(p, KW_PROCEDURE)) &&
	       token_is_name(parser_ahead(p, 1))) {
		if (p->lexer.rules->dialect == DIALECT_TRINO)
			skip_inline_function(p);
		else
			routine_plsql_subprogram(p, &nobody);
		if (!parser_accept_kind(p, TOKEN_SEMICOLON))
			parser_accept_kind(p, TOKEN_COMMA);
		any = true;
	}
	return any;
}

static void read_with(struct parser *p, uint32_t level)
{
	bool recursive, functions;

	parser_next(p);
	recursive = parser_accept(p, KW_RECURSIVE);
	functions = skip_functions(p);
	if (ddl_at_word(p, "xmlnamespaces") && /* T-SQL */
	    parser_ahead_kind(p, 1, TOKEN_OPEN)) {
		parser_next(p);
		parser_skip_parentheses(p);
		if (!parser_accept_kind(p, TOKEN_COMMA))
			return;
	}
	if (functions && parser_at(p, KW_SELECT))
		return;
	do {
		if (at_cte(p) ? !read_cte(p, level, recursive)
			      : !read_named_expression(p, level)) {
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
	bool with;

	if (parser_at_kind(p, TOKEN_HOLE) && at_hole_before_query(p, 0))
		parser_next(p);
	if (teradata_is(p))
		teradata_skip_modifiers(p);
	with = parser_at(p, KW_WITH);
	if (with)
		read_with(p, level);
	read_set(p, level, with);
	if (parser_at_kind(p, TOKEN_PIPE))
		query_pipes(p, level);
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
