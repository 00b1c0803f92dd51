/*
 * Statements of Db2 and of its command line:
 *
 *	EXPORT TO f OF DEL query
 *	IMPORT FROM f OF DEL INSERT INTO t (a, b)
 *	LOAD FROM c OF CURSOR REPLACE INTO t, LOAD FROM (query) OF CURSOR ...
 *	LOAD DATA ... INTO TABLE t (a POSITION (1) CHAR (6))
 *	DECLARE GLOBAL TEMPORARY TABLE t ...
 *	CREATE ALIAS a FOR t, NICKNAME n FOR s.t, MASK m ON t ...
 *	CALL SYSPROC.ADMIN_CMD ('command')
 *	CONNECT, REORG, RUNSTATS, SET INTEGRITY, UPDATE DB CFG, ...
 */
#include "analyzers/sql/db2.h"

#include <string.h>

#include "analyzers/sql/query.h"

/* --- files ---------------------------------------------------------------- */

/* Up to a query, which is read: of EXPORT. */
static void read_export_query(struct parser *p)
{
	parser_next(p);
	while (!parser_at_end(p) && !parser_at(p, KW_SELECT) &&
	       !parser_at(p, KW_WITH) && !parser_at(p, KW_VALUES))
		parser_skip_one(p);
	if (parser_at_query(p))
		query_open(p, PLACE_ROOT, SCOPE_ABSENT, SCOPE_ABSENT);
	parser_skip_statement(p);
}

/* (a, b): the columns that are filled. */
static void read_columns(struct parser *p, uint32_t level)
{
	const char **names;
	uint32_t n;

	if (!parser_names(p, &names, &n))
		return;
	for (uint32_t i = 0; i < n; i++) {
		struct sql_name name = {.parts = &names[i], .n_parts = 1};

		level_assign(p, level, &name, OP_COPY)->target = 0;
	}
}

/* FROM file | cursor | (query) ... INTO t (a, b), of IMPORT and LOAD. */
static void read_fill(struct parser *p)
{
	uint32_t level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
				    SCOPE_ABSENT);
	bool table;

	if (ddl_at_word(p, "ingest"))
		p->statement->made.verb = "load";
	parser_next(p);
	while (!parser_at_end(p) && !parser_accept(p, KW_INTO)) {
		if (query_in_parentheses(p))
			parser_from_item(p, level);
		else
			parser_skip_one(p);
	}
	table = parser_accept(p, KW_TABLE);
	if (!parser_at_end(p) &&
	    parser_target(p, level, OP_COPY) != SCOPE_ABSENT && !table)
		read_columns(p, level);
	parser_skip_statement(p);
}

/* --- definitions ---------------------------------------------------------- */

bool db2_declare_table(struct parser *p)
{
	struct ddl_head head = {.begin = p->statement->begin,
				.flags = DEFINE_TEMPORARY};

	if (!parser_accept_three(p, KW_GLOBAL, KW_TEMPORARY, KW_TABLE))
		return false;
	ddl_create_table(p, &head);
	return true;
}

/* NICKNAME n FOR server.schema.t: a table of elsewhere. */
static void create_nickname(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact =
		ddl_definition(p, OP_CREATE, NODE_FOREIGN_TABLE, head->begin);

	fact->as.definition.flags = head->flags;
	if (ddl_name(p, &fact->as.definition.object.name))
		ddl_deliver(p, fact);
	parser_skip_statement(p);
}

bool db2_create(struct parser *p, const struct ddl_head *head)
{
	static const char *const quiet[] = {
		"distinct",  "audit",	  "auxiliary", "bufferpool",
		"histogram", "module",	  "regular",   "security",
		"stogroup",  "threshold", "trusted",   "usage",
		"variable",  "work",	  "wrapper",   "workload"};

	if (parser_accept(p, KW_ALIAS)) {
		ddl_create_synonym(p, head);
		return true;
	}
	if (ddl_accept_word(p, "nickname")) {
		create_nickname(p, head);
		return true;
	}
	if (ddl_at_word(p, "mask") || ddl_at_word(p, "permission")) {
		ddl_create_on_table(p, head);
		return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(quiet); i++)
		if (ddl_at_word(p, quiet[i])) {
			parser_skip_statement(p);
			return true;
		}
	return false;
}

/* --- clauses -------------------------------------------------------------- */

/* UR, CS, RS, RR: how a statement is kept apart from others. */
static bool is_isolation(const struct parser *p, const struct token *token)
{
	return parser_is_word(p, token, "ur") ||
	       parser_is_word(p, token, "cs") ||
	       parser_is_word(p, token, "rs") || parser_is_word(p, token, "rr");
}

