/*
 * What warehouses and embedded databases create and others do not:
 *
 *	CREATE MODEL m ... AS query
 *	CREATE SNAPSHOT TABLE s CLONE t
 *	CREATE STREAM s ON TABLE | VIEW t
 *	CREATE DICTIONARY d (columns) ... SOURCE (CLICKHOUSE (TABLE 't' ...))
 *	CREATE MACRO m (a) AS expression | AS TABLE query
 *	CREATE TABLE FUNCTION f (a type) AS query
 *	CREATE ROW ACCESS POLICY p ON t ..., CREATE SEARCH INDEX i ON t (...)
 *	CREATE ALERT a IF (EXISTS (query)) THEN statement
 */
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/query.h"
#include "analyzers/sql/routine.h"

/* Up to AS and a query, or to the end. */
static bool find_query(struct parser *p)
{
	while (!parser_at_end(p)) {
		if (parser_accept(p, KW_AS)) {
			if (parser_at_query(p) || query_in_parentheses(p))
				return true;
			continue;
		}
		parser_skip_one(p);
	}
	return false;
}

/* Redshift: m FROM (query) | t TARGET c ... */
static void read_training(struct parser *p)
{
	uint32_t level;

	while (!parser_at_end(p) && !parser_accept(p, KW_FROM))
		parser_skip_one(p);
	if (query_in_parentheses(p)) {
		query_open(p, PLACE_ROOT, SCOPE_ABSENT, SCOPE_ABSENT);
		return;
	}
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	if (parser_at_name(p)) {
		struct sql_item *item = level_item(p, level, ITEM_RELATION);
		struct sql_name name;

		if (parser_name(p, &name))
			item->name = name;
	}
}

void ddl_create_model(struct parser *p)
{
	p->statement->made.verb = "create model";
	if (p->lexer.rules->dialect == DIALECT_REDSHIFT)
		read_training(p);
	else if (find_query(p))
		query_open(p, PLACE_ROOT, SCOPE_ABSENT, SCOPE_ABSENT);
	parser_skip_statement(p);
}

statement_reader read_export;

/* EXPORT DATA OPTIONS (...) AS query */
void read_export(struct parser *p)
{
	parser_next(p);
	if (parser_accept(p, KW_TABLE)) { /* Hive: TABLE t TO 'path' */
		uint32_t level = level_open(p, LEVEL_OTHER, PLACE_ROOT,
					    SCOPE_ABSENT, SCOPE_ABSENT);

		if (parser_at_name(p))
			parser_from_item(p, level);
	} else if (find_query(p)) {
		query_open(p, PLACE_ROOT, SCOPE_ABSENT, SCOPE_ABSENT);
	}
	parser_skip_statement(p);
}

/* What is read like a view over the whole of `source`. */
static void read_source(struct parser *p, const struct sql_name *name,
			const struct sql_name *source)
{
	uint32_t root = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
				   SCOPE_ABSENT);
	uint32_t arm =
		level_open(p, LEVEL_SELECT, PLACE_ARM, root, SCOPE_ABSENT);

	p->statement->made.into = *name;
	level_item(p, arm, ITEM_RELATION)->name = *source;
	level_output(p, arm)->star = true;
	level_get(p, root)->source = arm;
}

void ddl_create_stream(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact =
		ddl_definition(p, OP_CREATE, NODE_VIEW, head->begin);
	struct sql_name *name = &fact->as.definition.object.name, source;

	fact->as.definition.flags = head->flags;
	p->statement->made.verb = "create view";
	parser_accept_if_exists(p);
	if (!ddl_name(p, name)) {
		parser_skip_statement(p);
		return;
	}
	ddl_deliver(p, fact);
	while (!parser_at_end(p) && !parser_accept(p, KW_ON))
		parser_skip_one(p);
	if ((parser_accept(p, KW_TABLE) || parser_accept(p, KW_VIEW) ||
	     parser_accept_two(p, KW_EXTERNAL, KW_TABLE) ||
	     parser_accept_two(p, KW_DYNAMIC, KW_TABLE)) &&
	    parser_name(p, &source))
		read_source(p, name, &source);
	parser_skip_statement(p);
}

/* TABLE 't', DB 'd', QUERY 'select ...' of a dictionary's source, which the
 * dictionary reads. */
