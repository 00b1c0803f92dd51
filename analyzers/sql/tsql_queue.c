/*
 * Service Broker of SQL Server: queues are tables of messages, which RECEIVE
 * takes out; conversations touch nothing.
 *
 *	RECEIVE [TOP (n)] columns FROM queue [INTO @t] [WHERE ...]
 *	GET CONVERSATION GROUP @g FROM queue
 *	BEGIN DIALOG ...  SEND ON CONVERSATION ...  MOVE | END CONVERSATION ...
 *	WAITFOR (RECEIVE ...), TIMEOUT n
 *	CREATE QUEUE q [WITH ... ACTIVATION (PROCEDURE_NAME = p ...)]
 */
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/query.h"
#include "analyzers/sql/routine.h"

static void read_receive(struct parser *p)
{
	struct statement statement;
	uint32_t level = routine_inner(p, &statement, "receive");

	level_get(p, level)->kind = LEVEL_SELECT;
	query_select(p, level);
	if (level_get(p, level)->n_items) {
		struct sql_name queue = level_get(p, level)->items[0].name;

		level_target(p, level, &queue, OP_DELETE);
	}
	routine_inner_finish(p, level);
}

/* GET CONVERSATION GROUP @g FROM queue */
static void read_group(struct parser *p)
{
	struct statement statement;
	uint32_t level = routine_inner(p, &statement, "get");
	struct sql_name queue;

	while (!parser_at_end(p) && !parser_at(p, KW_FROM) &&
	       !parser_at_kind(p, TOKEN_CLOSE))
		parser_next(p);
	if (parser_accept(p, KW_FROM) && parser_name(p, &queue))
		level_item(p, level, ITEM_RELATION)->name = queue;
	routine_inner_finish(p, level);
}

/* Up to the next statement; WITH goes on with this one. */
static void skip_conversation(struct parser *p)
{
	parser_next(p);
	while (!parser_at_end(p)) {
		uint8_t flags = keyword_flags[parser_peek(p)->keyword];

		if (flags & KEYWORD_VERB && flags & KEYWORD_RESERVED &&
		    !parser_at(p, KW_WITH))
			return;
		parser_skip_one(p);
	}
}

static bool is_ahead(struct parser *p, const char *word)
{
	return parser_is_word(p, parser_ahead(p, 1), word);
}

bool tsql_conversation(struct parser *p)
{
	if (parser_at(p, KW_BEGIN) || parser_at(p, KW_END) ||
	    parser_at(p, KW_MOVE)) {
		if (!is_ahead(p, "dialog") && !is_ahead(p, "conversation"))
			return false;
		skip_conversation(p);
	} else if (ddl_at_word(p, "send") && parser_ahead_at(p, 1, KW_ON)) {
		skip_conversation(p);
	} else if (parser_at(p, KW_GET) && is_ahead(p, "conversation")) {
		read_group(p);
	} else if (ddl_at_word(p, "receive") &&
		   !parser_ahead_kind(p, 1, TOKEN_COLON)) {
		read_receive(p);
	} else {
		return false;
	}
	return true;
}

void tsql_wait(struct parser *p)
{
	parser_next(p);
	if (parser_at_kind(p, TOKEN_OPEN)) {
		const enum keyword *terminators = p->terminators;

		parser_next(p);
		p->terminators = NULL;
		tsql_conversation(p);
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
		parser_accept_kind(p, TOKEN_CLOSE);
		p->terminators = terminators;
	}
	skip_conversation(p);
}

void ddl_create_queue(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact =
		ddl_definition(p, OP_CREATE, NODE_TABLE, head->begin);
	struct sql_name procedure;

	ddl_attribute(p, fact, "kind", "queue");
	if (ddl_name(p, &fact->as.definition.object.name))
		ddl_deliver(p, fact);
	while (!parser_at_end(p)) {
		bool is_procedure = ddl_at_word(p, "procedure_name");

		parser_next(p);
		if (is_procedure && parser_accept_kind(p, TOKEN_EQUALS) &&
		    parser_name(p, &procedure))
			statement_call(p, &procedure, 0, true);
	}
}
