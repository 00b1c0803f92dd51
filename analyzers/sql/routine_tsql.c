/*
 * T-SQL: batches and bodies, whose statements need nothing between them. A
 * statement ends where a word stands that can only begin another one; IF and
 * WHILE take one statement, or BEGIN ... END. A body goes on to the end of
 * its batch.
 */
#include <string.h>
#include <strings.h>

#include "analyzers/sql/ddl.h"
#include "analyzers/sql/query.h"
#include "analyzers/sql/routine.h"
#include "analyzers/sql/wrapper.h"

/* Words that no statement holds outside of parentheses and CASE. */
static const enum keyword verbs_and_merge[] = {
	KW_MERGE,    KW_BEGIN,	    KW_BREAK,	  KW_CLOSE,  KW_COMMIT,
	KW_CONTINUE, KW_DEALLOCATE, KW_DECLARE,	  KW_ELSE,   KW_END,
	KW_EXEC,     KW_EXECUTE,    KW_GO,	  KW_GOTO,   KW_IF,
	KW_OPEN,     KW_PRINT,	    KW_RAISERROR, KW_RETURN, KW_ROLLBACK,
	KW_SAVE,     KW_THROW,	    KW_TRUNCATE,  KW_USE,    KW_WAITFOR,
	KW_WHILE,    KW_NONE};

static const enum keyword *const verbs = verbs_and_merge + 1;

static bool at_batch_end(const struct parser *p)
{
	return parser_at_kind(p, TOKEN_END) ||
	       parser_at_kind(p, TOKEN_DELIMITER) || script_at_go(p);
}

static bool at_verb(const struct parser *p)
{
	uint8_t flags = keyword_flags[parser_peek(p)->keyword];

	return flags & KEYWORD_VERB && flags & KEYWORD_RESERVED &&
	       !parser_at(p, KW_CASE); /* which is no statement here */
}

/* Behind what is known of a statement, up to the next one. */
static void skip_rest(struct parser *p)
{
	while (!parser_at_end(p) && !at_verb(p))
		parser_skip_one(p);
}

/* A statement that is not read, and whose words may be any: it ends where a
 * line begins with a verb. */
static void skip_foreign(struct parser *p)
{
	const enum keyword *terminators = p->terminators;
	uint32_t line = parser_peek(p)->line;
	bool first = true, list; /* GRANT, and behind a comma: no verb */

	p->terminators = NULL;
	do {
		list = parser_at_kind(p, TOKEN_COMMA) || first;
		first = false;
		line = parser_peek(p)->line;
		parser_skip_one(p);
	} while (!parser_at_end(p) && !at_batch_end(p) &&
		 (parser_peek(p)->line == line || list ||
		  parser_at(p, KW_WITH) || parser_at(p, KW_MOVE) ||
		  !(keyword_flags[parser_peek(p)->keyword] & KEYWORD_VERB)));
	p->terminators = terminators;
}

/* --- blocks --------------------------------------------------------------- */

/* A statement is over: so are IF and WHILE that took it, unless ELSE goes
 * on. */
static void end_one(struct routine *routine)
{
	struct parser *p = routine->p;
	struct block *block;

	while ((block = routine_block(routine)) && block->kind != BLOCK_BEGIN) {
		bool elsewhere = parser_at_kind(p, TOKEN_SEMICOLON) &&
				 parser_ahead_at(p, 1, KW_ELSE);

		if (block->kind == BLOCK_IF && !block->otherwise &&
		    (elsewhere || parser_at(p, KW_ELSE))) {
			parser_accept_kind(p, TOKEN_SEMICOLON);
			parser_next(p);
			routine_branch(routine, true);
			return;
		}
		routine_pop(routine);
	}
}

/* IF UPDATE(a) OR UPDATE(b), of triggers. */
static void skip_update_tests(struct parser *p)
{
	while (parser_at(p, KW_UPDATE) && parser_ahead_kind(p, 1, TOKEN_OPEN)) {
		parser_next(p);
		parser_skip_parentheses(p);
		if (!parser_accept(p, KW_AND) && !parser_accept(p, KW_OR))
			return;
	}
}

