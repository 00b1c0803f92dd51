/*
 * What ClickHouse alone says of tables:
 *
 *	EXCHANGE TABLES a AND b
 *	INSERT INTO FUNCTION remote ('host', db.t) ..., FROM INFILE 'f', FORMAT
 *x ALTER TABLE t UPDATE a = 1 WHERE b, DELETE WHERE c ALTER TABLE t ATTACH |
 *REPLACE PARTITION p FROM u ALTER TABLE t MOVE PARTITION p TO TABLE u ALTER
 *TABLE v MODIFY QUERY SELECT ...
 */
#include <string.h>

#include "analyzers/sql/clickhouse.h"
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/from.h"

statement_reader read_exchange;

/* The names change places, and so what either holds. */
void read_exchange(struct parser *p)
{
	uint32_t begin = parser_peek(p)->offset;

	parser_next(p);
	if (!parser_accept(p, KW_TABLES) &&
	    !ddl_accept_word(p, "dictionaries")) {
		parser_skip_statement(p);
		return;
	}
	do {
		struct fact *fact =
			ddl_definition(p, OP_ALTER, NODE_TABLE, begin);

		if (!ddl_name(p, &fact->as.definition.object.name))
			break;
		ddl_deliver(p, fact);
	} while (parser_accept(p, KW_AND));
	parser_skip_statement(p);
}

/* --- INSERT --------------------------------------------------------------- */

bool clickhouse_target(struct parser *p, uint32_t level)
{
	struct sql_item item = {.flags = ITEM_TARGET, .level = SCOPE_ABSENT};
	uint32_t at;

	if (p->lexer.rules->dialect != DIALECT_CLICKHOUSE ||
	    !parser_at(p, KW_FUNCTION) || !token_is_name(parser_ahead(p, 1)))
		return false;
	parser_next(p);
	from_function(p, level, &item);
	if (item.kind != ITEM_RELATION)
		return true; /* a file */
	at = from_add_item(p, level, &item);
	level_target(p, level, &item.name, OP_INSERT)->item = at;
	return true;
}

/* Behind the name of a format: data, up to an empty line or a line that ends
 * with ";". */
static void skip_data(struct parser *p)
{
	const char *bytes = p->lexer.bytes;
	uint32_t at = p->end, size = p->lexer.size;

	for (; at < size; at++) {
		if (bytes[at] != '\n')
			continue;
		if (at + 1 < size && bytes[at + 1] == '\n')
			break;
		if (at && bytes[at - 1] == ';')
			break;
	}
	parser_jump(p, MIN(at, size));
}

/* [FROM INFILE 'f' [COMPRESSION 'x']] [SETTINGS a = 1, ...] [FORMAT x data];
 * false: something else is inserted. */
bool clickhouse_source(struct parser *p)
{
	if (p->lexer.rules->dialect != DIALECT_CLICKHOUSE)
		return false;
	if (parser_at(p, KW_FROM) &&
	    parser_is_word(p, parser_ahead(p, 1), "infile")) {
		parser_skip_statement(p);
		return true;
	}
	if (!parser_at(p, KW_FORMAT) || parser_ahead_at(p, 1, KW_VALUES))
		return false;
	parser_next(p);
	parser_next(p);
	skip_data(p);
	return true;
}

/* SETTINGS a = 1, b = 'x': before VALUES, a query or the columns. */
void clickhouse_skip_settings(struct parser *p)
{
	if (p->lexer.rules->dialect != DIALECT_CLICKHOUSE ||
	    !parser_accept(p, KW_SETTINGS))
		return;
	do {
		parser_next(p);
		if (parser_accept_kind(p, TOKEN_EQUALS))
			parser_skip_one(p);
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

/* --- ALTER TABLE ---------------------------------------------------------- */

/* A level that changes the table. */
static uint32_t open_change(struct parser *p, const struct sql_name *table,
			    enum sql_level_kind kind, enum operation operation)
{
	uint32_t level =
		level_open(p, kind, PLACE_ROOT, SCOPE_ABSENT, SCOPE_ABSENT);
	struct sql_item *item = level_item(p, level, ITEM_RELATION);

	item->name = *table;
	item->flags = ITEM_TARGET;
	level_target(p, level, table, operation)->item = 0;
	return level;
}

/* UPDATE a = x, b = y [IN PARTITION p] WHERE z, DELETE [...] WHERE z: a
 * statement of its own. */
static void read_mutation(struct parser *p, const struct sql_name *table)
{
	bool update = parser_at(p, KW_UPDATE);
	struct statement statement;
	uint32_t level;

	statement_begin(p, &statement, update ? "update" : "delete");
	level = open_change(p, table, update ? LEVEL_UPDATE : LEVEL_DELETE,
			    update ? OP_UPDATE : OP_DELETE);
	parser_next(p);
	if (update)
		query_set(p, level, OP_UPDATE, 0, 0);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
	       !parser_at(p, KW_WHERE))
		parser_skip_one(p);
	if (parser_accept(p, KW_WHERE))
		parser_expression(p, level, ROLE_WHERE, 0, NULL);
	if (parser_accept_two(p, KW_IN, KW_PARTITION))
		parser_skip_one(p);
	statement_finish(p);
}

/* ATTACH | REPLACE PARTITION p FROM u, MOVE PARTITION p TO TABLE u. */
static void read_partition(struct parser *p, const struct sql_name *table)
{
	bool move = parser_at(p, KW_MOVE), replace = parser_at(p, KW_REPLACE);
	struct statement statement;
	struct sql_name other;
	uint32_t level;

	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
	       !parser_at(p, KW_FROM) && !parser_at(p, KW_TO))
		parser_next(p);
	if (!parser_at(p, KW_FROM) && !parser_at(p, KW_TO))
		return;
	parser_next(p);
	if ((move && !parser_accept(p, KW_TABLE)) || !parser_name(p, &other))
		return; /* TO DISK 'x', TO VOLUME 'x' */
	statement_begin(p, &statement, "alter table");
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	level_target(p, level, table, move ? OP_DELETE : OP_INSERT)
		->operation |= replace ? OP_DELETE : 0;
	if (move)
		level_target(p, level, &other, OP_INSERT);
	else
		level_item(p, level, ITEM_RELATION)->name = other;
	statement_finish(p);
}

/* MODIFY QUERY SELECT ... of a materialized view. */
static void read_new_query(struct parser *p, const struct object_name *view)
{
	struct ddl_inner inner;

	parser_next(p);
	parser_next(p);
	ddl_inner_begin(p, &inner, "alter view", view, NULL);
	inner.statement.made.into = view->name;
	parser_query(p, PLACE_ROOT, SCOPE_ABSENT, SCOPE_ABSENT);
	ddl_inner_finish(p, &inner);
}

bool clickhouse_alter(struct parser *p, const struct object_name *table)
{
	if (p->lexer.rules->dialect != DIALECT_CLICKHOUSE)
		return false;
	switch (parser_peek(p)->keyword) {
	case KW_UPDATE:
	case KW_DELETE:
		read_mutation(p, &table->name);
		return true;
	case KW_ATTACH:
	case KW_REPLACE:
	case KW_MOVE:
		if (!parser_ahead_at(p, 1, KW_PARTITION))
			return false;
		read_partition(p, &table->name);
		return true;
	case KW_MODIFY:
		if (!parser_ahead_at(p, 1, KW_QUERY))
			return false;
		read_new_query(p, table);
		return true;
	default:
		return false;
	}
}
