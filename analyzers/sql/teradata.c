/*
 * Statements of Teradata, its macros, and what its clients read themselves:
 *
 *	LOCKING TABLE t FOR ACCESS statement, LOCKING ROW FOR ACCESS ...
 *	USING (a INTEGER) statement, CURRENT VALIDTIME statement
 *	REPLACE VIEW | MACRO | PROCEDURE | FUNCTION | TRIGGER ...
 *	CREATE MACRO m (a INTEGER) AS (statement; statement;)
 *	EXEC m (1), DATABASE d, COLLECT STATISTICS ..., BT, ET
 *	.LOGON, .IF ... THEN, .RUN FILE = f, .DML LABEL l;
 */
#include "analyzers/sql/teradata.h"

#include <string.h>

#include "analyzers/sql/query.h"
#include "analyzers/sql/routine.h"

/* --- commands of clients -------------------------------------------------- */

/* Commands of FastLoad and MultiLoad end with ";", those of BTEQ with their
 * line. */
static bool ends_with_semicolon(struct parser *p)
{
	static const char *const words[] = {"accept", "begin", "dml",
					    "end",    "field", "filler",
					    "layout", "table"};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (ddl_at_word(p, words[i]))
			return true;
	return parser_at(p, KW_IMPORT) &&
	       parser_is_word(p, parser_ahead(p, 1), "infile");
}

/* .RUN FILE = path: a script that is read as if it stood here. */
static void include_file(struct parser *p, uint32_t begin)
{
	uint32_t from, to;
	struct fact *fact;
	const char *bytes = p->lexer.bytes;

	parser_next(p);
	if (!ddl_accept_word(p, "file"))
		return;
	if (!parser_accept_kind(p, TOKEN_EQUALS))
		return;
	from = to = parser_peek(p)->offset;
	while (to < p->lexer.size && !strchr("\r\n\t ;,", bytes[to]))
		to++;
	if (to == from)
		return;
	fact = parser_fact(p, FACT_CALL, begin, to);
	fact->as.call.kind = NODE_FILE;
	fact->as.call.path =
		arena_strndup(p->analysis->arena, bytes + from, to - from);
	parser_deliver(p, fact);
}

/* The command's line ends here, or its ";" stands here. */
static uint32_t line_end(const struct parser *p, uint32_t at)
{
	const char *end = memchr(p->lexer.bytes + at, '\n', p->lexer.size - at);

	return end ? (uint32_t)(end - p->lexer.bytes) : p->lexer.size;
}

static bool begins_line(const struct parser *p)
{
	uint32_t at = parser_peek(p)->offset;

	while (at && strchr(" \t", p->lexer.bytes[at - 1]))
		at--;
	return !at || p->lexer.bytes[at - 1] == '\n' ||
	       p->lexer.bytes[at - 1] == ';';
}

bool teradata_command(struct parser *p)
{
	const struct token *next = parser_ahead(p, 1);
	uint32_t begin = parser_peek(p)->offset, end;

	if (!parser_at_kind(p, TOKEN_DOT) || next->kind != TOKEN_WORD ||
	    next->offset != begin + 1 || !begins_line(p))
		return false;
	parser_next(p);
	if (ends_with_semicolon(p)) {
		parser_skip_statement(p);
		return true;
	}
	end = line_end(p, begin);
	if (ddl_at_word(p, "run"))
		include_file(p, begin);
	parser_jump(p, end);
	return true;
}

/* --- what goes before statements ------------------------------------------ */

/* LOCK[ING] [TABLE | DATABASE | VIEW | ROW] [t] FOR | IN lock [MODE] [NOWAIT]
 */
