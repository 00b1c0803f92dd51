/*
 * PL/SQL: what Oracle, and MariaDB in Oracle's mode, have beside what
 * routine_plpgsql.c reads. Bodies are written in the open and end with their
 * outermost block; declarations hold subprograms; packages hold both.
 *
 *	CREATE PROCEDURE p (a IN t.c%TYPE) IS declarations BEGIN ... END p;
 *	CREATE PACKAGE [ BODY ] k IS declarations [ BEGIN ... ] END k;
 *	DECLARE declarations BEGIN ... END;
 */
#include <string.h>
#include <strings.h>

#include "analyzers/sql/ddl.h"
#include "analyzers/sql/query.h"
#include "analyzers/sql/routine.h"

/* Subprograms inside of each other; each takes some stack. */
#define SUBPROGRAM_DEPTH_MAX 40

static bool at_end(const struct parser *p)
{
	return token_ends_statement(parser_peek(p));
}

/* The end of what can hold a body, whatever is open. */
static bool at_body_end(const struct parser *p)
{
	return parser_at_kind(p, TOKEN_END) ||
	       parser_at_kind(p, TOKEN_DELIMITER) || script_at_run(p);
}

static void skip_to_end(struct parser *p)
{
	while (!at_end(p))
		parser_skip_one(p);
}

/* --- declarations --------------------------------------------------------- */

/* CURSOR c [ (a type, ...) ] [ RETURN type ] [ IS query ] */
static void read_cursor(struct routine *routine)
{
	struct parser *p = routine->p;

	parser_next(p);
	routine_declare(routine, parser_identifier(p, NULL));
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
	if (parser_at(p, KW_RETURN)) {
		parser_next(p);
		parser_skip_one(p);
	}
	while (!at_end(p) && !parser_at(p, KW_IS) && !parser_at(p, KW_AS) &&
	       !parser_at(p, KW_FOR))
		parser_skip_one(p);
	if (!at_end(p)) {
		parser_next(p);
		routine_statement(routine, NULL);
	}
}

/* TYPE t IS TABLE OF e%ROWTYPE, RECORD (a u.c%TYPE, ...), REF CURSOR: what it
 * mentions, up to the end. */
static void read_type(struct routine *routine)
{
	struct parser *p = routine->p;
	struct statement statement;
	uint32_t level;

	parser_next(p);
	routine_declare(routine, parser_identifier(p, NULL));
	level = routine_inner(p, &statement, "declare");
	while (!at_end(p)) {
		if (parser_ahead_kind(p, 1, TOKEN_DOT) ||
		    parser_ahead_at(p, 2, KW_ROWTYPE) ||
		    parser_ahead_at(p, 2, KW_TYPE))
			parser_skip_type(p);
		else
			parser_next(p);
	}
	routine_inner_finish(p, level);
}

/* BEFORE EACH ROW IS ... BEGIN ... END BEFORE EACH ROW, of a compound
 * trigger. */
static bool read_section(struct routine *routine)
{
	struct routine_owner owner = {.package = NULL};
	struct parser *p = routine->p;

	if (!parser_at(p, KW_BEFORE) && !parser_at(p, KW_AFTER) &&
	    !parser_at(p, KW_INSTEAD))
		return false;
	while (!at_end(p) && !parser_at(p, KW_IS) && !parser_at(p, KW_AS))
		parser_next(p);
	if (!at_end(p)) {
		parser_next(p);
		routine_plsql(p, &owner);
	}
	return true;
}

static bool is_method_word(struct parser *p, const struct token *token)
{
	static const char *const words[] = {
		"constructor", "final", "instantiable", "map",	 "member",
		"not",	       "order", "overriding",	"static"};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (parser_is_word(p, token, words[i]))
			return true;
	return false;
}

/* [MAP | ORDER] [[NOT] FINAL] [MEMBER | STATIC | CONSTRUCTOR] before a method
 * of a type. */
static void skip_method_words(struct parser *p)
{
	uint32_t n = 0;

	while (n < 8 && is_method_word(p, parser_ahead(p, n)))
		n++;
	if (!n || (!parser_ahead_at(p, n, KW_FUNCTION) &&
		   !parser_ahead_at(p, n, KW_PROCEDURE)))
		return;
	while (n--)
		parser_next(p);
}

