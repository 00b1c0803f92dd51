/*
 * Bodies in PL/pgSQL, from the first DECLARE or BEGIN to the end of the
 * stretch. One loop; what is open is on the routine's stack of blocks.
 */
#include <string.h>

#include "analyzers/sql/ddl.h"
#include "analyzers/sql/query.h"
#include "analyzers/sql/routine.h"

static const enum keyword then_words[] = {KW_THEN, KW_NONE};
static const enum keyword when_words[] = {KW_WHEN, KW_NONE};
static const enum keyword loop_words[] = {KW_LOOP, KW_NONE};
static const enum keyword execute_words[] = {KW_BULK, KW_INTO, KW_USING,
					     KW_LOOP, KW_NONE};

static bool at_end(const struct parser *p)
{
	return token_ends_statement(parser_peek(p));
}

static void skip_to_end(struct parser *p)
{
	while (!at_end(p))
		parser_skip_one(p);
}

/* An operator of one or two bytes. */
static bool at_operator(const struct parser *p, const char *operator)
{
	const struct token *token = parser_peek(p);

	return token->kind == TOKEN_OPERATOR &&
	       token->length == strlen(operator) &&
	       memcmp(p->lexer.bytes + token->offset, operator,
		      token->length) == 0;
}

static bool at_assignment(const struct parser *p)
{
	return parser_at_kind(p, TOKEN_ASSIGN) ||
	       parser_at_kind(p, TOKEN_EQUALS);
}

/* --- DECLARE -------------------------------------------------------------- */

/* [ [ NO ] SCROLL ] CURSOR [ (a type, ...) ] { FOR | IS } query: behind the
 * name; false, and nothing taken, if none. */
static bool body_cursor(struct routine *routine)
{
	struct parser *p = routine->p;

	if (!parser_at(p, KW_CURSOR) && !parser_ahead_at(p, 1, KW_CURSOR) &&
	    !parser_ahead_at(p, 2, KW_CURSOR))
		return false;
	while (!at_end(p) && !parser_accept(p, KW_CURSOR))
		parser_next(p);
	if (parser_accept_kind(p, TOKEN_OPEN)) {
		while (!at_end(p) && !parser_at_kind(p, TOKEN_CLOSE)) {
			routine_declare(routine, parser_identifier(p, NULL));
			while (!at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
			       !parser_at_kind(p, TOKEN_CLOSE))
				parser_skip_one(p);
			parser_accept_kind(p, TOKEN_COMMA);
		}
		parser_accept_kind(p, TOKEN_CLOSE);
	}
	if (parser_accept(p, KW_FOR) || parser_accept(p, KW_IS))
		routine_statement(routine, NULL);
	return true;
}

/* type [ COLLATE c ] [ NOT NULL ]: the type may mention a table. */
static void body_type(struct routine *routine)
{
	struct parser *p = routine->p;
	struct statement statement;
	uint32_t level = routine_inner(p, &statement, "declare");

	parser_skip_type(p);
	routine_inner_finish(p, level);
	while (!at_end(p) && !parser_at(p, KW_DEFAULT) && !at_assignment(p))
		parser_skip_one(p);
}

/* name [ CONSTANT ] type [ { DEFAULT | := | = } expression ]; */
void routine_plpgsql_declaration(struct routine *routine)
{
	struct parser *p = routine->p;
	const char *name = parser_identifier(p, NULL);

	routine_declare(routine, name);
	if (!name || parser_at(p, KW_ALIAS) || body_cursor(routine)) {
		skip_to_end(p);
		return;
	}
	parser_accept(p, KW_CONSTANT);
	body_type(routine);
	if (at_end(p)) {
		fold_assign(&routine->fold, name, NULL);
		return;
	}
	parser_next(p);
	routine_assign(routine, name, NULL);
}

/* DECLARE up to BEGIN. The word may be written again before each name. */
static void body_declarations(struct routine *routine)
{
	struct parser *p = routine->p;

	routine->declaring = true;
	routine->declared = routine->names->len;
	while (!parser_at_kind(p, TOKEN_END) &&
	       !parser_at_kind(p, TOKEN_DELIMITER) && !parser_at(p, KW_BEGIN)) {
		if (parser_accept(p, KW_DECLARE) ||
		    parser_accept_kind(p, TOKEN_SEMICOLON))
			continue;
		if (routine_plsql_declaration(routine))
			continue;
		routine_plpgsql_declaration(routine);
		skip_to_end(p);
	}
}

/* --- control -------------------------------------------------------------- */

