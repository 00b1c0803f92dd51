/*
 * Items of FROM, and targets, that open with a word of their own and are no
 * plain relation:
 *
 *	OPENQUERY(server, 'query'), OPENROWSET(..., 'query' | t),
 *	OPENDATASOURCE(...).a.b.t	T-SQL: of another server
 *	CONTAINSTABLE(t, column, 'x')	T-SQL
 *	FINAL | NEW | OLD TABLE (INSERT ...)	Db2
 *	TABLE(f(x)), TABLE(k.f), THE (query)	Oracle, Db2, Snowflake
 *	IDENTIFIER('db.t')		Snowflake
 */
#include <string.h>
#include <strings.h>

#include "analyzers/sql/builtin.h"
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/from.h"
#include "analyzers/sql/routine.h"

/* --- other servers -------------------------------------------------------- */

/* The query in a string becomes a level of the statement. */
void from_remote_query(struct parser *p, uint32_t level,
		       const struct token *string, struct sql_item *item)
{
	struct text *guest = ARENA_NEW(p->analysis->arena, struct text);
	uint32_t at = level_get(p, level)->n_items;
	struct parser inside;

	parser_string_text(p, string, guest);
	parser_init_inside(&inside, p, guest, 0, (uint32_t)guest->size);
	inside.statement = p->statement;
	item->kind = ITEM_QUERY;
	if (parser_at_query(&inside) || query_in_parentheses(&inside))
		item->level = query_open(&inside, PLACE_ITEM, level, at);
	else
		item->kind = ITEM_FUNCTION;
	parser_release(&inside);
	text_release(guest);
}

/* The last argument says what is read: a query, or an object's name. */
static void read_remote(struct parser *p, uint32_t level, struct sql_item *item)
{
	bool external = p->lexer.rules->dialect == DIALECT_BIGQUERY;
	struct token string = {.kind = TOKEN_END};
	unsigned separators = 0;

	parser_next(p);
	parser_next(p);
	item->kind = ITEM_FUNCTION;
	while (!parser_at_kind(p, TOKEN_END) &&
	       !parser_at_kind(p, TOKEN_CLOSE)) {
		string.kind = TOKEN_END;
		if (parser_accept_kind(p, TOKEN_COMMA) ||
		    parser_accept_kind(p, TOKEN_SEMICOLON)) {
			separators++;
		} else if (parser_at_kind(p, TOKEN_STRING)) {
			string = *parser_peek(p);
			parser_next(p);
			if (external && separators)
				break; /* options follow */
		} else if (separators > 1 && parser_name(p, &item->name)) {
			item->kind = ITEM_RELATION;
		} else {
			parser_skip_one(p);
		}
	}
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE))
		parser_skip_one(p);
	parser_accept_kind(p, TOKEN_CLOSE);
	if (separators && string.kind == TOKEN_STRING)
		from_remote_query(p, level, &string, item);
}

/* OPENDATASOURCE('provider', 'connection').database.schema.t */
static void read_remote_name(struct parser *p, struct sql_item *item)
{
	parser_next(p);
	parser_skip_parentheses(p);
	item->kind = ITEM_FUNCTION;
	if (parser_accept_kind(p, TOKEN_DOT) && parser_name(p, &item->name))
		item->kind = ITEM_RELATION;
}

/* --- full text ------------------------------------------------------------ */

static void add_output(struct parser *p, uint32_t level, const char *name,
		       const struct sql_value *value)
{
	struct sql_output *output = level_output(p, level);

	output->name = name;
	output->value = level_share(p, value);
}

/* (t, column | (columns) | *, words, ...) is (SELECT key, rank FROM t WHERE
 * columns). */
static void read_search(struct parser *p, uint32_t level, struct sql_item *item)
{
	static const struct sql_value nothing = {.how = HOW_COMPUTED};
	struct sql_value value;
	struct sql_name name;

	parser_next(p);
	parser_next(p);
	item->kind = ITEM_QUERY;
	item->level = level_open(p, LEVEL_SELECT, PLACE_ITEM, level,
				 level_get(p, level)->n_items);
	if (parser_name(p, &name))
		level_item(p, item->level, ITEM_RELATION)->name = name;
	if (parser_accept_kind(p, TOKEN_COMMA))
		parser_expression(p, item->level, ROLE_WHERE, 0, &value);
	add_output(p, item->level, "KEY", &nothing);
	add_output(p, item->level, "RANK", &nothing);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE))
		parser_skip_one(p);
	query_close(p);
}

