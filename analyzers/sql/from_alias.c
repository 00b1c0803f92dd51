/*
 * What stands behind an item of FROM: aliases, partitions, and what says
 * nothing of access.
 */
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/from.h"
#include "analyzers/sql/teradata.h"

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

/* ClickHouse: 0.1 or 1/10; DuckDB: 10 PERCENT */
static void skip_ratio(struct parser *p)
{
	if (!parser_accept_kind(p, TOKEN_NUMBER))
		return;
	if (parser_at_kind(p, TOKEN_OPERATOR) &&
	    parser_ahead_kind(p, 1, TOKEN_NUMBER)) {
		parser_next(p);
		parser_next(p);
	} else if (!parser_accept(p, KW_PERCENT)) {
		parser_accept_kind(p, TOKEN_OPERATOR);
	}
}

/* TABLESAMPLE method (n) [REPEATABLE (n)], SAMPLE [BLOCK] (n) [SEED (n)] */
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
		skip_ratio(p);
	if (p->lexer.rules->dialect == DIALECT_CLICKHOUSE &&
	    parser_accept(p, KW_OFFSET))
		skip_ratio(p);
	if (ddl_at_word(p, "seed") || ddl_at_word(p, "repeatable")) {
		parser_next(p);
		parser_skip_one(p);
	}
}

/* Names of periods, which are no columns. */
static bool is_period(const struct parser *p, const struct token *token)
{
	return token->keyword == KW_SYSTEM_TIME ||
	       parser_is_word(p, token, "business_time") ||
	       parser_is_word(p, token, "application_time");
}

/* Which versions: AS OF x, BETWEEN x AND y, FROM x TO y, CONTAINED IN (x, y),
 * ALL; SCN and TIMESTAMP are words of Oracle's. */
static void read_versions(struct parser *p, uint32_t level)
{
	if (ddl_accept_word(p, "contained"))
		parser_accept(p, KW_IN);
	while (parser_accept(p, KW_AS) || parser_accept(p, KW_OF) ||
	       parser_accept(p, KW_BETWEEN) || parser_accept(p, KW_FROM) ||
	       parser_accept(p, KW_TIMESTAMP) || ddl_accept_word(p, "scn"))
		;
	/* CockroachDB: AS OF SYSTEM TIME '-10s' */
	if (ddl_at_word(p, "system") && parser_ahead_at(p, 1, KW_TIME)) {
		parser_next(p);
		parser_next(p);
	}
	/* MariaDB: AS OF TRANSACTION 5 */
	if (parser_at(p, KW_TRANSACTION) &&
	    (parser_ahead_kind(p, 1, TOKEN_NUMBER) ||
	     parser_ahead_kind(p, 1, TOKEN_HOLE) ||
	     parser_ahead_kind(p, 1, TOKEN_VARIABLE)))
		parser_next(p);
	if (parser_accept(p, KW_ALL))
		return;
	if (ddl_accept_word(p, "minvalue") && parser_accept(p, KW_AND) &&
	    ddl_accept_word(p, "maxvalue"))
		return;
	parser_expression(p, level, ROLE_WHERE, 0, NULL);
	if (parser_accept(p, KW_TO))
		parser_expression(p, level, ROLE_WHERE, 0, NULL);
}

/* [FOR] VERSION | SYSTEM_VERSION | TIMESTAMP AS OF: Spark, Trino. */
static bool at_travel(struct parser *p)
{
	uint32_t n = parser_at(p, KW_FOR);
	const struct token *token = parser_ahead(p, n);

	if (!parser_ahead_at(p, n + 1, KW_AS) ||
	    !parser_ahead_at(p, n + 2, KW_OF))
		return false;
	return token->keyword == KW_VERSION || token->keyword == KW_TIMESTAMP ||
	       parser_is_word(p, token, "system_version");
}

/*
 * FOR SYSTEM_TIME | PORTION OF period ..., AS OF ..., VERSIONS BETWEEN ...:
 * which rows, not which relation.
 */