/* One expression as a statement of its own. */
static void read_value(struct routine *routine, const char *verb)
{
	struct parser *p = routine->p;
	struct statement statement;
	uint32_t level = routine_inner(p, &statement, verb);

	skip_update_tests(p);
	if (!parser_at_end(p) && !at_verb(p))
		parser_expression(p, level, ROLE_SELECT, 0, NULL);
	routine_inner_finish(p, level);
}

static void body_condition(struct routine *routine, const char *verb,
			   enum block_kind kind)
{
	parser_next(routine->p);
	read_value(routine, verb);
	routine_open(routine, kind);
}

/* BEGIN [TRY | CATCH] | BEGIN TRAN [t]; false: it opened nothing. */
static bool body_begin(struct routine *routine)
{
	struct parser *p = routine->p;

	parser_next(p);
	ddl_accept_word(p, "distributed");
	if (ddl_accept_word(p, "tran") || parser_accept(p, KW_TRANSACTION)) {
		if (!parser_accept_kind(p, TOKEN_VARIABLE) &&
		    !parser_peek(p)->keyword)
			parser_identifier(p, NULL);
		if (parser_at(p, KW_WITH) && parser_ahead_at(p, 1, KW_NONE) &&
		    parser_ahead_kind(p, 2, TOKEN_STRING)) {
			parser_next(p); /* MARK 'x' */
			parser_next(p);
			parser_next(p);
		}
		return false;
	}
	if (parser_accept_two(p, KW_ATOMIC, KW_WITH))
		parser_skip_one(p);
	if (!ddl_accept_word(p, "try"))
		ddl_accept_word(p, "catch");
	routine_open(routine, BLOCK_BEGIN);
	return true;
}

static void body_end(struct routine *routine)
{
	struct parser *p = routine->p;
	struct block *block;

	parser_next(p);
	if (!ddl_accept_word(p, "try"))
		ddl_accept_word(p, "catch");
	while ((block = routine_block(routine)) && block->kind != BLOCK_BEGIN)
		routine_pop(routine);
	if (block)
		routine_pop(routine);
}

/* --- DECLARE and SET --- */

/* = expression, which the variable holds from here on. */
static void assign(struct routine *routine, const char *name)
{
	struct parser *p = routine->p;
	uint32_t begin = parser_peek(p)->offset;

	read_value(routine, "set");
	if (p->end > begin)
		fold_assign(&routine->fold, name,
			    fold_expression(&routine->fold, begin, p->end));
}

static const char *variable_name(struct parser *p)
{
	const char *name;

	if (!parser_at_kind(p, TOKEN_VARIABLE))
		return NULL;
	name = token_name(p->analysis->arena, &p->lexer, parser_peek(p));
	parser_next(p);
	return name;
}

/* [LOCAL | ...] CURSOR [options] FOR query */
static void read_cursor(struct routine *routine)
{
	struct parser *p = routine->p;

	while (!parser_at_end(p) && !at_verb(p) && !parser_at(p, KW_FOR))
		parser_next(p);
	if (parser_accept(p, KW_FOR) && !parser_at_end(p))
		routine_statement(routine, verbs);
	p->terminators = verbs;
}