/* Behind WHEN, ELSIF: an expression up to THEN. In the EXCEPTION part of a
 * block it is a list of conditions. */
static void body_when(struct routine *routine)
{
	struct parser *p = routine->p;
	struct block *block = routine_block(routine);

	routine_branch(routine, false);
	if (block && block->kind == BLOCK_BEGIN)
		while (!at_end(p) && !parser_at(p, KW_THEN))
			parser_skip_one(p);
	else
		routine_expression(routine, "if", then_words);
	parser_accept(p, KW_THEN);
}

static void body_if(struct routine *routine)
{
	parser_next(routine->p);
	routine_expression(routine, "if", then_words);
	parser_accept(routine->p, KW_THEN);
	routine_open(routine, BLOCK_IF);
}

static void body_case(struct routine *routine)
{
	parser_next(routine->p);
	routine_expression(routine, "case", when_words);
	routine_open(routine, BLOCK_CASE);
}

static void body_run(struct routine *routine);

/* EXECUTE [ IMMEDIATE ] string [ USING a, b ]: of FOR, OPEN and RETURN QUERY,
 * too. */
static void body_execute(struct routine *routine)
{
	struct parser *p = routine->p;

	parser_next(p);
	if (parser_ahead_kind(p, 1, TOKEN_STRING) ||
	    parser_ahead_kind(p, 1, TOKEN_WORD))
		parser_accept(p, KW_IMMEDIATE);
	body_run(routine);
}

/* The string itself, and what follows it. */
static void body_run(struct routine *routine)
{
	struct parser *p = routine->p;
	uint32_t begin;

	routine_execute(routine, execute_words);
	begin = parser_peek(p)->offset;
	while (!at_end(p) && !parser_at(p, KW_LOOP)) {
		if (parser_accept(p, KW_USING)) {
			routine_expression(routine, "execute", execute_words);
		} else {
			parser_next(p);
			while (!at_end(p) && !parser_at(p, KW_USING) &&
			       !parser_at(p, KW_LOOP))
				parser_skip_one(p);
		}
	}
	routine_forget_into(routine, begin, MAX(p->end, begin));
}

/* FETCH c INTO a; GET DIAGNOSTICS a = ROW_COUNT; ... */
static void body_skip(struct routine *routine)
{
	struct parser *p = routine->p;
	uint32_t begin = parser_peek(p)->offset;

	skip_to_end(p);
	routine_forget_into(routine, begin, MAX(p->end, begin));
}

/* At "(SELECT ...)..9": a range of integers whose first is a query. */
static bool at_range(struct parser *p)
{
	struct parser_mark mark = parser_mark(p);
	bool range;

	if (!parser_at_kind(p, TOKEN_OPEN))
		return false;
	parser_skip_parentheses(p);
	range = parser_at_kind(p, TOKEN_DOT) || at_operator(p, "..");
	parser_rewind(p, &mark);
	return range;
}

/* Behind IN: a query, EXECUTE, a cursor, or a range of integers. */
static void body_loop_source(struct routine *routine)
{
	struct parser *p = routine->p;

	if (parser_at(p, KW_EXECUTE))
		body_execute(routine);
	else if (!at_range(p) &&
		 (parser_at_query(p) || query_in_parentheses(p) ||
		  parser_at(p, KW_INSERT) || parser_at(p, KW_UPDATE) ||
		  parser_at(p, KW_DELETE) || parser_at(p, KW_MERGE)))
		routine_statement(routine, loop_words);
	else {
		if (routine_at_variable(routine))
			parser_next(p); /* a cursor, which is no call */
		routine_expression(routine, "for", loop_words);
	}
}

/* How many variables of a loop are remembered. */
#define MAX_LOOP_NAMES 16

/* The variables of a loop up to IN; SLICE, which makes arrays of them. */
static uint32_t loop_names(struct routine *routine, const char **names,
			   bool *sliced)
{
	struct parser *p = routine->p;
	uint32_t n = 0;

	while (!at_end(p) && !parser_at(p, KW_IN) && !parser_at(p, KW_LOOP)) {
		const char *name = parser_identifier(p, NULL);

		if (!name) {
			parser_skip_one(p);
			continue;
		}
		*sliced |= parser_at_kind(p, TOKEN_NUMBER);
		routine_declare(routine, name);
		fold_forget(&routine->fold, name);
		if (n < MAX_LOOP_NAMES && !parser_at_kind(p, TOKEN_NUMBER))
			names[n++] = name;
	}
	return n;
}