static bool skip_versions(struct parser *p, uint32_t level)
{
	bool portion = parser_ahead_at(p, 1, KW_PORTION);

	if (at_travel(p)) {
		parser_accept(p, KW_FOR);
		parser_next(p);
	} else if (parser_at(p, KW_FOR)) {
		if (p->lexer.rules->dialect == DIALECT_TSQL &&
		    parser_is_word(p, parser_ahead(p, 1), "path")) {
			parser_next(p); /* of a graph */
			parser_next(p);
			return true;
		}
		if (!portion && !is_period(p, parser_ahead(p, 1)))
			return false;
		parser_next(p);
		parser_next(p);
		if (portion && parser_accept(p, KW_OF) &&
		    (parser_ahead_at(p, 1, KW_FROM) ||
		     is_period(p, parser_peek(p))))
			parser_next(p);
	} else if (!parser_at(p, KW_AS) || !parser_ahead_at(p, 1, KW_OF)) {
		return false;
	}
	read_versions(p, level);
	return true;
}

/* Suffixes that begin with a word that is no keyword; false if none does. */
static bool skip_word(struct parser *p, uint32_t level)
{
	if (!parser_at_kind(p, TOKEN_WORD) || parser_peek(p)->keyword)
		return false;
	if (at_travel(p))
		return skip_versions(p, level);
	if (ddl_at_word(p, "versions") && parser_ahead_at(p, 1, KW_BETWEEN)) {
		parser_next(p);
		read_versions(p, level);
		return true;
	}
	if (ddl_at_word(p, "subpartition") &&
	    (parser_ahead_kind(p, 1, TOKEN_OPEN) ||
	     parser_ahead_at(p, 1, KW_FOR))) {
		parser_next(p);
		parser_accept(p, KW_FOR);
		parser_skip_one(p);
		return true;
	}
	return false;
}

/* PARTITION FOR (x): one partition; PARTITION BY (a) RIGHT JOIN ...: Oracle
 * fills in rows. */
static bool skip_partition(struct parser *p, uint32_t level)
{
	if (parser_accept_two(p, KW_PARTITION, KW_FOR)) {
		parser_skip_one(p);
		return true;
	}
	if (!parser_accept_two(p, KW_PARTITION, KW_BY))
		return false;
	parser_expression(p, level, ROLE_GROUP, 0, NULL);
	return true;
}

/* Oracle's duality views: WITH INSERT NOUPDATE CHECK ... behind a table. */
static bool skip_tags(struct parser *p)
{
	static const char *const tags[] = {"check",    "delete",   "etag",
					   "insert",   "update",   "nocheck",
					   "nodelete", "noinsert", "noupdate"};
	bool any = false, more = true;

	if (p->lexer.rules->dialect != DIALECT_ORACLE)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(tags); i++)
		any |= parser_is_word(p, parser_ahead(p, 1), tags[i]) &&
		       !parser_ahead_at(p, 2, KW_OPTION);
	if (!any)
		return false;
	parser_next(p);
	while (more) {
		more = false;
		for (size_t i = 0; i < G_N_ELEMENTS(tags); i++)
			more |= ddl_accept_word(p, tags[i]);
	}
	return true;
}

void from_skip_suffixes(struct parser *p, uint32_t level)
{
	if (parser_at_kind(p, TOKEN_VARIABLE) &&
	    !(parser_peek(p)->flags & TOKEN_SPACED) &&
	    p->lexer.rules->dialect == DIALECT_SPARK)
		parser_next(p); /* t@v5, t@20240101000000000 */
	for (;;) {
		switch (parser_peek(p)->keyword) {
		case KW_END: /* Snowflake: CHANGES (...) AT (...) END (...) */
			if (!parser_ahead_kind(p, 1, TOKEN_OPEN) ||
			    p->lexer.rules->dialect != DIALECT_SNOWFLAKE)
				return;
			parser_next(p);
			parser_skip_parentheses(p);
			break;
		case KW_USE:
		case KW_FORCE:
		case KW_IGNORE:
			if (!at_index_hint(p, 0))
				return;
			skip_index_hints(p);
			break;
		case KW_WITH:
			if (skip_tags(p))
				break;
			if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
				return;
			parser_next(p);
			parser_skip_parentheses(p);
			break;
		case KW_TABLESAMPLE:
		case KW_SAMPLE:
			if (!teradata_is(p) || !teradata_clause(p, level))
				skip_sample(p);
			break;
		case KW_FOR:
		case KW_AS:
		case KW_VERSION:
		case KW_TIMESTAMP:
			if (!skip_versions(p, level))
				return;
			break;
		case KW_ON: /* ClickHouse: ON CLUSTER c */
			if (!(p->lexer.rules->flags & RULE_PREWHERE) ||
			    !parser_accept_two(p, KW_ON, KW_CLUSTER))
				return;
			parser_skip_one(p);
			break;
		case KW_FINAL: /* ClickHouse */
			if (!(p->lexer.rules->flags & RULE_PREWHERE))
				return;
			parser_next(p);
			break;
		case KW_AT: /* Snowflake: AT (OFFSET => -60) */
		case KW_BEFORE:
			if (parser_accept_two(p, KW_BEFORE, KW_SYSTEM_TIME)) {
				parser_accept(p, KW_TIMESTAMP);
				parser_expression(p, level, ROLE_WHERE, 0,
						  NULL);
				break;
			}
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
		case KW_PARTITION:
			if (!skip_partition(p, level))
				return;
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
			if (!skip_word(p, level) &&
			    !parser_accept_kind(p, TOKEN_HOLE))
				return;
		}
	}
}