/* --- TABLE (...) ---------------------------------------------------------- */

/* Db2: what the statement in parentheses changed. */
static void read_changed(struct parser *p, uint32_t level,
			 struct sql_item *item)
{
	parser_next(p);
	parser_next(p);
	item->kind = ITEM_QUERY;
	item->level =
		query_open(p, PLACE_ITEM, level, level_get(p, level)->n_items);
	if (item->level != SCOPE_ABSENT &&
	    !level_get(p, item->level)->n_outputs)
		level_output(p, item->level)->star = true;
	query_close(p);
}

static bool is_item(struct parser *p, uint32_t level, const char *name)
{
	const struct sql_level *made = level_get(p, level);

	for (uint32_t i = 0; i < made->n_items; i++) {
		const struct sql_item *item = &made->items[i];
		const char *own = item->alias;

		if (!own && item->name.n_parts)
			own = item->name.parts[item->name.n_parts - 1];
		if (own && strcasecmp(own, name) == 0)
			return true;
	}
	return false;
}

/* Oracle's TABLE(k.f): a function without arguments, unless it is a column or
 * a variable that holds rows. */
static bool read_bare_function(struct parser *p, uint32_t level)
{
	struct parser_mark mark = parser_mark(p);
	struct sql_name name;

	if (!parser_at_name(p))
		return false;
	parser_name(p, &name);
	if (!parser_at_kind(p, TOKEN_CLOSE) ||
	    (name.n_parts == 1 && p->lexer.rules->dialect != DIALECT_ORACLE) ||
	    is_item(p, level, name.parts[0]) ||
	    (p->routine && routine_variable(p->routine, name.parts[0]))) {
		parser_rewind(p, &mark);
		return false;
	}
	if (!builtin_is_package(name.parts[0]))
		statement_call(p, &name, 0, false);
	parser_next(p);
	return true;
}

static void read_table(struct parser *p, uint32_t level, struct sql_item *item)
{
	bool collection = p->lexer.rules->dialect == DIALECT_ORACLE &&
			  parser_at(p, KW_TABLE);

	parser_next(p);
	item->flags |= ITEM_LATERAL;
	if ((!collection || item->flags & ITEM_TARGET) &&
	    query_in_parentheses(p)) {
		parser_next(p);
		item->kind = ITEM_QUERY;
		item->level = query_open(p, PLACE_ITEM, level,
					 level_get(p, level)->n_items);
		query_close(p);
		return;
	}
	item->kind = ITEM_FUNCTION;
	parser_next(p);
	if (read_bare_function(p, level))
		return;
	parser_expression(p, level, ROLE_SELECT, 0, &item->value);
	item->value.how = HOW_COMPUTED;
	query_close(p);
}

/* STREAM (t), STREAM t, STREAM f(x): the rows of a table that are new
 * (Databricks). */
static bool read_stream(struct parser *p, uint32_t level, struct sql_item *item)
{
	bool open;

	parser_next(p);
	open = parser_accept_kind(p, TOKEN_OPEN);
	if (from_at_function(p)) {
		from_function(p, level, item);
	} else {
		item->kind = ITEM_RELATION;
		parser_name(p, &item->name);
	}
	if (open)
		query_close(p);
	return true;
}

/* --- which of them -------------------------------------------------------- */

enum special {
	SPECIAL_NONE,
	SPECIAL_IDENTIFIER,
	SPECIAL_TABLE,
	SPECIAL_CHANGED,
	SPECIAL_REMOTE,
	SPECIAL_REMOTE_NAME,
	SPECIAL_SEARCH,
	SPECIAL_STREAM,
};