/* FOR a, b IN ... LOOP; FOREACH a [ SLICE n ] IN ARRAY e LOOP */
static void body_for(struct routine *routine)
{
	struct parser *p = routine->p;
	struct fold *fold = &routine->fold;
	guint declared = routine->names->len;
	const char *names[MAX_LOOP_NAMES];
	uint32_t n, begin;
	bool sliced = false, array, query;

	parser_next(p);
	n = loop_names(routine, names, &sliced);
	if (parser_accept(p, KW_IN)) {
		array = parser_accept(p, KW_ARRAY);
		parser_accept(p, KW_REVERSE);
		begin = parser_peek(p)->offset;
		query = !parser_at(p, KW_EXECUTE);
		body_loop_source(routine);
		if (array && !sliced && n == 1)
			fold_assign(
				fold, names[0],
				fold_elements(fold, fold_expression(fold, begin,
								    p->end)));
		else if (query && !array)
			routine_assign_columns(routine, names, n,
					       fold_query(fold, begin, p->end));
	}
	parser_accept(p, KW_LOOP);
	routine_open(routine, BLOCK_LOOP);
	routine_block(routine)->shadowed = declared;
}

static void body_while(struct routine *routine)
{
	parser_next(routine->p);
	routine_expression(routine, "while", loop_words);
	parser_accept(routine->p, KW_LOOP);
	routine_open(routine, BLOCK_LOOP);
}

/* EXIT [ label ] [ WHEN expression ], CONTINUE alike. */
static void body_exit(struct routine *routine)
{
	struct parser *p = routine->p;

	parser_next(p);
	while (!at_end(p) && !parser_accept(p, KW_WHEN))
		parser_skip_one(p);
	routine_expression(routine, "exit", NULL);
}

/* --- statements ----------------------------------------------------------- */

/* RETURN [ expression ], RETURN NEXT expression, RETURN QUERY query. */
static void body_return(struct routine *routine)
{
	struct parser *p = routine->p;

	parser_next(p);
	parser_accept(p, KW_NEXT);
	if (parser_accept(p, KW_QUERY)) {
		if (parser_at(p, KW_EXECUTE))
			body_execute(routine);
		else
			routine_statement(routine, NULL);
	} else if (parser_at_query(p) && !parser_at_kind(p, TOKEN_OPEN)) {
		routine_statement(routine, NULL);
	} else {
		routine_expression(routine, "return", NULL);
	}
}

/* OPEN c [ NO ] [ SCROLL ] FOR query; OPEN c FOR EXECUTE string; OPEN c (a) */
static void body_open(struct routine *routine)
{
	struct parser *p = routine->p;

	parser_next(p);
	parser_identifier(p, NULL);
	if (parser_at_kind(p, TOKEN_OPEN)) {
		routine_expression(routine, "open", NULL);
		return;
	}
	while (!at_end(p) && !parser_accept(p, KW_FOR))
		parser_skip_one(p);
	if (parser_at(p, KW_EXECUTE))
		body_execute(routine);
	else if (parser_at_query(p) || parser_at(p, KW_WITH) ||
		 parser_at_kind(p, TOKEN_OPEN))
		routine_statement(routine, NULL);
	else if (!at_end(p))
		body_run(routine); /* Oracle: OPEN c FOR string */
}

/* name := expression, name.field[1] = expression; false, and nothing taken,
 * if no assignment stands here. */
static bool body_assignment(struct routine *routine)
{
	struct parser *p = routine->p;
	struct parser_mark mark = parser_mark(p);
	struct sql_name name;
	bool part = false;

	if (!parser_name(p, &name))
		return false;
	while (parser_at_kind(p, TOKEN_OPEN_BRACKET)) {
		while (!at_end(p) &&
		       !parser_accept_kind(p, TOKEN_CLOSE_BRACKET))
			parser_next(p);
		part = true;
	}
	if (!at_assignment(p)) {
		parser_rewind(p, &mark);
		return false;
	}
	parser_next(p);
	if (routine_is_row(&name)) {
		routine_assign_row(routine, &name);
		return true;
	}
	part |= name.n_parts > 1;
	if (part)
		fold_forget(&routine->fold, name.parts[0]);
	routine_assign(routine, part ? NULL : name.parts[0], NULL);
	return true;
}