/* --- aliases ------------------------------------------------------------- */

/* (a, b) or (a integer, b text): names of columns. */
static void read_alias_columns(struct parser *p, struct sql_item *item)
{
	parser_names(p, &item->columns, &item->n_columns);
}

/* SEMI | ANTI | PASTE [LEFT | RIGHT] JOIN, of words that are no keywords. */
static bool at_word_join(struct parser *p)
{
	enum keyword next = (enum keyword)parser_ahead(p, 1)->keyword;

	return (next == KW_JOIN || next == KW_LEFT || next == KW_RIGHT) &&
	       p->lexer.rules->dialect != DIALECT_POSTGRESQL &&
	       (ddl_at_word(p, "semi") || ddl_at_word(p, "anti") ||
		ddl_at_word(p, "paste"));
}

/* Two words that go on with a query or its statement where the first alone
 * would be an alias. */
static bool goes_on(struct parser *p)
{
	switch (parser_peek(p)->keyword) {
	case KW_FINAL:
		return p->lexer.rules->flags & RULE_PREWHERE;
	case KW_BEFORE:
		return parser_ahead_kind(p, 1, TOKEN_OPEN) ||
		       parser_ahead_at(p, 1, KW_SYSTEM_TIME);
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
		return p->lexer.rules->flags & RULE_PREWHERE;
	case KW_FORMAT:
		return p->lexer.rules->flags & RULE_PREWHERE &&
		       parser_ahead_kind(p, 1, TOKEN_WORD);
	case KW_CLUSTER:
	case KW_DISTRIBUTE:
	case KW_SORT:
		return parser_ahead_at(p, 1, KW_BY);
	case KW_ANY:
	case KW_GLOBAL:
	case KW_POSITIONAL:
		return p->lexer.rules->flags & RULE_PREWHERE;
	case KW_START:
		return parser_ahead_at(p, 1, KW_WITH);
	case KW_LOG:
		return parser_ahead_at(p, 1, KW_ERRORS);
	case KW_MODEL:
		return parser_ahead_at(p, 1, KW_PARTITION) ||
		       parser_ahead_at(p, 1, KW_DIMENSION) ||
		       parser_ahead_at(p, 1, KW_RETURN);
	case KW_NONE:
		if (at_word_join(p))
			return true;
		if (parser_ahead_at(p, 1, KW_JOIN) &&
		    (ddl_at_word(p, "anti") || ddl_at_word(p, "semi")))
			return true;
		/* fallthrough */
	default:
		return teradata_is(p) && teradata_goes_on(p);
	}
}

/* What may stand behind an alias. */
static bool ends_item(const struct token *token)
{
	switch (token->keyword) {
	case KW_NONE:
		return token->kind == TOKEN_COMMA ||
		       token->kind == TOKEN_CLOSE ||
		       token_ends_statement(token);
	case KW_CONNECT:
	case KW_CROSS:
	case KW_EXCEPT:
	case KW_FULL:
	case KW_GROUP:
	case KW_HAVING:
	case KW_INNER:
	case KW_INTERSECT:
	case KW_JOIN:
	case KW_LEFT:
	case KW_MINUS:
	case KW_NATURAL:
	case KW_ON:
	case KW_ORDER:
	case KW_RIGHT:
	case KW_SET:
	case KW_START:
	case KW_UNION:
	case KW_USING:
	case KW_WHERE:
		return true;
	default:
		return false;
	}
}

/* Oracle: words of other dialects, and of PL/SQL, are plain names: FROM t DO
 * WHERE DO.a = 1. */
static bool at_odd_alias(struct parser *p)
{
	const struct token *token = parser_peek(p);

	if (p->lexer.rules->dialect != DIALECT_ORACLE ||
	    !(keyword_flags[token->keyword] & KEYWORD_VERB))
		return false;
	return ends_item(parser_ahead(p, 1));
}

