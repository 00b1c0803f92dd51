/*
 * SELECT and its clauses, from FROM to FOR UPDATE, in whatever order.
 */
#include "analyzers/sql/db2.h"
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/query.h"
#include "analyzers/sql/teradata.h"

/* --- clauses ------------------------------------------------------------- */

/* GROUP BY a, ROLLUP (b), GROUPING SETS ((a, b), ()) [WITH ROLLUP] */
static void read_group_by(struct parser *p, uint32_t level)
{
	parser_next(p);
	parser_next(p);
	if (!parser_accept(p, KW_ALL))
		parser_accept(p, KW_DISTINCT);
	else if (parser_at_end(p) || parser_at(p, KW_ORDER) ||
		 parser_at(p, KW_HAVING) || parser_at_kind(p, TOKEN_CLOSE))
		return; /* DuckDB, Snowflake */
	do {
		parser_accept_two(p, KW_GROUPING, KW_SETS);
		parser_expression(p, level, ROLE_GROUP, REF_INPUT_FIRST, NULL);
		if (!parser_accept(p, KW_ASC))
			parser_accept(p, KW_DESC);
	} while (parser_accept_kind(p, TOKEN_COMMA) ||
		 (parser_at(p, KW_GROUPING) &&
		  parser_ahead_at(p, 1, KW_SETS))); /* Hive: of all these */
	if (!parser_accept_two(p, KW_WITH, KW_ROLLUP))
		parser_accept_two(p, KW_WITH, KW_CUBE);
}

/* A key to sort by. Output names are seen by what is nothing but a name; where
 * the dialect lets GROUP BY see them, everywhere. */
static void read_key(struct parser *p, uint32_t level, enum role role)
{
	uint32_t first = level_get(p, level)->n_refs;
	struct sql_level *made;
	struct sql_value value;

	parser_expression(p, level, role, REF_OUTPUT_FIRST, &value);
	if (value.how == HOW_COPIED ||
	    p->lexer.rules->flags & RULE_HAVING_INPUT)
		return;
	made = level_get(p, level);
	for (uint32_t i = first; i < made->n_refs; i++)
		made->refs[i].flags &= ~(uint32_t)REF_OUTPUT_FIRST;
}

/* ClickHouse: COLLATE 'x' WITH FILL [FROM x] [TO y] [STEP z] [STALENESS n] */
static void skip_fill(struct parser *p)
{
	if (parser_accept(p, KW_COLLATE))
		parser_skip_one(p);
	if (!parser_at(p, KW_WITH) ||
	    !parser_is_word(p, parser_ahead(p, 1), "fill"))
		return;
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
	       !parser_at_kind(p, TOKEN_CLOSE) && !parser_at(p, KW_LIMIT) &&
	       !parser_at(p, KW_SETTINGS) && !parser_at(p, KW_FORMAT) &&
	       !parser_at(p, KW_OFFSET) && !parser_at(p, KW_UNION) &&
	       !ddl_at_word(p, "interpolate"))
		parser_skip_one(p);
}

