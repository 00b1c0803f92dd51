/*
 * SET: what it says of the names that follow (search_path), and what the
 * values that it sets read.
 *
 *	SET [ SESSION | LOCAL ] search_path { TO | = } a, b
 *	SET SCHEMA 'a'
 *	SET @a = expression, [ GLOBAL ] b = expression (MySQL)
 */
#include <string.h>

#include "analyzers/sql/ddl.h"
#include "analyzers/sql/routine.h"

/* --- user variables ------------------------------------------------------- */

static struct fold *session_fold(struct parser *p)
{
	if (!p->session) {
		p->session = ARENA_NEW(p->analysis->arena, struct fold);
		fold_init(p->session, p->analysis->arena, p->text,
			  p->lexer.rules);
	}
	return p->session;
}

void session_release(struct parser *p)
{
	if (p->session)
		fold_release(p->session);
	p->session = NULL;
}

void session_prepare(struct parser *p)
{
	uint32_t begin = parser_peek(p)->offset;

	parser_skip_statement(p);
	if (p->end > begin)
		routine_run(p, session_fold(p), begin, p->end);
}

/* Behind EXECUTE IMMEDIATE: string [INTO x] [USING y] */
void session_run(struct parser *p)
{
	static const enum keyword words[] = {KW_INTO, KW_USING, KW_NONE};
	const enum keyword *terminators = p->terminators;
	uint32_t begin = parser_peek(p)->offset;

	p->terminators = words;
	parser_skip_statement(p);
	p->terminators = terminators;
	if (p->end > begin)
		routine_run(p, session_fold(p), begin, p->end);
	parser_skip_statement(p);
}

/* --- SET ------------------------------------------------------------------ */

statement_reader read_settings;

static void set_path(struct parser *p)
{
	const char *path;
	uint32_t begin;

	if (!parser_accept(p, KW_TO))
		parser_accept_kind(p, TOKEN_EQUALS);
	begin = parser_peek(p)->offset;
	parser_skip_statement(p);
	p->schema = NULL;
	if (p->end <= begin)
		return;
	path = parser_slice(p, begin, p->end);
	if (g_ascii_strcasecmp(path, "default") != 0 && strcmp(path, "''") != 0)
		p->schema = path;
}

/* = expression, of the variable `name` or, NULL, of a setting: variables in
 * it are no columns. */
static void read_value(struct parser *p, uint32_t level, const char *name)
{
	uint32_t begin;

	if (!parser_accept_kind(p, TOKEN_ASSIGN) &&
	    !parser_accept_kind(p, TOKEN_EQUALS))
		return;
	begin = parser_peek(p)->offset;
	if (name || ddl_is_mysql(p) || parser_at_kind(p, TOKEN_OPEN))
		parser_expression(p, level, ROLE_SELECT, 0, NULL);
	if (name && p->end > begin)
		fold_assign(session_fold(p), name,
			    fold_expression(session_fold(p), begin, p->end));
	level_get(p, level)->n_refs = 0;
}

void read_settings(struct parser *p)
{
	uint32_t level;

	parser_next(p);
	while (parser_accept(p, KW_SESSION) || parser_accept(p, KW_LOCAL) ||
	       parser_accept(p, KW_GLOBAL))
		;
	if (ddl_accept_word(p, "search_path") || parser_accept(p, KW_SCHEMA)) {
		set_path(p);
		return;
	}
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	while (!parser_at_end(p)) {
		const char *name =
			parser_at_kind(p, TOKEN_VARIABLE)
				? token_name(p->analysis->arena, &p->lexer,
					     parser_peek(p))
				: NULL;

		parser_skip_one(p);
		read_value(p, level, name);
	}
}
