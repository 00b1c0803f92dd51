/*
 * FROM clauses: relations, derived tables, functions, joins; targets.
 */
#include <string.h>

#include "analyzers/sql/builtin.h"
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/expression.h"
#include "analyzers/sql/query.h"

/* --- what stands behind a relation --------------------------------------- */

static bool at_index_hint(struct parser *p, uint32_t n)
{
	enum keyword word = (enum keyword)parser_ahead(p, n)->keyword;

	return (word == KW_USE || word == KW_FORCE || word == KW_IGNORE) &&
	       (parser_ahead_at(p, n + 1, KW_INDEX) ||
		parser_ahead_at(p, n + 1, KW_KEY));
}

/* USE | FORCE | IGNORE INDEX | KEY [FOR JOIN | ORDER BY | GROUP BY] (...) */
static void skip_index_hints(struct parser *p)
{
	while (at_index_hint(p, 0)) {
		parser_next(p); /* USE may be a word that ends statements */
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_OPEN))
			parser_next(p);
		if (parser_at_kind(p, TOKEN_OPEN))
			parser_skip_parentheses(p);
		if (parser_at_kind(p, TOKEN_COMMA) && at_index_hint(p, 1))
			parser_next(p);
	}
}

/* TABLESAMPLE method (n) [REPEATABLE (n)], SAMPLE (n) */
static void skip_sample(struct parser *p)
{
	parser_next(p);
	while (parser_at_kind(p, TOKEN_WORD) &&
	       (parser_ahead_kind(p, 1, TOKEN_OPEN) ||
		parser_ahead_kind(p, 1, TOKEN_DOT))) {
		struct sql_name method;

		parser_name(p, &method);
		if (parser_at_kind(p, TOKEN_OPEN))
			parser_skip_parentheses(p);
	}
	if (parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
	else
		parser_accept_kind(p, TOKEN_NUMBER); /* ClickHouse */
}

/* FOR SYSTEM_TIME | VERSION | PORTION ..., AS OF ...: which rows, not which
 * relation. */
static bool skip_versions(struct parser *p, uint32_t level)
{
	if (parser_at(p, KW_FOR)) {
		if (!parser_ahead_at(p, 1, KW_SYSTEM_TIME) &&
		    !parser_ahead_at(p, 1, KW_PORTION))
			return false;
		parser_next(p);
		parser_next(p);
	} else if (!parser_at(p, KW_AS) || !parser_ahead_at(p, 1, KW_OF)) {
		return false;
	}
	while (parser_accept(p, KW_AS) || parser_accept(p, KW_OF) ||
	       parser_accept(p, KW_BETWEEN) || parser_accept(p, KW_FROM) ||
	       parser_accept(p, KW_ALL) || parser_accept(p, KW_TIMESTAMP))
		;
	parser_expression(p, level, ROLE_WHERE, 0, NULL);
	if (parser_accept(p, KW_TO))
		parser_expression(p, level, ROLE_WHERE, 0, NULL);
	return true;
}

/* MATCH_RECOGNIZE (...): its columns are not told apart. */
static void read_recognize(struct parser *p, uint32_t level)
{
	(void)level;
	parser_next(p);
	if (parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
}

/* Whatever may stand before or behind an alias and says nothing of access.
 * What is not known ends it. */
static void skip_suffixes(struct parser *p, uint32_t level)
{
	for (;;) {
		switch (parser_peek(p)->keyword) {
		case KW_USE:
		case KW_FORCE:
		case KW_IGNORE:
			if (!at_index_hint(p, 0))
				return;
			skip_index_hints(p);
			break;
		case KW_WITH:
			if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
				return;
			parser_next(p);
			parser_skip_parentheses(p);
			break;
		case KW_TABLESAMPLE:
		case KW_SAMPLE:
			skip_sample(p);
			break;
		case KW_FOR:
		case KW_AS:
			if (!skip_versions(p, level))
				return;
			break;
		case KW_FINAL: /* ClickHouse */
			if (p->lexer.rules->dialect != DIALECT_GENERIC)
				return;
			parser_next(p);
			break;
		case KW_AT: /* Snowflake: AT (OFFSET => -60) */
		case KW_BEFORE:
			if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
				return;
			parser_next(p);
			parser_skip_parentheses(p);
			break;
		case KW_CHANGES:
			if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
				return;
			parser_next(p);
			parser_skip_parentheses(p);
			break;
		case KW_MATCH_RECOGNIZE:
			read_recognize(p, level);
			break;
		case KW_MATCH_CONDITION:
			if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
				return;
			parser_next(p);
			parser_expression(p, level, ROLE_JOIN, 0, NULL);
			break;
		case KW_INDEXED:
			if (!parser_accept_two(p, KW_INDEXED, KW_BY))
				return;
			parser_skip_one(p);
			break;
		case KW_NOT:
			if (!parser_accept_two(p, KW_NOT, KW_INDEXED))
				return;
			break;
		default:
			if (!parser_at_kind(p, TOKEN_HOLE))
				return;
			parser_next(p);
		}
	}
}

/* --- aliases ------------------------------------------------------------- */

/* (a, b) or (a integer, b text): names of columns. */
static void read_alias_columns(struct parser *p, struct sql_item *item)
{
	parser_names(p, &item->columns, &item->n_columns);
}

/* Two words that go on with a query or its statement where the first alone
 * would be an alias. */
static bool goes_on(struct parser *p)
{
	switch (parser_peek(p)->keyword) {
	case KW_FINAL:
		return p->lexer.rules->dialect == DIALECT_GENERIC;
	case KW_BEFORE:
	case KW_CHANGES:
	case KW_MATCH_CONDITION:
		return parser_ahead_kind(p, 1, TOKEN_OPEN);
	case KW_BY:
		return parser_ahead_at(p, 1, KW_NAME) ||
		       parser_ahead_at(p, 1, KW_POSITION);
	case KW_ASOF:
		return parser_ahead_at(p, 1, KW_JOIN) ||
		       parser_ahead_at(p, 1, KW_LEFT);
	case KW_ARRAY:
		return parser_ahead_at(p, 1, KW_JOIN);
	case KW_SETTINGS:
	case KW_PREWHERE:
		return p->lexer.rules->dialect == DIALECT_GENERIC;
	case KW_FORMAT:
		return p->lexer.rules->dialect == DIALECT_GENERIC &&
		       parser_ahead_kind(p, 1, TOKEN_WORD);
	case KW_CLUSTER:
	case KW_DISTRIBUTE:
	case KW_SORT:
		return parser_ahead_at(p, 1, KW_BY);
	case KW_ANY:
	case KW_GLOBAL:
	case KW_POSITIONAL:
		return p->lexer.rules->dialect == DIALECT_GENERIC;
	case KW_START:
		return parser_ahead_at(p, 1, KW_WITH);
	case KW_LOG:
		return parser_ahead_at(p, 1, KW_ERRORS);
	case KW_MODEL:
		return parser_ahead_at(p, 1, KW_PARTITION) ||
		       parser_ahead_at(p, 1, KW_DIMENSION) ||
		       parser_ahead_at(p, 1, KW_RETURN);
	default:
		return false;
	}
}

/* Whether the word can be an alias without AS. */
static bool at_alias(struct parser *p)
{
	const struct token *token = parser_peek(p);

	if (token->kind == TOKEN_QUOTED)
		return true;
	if (token->keyword == KW_AT) /* but not AT TIME ZONE */
		return !parser_ahead_at(p, 1, KW_TIME);
	if (goes_on(p))
		return false;
	return token->kind == TOKEN_WORD &&
	       !(keyword_flags[token->keyword] &
		 (KEYWORD_RESERVED | KEYWORD_NO_ALIAS)) &&
	       !parser_at_end(p);
}

/* [AS] alias [(columns)], AS (a integer, ...) */
static void read_alias(struct parser *p, struct sql_item *item)
{
	bool as = parser_accept(p, KW_AS);

	if (as && parser_at_kind(p, TOKEN_OPEN)) {
		read_alias_columns(p, item);
		return;
	}
	if (!as && !at_alias(p)) {
		return;
	}
	item->alias = parser_identifier(p, &item->alias_quoted);
	if (!item->alias && as && parser_at_kind(p, TOKEN_WORD)) {
		item->alias = token_name(p->analysis->arena, &p->lexer,
					 parser_peek(p));
		parser_next(p);
	}
	if (parser_at_kind(p, TOKEN_OPEN) &&
	    !(p->lexer.rules->flags & RULE_HASH_NAMES))
		read_alias_columns(p, item);
	else if (parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
}

/* BigQuery: WITH OFFSET [[AS] name] */
static void skip_offset(struct parser *p)
{
	if (!parser_accept_two(p, KW_WITH, KW_OFFSET))
		return;
	if (parser_accept(p, KW_AS) || at_alias(p))
		parser_identifier(p, NULL);
}

/* PARTITION (p0, p1) */
static void read_partitions(struct parser *p, struct sql_item *item)
{
	if (!parser_at(p, KW_PARTITION) || !parser_ahead_kind(p, 1, TOKEN_OPEN))
		return;
	parser_next(p);
	parser_names(p, &item->partitions, &item->n_partitions);
}

/* The item is finished: what follows its name, then its place in the level
 * (nothing may be added to the level's items between). */
static uint32_t add_item(struct parser *p, uint32_t level,
			 const struct sql_item *item)
{
	struct sql_level *made = level_get(p, level);

	*ARENA_PUSH(p->analysis->arena, made->items, made->n_items) = *item;
	return made->n_items - 1;
}

static uint32_t finish_item(struct parser *p, uint32_t level,
			    struct sql_item *item)
{
	read_partitions(p, item);
	skip_suffixes(p, level);
	read_partitions(p, item);
	read_alias(p, item);
	skip_suffixes(p, level);
	skip_offset(p);
	while (pivot_at(p)) {
		pivot_read(p, level, item);
		read_alias(p, item);
		skip_suffixes(p, level);
	}
	return add_item(p, level, item);
}

/* --- functions ----------------------------------------------------------- */

/* The columns that JSON_TABLE and XMLTABLE give: (x PATH ..., NESTED PATH
 * ... COLUMNS (...)). */
static void read_table_columns(struct parser *p, struct sql_item *item)
{
	do {
		const char *name;

		parser_next(p);
		if (parser_accept(p, KW_NESTED)) {
			while (!parser_at_end(p) && !parser_at(p, KW_COLUMNS) &&
			       !parser_at_kind(p, TOKEN_CLOSE))
				parser_next(p);
			if (parser_accept(p, KW_COLUMNS) &&
			    parser_at_kind(p, TOKEN_OPEN) && parser_enter(p)) {
				read_table_columns(p, item);
				parser_leave(p);
			}
			continue;
		}
		name = parser_identifier(p, NULL);
		if (name)
			*ARENA_PUSH(p->analysis->arena, item->columns,
				    item->n_columns) = name;
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
		       !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
	} while (parser_at_kind(p, TOKEN_COMMA));
	parser_accept_kind(p, TOKEN_CLOSE);
}

/*
 * JSON_TABLE(expression, 'path' COLUMNS (...)), XMLTABLE('path' PASSING
 * expression COLUMNS a int PATH 'x', ...), at the parenthesis.
 */
static void read_table_function(struct parser *p, uint32_t level,
				struct sql_item *item)
{
	struct sql_value value;

	if (!parser_enter(p)) {
		parser_skip_parentheses(p);
		return;
	}
	parser_next(p);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE)) {
		if (parser_at(p, KW_COLUMNS)) {
			if (parser_ahead_kind(p, 1, TOKEN_OPEN)) {
				parser_next(p);
				read_table_columns(p, item);
				continue;
			}
			read_table_columns(p, item);
			parser_leave(p);
			return;
		}
		if (parser_accept(p, KW_PASSING) ||
		    parser_accept_two(p, KW_BY, KW_VALUE))
			continue;
		if (!parser_expression(p, level, ROLE_SELECT, 0, &value))
			parser_skip_one(p);
		if (value.n_refs || value.n_levels)
			item->value = value;
		item->value.how = HOW_COMPUTED;
	}
	parser_accept_kind(p, TOKEN_CLOSE);
	parser_leave(p);
}

static void read_function_call(struct parser *p, uint32_t level,
			       const struct sql_name *name, uint32_t builtin,
			       struct sql_item *item)
{
	struct expression e = {
		.level = level, .role = ROLE_SELECT, .collect = true};
	guint refs = p->value_refs->len, levels = p->value_levels->len;

	expression_call(p, &e, name, builtin);
	expression_take(p, refs, levels, &item->value);
	item->value.how = HOW_COMPUTED;
}

/* T-SQL's t.c.nodes('path'): what comes out is made of the column. */
static void read_method_call(struct parser *p, uint32_t level,
			     const struct sql_name *column,
			     struct sql_item *item)
{
	static const struct sql_name none;
	uint32_t ref = level_ref(p, level, column, ROLE_SELECT, 0);

	read_function_call(p, level, &none, BUILTIN_FUNCTION, item);
	item->value.refs = NULL;
	item->value.n_refs = 0;
	*ARENA_PUSH(p->analysis->arena, item->value.refs, item->value.n_refs) =
		ref;
}

/* A function in FROM, at its name; what is known not to be one is left. */
static void read_function(struct parser *p, uint32_t level,
			  struct sql_item *item)
{
	static const struct sql_name none;
	const struct token *token = parser_peek(p);
	uint32_t builtin = 0;
	enum keyword keyword = (enum keyword)token->keyword;

	if (token->kind == TOKEN_WORD && parser_ahead_kind(p, 1, TOKEN_OPEN))
		builtin = builtin_find(token->hash);
	item->kind = ITEM_FUNCTION;
	item->flags |= ITEM_LATERAL;
	parser_name(p, &item->name);
	if (expression_is_method(p, &item->name)) {
		struct sql_name column = item->name;

		column.n_parts--;
		read_method_call(p, level, &column, item);
		return;
	}
	if (keyword == KW_JSON_TABLE || keyword == KW_XMLTABLE)
		read_table_function(p, level, item);
	else
		read_function_call(p, level, builtin ? &none : &item->name,
				   builtin, item);
}

/* ROWS FROM (f(x) [AS (...)], g(y)) */
static void read_rows_from(struct parser *p, uint32_t level,
			   struct sql_item *item)
{
	struct sql_item ignored;

	parser_next(p);
	parser_next(p);
	do {
		parser_next(p);
		memset(&ignored, 0, sizeof(ignored));
		if (!parser_at_name(p))
			break;
		read_function(p, level, &ignored);
		if (parser_accept(p, KW_AS))
			parser_skip_one(p);
	} while (parser_at_kind(p, TOKEN_COMMA));
	query_close(p);
	item->kind = ITEM_FUNCTION;
	item->flags |= ITEM_LATERAL;
	item->name = ignored.name;
	item->value = ignored.value;
}

/* WITH ORDINALITY, WITH OFFSET */
static void skip_ordinality(struct parser *p)
{
	if (!parser_accept_two(p, KW_WITH, KW_ORDINALITY))
		skip_offset(p);
}

/* Whether the item that begins here is a function and not a relation: a name
 * and a parenthesis. T-SQL writes hints so: t (nolock). */
static bool at_function(struct parser *p)
{
	uint32_t n = 0;

	while (n < 2 * SQL_NAME_PARTS && parser_ahead_kind(p, n + 1, TOKEN_DOT))
		n += 2;
	return parser_ahead_kind(p, n + 1, TOKEN_OPEN) &&
	       !parser_ahead_at(p, n + 2, KW_NOLOCK);
}

/* --- items --------------------------------------------------------------- */

static void read_list(struct parser *p, uint32_t level, uint32_t flags);

/* (a JOIN b ...): the items in it, and an ITEM_JOIN behind them. */
static void read_group(struct parser *p, uint32_t level, uint32_t flags)
{
	const enum keyword *terminators = p->terminators;
	struct sql_item item = {
		.kind = ITEM_JOIN, .flags = flags, .level = SCOPE_ABSENT};

	if (!parser_enter(p)) {
		parser_skip_parentheses(p);
		return;
	}
	p->terminators = NULL;
	parser_next(p);
	item.first = level_get(p, level)->n_items;
	read_list(p, level, 0);
	query_close(p);
	p->terminators = terminators;
	parser_leave(p);
	finish_item(p, level, &item);
}

/* (query) alias */
static void read_derived(struct parser *p, uint32_t level,
			 struct sql_item *item)
{
	uint32_t at = level_get(p, level)->n_items;

	parser_next(p);
	item->kind = ITEM_QUERY;
	item->level = query_open(p, PLACE_ITEM, level, at);
	query_close(p);
	finish_item(p, level, item);
}

/* Words that can open an item although they are no names. */
static bool read_special(struct parser *p, uint32_t level,
			 struct sql_item *item)
{
	switch (parser_peek(p)->keyword) {
	case KW_ROWS:
		if (!parser_ahead_at(p, 1, KW_FROM))
			return false;
		read_rows_from(p, level, item);
		return true;
	case KW_COLLATION: /* COLLATION FOR (x) */
		if (!parser_ahead_at(p, 1, KW_FOR))
			return false;
		item->kind = ITEM_FUNCTION;
		parser_expression(p, level, ROLE_SELECT, 0, NULL);
		return true;
	case KW_IDENTIFIER: /* Snowflake: IDENTIFIER('db.t') */
		if (!parser_ahead_kind(p, 1, TOKEN_OPEN) ||
		    !parser_ahead_kind(p, 2, TOKEN_STRING))
			return false;
		parser_next(p);
		parser_next(p);
		parser_name_in_string(p, parser_peek(p), &item->name);
		parser_next(p);
		query_close(p);
		item->kind = ITEM_RELATION;
		return true;
	case KW_TABLE: /* TABLE(f(x)): Oracle, Snowflake */
		if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
			return false;
		parser_next(p);
		item->kind = ITEM_FUNCTION;
		item->flags |= ITEM_LATERAL;
		parser_expression(p, level, ROLE_SELECT, 0, &item->value);
		item->value.how = HOW_COMPUTED;
		return true;
	default:
		return false;
	}
}

/* Snowflake: @stage/path (options), @%t, @~/x; false if none stands here. */
bool from_stage(struct parser *p)
{
	if (!parser_at_kind(p, TOKEN_VARIABLE) &&
	    !(parser_at_kind(p, TOKEN_OPERATOR) &&
	      p->lexer.bytes[parser_peek(p)->offset] == '@'))
		return false;
	do
		parser_next(p);
	while (!parser_at_end(p) && !(parser_peek(p)->flags & TOKEN_SPACED) &&
	       !parser_at_kind(p, TOKEN_CLOSE) &&
	       !parser_at_kind(p, TOKEN_COMMA) &&
	       !parser_at_kind(p, TOKEN_OPEN));
	if (parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
	return true;
}

/* The one row that servers bring along; in others it may be a table. */
static bool at_dual(struct parser *p)
{
	enum dialect dialect = p->lexer.rules->dialect;

	return parser_at(p, KW_DUAL) && dialect != DIALECT_POSTGRESQL &&
	       dialect != DIALECT_TSQL && !parser_ahead_kind(p, 1, TOKEN_DOT);
}

/* T-SQL: @x.nodes('path') AS t(c) */
static void read_method(struct parser *p, uint32_t level, struct sql_item *item)
{
	parser_expression(p, level, ROLE_SELECT, 0, NULL);
	item->kind = ITEM_FUNCTION;
	finish_item(p, level, item);
}

static void read_relation(struct parser *p, uint32_t level,
			  struct sql_item *item)
{
	bool parentheses = false, dual = at_dual(p);

	if (parser_at(p, KW_ONLY) && (parser_ahead_kind(p, 1, TOKEN_OPEN) ||
				      token_is_name(parser_ahead(p, 1)))) {
		parser_next(p);
		item->flags |= ITEM_ONLY;
		parentheses = parser_accept_kind(p, TOKEN_OPEN);
	}
	if (parser_at_kind(p, TOKEN_VARIABLE) &&
	    parser_ahead_kind(p, 1, TOKEN_DOT)) {
		read_method(p, level, item);
		return;
	}
	if (!parser_row_name(p, &item->name)) {
		/* A file, in dialects that read one: no relation. */
		if (parser_accept_kind(p, TOKEN_STRING) || from_stage(p)) {
			item->kind = ITEM_FUNCTION;
			finish_item(p, level, item);
		} else if (parser_at_end(p)) {
			p->statement->fragment = true;
		} else {
			parser_unreadable(p, "no relation in FROM");
		}
		return;
	}
	if (parentheses)
		parser_accept_kind(p, TOKEN_CLOSE);
	if (parser_at_kind(p, TOKEN_OPEN)) /* T-SQL: t (nolock) */
		parser_skip_parentheses(p);
	parser_accept_kind(p, TOKEN_STAR);
	item->kind = dual ? ITEM_FUNCTION : ITEM_RELATION;
	finish_item(p, level, item);
}

static void read_item(struct parser *p, uint32_t level, uint32_t flags)
{
	struct sql_item item = {.flags = flags, .level = SCOPE_ABSENT};

	if (parser_accept(p, KW_LATERAL))
		item.flags |= ITEM_LATERAL;
	if (parser_at_kind(p, TOKEN_OPEN)) {
		if (query_in_parentheses(p))
			read_derived(p, level, &item);
		else
			read_group(p, level, flags);
		return;
	}
	if (read_special(p, level, &item)) {
		skip_ordinality(p);
		finish_item(p, level, &item);
	} else if (parser_at_name(p) && !parser_at(p, KW_ONLY) &&
		   at_function(p)) {
		read_function(p, level, &item);
		skip_ordinality(p);
		finish_item(p, level, &item);
	} else {
		read_relation(p, level, &item);
	}
}

/* --- joins --------------------------------------------------------------- */

/* Words of other dialects before JOIN. */
static bool at_odd_join(struct parser *p)
{
	switch (parser_peek(p)->keyword) {
	case KW_ASOF:
	case KW_ANY:
	case KW_ALL:
	case KW_GLOBAL:
	case KW_POSITIONAL:
	case KW_ARRAY:
		return true;
	default:
		return ddl_at_word(p, "semi") || ddl_at_word(p, "anti");
	}
}

/*
 * [NATURAL] [INNER | CROSS | {LEFT | RIGHT | FULL} [OUTER] [SEMI | ANTI]]
 * JOIN | STRAIGHT_JOIN | {CROSS | OUTER} APPLY. Gives the flags of the item
 * behind it.
 */
static bool accept_join(struct parser *p, uint32_t *flags)
{
	uint32_t n = 0;

	*flags = 0;
	while (n < 5) {
		enum keyword word = (enum keyword)parser_ahead(p, n)->keyword;

		if (word == KW_NATURAL)
			*flags |= ITEM_NATURAL;
		else if (word == KW_APPLY && n)
			*flags |= ITEM_LATERAL;
		else if (word != KW_INNER && word != KW_CROSS &&
			 !(n == 0 && at_odd_join(p)) && word != KW_LEFT &&
			 word != KW_RIGHT && word != KW_FULL &&
			 word != KW_OUTER && word != KW_JOIN &&
			 word != KW_STRAIGHT_JOIN &&
			 !(n && (word == KW_NONE || word == KW_ALL ||
				 word == KW_ANY || word == KW_HASH ||
				 word == KW_LOOP || word == KW_MERGE)))
			return false;
		n++;
		if (word == KW_JOIN || word == KW_STRAIGHT_JOIN ||
		    word == KW_APPLY)
			break;
	}
	if (n == 5)
		return false;
	while (n--)
		parser_next(p);
	return true;
}

static void read_using(struct parser *p, uint32_t level)
{
	struct sql_level *made = level_get(p, level);
	struct sql_item *item;
	const char **columns;
	uint32_t n;

	parser_next(p);
	parser_names(p, &columns, &n);
	if (!made->n_items)
		return;
	item = &made->items[made->n_items - 1];
	if (!item->n_using_columns) {
		item->using_columns = columns;
		item->n_using_columns = n;
	}
	if (parser_accept(p, KW_AS))
		parser_identifier(p, NULL);
}

/* ON CONFLICT, ON DUPLICATE KEY: of the INSERT that the query is for. */
static bool at_upsert(struct parser *p)
{
	return (parser_ahead_at(p, 1, KW_CONFLICT) &&
		!parser_ahead_kind(p, 2, TOKEN_DOT)) ||
	       (parser_ahead_at(p, 1, KW_DUPLICATE) &&
		parser_ahead_at(p, 2, KW_KEY));
}

static void read_on(struct parser *p, uint32_t level)
{
	parser_next(p);
	parser_expression(p, level, ROLE_JOIN, 0, NULL);
}

/* PIVOT (...) of a whole join: what comes out has other columns. */
static void skip_pivot(struct parser *p)
{
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_OPEN))
		parser_next(p);
	parser_skip_one(p);
	parser_accept(p, KW_AS);
	parser_identifier(p, NULL);
}