bool routine_plsql_declaration(struct routine *routine)
{
	struct parser *p = routine->p;
	struct routine_owner owner = {.package = routine->package};

	if (parser_ahead_kind(p, 1, TOKEN_ASSIGN))
		return false;
	if (read_section(routine)) {
		skip_to_end(p);
		return true;
	}
	if (routine->package)
		skip_method_words(p);
	switch (parser_peek(p)->keyword) {
	case KW_CURSOR:
		if (parser_ahead_at(p, 1, KW_FOR))
			return false;
		read_cursor(routine);
		break;
	case KW_TYPE:
		read_type(routine);
		break;
	case KW_FUNCTION:
	case KW_PROCEDURE:
		if (!routine->package) /* nobody else can call it */
			routine_declare(routine,
					token_name(p->analysis->arena,
						   &p->lexer,
						   parser_ahead(p, 1)));
		routine_plsql_subprogram(p, &owner);
		break;
	case KW_PRAGMA:
		skip_to_end(p);
		break;
	default:
		if (!ddl_at_word(p, "subtype"))
			return false;
		skip_to_end(p);
	}
	skip_to_end(p);
	return true;
}

/* Up to BEGIN or END, which are left. */
static void read_declarations(struct routine *routine)
{
	struct parser *p = routine->p;

	while (!at_body_end(p) && !parser_at(p, KW_BEGIN) &&
	       !parser_at(p, KW_END)) {
		uint32_t begin = parser_peek(p)->offset;

		if (parser_accept(p, KW_DECLARE) ||
		    parser_accept_kind(p, TOKEN_SEMICOLON))
			continue;
		if (!routine_plsql_declaration(routine))
			routine_plpgsql_declaration(routine);
		skip_to_end(p);
		if (parser_peek(p)->offset == begin && !at_body_end(p))
			parser_next(p);
	}
}

/* --- statements ----------------------------------------------------------- */

/* FORALL i IN a .. b [ SAVE EXCEPTIONS ]: the statement follows. */
void routine_plsql_forall(struct routine *routine)
{
	static const enum keyword words[] = {KW_INSERT, KW_UPDATE,  KW_DELETE,
					     KW_MERGE,	KW_EXECUTE, KW_SAVE,
					     KW_NONE};
	struct parser *p = routine->p;

	parser_next(p);
	routine_declare(routine, parser_identifier(p, NULL));
	parser_accept(p, KW_IN);
	routine_expression(routine, "for", words);
	if (parser_accept(p, KW_SAVE))
		parser_skip_one(p);
}

/* p; k.p (a, b); x.extend */
bool routine_plsql_call(struct routine *routine)
{
	struct parser *p = routine->p;
	struct parser_mark mark = parser_mark(p);
	struct statement statement;
	struct sql_name name;
	uint32_t level;

	if (p->lexer.rules->dialect == DIALECT_POSTGRESQL ||
	    keyword_flags[parser_peek(p)->keyword] & KEYWORD_VERB ||
	    !parser_name(p, &name))
		return false;
	if (!at_end(p) && !parser_at_kind(p, TOKEN_OPEN)) {
		parser_rewind(p, &mark);
		return false;
	}
	if (parser_at_kind(p, TOKEN_OPEN)) {
		if (plsql_supplied(routine, &name))
			return true;
		parser_rewind(p, &mark);
		routine_expression(routine, "call", NULL);
		return true;
	}
	level = routine_inner(p, &statement, "call");
	if (!routine_variable(&routine->scope, name.parts[0]))
		statement_call(p, &name, 0, true);
	routine_inner_finish(p, level);
	return true;
}

/* --- blocks --- */

/* Names that every body knows. */
static void declare_known(struct routine *routine)
{
	static const char *const names[] = {"sqlcode",	"sqlerrm",  "inserting",
					    "updating", "deleting", "sql",
					    "self"};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		routine_declare(routine, names[i]);
}

/* From BEGIN to its END. */
static void read_block(struct routine *routine)
{
	struct parser *p = routine->p;

	parser_next(p);
	routine_open(routine, BLOCK_BEGIN);
	while (routine->blocks->len && !at_body_end(p)) {
		uint32_t begin = parser_peek(p)->offset;

		routine_plpgsql_one(routine);
		if (parser_peek(p)->offset == begin && !at_body_end(p))
			parser_next(p);
	}
}

