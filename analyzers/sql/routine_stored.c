/*
 * Bodies that are written in the open: stored programs, triggers and events
 * of MySQL and MariaDB, and BEGIN ATOMIC ... END of PostgreSQL. They are read
 * where they stand; they end with the block that they began, or with their
 * one statement.
 */
#include <string.h>

#include "analyzers/sql/db2.h"
#include "analyzers/sql/routine.h"
#include "analyzers/sql/teradata.h"

/* Bodies inside of bodies; each takes some stack. */
#define STORED_DEPTH_MAX 40

static const enum keyword then_words[] = {KW_THEN, KW_NONE};
static const enum keyword when_words[] = {KW_WHEN, KW_NONE};
static const enum keyword do_words[] = {KW_DO, KW_NONE};
static const enum keyword end_words[] = {KW_END, KW_NONE};
static const enum keyword using_words[] = {KW_USING, KW_NONE};

/* The client's delimiter ends a body whatever is open. */
static bool at_body_end(const struct parser *p)
{
	return parser_at_kind(p, TOKEN_END) ||
	       parser_at_kind(p, TOKEN_DELIMITER);
}

static bool at_end(const struct parser *p)
{
	return at_body_end(p) || parser_at_kind(p, TOKEN_SEMICOLON);
}

static void skip_to_end(struct parser *p)
{
	while (!at_end(p))
		parser_skip_one(p);
}

/* --- DECLARE -------------------------------------------------------------- */

/* { CONTINUE | EXIT | UNDO } HANDLER FOR condition, ...: the statement that
 * follows is read as any other. */