/* Hive, Spark: LATERAL VIEW [OUTER] f(x) t [AS a, b] */
static void read_lateral_view(struct parser *p, uint32_t level)
{
	struct sql_item item = {.level = SCOPE_ABSENT};

	parser_next(p);
	parser_next(p);
	parser_accept(p, KW_OUTER);
	if (!parser_at_name(p))
		return;
	read_function(p, level, &item);
	if (!parser_at(p, KW_AS))
		item.alias = parser_identifier(p, &item.alias_quoted);
	if (parser_accept(p, KW_AS))
		do {
			const char *name = parser_identifier(p, NULL);

			if (!name)
				break;
			*ARENA_PUSH(p->analysis->arena, item.columns,
				    item.n_columns) = name;
		} while (parser_accept_kind(p, TOKEN_COMMA));
	add_item(p, level, &item);
}

/* ClickHouse: ARRAY JOIN a AS b, c: columns, no relations. */
static void read_array_join(struct parser *p, uint32_t level)
{
	struct sql_item item = {.kind = ITEM_FUNCTION,
				.flags = ITEM_LATERAL,
				.level = SCOPE_ABSENT};

	parser_next(p);
	do {
		const char *name;

		parser_next(p);
		parser_expression(p, level, ROLE_SELECT, 0, &item.value);
		item.value.how = HOW_COMPUTED;
		item.columns = NULL;
		item.n_columns = 0;
		if (!parser_accept(p, KW_AS))
			continue;
		name = parser_identifier(p, NULL);
		if (!name)
			continue;
		item.alias = name;
		*ARENA_PUSH(p->analysis->arena, item.columns, item.n_columns) =
			name;
		add_item(p, level, &item);
	} while (parser_at_kind(p, TOKEN_COMMA));
}