/* @a [AS] type [= expression], @t TABLE (...), c CURSOR ... FOR query */
static void body_declare(struct routine *routine)
{
	struct parser *p = routine->p;

	parser_next(p);
	do {
		const char *name = variable_name(p);

		if (!name) {
			parser_identifier(p, NULL);
			read_cursor(routine);
			return;
		}
		parser_accept(p, KW_AS);
		if (parser_accept(p, KW_TABLE)) {
			parser_skip_one(p);
			continue;
		}
		parser_skip_type(p);
		parser_accept(p, KW_NOT);
		parser_accept(p, KW_NULL);
		if (parser_accept_kind(p, TOKEN_EQUALS))
			assign(routine, name);
		else
			fold_assign(&routine->fold, name, NULL);
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

/* SET @a = expression, SET @c = CURSOR FOR query, SET option ON */
static void body_set(struct routine *routine)
{
	struct parser *p = routine->p;
	const char *name;
	uint32_t begin;

	parser_next(p);
	name = variable_name(p);
	if (name && parser_at_kind(p, TOKEN_EQUALS)) {
		parser_next(p);
		if (parser_at(p, KW_CURSOR)) {
			read_cursor(routine);
			return;
		}
		assign(routine, name);
		return;
	}
	if (name && parser_at_kind(p, TOKEN_OPERATOR)) {
		parser_next(p);
		begin = parser_peek(p)->offset;
		read_value(routine, "set");
		fold_append(&routine->fold, name, begin, MAX(p->end, begin));
		return;
	}
	skip_rest(p);
}

/* --- EXEC --- */

/* [@p =] value [OUTPUT], ...: gives their number. */
static uint32_t read_arguments(struct parser *p)
{
	uint32_t n = 0;

	do {
		if (parser_at_end(p) || at_verb(p))
			break;
		if (parser_at_kind(p, TOKEN_VARIABLE) &&
		    parser_ahead_kind(p, 1, TOKEN_EQUALS)) {
			parser_next(p);
			parser_next(p);
		}
		if (parser_at_kind(p, TOKEN_OPERATOR))
			parser_next(p); /* a sign */
		if (parser_at_kind(p, TOKEN_SEMICOLON))
			break;
		parser_skip_one(p);
		n++;
		if (!parser_accept(p, KW_OUTPUT))
			ddl_accept_word(p, "out");
	} while (parser_accept_kind(p, TOKEN_COMMA));
	return n;
}

/* WITH RECOMPILE, WITH RESULT SETS (...), AS USER = 'x', AT server */
static void skip_options(struct parser *p)
{
	if (parser_at(p, KW_WITH)) {
		parser_next(p);
		parser_skip_one(p);
		if (ddl_accept_word(p, "sets"))
			parser_skip_one(p);
	}
	if (parser_accept(p, KW_AS)) {
		parser_next(p);
		if (parser_accept_kind(p, TOKEN_EQUALS))
			parser_skip_one(p);
	}
	if (parser_accept(p, KW_AT))
		parser_identifier(p, NULL);
}

/* A string that is run, up to a comma or the end. */
static void run_string(struct routine *routine)
{
	struct parser *p = routine->p;
	uint32_t begin = parser_peek(p)->offset;

	read_value(routine, "execute");
	if (p->end > begin)
		routine_run(p, &routine->fold, begin, p->end);
}

static bool runs_string(const struct sql_name *name)
{
	return g_ascii_strcasecmp(name->parts[name->n_parts - 1],
				  "sp_executesql") == 0;
}

/* A procedure and its arguments; sp_executesql runs the first. */
static void run_procedure(struct routine *routine)
{
	struct parser *p = routine->p;
	struct statement statement;
	uint32_t level = routine_inner(p, &statement, "exec"), n;
	struct sql_name name;

	if (parser_name(p, &name) && runs_string(&name)) {
		routine_inner_finish(p, level);
		if (parser_at_kind(p, TOKEN_VARIABLE) &&
		    parser_ahead_kind(p, 1, TOKEN_EQUALS)) {
			parser_next(p);
			parser_next(p);
		}
		run_string(routine);
		if (parser_accept_kind(p, TOKEN_COMMA))
			read_arguments(p);
		return;
	}
	if (name.n_parts) {
		uint32_t begin = parser_peek(p)->offset;

		tsql_mention_argument(p, &name);
		n = read_arguments(p);
		if (!tsql_is_system(&name)) {
			wrapper_call(p, &name, begin, p->end, false);
			statement_call(p, &name, n, true);
		}
	} else if (parser_at_kind(p, TOKEN_VARIABLE)) {
		parser_gap(p, REASON_DYNAMIC_SQL, parser_peek(p)->offset, NULL);
	}
	skip_options(p);
	if (!name.n_parts)
		skip_rest(p);
	routine_inner_finish(p, level);
}

/* Whether a batch begins with a call without EXEC: dbo.p 1, sp_help 't'. In a
 * string it may be prose, unless the name looks like a procedure's. */
static bool at_bare_call(struct parser *p)
{
	const struct token *token = parser_peek(p);
	uint32_t n = 0;

	if (!token_is_name(token) || token->kind == TOKEN_HOLE ||
	    keyword_flags[token->keyword] & KEYWORD_VERB)
		return false;
	while (n < 2 * SQL_NAME_PARTS && parser_ahead_kind(p, n + 1, TOKEN_DOT))
		n += 2;
	if (p->string &&
	    (parser_ahead(p, n)->length < 3 ||
	     strncasecmp(p->lexer.bytes + parser_ahead(p, n)->offset, "sp_",
			 3) != 0))
		return false;
	switch (parser_ahead(p, n + 1)->kind) {
	case TOKEN_STRING:
	case TOKEN_NUMBER:
	case TOKEN_VARIABLE:
	case TOKEN_SEMICOLON:
	case TOKEN_DELIMITER:
	case TOKEN_END:
		return true;
	default:
		return false;
	}
}

/* EXEC [@r =] p [@a =] x, ... | EXEC (string) | EXEC sp_executesql string */
static void body_execute(struct routine *routine)
{
	struct parser *p = routine->p;

	parser_next(p);
	if (parser_at_kind(p, TOKEN_VARIABLE) &&
	    parser_ahead_kind(p, 1, TOKEN_EQUALS)) {
		parser_next(p);
		parser_next(p);
	}
	if (parser_at_kind(p, TOKEN_OPEN)) {
		parser_next(p);
		run_string(routine);
		while (!parser_at_end(p) && !parser_accept_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
		skip_options(p);
		return;
	}
	run_procedure(routine);
}

/* --- the other statements --- */

/* RETURN [expression], RETURN [(] query [)] */
static void body_return(struct routine *routine)
{
	struct parser *p = routine->p;

	parser_next(p);
	if (parser_at(p, KW_SELECT) || parser_at(p, KW_WITH) ||
	    (parser_at_kind(p, TOKEN_OPEN) && query_in_parentheses(p)))
		routine_statement(routine, verbs);
	else if (!parser_at(p, KW_MERGE) && !parser_at_label(p))
		read_value(routine, "return");
}

/* PRINT x, RAISERROR (x, ...) [WITH option], THROW [n, x, m] */
static void body_message(struct routine *routine)
{
	struct parser *p = routine->p;

	parser_next(p);
	do
		read_value(routine, "print");
	while (parser_accept_kind(p, TOKEN_COMMA));
	if (parser_at(p, KW_WITH) && !parser_ahead_kind(p, 2, TOKEN_OPEN) &&
	    !parser_ahead_at(p, 2, KW_AS)) {
		parser_next(p);
		do
			parser_next(p);
		while (parser_accept_kind(p, TOKEN_COMMA));
	}
}

/* COMMIT | ROLLBACK | SAVE [TRAN | TRANSACTION | WORK] [name] */
static void body_transaction(struct parser *p)
{
	parser_next(p);
	if (!ddl_accept_word(p, "tran") && !ddl_accept_word(p, "work") &&
	    !parser_accept(p, KW_TRANSACTION))
		return;
	if (!parser_accept_kind(p, TOKEN_VARIABLE) &&
	    parser_at_kind(p, TOKEN_WORD) && !parser_peek(p)->keyword &&
	    !parser_at_label(p))
		parser_next(p);
}

/* FETCH [NEXT | ...] [FROM] c [INTO @a, @b]; OPEN c; CLOSE c */
static void body_cursor(struct parser *p)
{
	parser_next(p);
	skip_rest(p);
}

/* TRUNCATE TABLE t [WITH (PARTITIONS (...))] */
static void body_truncate(struct parser *p)
{
	struct statement statement;
	uint32_t level = routine_inner(p, &statement, "truncate");
	struct sql_name name;

	parser_next(p);
	parser_accept(p, KW_TABLE);
	if (parser_name(p, &name))
		level_target(p, level, &name, OP_TRUNCATE);
	if (parser_at(p, KW_WITH) && parser_ahead_kind(p, 1, TOKEN_OPEN)) {
		parser_next(p);
		parser_skip_parentheses(p);
	}
	routine_inner_finish(p, level);
}

/* BULK INSERT t FROM 'file' [WITH (...)] */
static void body_bulk(struct routine *routine)
{
	struct parser *p = routine->p;
	struct statement statement;
	uint32_t level = routine_inner(p, &statement, "bulk insert");
	struct sql_name name;

	parser_next(p);
	parser_next(p);
	if (parser_name(p, &name))
		level_target(p, level, &name, OP_COPY);
	if (parser_accept(p, KW_FROM))
		parser_skip_one(p);
	if (parser_accept(p, KW_WITH))
		parser_skip_one(p);
	routine_inner_finish(p, level);
}

/* CREATE | ALTER of something with a body: it goes on to the batch's end. */
static bool has_body(struct parser *p)
{
	for (uint32_t n = 1; n <= 3; n++) {
		const struct token *token = parser_ahead(p, n);

		if (token->keyword == KW_PROCEDURE ||
		    token->keyword == KW_FUNCTION ||
		    token->keyword == KW_TRIGGER || token->keyword == KW_VIEW)
			return true;
		if (parser_is_word(p, token, "proc"))
			return true;
	}
	return false;
}

/* What @a is made of in SELECT @a = x, @b += y FROM ... */
struct assigned {
	const char *name;
	uint32_t begin, end;
	bool append;
};

/* Behind an expression of SELECT; the words of CASE end nothing. */
static void skip_value(struct parser *p)
{
	unsigned depth = 0;

	while (!token_ends_statement(parser_peek(p)) &&
	       (depth || (!parser_at_end(p) && !at_verb(p) &&
			  !parser_at_kind(p, TOKEN_COMMA) &&
			  !parser_at(p, KW_FROM) && !parser_at(p, KW_WHERE)))) {
		depth += parser_at(p, KW_CASE);
		depth -= parser_at(p, KW_END);
		parser_skip_one(p);
	}
}

/* At SELECT: the variables that it sets, at most `size` of them, by a look
 * ahead; the statement itself is not taken. */
static uint32_t find_assigned(struct parser *p, struct assigned *assigned,
			      uint32_t size)
{
	struct parser_mark mark = parser_mark(p);
	uint32_t n = 0;

	do {
		parser_next(p);
		if (!parser_at_kind(p, TOKEN_VARIABLE))
			break;
		assigned[n].name = variable_name(p);
		assigned[n].append = parser_at_kind(p, TOKEN_OPERATOR);
		if (!assigned[n].append && !parser_at_kind(p, TOKEN_EQUALS))
			break;
		parser_next(p);
		assigned[n].begin = parser_peek(p)->offset;
		skip_value(p);
		assigned[n].end = p->end;
	} while (++n < size && parser_at_kind(p, TOKEN_COMMA));
	parser_rewind(p, &mark);
	return n;
}

static void body_select(struct routine *routine)
{
	struct assigned assigned[8];
	struct parser *p = routine->p;
	uint32_t n = 0;

	if (parser_ahead_kind(p, 1, TOKEN_VARIABLE))
		n = find_assigned(p, assigned, G_N_ELEMENTS(assigned));
	routine_statement(routine, verbs_and_merge);
	p->terminators = verbs;
	for (uint32_t i = 0; i < n; i++) {
		if (assigned[i].append)
			fold_append(&routine->fold, assigned[i].name,
				    assigned[i].begin, assigned[i].end);
		else
			fold_assign(&routine->fold, assigned[i].name,
				    fold_expression(&routine->fold,
						    assigned[i].begin,
						    assigned[i].end));
	}
}

/* Whether the word begins a statement behind a definition, at the beginning
 * of a line: what ALTER TABLE goes on with are other words. */
static bool begins_next(struct parser *p, bool as)
{
	switch (parser_peek(p)->keyword) {
	case KW_ALTER:
	case KW_DROP:
		return !parser_ahead_at(p, 1, KW_COLUMN) &&
		       !parser_ahead_at(p, 1, KW_CONSTRAINT) &&
		       parser_ahead(p, 1)->keyword != KW_NONE;
	case KW_SET: /* but not ON DELETE SET NULL, ALTER TABLE t SET (...) */
		return !parser_ahead_at(p, 1, KW_NULL) &&
		       !parser_ahead_at(p, 1, KW_DEFAULT) &&
		       !parser_ahead_kind(p, 1, TOKEN_OPEN);
	case KW_CREATE:
	case KW_GRANT:
	case KW_INSERT:
	case KW_MERGE:
	case KW_UPDATE:
	case KW_DELETE:
		return true;
	case KW_SELECT:
		return !as;
	default:
		return ddl_at_word(p, "deny") || ddl_at_word(p, "dbcc");
	}
}

/* At IF EXISTS of DROP, where IF ends no statement. */
static bool at_if_exists(struct parser *p)
{
	return parser_at(p, KW_IF) && parser_ahead_at(p, 1, KW_EXISTS) &&
	       token_is_name(parser_ahead(p, 2));
}

/* Where the next statement begins behind a definition without a body, or the
 * end of the text. */
static uint32_t find_next_statement(struct parser *p)
{
	struct parser_mark mark = parser_mark(p);
	uint32_t line = parser_peek(p)->line, next = p->lexer.size;

	bool as = false;

	for (parser_next(p); !parser_at_end(p) || at_if_exists(p);
	     parser_skip_one(p)) {
		if (parser_peek(p)->line != line && begins_next(p, as)) {
			next = parser_peek(p)->offset;
			break;
		}
		as = parser_at(p, KW_AS);
		line = parser_peek(p)->line;
	}
	parser_rewind(p, &mark);
	return next;
}

/* CREATE, ALTER, DROP of what has no body. */
static void body_definition(struct routine *routine)
{
	struct parser *p = routine->p;
	uint32_t begin = parser_peek(p)->offset, size = p->lexer.size;
	uint32_t next = find_next_statement(p);

	if (next < size) {
		p->lexer.size = next;
		parser_jump(p, begin);
	}
	routine_statement(routine, verbs);
	p->terminators = verbs;
	if (next < size && parser_at_kind(p, TOKEN_END)) {
		p->lexer.size = size;
		parser_jump(p, next);
	}
	p->lexer.size = size;
}

static void body_plain(struct routine *routine)
{
	struct parser *p = routine->p;
	const enum keyword *terminators = verbs_and_merge;

	switch (parser_peek(p)->keyword) {
	case KW_SELECT:
		body_select(routine);
		return;
	case KW_CREATE:
	case KW_ALTER:
	case KW_DROP:
		if ((parser_at(p, KW_ALTER) &&
		     parser_ahead_at(p, 1, KW_DATABASE)) ||
		    parser_is_word(p, parser_ahead(p, 1), "security")) {
			parser_next(p);
			skip_foreign(p);
			return;
		}
		if (!has_body(p) || parser_at(p, KW_DROP)) {
			body_definition(routine);
			return;
		}
		terminators = NULL;
		break;
	case KW_MERGE:
	case KW_WITH:
		terminators = verbs;
		break;
	default:
		break;
	}
	routine_statement(routine, terminators);
	p->terminators = verbs;
}

static bool accept_label(struct parser *p)
{
	if (!parser_at_label(p))
		return false;
	parser_next(p);
	parser_next(p);
	return true;
}

/* One statement, or what opens a block; false: nothing is over by it. */
static bool body_one(struct routine *routine)
{
	struct parser *p = routine->p;

	if (tsql_conversation(p))
		return true;
	switch (parser_peek(p)->keyword) {
	case KW_IF:
		body_condition(routine, "if", BLOCK_IF);
		return false;
	case KW_WHILE:
		body_condition(routine, "while", BLOCK_LOOP);
		return false;
	case KW_BEGIN:
		return !body_begin(routine);
	case KW_END:
		body_end(routine);
		return true;
	case KW_ELSE:
		parser_next(p);
		return false;
	case KW_DECLARE:
		body_declare(routine);
		return true;
	case KW_SET:
		if (p->string && token_is_name(parser_ahead(p, 1)) &&
		    parser_ahead_kind(p, 2, TOKEN_EQUALS))
			break; /* a fragment of UPDATE */
		body_set(routine);
		return true;
	case KW_EXEC:
	case KW_EXECUTE:
		body_execute(routine);
		return true;
	case KW_RETURN:
		body_return(routine);
		return true;
	case KW_PRINT:
	case KW_RAISERROR:
	case KW_THROW:
		body_message(routine);
		return true;
	case KW_COMMIT:
	case KW_ROLLBACK:
	case KW_SAVE:
		body_transaction(p);
		return true;
	case KW_FETCH:
	case KW_OPEN:
	case KW_CLOSE:
	case KW_DEALLOCATE:
		body_cursor(p);
		return true;
	case KW_WAITFOR:
		tsql_wait(p);
		return true;
	case KW_GOTO:
	case KW_USE:
		parser_next(p);
		parser_skip_one(p);
		return true;
	case KW_BREAK:
	case KW_CONTINUE:
		parser_next(p);
		return true;
	case KW_TRUNCATE:
		body_truncate(p);
		return true;
	case KW_BULK:
		if (!parser_ahead_at(p, 1, KW_INSERT))
			break;
		body_bulk(routine);
		return true;
	case KW_GRANT:
	case KW_REVOKE:
		skip_foreign(p);
		return true;
	case KW_UPDATE: /* UPDATE STATISTICS t */
		if (!parser_is_word(p, parser_ahead(p, 1), "statistics") ||
		    parser_ahead_at(p, 2, KW_SET))
			break;
		parser_next(p);
		skip_foreign(p);
		return true;
	default:
		break;
	}
	if (parser_ahead_at(p, 1, KW_TRIGGER) &&
	    (parser_at(p, KW_ENABLE) || parser_at(p, KW_DISABLE)))
		parser_next(p);
	if (parser_at(p, KW_TRIGGER) || ddl_at_word(p, "deny") ||
	    ddl_at_word(p, "dbcc") || ddl_at_word(p, "backup") ||
	    ddl_at_word(p, "restore") || ddl_at_word(p, "reconfigure") ||
	    ddl_at_word(p, "revert"))
		skip_foreign(p);
	else
		body_plain(routine);
	return true;
}

void routine_tsql(struct parser *p, const struct routine_owner *owner)
{
	static const struct routine_owner nobody;
	struct routine routine;
	bool one = p->one;

	routine_begin(&routine, p, owner ? owner : &nobody, false);
	p->routine = routine.outer; /* variables cannot be mistaken */
	p->terminators = verbs;
	p->one = true;
	if (!owner && at_bare_call(p)) {
		run_procedure(&routine);
		end_one(&routine);
	}
	while (!at_batch_end(p)) {
		uint32_t begin = parser_peek(p)->offset;

		if (parser_accept_kind(p, TOKEN_SEMICOLON) || accept_label(p))
			continue;
		if (p->script && parser_at_kind(p, TOKEN_BACKSLASH))
			break;
		if (body_one(&routine))
			end_one(&routine);
		if (parser_peek(p)->offset == begin && !at_batch_end(p))
			parser_next(p);
	}
	p->one = one;
	routine_finish(&routine);
}
