/*
 * Commands of SQL*Plus: lines of their own, of which "-" at the end makes
 * one with the next.
 *
 *	PROMPT text		SPOOL file		COLUMN c FORMAT a
 *	@file  @@file  START file
 *	EXEC p(1)
 */
#include <string.h>
#include <strings.h>

#include "analyzers/sql/ddl.h"
#include "analyzers/sql/routine.h"

/* The end of the command that begins at `offset`: of its line, or of the last
 * that "-" adds. */
static uint32_t command_end(const struct parser *p, uint32_t offset)
{
	const char *bytes = p->lexer.bytes;
	uint32_t size = p->lexer.size, at = offset, last;

	for (;;) {
		const char *newline = memchr(bytes + at, '\n', size - at);

		if (!newline)
			return size;
		at = (uint32_t)(newline - bytes);
		last = at;
		while (last > offset && g_ascii_isspace(bytes[last - 1]))
			last--;
		if (last == offset || bytes[last - 1] != '-')
			return at;
		at++;
	}
}

/* @file, @@file, START file: ".sql" is added where there is no suffix. */
static void include(struct parser *p, uint32_t begin, uint32_t end)
{
	const char *bytes = p->lexer.bytes, *path;
	uint32_t at = begin, stop;
	struct fact *fact;

	while (at < end && (bytes[at] == '@' || g_ascii_isspace(bytes[at])))
		at++;
	for (stop = at;
	     stop < end && !g_ascii_isspace(bytes[stop]) && bytes[stop] != ';';)
		stop++;
	if (stop == at)
		return;
	path = arena_strndup(p->analysis->arena, bytes + at, stop - at);
	if (!strchr(path, '.'))
		path = arena_printf(p->analysis->arena, "%s.sql", path);
	fact = parser_fact(p, FACT_CALL, begin, stop);
	fact->as.call.kind = NODE_FILE;
	fact->as.call.path = path;
	parser_deliver(p, fact);
}

/* EXEC p(1), EXEC :a := f(x): a statement of PL/SQL. */
static void run(struct parser *p, uint32_t begin, uint32_t end)
{
	struct statement statement;
	struct parser_mark mark;
	struct parser inside;
	struct sql_name name;
	uint32_t level;

	parser_init_inside(&inside, p, p->text, begin, end);
	if (!parser_ahead_kind(&inside, 1, TOKEN_ASSIGN)) {
		static const struct routine_owner nobody;
		struct routine routine;

		routine_begin(&routine, &inside, &nobody, false);
		routine_plpgsql_one(&routine);
		routine_finish(&routine);
		parser_release(&inside);
		return;
	}
	statement_begin(&inside, &statement, "exec");
	level = level_open(&inside, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	parser_next(&inside);
	parser_next(&inside);
	mark = parser_mark(&inside);
	if (parser_name(&inside, &name) && parser_at_end(&inside)) {
		statement_call(&inside, &name, 0, true);
	} else {
		parser_rewind(&inside, &mark);
		parser_expression(&inside, level, ROLE_SELECT, 0, NULL);
	}
	statement_finish(&inside);
	parser_release(&inside);
}

/* Words that begin a command, and no statement. */
static bool at_command(struct parser *p)
{
	static const char *const words[] = {
		"acc",	   "def",      "pro",	   "sho",	"spo",
		"undef",   "accept",   "audit",	   "noaudit",	"archive",
		"break",   "btitle",   "clear",	   "col",	"column",
		"compute", "conn",     "connect",  "define",	"disconnect",
		"exit",	   "host",     "pause",	   "print",	"prompt",
		"quit",	   "rem",      "remark",   "repfooter", "repheader",
		"show",	   "shutdown", "spool",	   "startup",	"store",
		"timing",  "ttitle",   "undefine", "var",	"variable",
		"whenever"};

	if (!parser_at_kind(p, TOKEN_WORD) ||
	    parser_ahead_kind(p, 1, TOKEN_ASSIGN))
		return false;
	if (parser_at(p, KW_SET))
		return !parser_ahead_at(p, 1, KW_TRANSACTION) &&
		       !parser_ahead_at(p, 1, KW_ROLE) &&
		       !parser_ahead_at(p, 1, KW_CONSTRAINT);
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (ddl_at_word(p, words[i]))
			return true;
	return false;
}

bool sqlplus_command(struct parser *p)
{
	const struct token *token = parser_peek(p);
	uint32_t begin = token->offset, word = begin + token->length;
	uint32_t end = command_end(p, begin);

	if (p->lexer.bytes[begin] == '@')
		include(p, begin, end);
	else if (p->lexer.bytes[begin] == '!' ||
		 (p->lexer.bytes[begin] == '$' && token->length == 1))
		; /* of the shell */
	else if (parser_at(p, KW_START) &&
		 !parser_ahead_at(p, 1, KW_TRANSACTION))
		include(p, word, end);
	else if ((parser_at(p, KW_EXEC) || parser_at(p, KW_EXECUTE)) &&
		 !parser_ahead_at(p, 1, KW_IMMEDIATE))
		run(p, word, end);
	else if (!at_command(p))
		return false;
	parser_jump(p, end);
	return true;
}