static void read_order_by(struct parser *p, uint32_t level)
{
	parser_next(p);
	parser_accept(p, KW_SIBLINGS);
	parser_next(p);
	if (p->lexer.rules->dialect != DIALECT_POSTGRESQL &&
	    parser_at(p, KW_ALL) && !parser_ahead_kind(p, 1, TOKEN_DOT)) {
		parser_next(p); /* DuckDB */
		return;
	}
	do {
		read_key(p, level, ROLE_ORDER);
		if (!parser_accept(p, KW_ASC) && !parser_accept(p, KW_DESC) &&
		    parser_accept(p, KW_USING))
			parser_skip_one(p);
		if (parser_accept(p, KW_NULLS))
			parser_next(p);
		if (p->lexer.rules->flags & RULE_PREWHERE)
			skip_fill(p);
		while (parser_at_kind(p, TOKEN_HOLE))
			parser_next(p);
	} while (parser_accept_kind(p, TOKEN_COMMA));
	if (p->lexer.rules->flags & RULE_PREWHERE &&
	    ddl_accept_word(p, "interpolate") && parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
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

/* ROWS EXAMINED n, MariaDB's second limit; ROWS behind OFFSET n. */
static void skip_rows(struct parser *p)
{
	if (!parser_accept(p, KW_ROWS) && !parser_accept(p, KW_ROW))
		return;
	if (parser_accept(p, KW_EXAMINED))
		parser_skip_one(p);
}

/* LIMIT n [, m] | LIMIT ALL | OFFSET n [ROWS] */
static void read_limit(struct parser *p, uint32_t level)
{
	do {
		parser_next(p);
		skip_rows(p);
		if (p->lexer.rules->dialect == DIALECT_DUCKDB &&
		    parser_at_kind(p, TOKEN_NUMBER) &&
		    parser_ahead_kind(p, 1, TOKEN_OPERATOR)) {
			parser_next(p); /* 10% */
			parser_next(p);
			continue;
		}
		if (!parser_accept(p, KW_ALL))
			parser_expression(p, level, ROLE_SELECT, 0, NULL);
	} while (parser_at_kind(p, TOKEN_COMMA));
	parser_accept_kind(p, TOKEN_OPERATOR); /* DuckDB: LIMIT 10% */
	parser_accept_two(p, KW_WITH, KW_TIES);
	if (parser_accept(p, KW_BY)) /* ClickHouse: LIMIT 5 BY a */
		parser_expressions(p, level, ROLE_GROUP, 0);
	skip_rows(p);
}

/* FETCH FIRST | NEXT [n] ROW | ROWS ONLY | WITH TIES */
static bool read_fetch(struct parser *p)
{
	if ((!parser_ahead_at(p, 1, KW_FIRST) &&
	     !parser_ahead_at(p, 1, KW_NEXT)) ||
	    parser_ahead_at(p, 2, KW_FROM))
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

/* FOR XML PATH (''), TYPE, ROOT ('x'): behind FOR. */
static void skip_format(struct parser *p)
{
	parser_next(p);
	do
		while (!parser_at_end(p) &&
		       (parser_at_kind(p, TOKEN_WORD) ||
			parser_at_kind(p, TOKEN_OPEN)) &&
		       !parser_at(p, KW_OPTION) &&
		       !(keyword_flags[parser_peek(p)->keyword] &
			 KEYWORD_RESERVED))
			parser_skip_one(p);
	while (parser_accept_kind(p, TOKEN_COMMA));
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
		parser_next(p);
		skip_format(p);
		return true;
	default:
		/* T-SQL: FOR BROWSE */
		return parser_ahead_kind(p, 1, TOKEN_WORD) &&
		       p->lexer.rules->flags & RULE_HASH_NAMES &&
		       parser_accept(p, KW_FOR) && ddl_accept_word(p, "browse");
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

/* Oracle's MODEL [PARTITION BY (...)] DIMENSION BY (...) MEASURES (...)
 * [RULES] (...) */
static void read_model(struct parser *p, uint32_t level)
{
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE) &&
	       !(parser_at(p, KW_ORDER) && parser_ahead_at(p, 1, KW_BY)) &&
	       !parser_at(p, KW_UNION)) {
		bool measures = parser_at(p, KW_MEASURES);

		if (!measures && !parser_at(p, KW_BY)) {
			parser_skip_one(p);
			continue;
		}
		parser_next(p);
		if (!parser_at_kind(p, TOKEN_OPEN))
			continue;
		do {
			parser_next(p);
			parser_expression(p, level,
					  measures ? ROLE_SELECT : ROLE_GROUP,
					  0, NULL);
			parser_accept(p, KW_AS);
			parser_identifier(p, NULL);
		} while (parser_at_kind(p, TOKEN_COMMA));
		query_close(p);
	}
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
	/* What templates leave: WHERE AND a = 1. */
	while (parser_accept(p, KW_AND) || parser_accept(p, KW_OR))
		;
	if (!parser_expression(p, level, role, flags, NULL) && parser_at_end(p))
		p->statement->fragment = true;
}

/* A clause of one dialect only. */
static bool read_local_clause(struct parser *p, uint32_t level)
{
	switch (p->lexer.rules->dialect) {
	case DIALECT_DB2:
		return db2_clause(p);
	case DIALECT_TERADATA:
		return teradata_clause(p, level);
	default:
		return false;
	}
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
		read_condition(p, level, ROLE_WHERE,
			       flags & RULE_WHERE_ALIASES ? REF_INPUT_FIRST
							  : 0);
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
	case KW_PREWHERE:
		if (!(p->lexer.rules->flags & RULE_PREWHERE))
			return false;
		read_condition(p, level, ROLE_WHERE, 0);
		return true;
	case KW_CLUSTER:
	case KW_DISTRIBUTE:
	case KW_SORT:
		if (!parser_ahead_at(p, 1, KW_BY))
			return false;
		parser_next(p);
		parser_next(p);
		parser_expressions(p, level, ROLE_ORDER, REF_OUTPUT_FIRST);
		return true;
	case KW_SETTINGS:
	case KW_FORMAT:
		if (!(p->lexer.rules->flags & RULE_PREWHERE) ||
		    !parser_ahead_kind(p, 1, TOKEN_WORD))
			return false;
		parser_skip_statement(p);
		return true;
	case KW_WITH: /* ClickHouse: GROUP BY a WITH TOTALS */
		return parser_accept_two(p, KW_WITH, KW_TOTALS) ||
		       read_local_clause(p, level);
	case KW_WINDOW:
		read_windows(p, level);
		return true;
	case KW_INTO:
		query_into(p, level);
		return true;
	case KW_CONNECT:
	case KW_START:
		return read_hierarchy(p, level);
	case KW_MODEL:
		read_model(p, level);
		return true;
	case KW_BULK:
		return parser_accept_two(p, KW_BULK, KW_COLLECT);
	default:
		return read_local_clause(p, level);
	}
}

/* DuckDB: USING SAMPLE 10% | n ROWS | method (n) [(method, seed)]
 * [REPEATABLE (seed)] */
static bool skip_using_sample(struct parser *p)
{
	if (!parser_accept_two(p, KW_USING, KW_SAMPLE))
		return false;
	while (parser_at_kind(p, TOKEN_NUMBER) ||
	       parser_at_kind(p, TOKEN_OPEN) ||
	       parser_at_kind(p, TOKEN_OPERATOR) || parser_at(p, KW_ROWS) ||
	       parser_at(p, KW_PERCENT) ||
	       (parser_at_kind(p, TOKEN_WORD) &&
		parser_ahead_kind(p, 1, TOKEN_OPEN)))
		parser_skip_one(p);
	return true;
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
		return read_for(p) || (db2_is(p) && db2_clause(p));
	case KW_USING:
		return skip_using_sample(p);
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

/* --- SELECT -------------------------------------------------------------- */

/* ON (a, b): a star behind it begins the outputs. */
static void read_distinct_on(struct parser *p, uint32_t level)
{
	const enum keyword *terminators = p->terminators;

	p->terminators = NULL;
	parser_next(p);
	do {
		parser_next(p);
		read_key(p, level, ROLE_SELECT);
	} while (parser_at_kind(p, TOKEN_COMMA));
	query_close(p);
	p->terminators = terminators;
}

/* SELECT [ALL | DISTINCT [ON (...)] | TOP n [PERCENT] [WITH TIES] | ...] */
static void read_select_options(struct parser *p, uint32_t level)
{
	for (;;) {
		switch (parser_peek(p)->keyword) {
		case KW_DISTINCT:
			parser_next(p);
			if (parser_at(p, KW_ON) &&
			    parser_ahead_kind(p, 1, TOKEN_OPEN))
				read_distinct_on(p, level);
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
		case KW_WITH: /* BigQuery: WITH DIFFERENTIAL_PRIVACY OPTIONS */
			if (!parser_ahead_at(p, 2, KW_OPTIONS))
				return;
			parser_next(p);
			parser_next(p);
			parser_next(p);
			parser_skip_one(p);
			break;
		default:
			if (!teradata_is(p) || !teradata_select_option(p))
				return;
		}
	}
}

/* Hive, Spark: TRANSFORM (a, b) USING 'command' AS (c, d), MAP a, b USING ...,
 * REDUCE a USING ...: rows go through a program. */
static bool at_script(struct parser *p)
{
	struct parser_mark mark;
	bool script;

	if (!(p->lexer.rules->flags & RULE_FROM_FIRST) ||
	    !(parser_at(p, KW_TRANSFORM) || ddl_at_word(p, "map") ||
	      ddl_at_word(p, "reduce")))
		return false;
	mark = parser_mark(p);
	while (!parser_at_end(p) && !parser_at(p, KW_USING) &&
	       !parser_at(p, KW_FROM) && !parser_at_kind(p, TOKEN_CLOSE))
		parser_skip_one(p);
	script =
		parser_at(p, KW_USING) && parser_ahead_kind(p, 1, TOKEN_STRING);
	parser_rewind(p, &mark);
	return script;
}

/* [AS] (a type, b) | a, b: each column is made of all that goes in. */
static void name_outputs(struct parser *p, uint32_t level,
			 const struct sql_value *value)
{
	bool open = parser_accept_kind(p, TOKEN_OPEN);

	do {
		const char *name = parser_identifier(p, NULL);
		struct sql_output *output = level_output(p, level);

		output->name = name;
		output->value = level_share(p, value);
		while (open && !parser_at_end(p) &&
		       !parser_at_kind(p, TOKEN_COMMA) &&
		       !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
	} while (parser_accept_kind(p, TOKEN_COMMA));
	if (open)
		query_close(p);
}

static void read_script(struct parser *p, uint32_t level)
{
	struct sql_value all = {.how = HOW_COMPUTED};
	bool open;

	parser_next(p);
	open = parser_accept_kind(p, TOKEN_OPEN);
	do {
		struct sql_value value;

		parser_expression(p, level, ROLE_SELECT, 0, &value);
		value_unite(p, &all, &value);
	} while (parser_accept_kind(p, TOKEN_COMMA));
	if (open)
		query_close(p);
	while (!parser_at_end(p) && !parser_accept(p, KW_USING))
		parser_skip_one(p); /* ROW FORMAT ... */
	if (!parser_at_end(p))
		parser_next(p);
	all.how = HOW_COMPUTED;
	if (parser_accept(p, KW_AS))
		name_outputs(p, level, &all);
	else
		level_output(p, level)->value = all;
	while (!parser_at_end(p) && ddl_at_word(p, "row"))
		while (!parser_at_end(p) && !parser_at(p, KW_FROM))
			parser_skip_one(p);
}

bool query_script(struct parser *p, uint32_t level)
{
	if (!at_script(p))
		return false;
	read_script(p, level);
	return true;
}

void query_select(struct parser *p, uint32_t level)
{
	uint32_t begin;

	parser_next(p);
	read_select_options(p, level);
	if (parser_at(p, KW_AS) && (parser_ahead_at(p, 1, KW_STRUCT) ||
				    parser_ahead_at(p, 1, KW_VALUE))) {
		parser_next(p); /* BigQuery */
		parser_next(p);
	}
	if (parser_at(p, KW_INTO) && p->routine)
		read_body_clause(p, level);
	begin = parser_peek(p)->offset;
	if (at_script(p))
		read_script(p, level);
	else if (!parser_at(p, KW_FROM))
		query_outputs(p, level,
			      p->lexer.rules->flags & RULE_OUTPUT_ALIASES
				      ? REF_INPUT_FIRST
				      : 0);
	if (parser_at_end(p) && parser_peek(p)->offset == begin)
		p->statement->fragment = true;
	read_body(p, level);
}
