/*
 * Operands of expressions: literals, names, calls, parentheses, CASE.
 */
#include <string.h>

#include "analyzers/sql/builtin.h"
#include "analyzers/sql/db2.h"
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/expression.h"
#include "analyzers/sql/query.h"
#include "analyzers/sql/teradata.h"

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
	/* _utf8mb4 'x', _latin1 0xFF */
	if (p->lexer.bytes[parser_peek(p)->offset] == '_' &&
	    (parser_ahead_kind(p, 1, TOKEN_STRING) ||
	     parser_ahead_kind(p, 1, TOKEN_NUMBER)))
		return true;
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

/* A scalar subquery is named like its output. */
static void read_scalar(struct parser *p, struct expression *e)
{
	uint32_t n = p->value_levels.n;
	const struct sql_level *level;

	expression_query(p, e);
	if (p->value_levels.n != n + 1)
		return;
	level = level_get(p, p->value_levels.list[n]);
	if (level->kind == LEVEL_SELECT && level->n_outputs == 1)
		e->name = level->outputs[0].name;
}

/* (x), (x, y), (SELECT ...), (x).c, (x).*. */
static void read_parentheses(struct parser *p, struct expression *e)
{
	uint32_t n_refs = level_get(p, e->level)->n_refs;
	uint32_t operands = e->operands;
	bool query = query_in_parentheses(p);

	if (!parser_enter(p)) {
		parser_skip_parentheses(p);
		return;
	}
	parser_next(p);
	if (query)
		read_scalar(p, e);
	else if (!parser_at_kind(p, TOKEN_CLOSE))
		expression_read_list(p, e);
	if (e->operands == operands + 1 && !query)
		e->operands = operands; /* (a) is a */
	if (p->lexer.rules->dialect == DIALECT_ORACLE &&
	    parser_accept(p, KW_AS)) /* (self AS type).method () */
		parser_skip_type(p);
	if (teradata_is(p) && parser_accept(p, KW_AS)) /* (a AS b) */
		e->named = parser_identifier(p, NULL);
	expression_close(p);
	parser_leave(p);
	if (parser_at_kind(p, TOKEN_DOT) &&
	    !parser_ahead_kind(p, 1, TOKEN_STAR)) {
		read_member(p, e, n_refs);
		if (parser_at_kind(p, TOKEN_OPEN) &&
		    !expression_at_outer_join(p))
			expression_call(p, e, &(struct sql_name){0}, 0);
	}
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

/* An output that is a CASE is named like what stands behind its ELSE. */
static const char *name_of_else(struct parser *p, const struct expression *e,
				uint32_t n_refs, uint32_t n_operands)
{
	const struct sql_level *level = level_get(p, e->level);
	const struct sql_name *name;

	if (n_refs == SCOPE_ABSENT || n_operands != 1)
		return "case";
	if (e->name || level->n_refs != n_refs + 1)
		return e->name ? e->name : "case";
	name = &level->refs[n_refs].name;
	return name->n_parts ? name->parts[name->n_parts - 1] : "case";
}

/* CASE [x] WHEN y THEN z ... [ELSE z] END [CASE] */
static void read_case(struct parser *p, struct expression *e)
{
	const enum keyword *terminators = p->terminators;
	uint32_t n_refs, operands, start = e->operands;
	bool nameless = e->nameless;

	if (!parser_enter(p)) {
		skip_case(p);
		return;
	}
	e->computed = true;
	p->terminators = NULL;
	do {
		n_refs = parser_at(p, KW_ELSE) ? level_get(p, e->level)->n_refs
					       : SCOPE_ABSENT;
		operands = e->operands;
		parser_next(p);
		expression_read(p, e);
	} while (parser_at(p, KW_WHEN) || parser_at(p, KW_THEN) ||
		 parser_at(p, KW_ELSE));
	p->terminators = terminators;
	e->name = name_of_else(p, e, n_refs, e->operands - operands);
	e->nameless = nameless;
	e->operands = start;
	if (!parser_accept(p, KW_END)) {
		if (parser_at_end(p))
			p->statement->fragment = true;
		else
			parser_unreadable(p, "CASE without END");
	}
	parser_leave(p);
}

/* FOR x IN list [IF condition] */
static void read_comprehension(struct parser *p, struct expression *e)
{
	if (!parser_accept(p, KW_FOR))
		return;
	parser_identifier(p, NULL);
	parser_accept(p, KW_IN);
	expression_read(p, e);
	if (parser_accept(p, KW_IF))
		expression_read(p, e);
	e->computed = true;
}

/* [x, y], [x:y], at the bracket: an array's elements or a subscript. */
void expression_brackets(struct parser *p, struct expression *e)
{
	const enum keyword *terminators = p->terminators;
	uint32_t n_lambda = p->n_lambda;

	if (!parser_enter(p)) {
		parser_next(p);
		return;
	}
	p->terminators = NULL;
	lambda_comprehension(p);
	do {
		parser_next(p);
		if (parser_at(p, KW_SELECT)) /* of Oracle's JSON */
			expression_query(p, e);
		else
			expression_read(p, e);
	} while (parser_at_kind(p, TOKEN_COMMA) ||
		 parser_at_kind(p, TOKEN_COLON));
	if (p->n_lambda > n_lambda)
		read_comprehension(p, e);
	p->n_lambda = n_lambda;
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
	e->name = "exists";
}

/* A function of the server by its one unquoted name, or 0. */
static uint32_t at_builtin(struct parser *p)
{
	const struct token *token = parser_peek(p);

	if (token->kind != TOKEN_WORD)
		return 0;
	return builtin_find(p->lexer.rules->dialect, token->hash);
}

/* A qualifier that only functions of the server have: PostgreSQL's catalog,
 * BigQuery's families of functions. */
static bool in_catalog_schema(const struct parser *p,
			      const struct sql_name *name)
{
	static const char *const families[] = {"safe", "ml",   "net",
					       "keys", "aead", "hll_count",
					       "ai",   "obj",  "st"};

	if (name->n_parts != 2)
		return false;
	if (p->lexer.rules->dialect == DIALECT_BIGQUERY)
		for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
			if (g_ascii_strcasecmp(name->parts[0], families[i]) ==
			    0)
				return true;
	return g_ascii_strcasecmp(name->parts[0], "pg_catalog") == 0;
}

/* What PostgreSQL calls the output of a function; CAST is none. */
static const char *builtin_output(const char *name)
{
	if (g_ascii_strcasecmp(name, "cast") == 0)
		return NULL;
	return g_ascii_strcasecmp(name, "trim") == 0 ? "btrim" : name;
}

/* A call with its name qualified or not; false if it is none. */
static bool read_builtin_call(struct parser *p, struct expression *e)
{
	static const struct sql_name none;
	uint32_t builtin;
	const char *name = NULL;

	if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
		return false;
	builtin = at_builtin(p);
	/* Oracle: VALUE(o), REF(o) of an object's row */
	if (!builtin && p->lexer.rules->flags & RULE_Q_QUOTES &&
	    (ddl_at_word(p, "value") || ddl_at_word(p, "ref")))
		builtin = BUILTIN_FUNCTION;
	if (!builtin)
		return false;
	if (e->collect && p->lexer.rules->dialect == DIALECT_POSTGRESQL)
		name = builtin_output(token_name(p->analysis->arena, &p->lexer,
						 parser_peek(p)));
	parser_next(p);
	expression_call(p, e, &none, builtin);
	e->name = name;
	return true;
}

/* Oracle's x = y (+), at the parenthesis. */
bool expression_at_outer_join(struct parser *p)
{
	return parser_ahead_kind(p, 1, TOKEN_OPERATOR) &&
	       parser_ahead_kind(p, 2, TOKEN_CLOSE);
}

bool expression_is_method(const struct parser *p, const struct sql_name *name)
{
	static const char *const methods[] = {"value", "nodes",	 "query",
					      "exist", "modify", "write"};
	const char *last = name->n_parts ? name->parts[name->n_parts - 1] : "";

	if (!(p->lexer.rules->flags & RULE_HASH_NAMES) || name->n_parts < 2)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(methods); i++)
		if (g_ascii_strcasecmp(last, methods[i]) == 0)
			return true;
	return last[0] == 'S' && last[1] == 'T' && g_ascii_isupper(last[2]);
}