bool db2_clause(struct parser *p)
{
	if (parser_at(p, KW_WITH) && is_isolation(p, parser_ahead(p, 1))) {
		parser_next(p);
		parser_next(p);
		if (!parser_accept(p, KW_USE))
			return true;
		while (!parser_at_end(p) && !ddl_accept_word(p, "locks"))
			parser_next(p); /* AND KEEP UPDATE LOCKS */
		return true;
	}
	if (parser_accept_two(p, KW_OPTIMIZE, KW_FOR)) {
		parser_skip_one(p);
		if (!parser_accept(p, KW_ROWS))
			parser_accept(p, KW_ROW);
		return true;
	}
	if (ddl_accept_word(p, "queryno")) {
		parser_skip_one(p);
		return true;
	}
	if (parser_at(p, KW_FOR) && parser_ahead_at(p, 1, KW_FETCH)) {
		parser_next(p);
		parser_next(p);
		parser_accept(p, KW_ONLY);
		return true;
	}
	if (parser_at(p, KW_SKIP) && parser_ahead_at(p, 1, KW_LOCKED)) {
		parser_next(p);
		parser_next(p);
		parser_accept(p, KW_DATA);
		return true;
	}
	return false;
}

/* --- expressions ---------------------------------------------------------- */

uint32_t db2_register(struct parser *p)
{
	static const char *const second[] = {
		"acctng",  "age",	   "applname", "group",	  "membership",
		"mode",	   "optimization", "path",     "set",	  "snapshot",
		"timeout", "transform",	   "userid",   "version", "wrkstnname"};
	const struct token *first = parser_ahead(p, 1);

	if (first->kind != TOKEN_WORD ||
	    keyword_flags[first->keyword] &
		    (KEYWORD_RESERVED | KEYWORD_OPERATOR))
		return 0;
	for (size_t i = 0; i < G_N_ELEMENTS(second); i++)
		if (parser_is_word(p, parser_ahead(p, 2), second[i]))
			return 3;
	return 2;
}

/* --- statements ----------------------------------------------------------- */

/* UPDATE DB CFG ..., UPDATE COMMAND OPTIONS ...: commands that change no rows.
 */
static bool at_settings(struct parser *p)
{
	static const char *const words[] = {"admin",   "alternate", "command",
					    "contact", "database",  "db",
					    "dbm",     "history",   "monitor"};

	if (!parser_at(p, KW_UPDATE) || !parser_ahead_kind(p, 2, TOKEN_WORD) ||
	    parser_ahead_at(p, 2, KW_SET) || parser_ahead_at(p, 2, KW_AS))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (parser_is_word(p, parser_ahead(p, 1), words[i]))
			return true;
	return false;
}

static bool is_quiet(const struct parser *p)
{
	static const char *const words[] = {
		"label",     "precompile", "get",	  "activate",
		"allocate",  "associate",  "attach",	  "autoconfigure",
		"bind",	     "catalog",	   "connect",	  "deactivate",
		"detach",    "disconnect", "echo",	  "force",
		"free",	     "hold",	   "inspect",	  "list",
		"prune",     "quiesce",	   "rebind",	  "reorg",
		"reorgchk",  "restart",	   "rollforward", "runstats",
		"terminate", "transfer",   "unquiesce",	  "whenever",
		"quit",	     "db2stop",	   "db2start"};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (ddl_at_word(p, words[i]))
			return true;
	return false;
}

bool db2_at_command(struct parser *p)
{
	uint32_t n = parser_ahead_kind(p, 1, TOKEN_DOT) ? 2 : 0;

	if (!parser_is_word(p, parser_ahead(p, n), "admin_cmd") ||
	    !parser_ahead_kind(p, n + 1, TOKEN_OPEN))
		return false;
	for (n += 2; n; n--)
		parser_next(p);
	return true;
}

/* ! command of the shell, up to the end of its line. */
static bool skip_shell(struct parser *p)
{
	uint32_t at = parser_peek(p)->offset;
	const char *bytes = p->lexer.bytes, *end;

	if (!parser_at_kind(p, TOKEN_OPERATOR) || bytes[at] != '!')
		return false;
	end = memchr(bytes + at, '\n', p->lexer.size - at);
	parser_jump(p, end ? (uint32_t)(end - bytes) : p->lexer.size);
	return true;
}

bool db2_statement(struct parser *p)
{
	if (p->script && skip_shell(p))
		return true;
	if (parser_at(p, KW_EXPORT)) {
		read_export_query(p);
	} else if (parser_at(p, KW_LOAD) && parser_ahead_at(p, 1, KW_QUERY)) {
		parser_skip_statement(p);
	} else if (parser_at(p, KW_IMPORT) || parser_at(p, KW_LOAD) ||
		   ddl_at_word(p, "ingest")) {
		read_fill(p);
	} else if (parser_at(p, KW_DECLARE) &&
		   parser_ahead_at(p, 1, KW_GLOBAL)) {
		parser_next(p);
		db2_declare_table(p);
		parser_skip_statement(p);
	} else if (is_quiet(p) || at_settings(p)) {
		parser_skip_statement(p);
	} else {
		return false;
	}
	return true;
}