/* ClickHouse: USING a, b without parentheses. */
static void read_bare_using(struct parser *p, uint32_t level)
{
	struct sql_level *made = level_get(p, level);
	struct sql_item *item = &made->items[made->n_items - 1];

	parser_next(p);
	do {
		const char *name = parser_identifier(p, NULL);

		if (!name)
			return;
		*ARENA_PUSH(p->analysis->arena, item->using_columns,
			    item->n_using_columns) = name;
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

/* Whatever is joined to the items that were read. */
static void read_joins(struct parser *p, uint32_t level)
{
	uint32_t flags;

	for (;;) {
		if (parser_at(p, KW_ARRAY) && parser_ahead_at(p, 1, KW_JOIN))
			read_array_join(p, level);
		else if (accept_join(p, &flags))
			read_item(p, level, flags);
		else if (parser_at(p, KW_ON) && !at_upsert(p))
			read_on(p, level);
		else if (parser_at(p, KW_USING) &&
			 parser_ahead_kind(p, 1, TOKEN_OPEN))
			read_using(p, level);
		else if (pivot_at(p))
			skip_pivot(p);
		else if (parser_at(p, KW_LATERAL) &&
			 parser_ahead_at(p, 1, KW_VIEW))
			read_lateral_view(p, level);
		else if (parser_at(p, KW_USING) &&
			 p->lexer.rules->dialect == DIALECT_GENERIC &&
			 level_get(p, level)->n_items &&
			 token_is_name(parser_ahead(p, 1)))
			read_bare_using(p, level);
		else if (!parser_accept_kind(p, TOKEN_HOLE))
			return;
	}
}

/* ODBC's { OJ a LEFT OUTER JOIN b ON ... } */
static bool accept_odbc_join(struct parser *p)
{
	if (!parser_at_kind(p, TOKEN_OTHER) || !parser_ahead_at(p, 1, KW_OJ))
		return false;
	parser_next(p);
	parser_next(p);
	return true;
}

static void read_list(struct parser *p, uint32_t level, uint32_t flags)
{
	do {
		bool odbc = accept_odbc_join(p);

		read_item(p, level, flags);
		flags = ITEM_COMMA;
		read_joins(p, level);
		if (odbc)
			parser_accept_kind(p, TOKEN_OTHER);
	} while (parser_accept_kind(p, TOKEN_COMMA) && !parser_at_end(p));
}

void parser_from(struct parser *p, uint32_t level)
{
	read_list(p, level, level_get(p, level)->n_items ? ITEM_COMMA : 0);
}

void from_rest(struct parser *p, uint32_t level)
{
	read_joins(p, level);
	if (parser_accept_kind(p, TOKEN_COMMA))
		read_list(p, level, ITEM_COMMA);
}

/* --- targets ------------------------------------------------------------- */

/* T-SQL's OUTPUT deleted.x is no alias. */
static bool at_output(struct parser *p)
{
	return parser_at(p, KW_OUTPUT) && parser_ahead_kind(p, 2, TOKEN_DOT);
}

/* MySQL's INSERT INTO t VALUE (...) */
static bool at_values(struct parser *p)
{
	return parser_at(p, KW_VALUE) && parser_ahead_kind(p, 1, TOKEN_OPEN);
}

static void target_suffixes(struct parser *p, uint32_t level,
			    struct sql_item *item)
{
	read_partitions(p, item);
	skip_suffixes(p, level);
	/* A parenthesis behind the alias is a list of columns to fill. */
	if (parser_accept(p, KW_AS) ||
	    (at_alias(p) && !at_output(p) && !at_values(p)))
		item->alias = parser_identifier(p, &item->alias_quoted);
	skip_suffixes(p, level);
}

bool target_read(struct parser *p, uint32_t level, struct sql_item *item)
{
	bool parentheses = false;

	memset(item, 0, sizeof(*item));
	item->level = SCOPE_ABSENT;
	item->flags = ITEM_TARGET;
	if (parser_at(p, KW_ONLY) && (parser_ahead_kind(p, 1, TOKEN_OPEN) ||
				      token_is_name(parser_ahead(p, 1)))) {
		parser_next(p);
		item->flags |= ITEM_ONLY;
		parentheses = parser_accept_kind(p, TOKEN_OPEN);
	}
	if (!parser_row_name(p, &item->name))
		return false;
	if (parentheses)
		parser_accept_kind(p, TOKEN_CLOSE);
	parser_accept_kind(p, TOKEN_STAR);
	target_suffixes(p, level, item);
	return true;
}

uint32_t parser_target(struct parser *p, uint32_t level,
		       enum operation operation)
{
	struct sql_item item;
	uint32_t at;

	if (!target_read(p, level, &item))
		return SCOPE_ABSENT;
	at = add_item(p, level, &item);
	level_target(p, level, &item.name, operation)->item = at;
	return at;
}