bool from_at_alias(struct parser *p)
{
	const struct token *token = parser_peek(p);

	if (token->kind == TOKEN_QUOTED)
		return true;
	if (token->keyword == KW_AT) /* but not AT TIME ZONE */
		return !parser_ahead_at(p, 1, KW_TIME) &&
		       !(p->lexer.rules->dialect == DIALECT_REDSHIFT &&
			 token_is_name(parser_ahead(p, 1)));
	if (token->kind != TOKEN_WORD ||
	    keyword_flags[token->keyword] & KEYWORD_RESERVED ||
	    (keyword_flags[token->keyword] & KEYWORD_NO_ALIAS &&
	     !at_odd_alias(p)))
		return false;
	return !goes_on(p) && !at_travel(p) && !parser_at_end(p) &&
	       !parser_at_label(p);
}

/* [AS] alias [(columns)], AS (a integer, ...) */
static void read_alias(struct parser *p, struct sql_item *item)
{
	bool as = parser_accept(p, KW_AS);

	if (as && parser_at_kind(p, TOKEN_OPEN)) {
		read_alias_columns(p, item);
		return;
	}
	if (!as && (item->alias || !from_at_alias(p)))
		return;
	item->alias = parser_identifier(p, &item->alias_quoted);
	if (!item->alias && as && parser_at_kind(p, TOKEN_WORD)) {
		item->alias = token_name(p->analysis->arena, &p->lexer,
					 parser_peek(p));
		parser_next(p);
	}
	if (parser_at_kind(p, TOKEN_OPEN) && /* T-SQL's hints: t x (nolock) */
	    !(p->lexer.rules->flags & RULE_HASH_NAMES &&
	      item->kind == ITEM_RELATION))
		read_alias_columns(p, item);
	else if (parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
}

/* Redshift: AT i: the index or attribute beside what is taken apart. */
static void read_index(struct parser *p, uint32_t level)
{
	struct sql_item *item;
	const char *name;
	bool quoted = false;

	parser_next(p);
	name = parser_identifier(p, &quoted);
	if (!name)
		return;
	item = level_item(p, level, ITEM_FUNCTION);
	item->alias = name;
	item->alias_quoted = quoted;
}

/* BigQuery: WITH OFFSET [[AS] name]: a column of its own. */
static void read_offset(struct parser *p, uint32_t level)
{
	struct sql_item *item;
	const char *name = "offset";
	bool quoted = false;

	if (!parser_accept_two(p, KW_WITH, KW_OFFSET))
		return;
	if (parser_accept(p, KW_AS) || from_at_alias(p))
		name = parser_identifier(p, &quoted);
	if (!name)
		return;
	item = level_item(p, level, ITEM_FUNCTION);
	item->alias = name;
	item->alias_quoted = quoted;
}

void from_partitions(struct parser *p, struct sql_item *item)
{
	if (!parser_at(p, KW_PARTITION) || !parser_ahead_kind(p, 1, TOKEN_OPEN))
		return;
	parser_next(p);
	parser_names(p, &item->partitions, &item->n_partitions);
}

uint32_t from_add_item(struct parser *p, uint32_t level,
		       const struct sql_item *item)
{
	struct sql_level *made = level_get(p, level);

	*ARENA_PUSH(p->analysis->arena, made->items, made->n_items) = *item;
	return made->n_items - 1;
}

uint32_t from_finish_item(struct parser *p, uint32_t level,
			  struct sql_item *item)
{
	unsigned depth = p->depth;
	uint32_t at;

	from_partitions(p, item);
	from_skip_suffixes(p, level);
	from_partitions(p, item);
	read_alias(p, item);
	from_skip_suffixes(p, level);
	while (pivot_at(p) || parser_at(p, KW_MATCH_RECOGNIZE)) {
		if (parser_at(p, KW_MATCH_RECOGNIZE))
			recognize_read(p, level, item);
		else
			pivot_read(p, level, item);
		read_alias(p, item);
		from_skip_suffixes(p, level);
	}
	p->depth = depth; /* each is one level around the other */
	at = from_add_item(p, level, item);
	if (p->lexer.rules->dialect == DIALECT_REDSHIFT &&
	    parser_at(p, KW_AT) && token_is_name(parser_ahead(p, 1)))
		read_index(p, level);
	read_offset(p, level);
	return at;
}