void routine_plsql(struct parser *p, const struct routine_owner *owner)
{
	struct routine routine;

	if (p->depth >= SUBPROGRAM_DEPTH_MAX) {
		parser_gap(p, REASON_TOO_DEEP, parser_peek(p)->offset, NULL);
		parser_skip_statement(p);
		return;
	}
	p->depth++;
	routine_begin(&routine, p, owner, false);
	routine.scope.outer = routine.outer;
	routine.package = owner->package;
	if (!owner->row_table)
		p->row_table = routine.outer_row_table;
	declare_known(&routine);
	read_declarations(&routine);
	if (parser_at(p, KW_BEGIN))
		read_block(&routine);
	else if (parser_at(p, KW_END))
		routine_close(&routine);
	routine_finish(&routine);
	p->depth--;
}

bool routine_at_block(struct parser *p)
{
	const struct token *next = parser_ahead(p, 1);

	if (parser_at(p, KW_BEGIN))
		return !token_ends_statement(next) &&
		       next->keyword != KW_TRANSACTION &&
		       next->keyword != KW_READ && next->keyword != KW_NOT &&
		       next->keyword != KW_IMMEDIATE &&
		       next->keyword != KW_DEFERRABLE &&
		       next->keyword != KW_DEFERRED &&
		       next->keyword != KW_ISOLATION &&
		       next->keyword != KW_WORK && next->kind == TOKEN_WORD;
	return parser_at(p, KW_DECLARE) &&
	       p->lexer.rules->dialect == DIALECT_ORACLE;
}

/* --- subprograms --- */

/* The name of a package's subprogram, behind that of the package. */
static void qualify(struct parser *p, const struct sql_name *package,
		    struct sql_name *name)
{
	struct sql_name last = *name;

	*name = ddl_moved(p, &last, package);
	name->line = last.line;
	name->end_line = last.end_line;
}

void routine_plsql_subprogram(struct parser *p,
			      const struct routine_owner *outer)
{
	bool procedure = parser_at(p, KW_PROCEDURE);
	struct fact *fact = ddl_definition(p, OP_CREATE, NODE_ROUTINE,
					   parser_peek(p)->offset);
	struct object_name *object = &fact->as.definition.object;
	struct routine_owner owner = {.parameters = g_ptr_array_new()};

	parser_next(p);
	if (!ddl_name(p, &object->name))
		goto out;
	if (outer->package)
		qualify(p, outer->package, &object->name);
	object->arguments = ddl_routine_arguments(p, owner.parameters);
	while (!at_end(p) && !parser_at(p, KW_IS) && !parser_at(p, KW_AS))
		parser_skip_one(p);
	if (at_end(p))
		goto out; /* its body comes later */
	parser_next(p);
	if (outer->package)
		owner.object = object;
	if (procedure)
		ddl_attribute(p, fact, "kind", "procedure");
	routine_plsql(p, &owner);
	if (outer->package)
		ddl_deliver(p, fact);
out:
	g_ptr_array_unref(owner.parameters);
}

/* --- packages --- */

void ddl_create_type_body(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact = ddl_definition(p, OP_ALTER, NODE_TYPE, head->begin);
	struct object_name *object = &fact->as.definition.object;
	struct routine_owner owner = {.package = &object->name};

	if (ddl_name(p, &object->name)) {
		while (!parser_at_end(p) && !parser_at(p, KW_IS) &&
		       !parser_at(p, KW_AS))
			parser_skip_one(p);
		parser_next(p);
		routine_plsql(p, &owner);
		ddl_deliver(p, fact);
	}
	parser_skip_statement(p);
}

void ddl_create_package(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact =
		ddl_definition(p, OP_CREATE, NODE_ROUTINE, head->begin);
	struct object_name *object = &fact->as.definition.object;
	struct routine_owner owner = {.object = object,
				      .package = &object->name};

	fact->as.definition.flags = head->flags;
	p->statement->made.verb = "create package";
	parser_accept(p, KW_BODY);
	if (parser_accept_if_exists(p))
		fact->as.definition.flags |= DEFINE_IF_NOT_EXISTS;
	if (!ddl_name(p, &object->name)) {
		parser_unreadable(p, "a package without a name");
		parser_skip_statement(p);
		return;
	}
	ddl_attribute(p, fact, "kind", "package");
	while (!parser_at_end(p) && !parser_at(p, KW_IS) &&
	       !parser_at(p, KW_AS))
		parser_skip_one(p);
	if (!parser_at_end(p)) {
		parser_next(p);
		routine_plsql(p, &owner);
	}
	parser_skip_statement(p);
	ddl_deliver(p, fact);
}