static void read_dictionary_source(struct parser *p,
				   const struct object_name *object)
{
	struct ddl_inner inner;
	uint32_t level;
	const char *table = NULL, *database = NULL, *schema = NULL;
	struct sql_name name = {0};

	while (!parser_at_end(p)) {
		bool is_table = parser_at(p, KW_TABLE);
		bool is_database = ddl_at_word(p, "db");
		bool is_schema = parser_at(p, KW_SCHEMA);

		if (parser_at(p, KW_QUERY) &&
		    parser_ahead_kind(p, 1, TOKEN_STRING)) {
			parser_next(p);
			parser_read_string(p, parser_peek(p));
		}
		parser_next(p);
		if (!is_table && !is_database && !is_schema)
			continue;
		name.line = parser_line(p, parser_peek(p)->offset);
		if (is_table)
			table = ddl_option(p);
		else if (is_schema)
			schema = ddl_option(p);
		else
			database = ddl_option(p);
	}
	if (!table)
		return;
	name.end_line = name.line;
	if (schema) /* of PostgreSQL */
		database = schema;
	if (database)
		*ARENA_PUSH(p->analysis->arena, name.parts, name.n_parts) =
			database;
	*ARENA_PUSH(p->analysis->arena, name.parts, name.n_parts) = table;
	ddl_inner_begin(p, &inner, "create table", object, NULL);
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	level_item(p, level, ITEM_RELATION)->name = name;
	ddl_inner_finish(p, &inner);
}

void ddl_create_dictionary(struct parser *p, const struct ddl_head *head)
{
	struct ddl_table table;

	ddl_table_begin(p, &table, OP_CREATE, NODE_TABLE, head->begin);
	table.made->flags = head->flags;
	parser_accept_if_exists(p);
	if (!ddl_name(p, &table.made->object.name)) {
		parser_skip_statement(p);
		return;
	}
	if (parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
	ddl_table_deliver(p, &table);
	read_dictionary_source(p, &table.made->object);
}

/* ROW ACCESS POLICY p ON t, SEARCH INDEX i ON t (...): they change t. */
void ddl_create_on_table(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact =
		ddl_definition(p, OP_ALTER, NODE_TABLE, head->begin);

	while (!parser_at_end(p) && !parser_accept(p, KW_ON))
		parser_skip_one(p);
	parser_accept(p, KW_TABLE);
	if (parser_name(p, &fact->as.definition.object.name))
		ddl_deliver(p, fact);
	while (!parser_at_end(p) && !parser_accept(p, KW_USING))
		parser_skip_one(p);
	if (!parser_at_end(p)) /* FILTER USING (condition) */
		ddl_condition(p, &fact->as.definition.object,
			      &fact->as.definition.object.name,
			      "create policy");
	parser_skip_statement(p);
}

/* MASKING | ROW ACCESS | AGGREGATION POLICY p AS (a type) RETURNS type ->
 * expression (Snowflake); MASKING | RLS POLICY p WITH (a type) USING
 * (expression) (Redshift): what the expression reads. False, and nothing
 * taken, if none stands here. */
bool ddl_create_free_policy(struct parser *p)
{
	GPtrArray *parameters;
	struct routine_owner owner = {0};
	struct routine routine;
	uint32_t n = parser_at(p, KW_ROW) ? 2 : 1;

	if (!parser_ahead_at(p, n, KW_POLICY))
		return false;
	while (n-- + 1)
		parser_next(p);
	parser_accept_if_exists(p);
	if (!parser_at_name(p))
		return false;
	parser_skip_one(p);
	while (parser_accept_kind(p, TOKEN_DOT))
		parser_skip_one(p);
	if (!parser_accept(p, KW_AS) && !parser_accept(p, KW_WITH))
		return false;
	parameters = g_ptr_array_new();
	ddl_routine_arguments(p, parameters);
	owner.parameters = parameters;
	while (!parser_at_end(p) && !parser_at(p, KW_USING) &&
	       !(parser_at_kind(p, TOKEN_OPERATOR) &&
		 parser_peek(p)->length == 2))
		parser_skip_one(p);
	if (!parser_at_end(p)) {
		parser_next(p);
		routine_begin(&routine, p, &owner, false);
		routine_expression(&routine, "create policy", NULL);
		routine_finish(&routine);
	}
	g_ptr_array_unref(parameters);
	return true;
}

void ddl_create_alert(struct parser *p)
{
	uint32_t level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
				    SCOPE_ABSENT);

	p->statement->made.verb = "create alert";
	while (!parser_at_end(p) && !parser_accept(p, KW_IF))
		parser_skip_one(p);
	parser_expression(p, level, ROLE_WHERE, 0, NULL);
	if (parser_accept(p, KW_THEN))
		parser_statement(p);
	parser_skip_statement(p);
}