/* s.NEXTVAL, s.CURRVAL of all dialects but PostgreSQL and MySQL. */
static bool is_sequence_value(const struct parser *p,
			      const struct sql_name *name)
{
	enum dialect dialect = p->lexer.rules->dialect;
	const char *last = name->parts[name->n_parts - 1];

	if (name->n_parts < 2 || dialect == DIALECT_POSTGRESQL ||
	    dialect == DIALECT_MYSQL || parser_at_kind(p, TOKEN_OPEN))
		return false;
	return g_ascii_strcasecmp(last, "nextval") == 0 ||
	       g_ascii_strcasecmp(last, "currval") == 0;
}

static void read_name(struct parser *p, struct expression *e)
{
	struct sql_name name;
	uint32_t builtin = 0;

	parser_column_name(p, &name);
	if (is_sequence_value(p, &name)) {
		name.n_parts--;
		statement_mention(p, &name, NODE_SEQUENCE);
		e->computed = true;
		return;
	}
	if (!parser_at_kind(p, TOKEN_OPEN) || expression_at_outer_join(p) ||
	    (teradata_is(p) && teradata_at_attributes(p))) {
		if (parser_at_kind(p, TOKEN_DOT) &&
		    parser_ahead_kind(p, 1, TOKEN_STAR)) {
			parser_next(p);
			parser_next(p);
		}
		expression_ref(p, e, &name, 0);
		return;
	}
	if (expression_is_method(p, &name)) {
		name.n_parts--;
		expression_ref(p, e, &name, 0);
		expression_call(p, e, &(struct sql_name){0}, 0);
		return;
	}
	if (p->lexer.rules->dialect == DIALECT_DUCKDB && name.n_parts > 1 &&
	    builtin_find(DIALECT_DUCKDB,
			 word_hash(name.parts[name.n_parts - 1],
				   (uint32_t)strlen(
					   name.parts[name.n_parts - 1])))) {
		name.n_parts--; /* a.upper () is upper (a) */
		expression_ref(p, e, &name, 0);
		expression_call(p, e, &(struct sql_name){0}, BUILTIN_FUNCTION);
		return;
	}
	if (in_catalog_schema(p, &name)) {
		builtin = BUILTIN_FUNCTION |
			  builtin_find(
				  p->lexer.rules->dialect,
				  word_hash(name.parts[1],
					    (uint32_t)strlen(name.parts[1])));
		name.n_parts = 0;
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

/* ODBC's {fn f(x)}, {ts '...'}, at the brace; false if none stands here. */
static bool read_escape(struct parser *p, struct expression *e)
{
	if (p->lexer.bytes[parser_peek(p)->offset] != '{' ||
	    !parser_ahead_kind(p, 1, TOKEN_WORD) || !parser_enter(p))
		return false;
	parser_next(p);
	parser_next(p);
	expression_read(p, e);
	parser_accept_kind(p, TOKEN_OTHER);
	parser_leave(p);
	return true;
}

/* NEXT VALUE FOR s, PREVIOUS VALUE FOR s: MariaDB, T-SQL, Db2. False, and
 * nothing taken, if it is none. */
static bool read_next_value(struct parser *p, struct expression *e)
{
	struct sql_name name;

	if (!parser_ahead_at(p, 1, KW_VALUE) || !parser_ahead_at(p, 2, KW_FOR))
		return false;
	parser_next(p);
	parser_next(p);
	parser_next(p);
	if (parser_name(p, &name))
		statement_mention(p, &name, NODE_SEQUENCE);
	e->computed = true;
	expression_suffixes(p, e);
	return true;
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

/* ARRAY<INT64>[...], STRUCT<a INT64, b STRING>(...) */
static bool at_typed_constructor(struct parser *p)
{
	const struct token *next = parser_ahead(p, 1);

	return next->kind == TOKEN_OPERATOR && !(next->flags & TOKEN_SPACED) &&
	       p->lexer.bytes[next->offset] == '<';
}

/* NOT a, ANY (...), ROW (...), INTERVAL '1', MATCH a AGAINST: takes a word that
 * only goes before an operand. False: nothing was taken. */
static bool read_prefix(struct parser *p, struct expression *e)
{
	const struct token *token = parser_peek(p);

	switch (token->keyword) {
	case KW_INTERVAL:
		if (!opens_operand(parser_ahead(p, 1)))
			return false;
		e->interval = true;
		break;
	case KW_NOT:
		e->nameless = true;
		break;
	case KW_DISTINCT:
	case KW_PRIOR:
	case KW_CONNECT_BY_ROOT:
		break;
	case KW_ARRAY:
	case KW_STRUCT:
		if (at_typed_constructor(p)) {
			parser_next(p);
			parser_skip_angles(p);
			e->computed = true;
			return true;
		}
		if (token->keyword == KW_STRUCT)
			return false;
		/* fallthrough */
	case KW_ALL:
	case KW_ANY:
	case KW_SOME:
	case KW_ROW:
		if (!parser_ahead_kind(p, 1, TOKEN_OPEN) &&
		    !parser_ahead_kind(p, 1, TOKEN_OPEN_BRACKET))
			return false;
		e->nameless = true;
		break;
	case KW_BINARY:
	case KW_VARIADIC:
		if (parser_ahead_kind(p, 1, TOKEN_DOT) ||
		    parser_ahead_kind(p, 1, TOKEN_COMMA))
			return false;
		break;
	case KW_MATCH: /* MATCH a AGAINST (...), as MySQL allows it */
		if (!token_is_name(parser_ahead(p, 1)))
			return false;
		parser_next(p);
		return true;
	case KW_GROUPING:
		return parser_accept_two(p, KW_GROUPING, KW_SETS);
	case KW_COLLATION:
		return parser_accept_two(p, KW_COLLATION, KW_FOR);
	default:
		return false;
	}
	parser_next(p);
	e->computed = true;
	return true;
}

/* Db2's CURRENT DATE and its kin: how many words. */
static uint32_t register_words(struct parser *p)
{
	if (db2_is(p))
		return db2_register(p);
	if (p->lexer.rules->dialect != DIALECT_GENERIC)
		return 0;
	switch (parser_ahead(p, 1)->keyword) {
	case KW_DATE:
	case KW_TIME:
	case KW_TIMESTAMP:
	case KW_SCHEMA:
	case KW_USER:
	case KW_SERVER:
		return 2;
	default:
		return 0;
	}
}

/* Where USER is no constant but may be a column, unless it is called. */
static bool is_plain_user(struct parser *p)
{
	switch (p->lexer.rules->dialect) {
	case DIALECT_BIGQUERY:
	case DIALECT_CLICKHOUSE:
	case DIALECT_HIVE:
	case DIALECT_MARIADB:
	case DIALECT_MYSQL:
	case DIALECT_SPARK:
	case DIALECT_SQLITE:
		return !parser_ahead_kind(p, 1, TOKEN_OPEN);
	default:
		return false;
	}
}

/* A column whose name is a word of the language. */
static void read_odd_column(struct parser *p, struct expression *e)
{
	struct sql_name name = {0};

	*ARENA_PUSH(p->analysis->arena, name.parts, name.n_parts) =
		token_name(p->analysis->arena, &p->lexer, parser_peek(p));
	name.line = name.end_line = parser_line(p, parser_peek(p)->offset);
	parser_next(p);
	expression_ref(p, e, &name, 0);
}

/*
 * A word in an operand's place. Sets *prefix if it only goes before one.
 * False: it is no operand.
 */
static bool read_word(struct parser *p, struct expression *e, bool *prefix)
{
	const struct token *token = parser_peek(p);
	uint8_t flags = keyword_flags[token->keyword];
	uint32_t words;

	switch (token->keyword) {
	case KW_NONE:
		break;
	case KW_CASE:
		read_case(p, e);
		return true;
	case KW_EXISTS:
		read_exists(p, e);
		return true;
	case KW_CURRENT: /* Db2: CURRENT DATE */
		words = register_words(p);
		if (!words)
			break;
		while (words--)
			parser_next(p);
		if (parser_at_kind(p, TOKEN_OPEN)) /* TIMESTAMP (6) */
			parser_skip_parentheses(p);
		return true;
	case KW_MATCH: /* T-SQL: MATCH (a-(b)->c), of nodes and edges */
		if (p->lexer.rules->flags & RULE_HASH_NAMES &&
		    parser_ahead_kind(p, 1, TOKEN_OPEN)) {
			parser_next(p);
			parser_skip_parentheses(p);
			e->computed = true;
			return true;
		}
		*prefix = read_prefix(p, e);
		if (*prefix)
			return true;
		break;
	case KW_TABLE: /* a column of ClickHouse's own tables */
		if (p->lexer.rules->dialect != DIALECT_CLICKHOUSE ||
		    token_is_name(parser_ahead(p, 1)))
			return false;
		read_odd_column(p, e);
		return true;
	case KW_PREVIOUS:
	case KW_NEXT:
		if (!read_next_value(p, e))
			break;
		return true;
	case KW_VALUE: /* MariaDB's other word for VALUES(c) */
		if ((p->lexer.rules->dialect != DIALECT_MARIADB &&
		     p->lexer.rules->dialect != DIALECT_MYSQL) ||
		    !parser_ahead_kind(p, 1, TOKEN_OPEN))
			break;
		read_values_column(p, e);
		return true;
	case KW_VALUES:
		if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
			return false;
		read_values_column(p, e);
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
		*prefix = read_prefix(p, e);
		if (*prefix)
			return true;
		break;
	}
	if (parser_ahead_kind(p, 1, TOKEN_OTHER) &&
	    ((p->lexer.rules->dialect == DIALECT_DUCKDB &&
	      ddl_at_word(p, "map")) ||
	     (p->lexer.rules->dialect == DIALECT_ORACLE &&
	      token->keyword == KW_JSON))) {
		*prefix = true; /* MAP {key: value}, JSON {'key' : value} */
		parser_next(p);
		return true;
	}
	if (flags & KEYWORD_VALUE && !parser_ahead_kind(p, 1, TOKEN_DOT) &&
	    !(token->keyword == KW_USER && is_plain_user(p))) {
		read_constant(p);
		return true;
	}
	if (read_builtin_call(p, e))
		return true;
	if (flags & KEYWORD_RESERVED)
		return false;
	if (p->lexer.rules->dialect == DIALECT_REDSHIFT &&
	    ddl_at_word(p, "approximate") &&
	    parser_ahead_kind(p, 1, TOKEN_WORD)) {
		parser_next(p);
		*prefix = true;
		return true;
	}
	if (at_typed_string(p))
		read_typed_string(p, e);
	else if (builtin_is_pseudo(p->lexer.rules->dialect,
				   p->lexer.bytes + token->offset,
				   token->length) &&
		 !parser_ahead_kind(p, 1, TOKEN_DOT) &&
		 !parser_ahead_kind(p, 1, TOKEN_OPEN))
		parser_next(p);
	else
		read_name(p, e);
	return true;
}

/* {'a': x, 'b': y}: an object of Snowflake, a structure of DuckDB. */
static bool at_object(struct parser *p)
{
	if (p->lexer.bytes[parser_peek(p)->offset] != '{')
		return false;
	return ((parser_ahead_kind(p, 1, TOKEN_STRING) ||
		 p->lexer.rules->dialect == DIALECT_DUCKDB) &&
		parser_ahead_kind(p, 2, TOKEN_COLON));
}

static void read_object(struct parser *p, struct expression *e)
{
	e->computed = true;
	if (!parser_enter(p)) {
		parser_next(p);
		return;
	}
	do {
		parser_next(p);
		if (parser_ahead_kind(p, 1, TOKEN_COLON))
			parser_next(p); /* a field's name */
		else
			expression_read(p, e); /* the key of a map */
		parser_accept_kind(p, TOKEN_COLON);
		expression_read(p, e);
	} while (parser_at_kind(p, TOKEN_COMMA));
	parser_accept_kind(p, TOKEN_OTHER);
	parser_leave(p);
}

/* SQLite takes "x" for a string where it can be no column: in VALUES. */
static bool at_lone_string(struct parser *p, const struct expression *e)
{
	return p->lexer.rules->dialect == DIALECT_SQLITE &&
	       p->lexer.bytes[parser_peek(p)->offset] == '"' &&
	       level_get(p, e->level)->kind == LEVEL_VALUES &&
	       !parser_ahead_kind(p, 1, TOKEN_DOT);
}

/* :r.c of a stored program, a field of a loop's row. */
static bool at_row_variable(struct parser *p)
{
	return p->routine && p->lexer.rules->flags & RULE_INTO_VARIABLES &&
	       p->lexer.bytes[parser_peek(p)->offset] == ':' &&
	       parser_ahead_kind(p, 1, TOKEN_DOT) && !p->row_table.n_parts;
}

/* An operand with what goes before it; false if none stands here. */
bool expression_operand(struct parser *p, struct expression *e)
{
	e->name = NULL;
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
		case TOKEN_OTHER:
			if (!at_object(p))
				return read_escape(p, e);
			read_object(p, e);
			return true;
		case TOKEN_HOLE:
			if (at_row_variable(p)) {
				parser_next(p);
				parser_next(p);
				parser_next(p);
			} else if (parser_ahead_kind(p, 1, TOKEN_DOT) ||
				   parser_ahead_kind(p, 1, TOKEN_OPEN)) {
				read_name(p, e);
			} else {
				parser_next(p);
			}
			if (parser_at(p, KW_OVER) || parser_at(p, KW_FILTER))
				expression_suffixes(p, e);
			return true;
		case TOKEN_QUOTED:
			if (at_lone_string(p, e))
				parser_next(p);
			else
				read_name(p, e);
			return true;
		case TOKEN_OPEN:
			read_parentheses(p, e);
			return true;
		case TOKEN_OPEN_BRACKET:
			expression_brackets(p, e);
			return true;
		case TOKEN_STAR:
			parser_next(p);
			return true;
		case TOKEN_OPERATOR:
			parser_next(p);
			e->computed = true;
			e->nameless = true;
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