static bool skip_locking(struct parser *p)
{
	if (!ddl_at_word(p, "locking") && !parser_at(p, KW_LOCK))
		return false;
	parser_next(p);
	while (!parser_at_end(p) && !parser_at(p, KW_FOR) &&
	       !parser_at(p, KW_IN))
		parser_next(p);
	if (!parser_accept(p, KW_FOR))
		parser_accept(p, KW_IN);
	if (!parser_at_end(p))
		parser_next(p); /* ACCESS, READ, WRITE, EXCLUSIVE, ... */
	parser_accept(p, KW_MODE);
	ddl_accept_word(p, "override");
	parser_accept(p, KW_NOWAIT);
	return true;
}

/* [CURRENT | SEQUENCED | NONSEQUENCED] VALIDTIME | TRANSACTIONTIME [PERIOD x]
 * [AS OF x] [AND ...] */
static bool skip_time(struct parser *p)
{
	static const char *const times[] = {"validtime", "transactiontime"};
	uint32_t n = parser_at(p, KW_CURRENT) || ddl_at_word(p, "sequenced") ||
		     ddl_at_word(p, "nonsequenced");
	bool found = false;

	for (size_t i = 0; i < G_N_ELEMENTS(times); i++)
		found |= parser_is_word(p, parser_ahead(p, n), times[i]);
	if (!found)
		return false;
	for (n++; n; n--)
		parser_next(p);
	while (!parser_at_end(p) &&
	       !(keyword_flags[parser_peek(p)->keyword] & KEYWORD_VERB &&
		 statement_reader_of((enum keyword)parser_peek(p)->keyword)) &&
	       !parser_at(p, KW_AND))
		parser_skip_one(p);
	parser_accept(p, KW_AND);
	return true;
}

/* USING (a INTEGER, b CHAR(3)): what :a and :b are. */
static bool skip_using(struct parser *p)
{
	if (!parser_at(p, KW_USING) || !parser_ahead_kind(p, 1, TOKEN_OPEN))
		return false;
	parser_next(p);
	parser_skip_parentheses(p);
	return true;
}

void teradata_skip_modifiers(struct parser *p)
{
	while (skip_locking(p) || skip_time(p) || skip_using(p))
		;
}

bool teradata_at_modifier(struct parser *p, uint32_t n)
{
	const struct token *token = parser_ahead(p, n);

	switch (token->keyword) {
	case KW_LOCK:
		return parser_ahead_at(p, n + 1, KW_ROW) ||
		       parser_ahead_at(p, n + 1, KW_TABLE);
	case KW_CURRENT:
		return parser_is_word(p, parser_ahead(p, n + 1), "validtime");
	default:
		return parser_is_word(p, token, "locking") ||
		       parser_is_word(p, token, "nonsequenced") ||
		       parser_is_word(p, token, "sequenced") ||
		       parser_is_word(p, token, "validtime");
	}
}

/* --- statements ----------------------------------------------------------- */

/* Words of the servers and of FastLoad that touch no rows. */
static bool is_quiet(const struct parser *p)
{
	static const char *const words[] = {
		"bt",	    "collect",	"define", "diagnostic", "dump",
		"errlimit", "et",	"give",	  "initiate",	"logging",
		"logoff",   "logon",	"modify", "quit",	"record",
		"restart",  "sessions", "sleep",  "tenacity",	"axsmod"};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (ddl_at_word(p, words[i]))
			return true;
	return parser_at(p, KW_END) || parser_at(p, KW_SHOW);
}

/* DATABASE d: names without one are its. */
static void read_database(struct parser *p)
{
	struct sql_name name;

	parser_next(p);
	if (parser_name(p, &name))
		p->schema = name.parts[0];
	parser_skip_statement(p);
}

/* At REPLACE: whether an object is created or replaced, and no rows are. */
static bool at_replace(struct parser *p)
{
	switch (parser_ahead(p, 1)->keyword) {
	case KW_VIEW:
	case KW_MACRO:
	case KW_PROCEDURE:
	case KW_FUNCTION:
	case KW_TRIGGER:
	case KW_TYPE:
	case KW_RECURSIVE:
		return parser_at(p, KW_REPLACE) &&
		       token_is_name(parser_ahead(p, 2));
	default:
		return false;
	}
}