static void body_handler(struct parser *p)
{
	parser_next(p);
	parser_next(p);
	parser_accept(p, KW_FOR);
	do {
		if (parser_accept(p, KW_SQLSTATE))
			parser_accept(p, KW_VALUE);
		else
			parser_accept(p, KW_NOT);
		if (!at_end(p))
			parser_next(p);
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

/* a, b type [ DEFAULT expression ]: behind the first name. */
static void body_variables(struct routine *routine, const char *name)
{
	struct parser *p = routine->p;
	struct statement statement;
	uint32_t level;

	while (parser_accept_kind(p, TOKEN_COMMA))
		routine_declare(routine, parser_identifier(p, NULL));
	level = routine_inner(p, &statement, "declare");
	parser_skip_type(p);
	routine_inner_finish(p, level);
	while (!at_end(p) && !parser_at(p, KW_DEFAULT) &&
	       !parser_at_kind(p, TOKEN_ASSIGN))
		parser_skip_one(p);
	if (!at_end(p)) {
		parser_next(p);
		routine_assign(routine, name, NULL);
	} else {
		fold_assign(&routine->fold, name, NULL);
	}
}

/* MariaDB: CURSOR (a INT, b INT) FOR query */
static void body_cursor_parameters(struct routine *routine)
{
	struct parser *p = routine->p;

	if (!parser_at_kind(p, TOKEN_OPEN))
		return;
	do {
		parser_next(p);
		routine_declare(routine, parser_identifier(p, NULL));
		while (!at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
		       !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
	} while (parser_at_kind(p, TOKEN_COMMA));
	parser_accept_kind(p, TOKEN_CLOSE);
}

/* WITH HOLD WITH RETURN TO CALLER: up to FOR. */
static void body_cursor_options(struct parser *p)
{
	while (!at_end(p) &&
	       (parser_at(p, KW_WITH) || parser_at(p, KW_WITHOUT))) {
		parser_next(p);
		if (!at_end(p))
			parser_next(p); /* HOLD, RETURN */
		if (parser_accept(p, KW_TO))
			parser_next(p);
	}
}

/* Whether one word is all: FOR s of a statement that was prepared. */
static bool at_last_word(struct parser *p)
{
	return token_ends_statement(parser_ahead(p, 1));
}

/* Snowflake: c CURSOR FOR query; r RESULTSET := (query); a type := x; up to
 * BEGIN. */
static void body_declarations(struct routine *routine)
{
	struct parser *p = routine->p;

	while (!at_body_end(p) && !parser_at(p, KW_BEGIN)) {
		const char *name = parser_identifier(p, NULL);

		routine_declare(routine, name);
		if (parser_accept(p, KW_CURSOR) && parser_accept(p, KW_FOR))
			routine_statement(routine, NULL);
		else if (name)
			body_variables(routine, name);
		skip_to_end(p);
		parser_accept_kind(p, TOKEN_SEMICOLON);
	}
}

/* A string that is run, in parentheses: behind the opening one. */
static void body_run(struct routine *routine)
{
	struct parser *p = routine->p;
	uint32_t begin, end, level;
	struct statement statement;

	/* Snowflake: :q is the variable q. */
	if (parser_at_kind(p, TOKEN_HOLE) && parser_peek(p)->length > 1 &&
	    p->lexer.bytes[parser_peek(p)->offset] == ':')
		parser_jump(p, parser_peek(p)->offset + 1);
	begin = parser_peek(p)->offset;
	level = routine_inner(p, &statement, "execute");
	parser_expression(p, level, ROLE_SELECT, 0, NULL);
	end = p->end;
	routine_inner_finish(p, level);
	if (end > begin)
		routine_run(p, &routine->fold, begin, end);
	skip_to_end(p);
}

/* Snowflake: rs := (EXECUTE IMMEDIATE string [USING (a)]), behind ":="; false,
 * and nothing taken, if none stands here. */
static bool body_result(struct routine *routine)
{
	struct parser *p = routine->p;

	if (!parser_at_kind(p, TOKEN_OPEN) ||
	    !parser_ahead_at(p, 1, KW_EXECUTE) ||
	    !parser_ahead_at(p, 2, KW_IMMEDIATE))
		return false;
	parser_next(p);
	parser_next(p);
	parser_next(p);
	body_run(routine);
	return true;
}

/* LET a [type] := x | LET c CURSOR FOR query */
static void body_let(struct routine *routine)
{
	struct parser *p = routine->p;
	const char *name;

	parser_next(p);
	name = parser_identifier(p, NULL);
	routine_declare(routine, name);
	if (parser_accept(p, KW_CURSOR) && parser_accept(p, KW_FOR))
		routine_statement(routine, NULL);
	else if (parser_accept_kind(p, TOKEN_ASSIGN)) {
		if (!body_result(routine))
			routine_assign(routine, name, NULL);
	} else if (name)
		body_variables(routine, name);
	skip_to_end(p);
}

/* Db2: DECLARE GLOBAL TEMPORARY TABLE t ..., behind DECLARE. */
static void body_declare_table(struct routine *routine)
{
	struct parser *p = routine->p;
	struct statement statement;

	statement_begin(p, &statement, "create table");
	db2_declare_table(p);
	statement_finish(p);
	skip_to_end(p);
}

static void body_declare(struct routine *routine)
{
	struct parser *p = routine->p;
	const char *name;

	parser_next(p);
	if (p->lexer.rules->dialect == DIALECT_SNOWFLAKE) {
		body_declarations(routine);
		return;
	}
	if (p->lexer.rules->dialect == DIALECT_SPARK) {
		parser_accept_two(p, KW_OR, KW_REPLACE);
		parser_accept(p, KW_VARIABLE);
	}
	if (db2_is(p) && parser_at(p, KW_GLOBAL)) {
		body_declare_table(routine);
		return;
	}
	if (parser_ahead_at(p, 1, KW_HANDLER)) {
		body_handler(p);
		return;
	}
	name = parser_identifier(p, NULL);
	routine_declare(routine, name);
	if (parser_accept(p, KW_CURSOR)) {
		body_cursor_parameters(routine);
		body_cursor_options(p);
		if (parser_accept(p, KW_FOR) && !at_last_word(p))
			routine_statement(routine, NULL);
	} else if (name && !parser_at(p, KW_CONDITION)) {
		body_variables(routine, name);
	}
	skip_to_end(p);
}

/* --- SET ------------------------------------------------------------------ */

/* The value of the variable `name`, of a setting (NULL), up to a comma outside
 * of parentheses. */
static void body_set_value(struct routine *routine, const char *name)
{
	struct parser *p = routine->p;
	uint32_t begin = parser_peek(p)->offset;
	struct statement statement;
	uint32_t level = routine_inner(p, &statement, "set");

	parser_expression(p, level, ROLE_SELECT, 0, NULL);
	routine_inner_finish(p, level);
	if (name && p->end > begin)
		fold_assign(&routine->fold, name,
			    fold_expression(&routine->fold, begin, p->end));
}

/* One assignment: a = e, @b := e, NEW.c = e. */
static void body_set_one(struct routine *routine)
{
	struct parser *p = routine->p;
	struct sql_name target = {0};
	const char *name = NULL;

	if (parser_at_kind(p, TOKEN_OPEN)) { /* (a, b) = (SELECT ...) */
		parser_skip_parentheses(p);
	} else if (parser_at_kind(p, TOKEN_VARIABLE)) {
		name = token_name(p->analysis->arena, &p->lexer,
				  parser_peek(p));
		parser_next(p);
	} else if (parser_name(p, &target) && target.n_parts == 1) {
		name = target.parts[0];
	}
	if (!parser_accept_kind(p, TOKEN_ASSIGN) &&
	    !parser_accept_kind(p, TOKEN_EQUALS))
		return;
	if (routine_is_row(&target))
		routine_assign_row(routine, &target);
	else
		body_set_value(routine, name);
}

/* SET a = e, b = e. Commas in expressions are in parentheses, so that one
 * outside divides assignments. */
static void body_set(struct routine *routine)
{
	struct parser *p = routine->p;

	parser_next(p);
	do {
		while (parser_accept(p, KW_GLOBAL) ||
		       parser_accept(p, KW_SESSION) ||
		       parser_accept(p, KW_LOCAL))
			;
		body_set_one(routine);
		while (!at_end(p) && !parser_at_kind(p, TOKEN_COMMA))
			parser_skip_one(p);
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

/* --- strings that are run ------------------------------------------------- */

/* PREPARE s FROM string */
static void body_prepare(struct routine *routine)
{
	struct parser *p = routine->p;

	parser_next(p);
	parser_identifier(p, NULL);
	if (parser_accept(p, KW_FROM))
		routine_execute(routine, NULL);
}

/* EXECUTE s [ USING @a ]: was read when it was prepared.
 * EXECUTE IMMEDIATE string [ USING a ] */
static void body_execute(struct routine *routine)
{
	struct parser *p = routine->p;

	parser_next(p);
	if (parser_accept(p, KW_IMMEDIATE))
		routine_execute(routine, using_words);
	skip_to_end(p);
}

/* --- control -------------------------------------------------------------- */

static void body_condition(struct routine *routine, const char *verb,
			   const enum keyword *terminators)
{
	struct parser *p = routine->p;

	routine_expression(routine, verb, terminators);
	if (!at_end(p) && parser_at(p, terminators[0]))
		parser_next(p);
}

static void body_if(struct routine *routine)
{
	parser_next(routine->p);
	body_condition(routine, "if", then_words);
	routine_open(routine, BLOCK_IF);
}

/* ELSEIF and WHEN. */
static void body_branch(struct routine *routine)
{
	parser_next(routine->p);
	routine_branch(routine, false);
	body_condition(routine, "if", then_words);
}

static void body_case(struct routine *routine)
{
	parser_next(routine->p);
	routine_expression(routine, "case", when_words);
	routine_open(routine, BLOCK_CASE);
}

static void body_while(struct routine *routine)
{
	parser_next(routine->p);
	body_condition(routine, "while", do_words);
	routine_open(routine, BLOCK_LOOP);
}

/* A cursor's name before its arguments: no routine that is called. */
static bool at_cursor(struct parser *p)
{
	return parser_at_name(p) && parser_ahead_kind(p, 1, TOKEN_OPEN) &&
	       routine_variable(p->routine,
				token_name(p->analysis->arena, &p->lexer,
					   parser_peek(p)));
}

/* [c [options]] CURSOR FOR, behind FOR r AS: Teradata, Db2. */
static void body_for_cursor(struct routine *routine)
{
	struct parser *p = routine->p;

	if (parser_at_query(p))
		return;
	if (!parser_at(p, KW_CURSOR))
		routine_declare(routine, parser_identifier(p, NULL));
	while (!at_end(p) && !parser_accept(p, KW_FOR) &&
	       !parser_at(p, KW_DO) && !parser_at(p, KW_SELECT))
		parser_next(p);
}

/* Takes CALL SYSPROC.ADMIN_CMD ( of Db2. */
static bool at_admin_command(struct parser *p)
{
	struct parser_mark mark = parser_mark(p);

	parser_next(p);
	if (db2_at_command(p))
		return true;
	parser_rewind(p, &mark);
	return false;
}

/* MariaDB: FOR r IN (query) DO, FOR r IN cursor (a) DO, FOR i IN 1 .. 10 DO */
static void body_for(struct routine *routine)
{
	struct parser *p = routine->p;

	parser_next(p);
	routine_declare(routine, parser_identifier(p, NULL));
	if (parser_accept(p, KW_AS))
		body_for_cursor(routine);
	parser_accept(p, KW_IN);
	if (at_cursor(p))
		parser_next(p);
	body_condition(routine, "for", do_words);
	routine_open(routine, BLOCK_LOOP);
}

/* UNTIL condition END REPEAT */
static void body_until(struct routine *routine)
{
	parser_next(routine->p);
	routine_expression(routine, "until", end_words);
}

/* label: before BEGIN or a loop; "label:LOOP" looks like a parameter. */
static bool accept_label(struct parser *p)
{
	const struct token *next;

	if (!parser_at_name(p) && !parser_at_kind(p, TOKEN_WORD))
		return false;
	next = parser_ahead(p, 1);
	if (next->kind == TOKEN_COLON) {
		parser_next(p);
		parser_next(p);
		return true;
	}
	if (next->kind != TOKEN_HOLE || next->flags & TOKEN_SPACED ||
	    p->lexer.bytes[next->offset] != ':')
		return false;
	parser_jump(p, next->offset + 1);
	return true;
}

/* BEGIN [ NOT ATOMIC | ATOMIC ] */
static void body_begin(struct routine *routine)
{
	struct parser *p = routine->p;

	parser_next(p);
	parser_accept_two(p, KW_NOT, KW_ATOMIC);
	parser_accept(p, KW_ATOMIC);
	routine_open(routine, BLOCK_BEGIN);
}

/* Whether the word opens or divides a block, or closes one: then what it
 * begins ends where the block ends. */
static bool body_control(struct routine *routine)
{
	struct parser *p = routine->p;

	switch (parser_peek(p)->keyword) {
	case KW_BEGIN:
		body_begin(routine);
		return true;
	case KW_IF:
		body_if(routine);
		return true;
	case KW_CASE:
		body_case(routine);
		return true;
	case KW_ELSEIF:
	case KW_ELSIF:
	case KW_WHEN:
		body_branch(routine);
		return true;
	case KW_EXCEPTION: /* WHEN ERROR THEN: of a block in BigQuery */
		if (!(p->lexer.rules->flags & RULE_SCRIPTING))
			return false;
		parser_next(p);
		return true;
	case KW_ELSE:
		parser_next(p);
		routine_branch(routine, true);
		return true;
	case KW_LOOP:
	case KW_REPEAT:
		parser_next(p);
		routine_open(routine, BLOCK_LOOP);
		return true;
	case KW_UNTIL:
		body_until(routine);
		return true;
	case KW_WHILE:
		body_while(routine);
		return true;
	case KW_FOR:
		body_for(routine);
		return true;
	case KW_END:
		routine_close(routine);
		return true;
	default:
		return false;
	}
}

/* :NEW.a := e, a := e, f(e): assignments and calls of Oracle's form; false,
 * and nothing taken, if neither stands here. */
static bool body_oracle(struct routine *routine)
{
	struct parser *p = routine->p;
	struct parser_mark mark = parser_mark(p);
	struct sql_name name;

	if (statement_reader_of((enum keyword)parser_peek(p)->keyword) ||
	    !parser_name(p, &name))
		return false;
	if (parser_accept_kind(p, TOKEN_ASSIGN)) {
		if (body_result(routine))
			return true;
		routine_assign(routine,
			       name.n_parts == 1 ? name.parts[0] : NULL, NULL);
		return true;
	}
	parser_rewind(p, &mark);
	if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
		return false;
	routine_expression(routine, "call", NULL);
	return true;
}

static void body_plain(struct routine *routine)
{
	struct parser *p = routine->p;

	switch (parser_peek(p)->keyword) {
	case KW_DECLARE:
		body_declare(routine);
		return;
	case KW_SET:
		body_set(routine);
		return;
	case KW_LET:
		body_let(routine);
		return;
	case KW_RETURN:
		parser_next(p);
		routine_expression(routine, "return", NULL);
		return;
	case KW_PREPARE:
		body_prepare(routine);
		return;
	case KW_CALL:
		if ((teradata_is(p) && teradata_at_dynamic(p)) ||
		    (db2_is(p) && at_admin_command(p)))
			body_run(routine);
		else
			routine_statement(routine, NULL);
		return;
	case KW_EXECUTE:
		body_execute(routine);
		return;
	case KW_FETCH:
	case KW_OPEN:
	case KW_CLOSE:
	case KW_GOTO:
	case KW_LEAVE:
	case KW_BREAK:
	case KW_RAISE:
	case KW_NULL:
	case KW_ITERATE:
	case KW_DEALLOCATE:
	case KW_SIGNAL:
	case KW_RESIGNAL:
	case KW_GET:
	case KW_COMMIT:
	case KW_ROLLBACK:
	case KW_START:
		skip_to_end(p);
		return;
	default:
		if (!body_oracle(routine))
			routine_statement(routine, NULL);
	}
}

/* Reads one statement, or what opens or closes a block; false when the body
 * is over. */
static bool body_one(struct routine *routine)
{
	struct parser *p = routine->p;
	uint32_t begin = parser_peek(p)->offset;

	if (at_body_end(p))
		return false;
	if (parser_at_kind(p, TOKEN_SEMICOLON)) {
		if (!routine->blocks->len)
			return false;
		parser_next(p);
		return true;
	}
	if (!accept_label(p) && !body_control(routine)) {
		bool handler = parser_at(p, KW_DECLARE);

		body_plain(routine);
		if (!routine->blocks->len && !handler)
			return false;
	}
	if (parser_peek(p)->offset == begin && !at_body_end(p))
		parser_next(p);
	return true;
}

/* What a script declares outside of all blocks is known to its end. */
static void keep_names(struct routine *routine)
{
	struct parser *p = routine->p;

	for (guint i = 0; i < routine->names->len; i++) {
		if (!p->declared)
			p->declared = g_hash_table_new_full(
				g_str_hash, g_str_equal, g_free, NULL);
		g_hash_table_add(
			p->declared,
			g_ascii_strdown(g_ptr_array_index(routine->names, i),
					-1));
	}
}

bool routine_at_script(struct parser *p)
{
	if (p->string || !(p->lexer.rules->flags & RULE_SCRIPTING) ||
	    (db2_is(p) && !parser_at(p, KW_BEGIN)))
		return false;
	switch (parser_peek(p)->keyword) {
	case KW_IF:
	case KW_CASE:
	case KW_FOR:
	case KW_LOOP:
	case KW_REPEAT:
	case KW_WHILE:
	case KW_LET:
		return true;
	case KW_BEGIN:
		return routine_at_block(p);
	case KW_DECLARE:
		return !parser_ahead_at(p, 2, KW_CURSOR) ||
		       p->lexer.rules->dialect == DIALECT_SNOWFLAKE;
	default:
		return false;
	}
}

void routine_stored_body(struct parser *p, const struct routine_owner *owner)
{
	struct routine routine;
	enum dialect dialect = p->lexer.rules->dialect;
	bool opened = false;

	if (p->depth >= STORED_DEPTH_MAX) {
		parser_gap(p, REASON_TOO_DEEP, parser_peek(p)->offset, NULL);
		parser_skip_statement(p);
		return;
	}
	p->depth++;
	routine_begin(&routine, p, owner,
		      dialect == DIALECT_MYSQL || dialect == DIALECT_MARIADB);
	while (body_one(&routine)) {
		if (routine.blocks->len)
			opened = true;
		else if (opened)
			break;
	}
	if (!owner->object && !opened)
		keep_names(&routine);
	routine_finish(&routine);
	p->depth--;
}
