/*
 * What a query gives out: columns, stars, aliases; and where to, by INTO.
 */
#include <string.h>

#include "analyzers/sql/query.h"
#include "analyzers/sql/routine.h"
#include "analyzers/sql/teradata.h"

/* --- outputs ------------------------------------------------------------- */

/* REPLACE (x AS c, ...) */
static void read_replacements(struct parser *p, uint32_t level)
{
	parser_next(p);
	do {
		parser_next(p);
		parser_expression(p, level, ROLE_SELECT, 0, NULL);
		if (parser_accept(p, KW_AS))
			parser_identifier(p, NULL);
	} while (parser_at_kind(p, TOKEN_COMMA));
	parser_accept_kind(p, TOKEN_CLOSE);
}

/* [NOT] LIKE 'x', SIMILAR TO 'x', GLOB 'x': DuckDB, Snowflake. */
static bool skip_star_pattern(struct parser *p)
{
	uint32_t n = parser_at(p, KW_NOT);

	switch (parser_ahead(p, n)->keyword) {
	case KW_ILIKE:
	case KW_LIKE:
	case KW_GLOB:
		n++;
		break;
	case KW_SIMILAR:
		n += 2;
		break;
	default:
		return false;
	}
	if (!parser_ahead_kind(p, n, TOKEN_STRING))
		return false;
	while (n--)
		parser_next(p);
	parser_next(p);
	return true;
}

/* What takes columns out of a star, or changes them; false if nothing that
 * does stands here. */
static bool read_star_suffix(struct parser *p, uint32_t level)
{
	bool open = parser_ahead_kind(p, 1, TOKEN_OPEN);
	struct sql_name name;

	switch (parser_peek(p)->keyword) {
	case KW_EXCEPT: /* but not EXCEPT (SELECT ...) of a set */
		if (open && parser_ahead_at(p, 2, KW_SELECT))
			return false;
		if (!open && (p->lexer.rules->dialect != DIALECT_CLICKHOUSE ||
			      !token_is_name(parser_ahead(p, 1))))
			return false;
		/* fallthrough */
	case KW_EXCLUDE:
	case KW_RENAME:
		if (!open && !token_is_name(parser_ahead(p, 1)))
			return false;
		parser_next(p);
		if (open)
			parser_skip_parentheses(p);
		else
			parser_name(p, &name);
		return true;
	case KW_REPLACE:
		if (!open)
			return false;
		read_replacements(p, level);
		return true;
	case KW_APPLY: /* ClickHouse */
		if (!open && p->lexer.rules->dialect != DIALECT_CLICKHOUSE)
			return false;
		parser_next(p);
		parser_skip_one(p);
		return true;
	default:
		return skip_star_pattern(p);
	}
}

/* * EXCEPT (a, b) REPLACE (x AS c), * EXCLUDE a, * LIKE 'x', * APPLY (f) */
static void read_star_suffixes(struct parser *p, uint32_t level)
{
	while (read_star_suffix(p, level))
		;
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

/* COLUMNS ('expression') of ClickHouse and DuckDB: some of the columns. */
static bool read_columns(struct parser *p, uint32_t level)
{
	struct parser_mark mark = parser_mark(p);
	struct sql_output output = {.star = true};

	if (p->lexer.rules->dialect != DIALECT_CLICKHOUSE &&
	    p->lexer.rules->dialect != DIALECT_DUCKDB)
		return false;
	parser_next(p);
	parser_skip_parentheses(p);
	if (!parser_at_kind(p, TOKEN_COMMA) && !parser_at(p, KW_FROM) &&
	    !parser_at(p, KW_APPLY) && !parser_at(p, KW_EXCEPT) &&
	    !parser_at(p, KW_AS) && !parser_at(p, KW_REPLACE)) {
		parser_rewind(p, &mark);
		return false;
	}
	*level_output(p, level) = output;
	read_star_suffixes(p, level);
	if (parser_accept(p, KW_AS))
		parser_skip_one(p);
	return true;
}

static void read_star(struct parser *p, uint32_t level, bool qualified)
{
	struct sql_output output = {.star = true};

	if (qualified) {
		parser_name(p, &output.qualifier);
		parser_next(p);
	}
	parser_next(p);
	*level_output(p, level) = output;
	read_star_suffixes(p, level);
	if (parser_accept(p,
			  KW_AS)) /* no server takes it, but people write it */
		parser_skip_one(p);
}

/* Whether the token can be an alias without AS: what cannot go on with the
 * query. */
static bool at_bare_alias(struct parser *p)
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
		       !parser_at_end(p) && !parser_at_label(p) &&
		       !(token->keyword == KW_OPTION &&
			 parser_ahead_kind(p, 1, TOKEN_OPEN)) &&
		       !(token->keyword == KW_BULK &&
			 parser_ahead_at(p, 1, KW_COLLECT));
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

	if (!(p->lexer.rules->flags & RULE_HASH_NAMES) ||
	    !(parser_at_name(p) || parser_at_kind(p, TOKEN_STRING)) ||
	    !parser_ahead_kind(p, 1, TOKEN_EQUALS))
		return NULL;
	alias = token_name(p->analysis->arena, &p->lexer, parser_peek(p));
	parser_next(p);
	parser_next(p);
	return alias;
}

/* DuckDB's alias: expression. */
static const char *read_prefix_alias(struct parser *p)
{
	const char *alias;

	if (p->lexer.rules->dialect != DIALECT_DUCKDB || !parser_at_name(p) ||
	    !parser_ahead_kind(p, 1, TOKEN_COLON))
		return NULL;
	alias = token_name(p->analysis->arena, &p->lexer, parser_peek(p));
	parser_next(p);
	parser_next(p);
	return alias;
}

