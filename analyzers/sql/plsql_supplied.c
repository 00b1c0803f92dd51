/*
 * Procedures that Oracle brings along and that run, call or write what their
 * arguments say:
 *
 *	DBMS_SQL.PARSE (c, 'statement', ...)
 *	DBMS_UTILITY.EXEC_DDL_STATEMENT ('statement')
 *	DBMS_SCHEDULER.CREATE_JOB (..., job_action => 'BEGIN ... END;' | 'p')
 *	DBMS_JOB.SUBMIT (j, 'p;', ...)
 *	DBMS_PARALLEL_EXECUTE.RUN_TASK ('t', 'statement', ...)
 *	DBMS_MVIEW.REFRESH ('a, b')
 */
#include <string.h>
#include <strings.h>

#include "analyzers/sql/ddl.h"
#include "analyzers/sql/routine.h"

enum use {
	USE_RUN,  /* a string that is run */
	USE_BODY, /* the same, of PL/SQL: p; or BEGIN ... END; */
	USE_JOB,  /* the same, or a procedure's name: the one before says */
	USE_LIST, /* names of relations that are filled anew */
};

struct supplied {
	const char *package, *procedure;
	uint32_t argument; /* from 0 */
	const char *name;  /* of the argument: name => value */
	enum use use;
};

static const struct supplied procedures[] = {
	{"dbms_sql", "parse", 1, "statement", USE_RUN},
	{"dbms_utility", "exec_ddl_statement", 0, "parse_string", USE_RUN},
	{"dbms_parallel_execute", "run_task", 1, "sql_stmt", USE_RUN},
	{"dbms_job", "submit", 1, "what", USE_BODY},
	{"dbms_job", "isubmit", 1, "what", USE_BODY},
	{"dbms_job", "what", 1, "what", USE_BODY},
	{"dbms_scheduler", "create_job", 2, "job_action", USE_JOB},
	{"dbms_scheduler", "create_program", 2, "program_action", USE_JOB},
	{"dbms_mview", "refresh", 0, "list", USE_LIST},
	{"dbms_snapshot", "refresh", 0, "list", USE_LIST},
};

static const struct supplied *find(const struct sql_name *name)
{
	if (name->n_parts < 2)
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(procedures); i++)
		if (strcasecmp(name->parts[name->n_parts - 2],
			       procedures[i].package) == 0 &&
		    strcasecmp(name->parts[name->n_parts - 1],
			       procedures[i].procedure) == 0)
			return &procedures[i];
	return NULL;
}

static bool at_end(const struct parser *p)
{
	return token_ends_statement(parser_peek(p));
}

static bool at_arrow(const struct parser *p, const struct token *token)
{
	return token->kind == TOKEN_OPERATOR && token->length == 2 &&
	       memcmp(p->lexer.bytes + token->offset, "=>", 2) == 0;
}

/* What one argument is. */
struct argument {
	uint32_t begin, end;
	struct token first; /* its first token */
};

/* At the first token behind the parenthesis: the argument, found by its name
 * or its place; the parser stands behind the last. Also whether any argument
 * is the string 'STORED_PROCEDURE'. */
static bool find_argument(struct parser *p, const struct supplied *supplied,
			  struct argument *found, bool *procedure)
{
	static const char stored[] = "'STORED_PROCEDURE'";
	bool any = false;

	for (uint32_t n = 0; !at_end(p); n++) {
		bool named = at_arrow(p, parser_ahead(p, 1));
		bool wanted = named ? ddl_at_word(p, supplied->name)
				    : n == supplied->argument;

		if (named) {
			parser_next(p);
			parser_next(p);
		}
		if (parser_peek(p)->length == strlen(stored) &&
		    strncasecmp(p->lexer.bytes + parser_peek(p)->offset, stored,
				strlen(stored)) == 0)
			*procedure = true;
		if (wanted) {
			found->first = *parser_peek(p);
			found->begin = found->first.offset;
		}
		while (!at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
		       !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
		if (wanted)
			found->end = p->end;
		any |= wanted;
		if (!parser_accept_kind(p, TOKEN_COMMA))
			break;
	}
	return any && found->end > found->begin;
}

/* 'a, s.b': relations that are filled anew. */
static void refresh(struct parser *p, const struct token *string)
{
	struct statement statement;
	struct text text;
	struct parser inside;
	uint32_t level = routine_inner(p, &statement, "refresh");
	struct sql_name name;

	parser_string_text(p, string, &text);
	parser_init_inside(&inside, p, &text, 0, (uint32_t)text.size);
	do {
		if (!parser_name(&inside, &name))
			break;
		level_target(p, level, &name, OP_REFRESH);
	} while (parser_accept_kind(&inside, TOKEN_COMMA));
	parser_release(&inside);
	text_release(&text);
	routine_inner_finish(p, level);
}

static void call(struct parser *p, const struct token *string)
{
	struct statement statement;
	uint32_t level = routine_inner(p, &statement, "call");
	struct sql_name name;

	if (parser_name_in_string(p, string, &name))
		statement_call(p, &name, 0, true);
	routine_inner_finish(p, level);
}

/* Statements of PL/SQL. */
static void run_body(struct parser *p, const struct token *string)
{
	static const struct routine_owner nobody;
	struct routine routine;
	struct text text;
	struct parser inside;

	if (p->depth >= PARSER_DEPTH_MAX / 4)
		return;
	parser_string_text(p, string, &text);
	parser_init_inside(&inside, p, &text, 0, (uint32_t)text.size);
	inside.routine = NULL;
	routine_begin(&routine, &inside, &nobody, false);
	while (!parser_at_kind(&inside, TOKEN_END)) {
		uint32_t begin = parser_peek(&inside)->offset;

		routine_plpgsql_one(&routine);
		if (parser_peek(&inside)->offset == begin &&
		    !parser_at_kind(&inside, TOKEN_END))
			parser_next(&inside);
	}
	routine_finish(&routine);
	parser_release(&inside);
	text_release(&text);
}

bool plsql_supplied(struct routine *routine, const struct sql_name *name)
{
	const struct supplied *supplied = find(name);
	struct parser *p = routine->p;
	struct argument argument = {0};
	bool procedure = false;

	if (!supplied)
		return false;
	parser_next(p);
	if (!find_argument(p, supplied, &argument, &procedure))
		return true;
	if (supplied->use == USE_LIST) {
		if (argument.first.kind == TOKEN_STRING)
			refresh(p, &argument.first);
		else
			parser_gap(p, REASON_DYNAMIC_SQL, argument.begin,
				   "REFRESH of a variable's views");
	} else if (supplied->use == USE_JOB && procedure) {
		if (argument.first.kind == TOKEN_STRING)
			call(p, &argument.first);
	} else if (supplied->use != USE_RUN &&
		   argument.first.kind == TOKEN_STRING &&
		   argument.end ==
			   argument.first.offset + argument.first.length) {
		run_body(p, &argument.first);
	} else {
		routine_run(p, &routine->fold, argument.begin, argument.end);
	}
	while (!at_end(p))
		parser_skip_one(p);
	return true;
}