/* By words that are no keywords, before a parenthesis. */
static enum special find_word(struct parser *p)
{
	static const struct {
		const char *word;
		enum special special;
	} words[] = {
		{"external_query", SPECIAL_REMOTE}, /* BigQuery */
		{"openquery", SPECIAL_REMOTE},
		{"openrowset", SPECIAL_REMOTE},
		{"opendatasource", SPECIAL_REMOTE_NAME},
		{"containstable", SPECIAL_SEARCH},
		{"freetexttable", SPECIAL_SEARCH},
		{"semantickeyphrasetable", SPECIAL_SEARCH},
		{"the", SPECIAL_TABLE},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (ddl_at_word(p, words[i].word))
			return words[i].special;
	return SPECIAL_NONE;
}

/* IDENTIFIER('t'), IDENTIFIER($v), IDENTIFIER(:v || '.t') where it is no
 * function; Snowflake's TABLE('t') and TABLE($v). */
static bool at_identifier(struct parser *p)
{
	const struct token *first = parser_ahead(p, 2);
	bool word = parser_at(p, KW_IDENTIFIER);

	if (!word && !(parser_at(p, KW_TABLE) &&
		       p->lexer.rules->dialect == DIALECT_SNOWFLAKE))
		return false;
	if (first->kind == TOKEN_STRING || first->kind == TOKEN_HOLE ||
	    first->kind == TOKEN_VARIABLE)
		return word || parser_ahead_kind(p, 3, TOKEN_CLOSE);
	return word && token_is_name(first) &&
	       (p->lexer.rules->dialect == DIALECT_SNOWFLAKE ||
		p->lexer.rules->dialect == DIALECT_SPARK);
}

/* The name in the parentheses, or a hole where it is not known. */
static void read_identifier(struct parser *p, struct sql_item *item)
{
	static const char hole[] = {TEXT_HOLE, '\0'};

	parser_next(p);
	item->kind = ITEM_RELATION;
	if (parser_ahead_kind(p, 1, TOKEN_STRING) &&
	    parser_ahead_kind(p, 2, TOKEN_CLOSE)) {
		parser_next(p);
		parser_name_in_string(p, parser_peek(p), &item->name);
		parser_next(p);
		query_close(p);
		return;
	}
	item->name.line = parser_line(p, parser_peek(p)->offset);
	item->name.end_line = item->name.line;
	*ARENA_PUSH(p->analysis->arena, item->name.parts, item->name.n_parts) =
		hole;
	parser_skip_parentheses(p);
}

static enum special find_special(struct parser *p)
{
	const struct token *next = parser_ahead(p, 1);

	if (!parser_at_kind(p, TOKEN_WORD))
		return SPECIAL_NONE;
	if (next->keyword == KW_TABLE && parser_ahead_kind(p, 2, TOKEN_OPEN) &&
	    (ddl_at_word(p, "final") || ddl_at_word(p, "new") ||
	     ddl_at_word(p, "old")))
		return SPECIAL_CHANGED;
	if (p->lexer.rules->dialect == DIALECT_SPARK &&
	    ddl_at_word(p, "stream") &&
	    (token_is_name(next) || next->kind == TOKEN_OPEN) &&
	    !parser_ahead_at(p, 1, KW_JOIN))
		return SPECIAL_STREAM;
	if (next->kind != TOKEN_OPEN)
		return SPECIAL_NONE;
	if (at_identifier(p))
		return SPECIAL_IDENTIFIER;
	if (parser_at(p, KW_TABLE))
		return SPECIAL_TABLE;
	if (p->lexer.rules->dialect == DIALECT_POSTGRESQL)
		return SPECIAL_NONE;
	return find_word(p);
}

bool from_at_special(struct parser *p)
{
	return find_special(p) != SPECIAL_NONE;
}

bool from_special(struct parser *p, uint32_t level, struct sql_item *item)
{
	switch (find_special(p)) {
	case SPECIAL_IDENTIFIER:
		read_identifier(p, item);
		return true;
	case SPECIAL_TABLE:
		read_table(p, level, item);
		return true;
	case SPECIAL_CHANGED:
		parser_next(p);
		read_changed(p, level, item);
		return true;
	case SPECIAL_REMOTE:
		read_remote(p, level, item);
		return true;
	case SPECIAL_REMOTE_NAME:
		read_remote_name(p, item);
		return true;
	case SPECIAL_SEARCH:
		read_search(p, level, item);
		return true;
	case SPECIAL_STREAM:
		return read_stream(p, level, item);
	default:
		return false;
	}
}