/* T-SQL's @a = expression, @a += expression: no output. */
static bool accept_assigned_variable(struct parser *p)
{
	const struct token *next;

	if (!(p->lexer.rules->flags & RULE_HASH_NAMES) ||
	    !parser_at_kind(p, TOKEN_VARIABLE))
		return false;
	next = parser_ahead(p, 1);
	if (next->kind != TOKEN_EQUALS &&
	    !(next->kind == TOKEN_OPERATOR && next->length == 2 &&
	      p->lexer.bytes[next->offset + 1] == '=' &&
	      strchr("+-*/%&|^", p->lexer.bytes[next->offset])))
		return false;
	parser_next(p);
	parser_next(p);
	return true;
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

bool query_row_star(struct parser *p, uint32_t level)
{
	if (!parser_ahead_kind(p, 1, TOKEN_DOT) || !at_qualified_star(p))
		return false;
	read_star(p, level, true);
	return true;
}

/* AS (a, b): of a function that gives several columns (Spark, Hive). */
static void read_aliases(struct parser *p, uint32_t level,
			 const struct sql_output *output)
{
	const char **names;
	uint32_t n;

	parser_next(p);
	parser_names(p, &names, &n);
	for (uint32_t i = 0; i < n; i++) {
		struct sql_output *made = level_output(p, level);

		made->name = names[i];
		made->value = level_share(p, &output->value);
	}
}

static bool read_output(struct parser *p, uint32_t level, uint32_t flags)
{
	struct sql_output output = {0};
	const char *alias, *made_name;
	bool quoted = false;

	if (parser_at_kind(p, TOKEN_STAR)) {
		read_star(p, level, false);
		return true;
	}
	if (query_row_star(p, level))
		return true;
	if (parser_at(p, KW_COLUMNS) && parser_ahead_kind(p, 1, TOKEN_OPEN) &&
	    read_columns(p, level))
		return true;
	if (accept_assigned_variable(p))
		return parser_expression(p, level, ROLE_SELECT, flags, NULL);
	output.name = read_assigned_alias(p);
	if (!output.name)
		output.name = read_prefix_alias(p);
	if (!parser_output_expression(p, level, flags, &output.value,
				      &made_name))
		return false;
	if (parser_at(p, KW_AS) && parser_ahead_kind(p, 1, TOKEN_OPEN)) {
		read_aliases(p, level, &output);
		return true;
	}
	alias = read_alias(p, &quoted);
	if (alias && parser_accept(p, KW_UESCAPE))
		parser_skip_one(p);
	if (alias) {
		output.name = alias;
		output.quoted = quoted;
	}
	if (!alias && made_name && teradata_is(p))
		output.name = made_name;
	name_after_column(p, level, &output);
	if (!output.name)
		output.name = made_name;
	*level_output(p, level) = output;
	return true;
}

/* A hole that holds outputs and the comma behind them: what follows is none of
 * its aliases. */
static bool at_other_outputs(struct parser *p)
{
	const struct token *next;

	if (!parser_at_kind(p, TOKEN_HOLE))
		return false;
	next = parser_ahead(p, 1);
	if (next->kind == TOKEN_NUMBER || next->keyword == KW_CASE)
		return true;
	return next->kind == TOKEN_WORD && next->flags & TOKEN_SPACED &&
	       next->keyword != KW_OVER && next->keyword != KW_FILTER &&
	       !(keyword_flags[next->keyword] &
		 (KEYWORD_RESERVED | KEYWORD_OPERATOR)) &&
	       (parser_ahead_kind(p, 2, TOKEN_OPEN) ||
		parser_ahead_kind(p, 2, TOKEN_DOT) ||
		parser_ahead_at(p, 2, KW_AS));
}

void query_outputs(struct parser *p, uint32_t level, uint32_t flags)
{
	do {
		while (parser_at_kind(p, TOKEN_COMMA) || at_other_outputs(p))
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

/* INTO NEW.c: the row of a trigger gets the output. */
static void assign_row(struct parser *p, uint32_t level,
		       const struct sql_name *name, uint32_t output)
{
	const struct sql_level *made = level_get(p, level);
	struct sql_value value = {.how = HOW_COMPUTED};

	if (output < made->n_outputs)
		value = level_share(p, &made->outputs[output].value);
	level_assign(p, level, name, OP_UPDATE)->value = value;
}

/* The variables of SELECT ... INTO; what they get is no access, but where it
 * is a column of a trigger's row. */
static void read_variables(struct parser *p, uint32_t level)
{
	uint32_t n = 0;

	parser_accept(p, KW_STRICT);
	do {
		struct sql_name name = {0};

		if (!parser_name(p, &name) &&
		    !parser_accept_kind(p, TOKEN_VARIABLE))
			break;
		if (p->routine && routine_is_row(&name))
			assign_row(p, level, &name, n);
		n++;
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
	if (parser_accept(p, KW_USING) || parser_accept(p, KW_ON))
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
void query_into(struct parser *p, uint32_t level)
{
	parser_next(p);
	if (parser_at(p, KW_OUTFILE) || parser_at(p, KW_DUMPFILE)) {
		parser_next(p);
		parser_skip_one(p);
		if (p->lexer.rules->dialect == DIALECT_CLICKHOUSE)
			parser_skip_statement(p);
		query_skip_file_options(p);
		return;
	}
	if (p->routine || parser_at_kind(p, TOKEN_VARIABLE) ||
	    parser_at_kind(p, TOKEN_HOLE) || parser_at(p, KW_STRICT) ||
	    (p->lexer.rules->flags & RULE_INTO_VARIABLES) || level)
		read_variables(p, level);
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