bool teradata_statement(struct parser *p)
{
	bool deletes = parser_at(p, KW_DELETE);

	if (at_replace(p)) {
		read_create(p);
	} else if (parser_at(p, KW_BEGIN) &&
		   (parser_is_word(p, parser_ahead(p, 1), "loading") ||
		    parser_ahead_at(p, 1, KW_QUERY))) {
		parser_skip_statement(p);
	} else if (parser_at(p, KW_DATABASE)) {
		read_database(p);
	} else if (is_quiet(p) ||
		   (parser_at(p, KW_REPLACE) &&
		    parser_ahead_at(p, 1, KW_QUERY)) ||
		   (deletes && (parser_ahead_at(p, 1, KW_DATABASE) ||
				parser_ahead_at(p, 1, KW_USER)))) {
		parser_skip_statement(p);
	} else {
		return false;
	}
	return true;
}

bool teradata_at_dynamic(struct parser *p)
{
	uint32_t n = 1;

	if (parser_ahead_kind(p, 2, TOKEN_DOT))
		n = 3;
	if (!parser_is_word(p, parser_ahead(p, n), "sysexecsql") ||
	    !parser_ahead_kind(p, n + 1, TOKEN_OPEN))
		return false;
	for (n += 2; n; n--)
		parser_next(p);
	return true;
}

/* --- definitions ---------------------------------------------------------- */

bool teradata_table_word(struct parser *p)
{
	return parser_accept(p, KW_SET) || ddl_accept_word(p, "multiset") ||
	       parser_accept(p, KW_VOLATILE) || ddl_accept_word(p, "trace") ||
	       ddl_accept_word(p, "error") || ddl_accept_word(p, "nopi");
}

/* The offset of the parenthesis that closes the one that stands here,
 * whatever ";" is between; or the end. */
static uint32_t find_close(const struct parser *p)
{
	struct lexer lexer = p->lexer;
	struct token token;
	uint32_t depth = 0;

	lexer.offset = parser_peek(p)->offset;
	do {
		lexer_next(&lexer, &token);
		depth += token.kind == TOKEN_OPEN;
		if (token.kind == TOKEN_CLOSE && --depth == 0)
			return token.offset;
	} while (token.kind != TOKEN_END);
	return p->lexer.size;
}

void teradata_body(struct parser *p, const struct routine_owner *owner)
{
	uint32_t begin = parser_peek(p)->offset + 1, end = find_close(p);
	struct parser inside;

	if (!parser_enter(p)) {
		parser_skip_statement(p);
		return;
	}
	parser_init_inside(&inside, p, p->text, begin, end);
	inside.row_new = p->row_new;
	inside.row_old = p->row_old;
	routine_statements(&inside, owner);
	parser_release(&inside);
	parser_leave(p);
	parser_jump(p, end);
	parser_accept_kind(p, TOKEN_CLOSE);
}

void teradata_create_macro(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact =
		ddl_definition(p, OP_CREATE, NODE_ROUTINE, head->begin);
	struct object_name *object = &fact->as.definition.object;
	GPtrArray *parameters = g_ptr_array_new();
	struct routine_owner owner = {.object = object,
				      .parameters = parameters};

	fact->as.definition.flags = head->flags;
	ddl_attribute(p, fact, "kind", "macro");
	if (!ddl_name(p, &object->name)) {
		parser_unreadable(p, "a macro without a name");
	} else {
		object->arguments = ddl_routine_arguments(p, parameters);
		if (parser_accept(p, KW_AS) && parser_at_kind(p, TOKEN_OPEN))
			teradata_body(p, &owner);
		ddl_deliver(p, fact);
	}
	g_ptr_array_unref(parameters);
	parser_skip_statement(p);
}