/* PERFORM a, f(b) FROM t: SELECT by another name. */
static void body_perform(struct routine *routine)
{
	struct parser *p = routine->p;
	struct statement statement;
	uint32_t level;

	statement_begin(p, &statement, "perform");
	parser_next(p);
	level = level_open(p, LEVEL_SELECT, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	query_outputs(p, level, 0);
	query_clauses(p, level);
	if (!at_end(p))
		parser_unreadable(p, NULL);
	skip_to_end(p);
	statement_finish(p);
}

/* A statement of SQL, or what nobody knows. */
static void body_other(struct routine *routine)
{
	struct parser *p = routine->p;

	if (parser_ahead_at(p, 1, KW_ROW) && ddl_accept_word(p, "pipe")) {
		parser_next(p); /* PL/SQL: PIPE ROW (x) */
		routine_expression(routine, "return", NULL);
		return;
	}
	if (!body_assignment(routine) && !routine_plsql_call(routine))
		routine_statement(routine, NULL);
}

/* <<label>> */
static bool accept_label(struct parser *p)
{
	if (!at_operator(p, "<<"))
		return false;
	parser_next(p);
	parser_next(p);
	if (at_operator(p, ">>"))
		parser_next(p);
	return true;
}

void routine_plpgsql_one(struct routine *routine)
{
	struct parser *p = routine->p;

	if (parser_accept_kind(p, TOKEN_SEMICOLON) || accept_label(p))
		return;
	if (parser_ahead_kind(p, 1, TOKEN_ASSIGN) ||
	    parser_ahead_kind(p, 1, TOKEN_EQUALS)) {
		body_other(routine); /* a variable with a keyword's name */
		return;
	}
	switch (parser_peek(p)->keyword) {
	case KW_DECLARE:
		body_declarations(routine);
		return;
	case KW_BEGIN:
		parser_next(p);
		routine_open(routine, BLOCK_BEGIN);
		return;
	case KW_END:
		routine_close(routine);
		return;
	case KW_IF:
		body_if(routine);
		return;
	case KW_CASE:
		body_case(routine);
		return;
	case KW_ELSIF:
	case KW_ELSEIF:
	case KW_WHEN:
		parser_next(p);
		body_when(routine);
		return;
	case KW_ELSE:
		parser_next(p);
		routine_branch(routine, true);
		return;
	case KW_EXCEPTION:
		parser_next(p);
		return;
	case KW_LOOP:
		parser_next(p);
		routine_open(routine, BLOCK_LOOP);
		return;
	case KW_WHILE:
		body_while(routine);
		return;
	case KW_FOR:
	case KW_FOREACH:
		body_for(routine);
		return;
	case KW_EXIT:
	case KW_CONTINUE:
		body_exit(routine);
		return;
	case KW_RETURN:
		body_return(routine);
		return;
	case KW_EXECUTE:
		body_execute(routine);
		return;
	case KW_PERFORM:
		body_perform(routine);
		return;
	case KW_OPEN:
		body_open(routine);
		return;
	case KW_GOTO:
		skip_to_end(p);
		return;
	case KW_RAISE:
		parser_next(p);
		routine_expression(routine, "raise", NULL);
		return;
	case KW_ASSERT:
		parser_next(p);
		routine_expression(routine, "assert", NULL);
		return;
	case KW_GET:
	case KW_FETCH:
	case KW_MOVE:
	case KW_CLOSE:
	case KW_NULL:
	case KW_COMMIT:
	case KW_ROLLBACK:
		body_skip(routine);
		return;
	case KW_FORALL:
		routine_plsql_forall(routine);
		return;
	default:
		body_other(routine);
	}
}

/* Names that every body knows: FOUND, and what a trigger is told. */
static void declare_known(struct routine *routine)
{
	static const char *const names[] = {
		"found",    "sqlstate",	     "sqlerrm",	   "tg_op",
		"tg_name",  "tg_table_name", "tg_relname", "tg_table_schema",
		"tg_when",  "tg_level",	     "tg_nargs",   "tg_argv",
		"tg_relid", "tg_event",	     "tg_tag",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		routine_declare(routine, names[i]);
}

void routine_plpgsql(struct parser *p, const struct routine_owner *owner)
{
	struct routine routine;

	routine_begin(&routine, p, owner, false);
	declare_known(&routine);
	while (at_operator(p, "#")) {
		struct lexer lexer = p->lexer;

		lexer.offset = parser_peek(p)->offset;
		lexer_skip_line(&lexer);
		parser_jump(p, lexer.offset); /* #variable_conflict x */
	}
	while (!parser_at_kind(p, TOKEN_END)) {
		uint32_t begin = parser_peek(p)->offset;

		routine_plpgsql_one(&routine);
		if (parser_peek(p)->offset == begin &&
		    !parser_at_kind(p, TOKEN_END))
			parser_next(p);
	}
	routine_finish(&routine);
}
