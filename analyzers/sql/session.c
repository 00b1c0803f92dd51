/*
 * SET: what it says of the names that follow (search_path), and what the
 * values that it sets read.
 *
 *	SET [ SESSION | LOCAL ] search_path { TO | = } a, b
 *	SET SCHEMA 'a'
 *	SET @a = expression, [ GLOBAL ] b = expression (MySQL)
 *	SET STATEMENT a = expression, ... FOR statement (MariaDB)
 */
#include <string.h>

#include "analyzers/sql/ddl.h"
#include "analyzers/sql/routine.h"

/* --- user variables ------------------------------------------------------- */

struct session {
	struct fold fold;
	struct arena arena; /* of a script that is streamed: its variables
			       outlive its statements */
};

static struct fold *session_fold(struct parser *p)
{
	struct session *session = p->session;

	if (!session) {
		session = p->session = g_new0(struct session, 1);
		arena_init(&session->arena);
		fold_init(&session->fold,
			  p->text->stream ? &session->arena
					  : p->analysis->arena,
			  p->text, p->lexer.rules);
	}
	parser_tell_line(p);
	return &session->fold;
}

void session_release(struct parser *p)
{
	if (p->session) {
		fold_release(&p->session->fold);
		arena_release(&p->session->arena);
	}
	g_free(p->session);
	p->session = NULL;
}

/* Variables of a script that is streamed are forgotten when they fill more
 * than this. */
#define SESSION_BYTES (16 << 20)

void session_trim(struct parser *p)
{
	if (p->session && p->session->arena.total > SESSION_BYTES)
		session_release(p);
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

/* SELECT [pg_catalog.]set_config('search_path', 'a, b', x): a dump's SET. */
void session_config(struct parser *p)
{
	uint32_t length, content, n = 1;
	const char *value;
	bool whole;

	if (parser_ahead_kind(p, 2, TOKEN_DOT))
		n = 3;
	if (!parser_ahead_kind(p, n, TOKEN_WORD) ||
	    !parser_ahead_kind(p, n + 1, TOKEN_OPEN) ||
	    !parser_ahead_kind(p, n + 2, TOKEN_STRING) ||
	    !parser_ahead_kind(p, n + 4, TOKEN_STRING))
		return;
	value = token_name(p->analysis->arena, &p->lexer, parser_ahead(p, n));
	if (g_ascii_strcasecmp(value, "set_config") != 0)
		return;
	value = token_string(p->analysis->arena, &p->lexer,
			     parser_ahead(p, n + 2), &length, &content, &whole);
	if (g_ascii_strcasecmp(value, "search_path") != 0)
		return;
	value = token_string(p->analysis->arena, &p->lexer,
			     parser_ahead(p, n + 4), &length, &content, &whole);
	p->schema = *value ? value : NULL;
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

/* Whether the list of words in a string has one of those. */
static bool has_mode(const char *modes, const char *const *words, size_t n)
{
	char **list = g_strsplit(modes, ",", -1);
	bool found = false;

	for (char **mode = list; *mode; mode++)
		for (size_t i = 0; i < n; i++)
			found |= g_ascii_strcasecmp(g_strstrip(*mode),
						    words[i]) == 0;
	g_strfreev(list);
	return found;
}

static bool is_mode(const char *name)
{
	return g_ascii_strcasecmp(name, "sql_mode") == 0 ||
	       g_ascii_strcasecmp(name, "@@sql_mode") == 0 ||
	       g_ascii_strcasecmp(name, "@@session.sql_mode") == 0 ||
	       g_ascii_strcasecmp(name, "@@local.sql_mode") == 0;
}

/* The rules that the modes in a string switch off. */
static uint32_t mode_rules(struct parser *p, const struct token *string)
{
	static const char *const ansi[] = {"ansi",	"ansi_quotes", "db2",
					   "maxdb",	"mssql",       "oracle",
					   "postgresql"};
	static const char *const plain[] = {"no_backslash_escapes"};
	uint32_t length, content, off = 0;
	bool whole;
	const char *modes = token_string(p->analysis->arena, &p->lexer, string,
					 &length, &content, &whole);

	if (has_mode(modes, ansi, G_N_ELEMENTS(ansi)))
		off |= RULE_DOUBLE_QUOTED_STRINGS;
	if (has_mode(modes, plain, G_N_ELEMENTS(plain)))
		off |= RULE_BACKSLASHES;
	return off;
}

/* sql_mode = '...' of MySQL, CONCAT(@@sql_mode, ',...'), REPLACE(@@sql_mode,
 * '...', ''); any other value is that which was. At "=". */
static void set_mode(struct parser *p)
{
	uint32_t now = ~p->lexer.rules->flags &
		       (RULE_DOUBLE_QUOTED_STRINGS | RULE_BACKSLASHES);
	bool without = parser_ahead_at(p, 1, KW_REPLACE);
	uint32_t off = 0, named = 0;

	for (uint32_t n = 1; n < 16; n++) {
		const struct token *token = parser_ahead(p, n);

		if (token_ends_statement(token))
			break;
		if (token->kind == TOKEN_STRING)
			named |= mode_rules(p, token);
		else if (token->kind == TOKEN_VARIABLE &&
			 is_mode(token_name(p->analysis->arena, &p->lexer,
					    token)))
			off = now;
		if (n == 1 && token->kind == TOKEN_STRING)
			break;
	}
	off = without ? off & ~named : off | named;
	p->lexer.rules = dialect_rules_with(p->lexer.rules, 0, off);
}

/* The setting whose name stands here changes how the lexer reads. */
static void set_rules(struct parser *p)
{
	const struct token *token = parser_peek(p);
	const char *name;

	if (token->kind != TOKEN_WORD && token->kind != TOKEN_VARIABLE)
		return;
	name = token_name(p->analysis->arena, &p->lexer, token);
	if (ddl_is_mysql(p) && is_mode(name)) {
		parser_next(p);
		if (parser_at_kind(p, TOKEN_EQUALS) ||
		    parser_at_kind(p, TOKEN_ASSIGN))
			set_mode(p);
	} else if (g_ascii_strcasecmp(name, "standard_conforming_strings") ==
			   0 &&
		   p->lexer.rules->dialect == DIALECT_POSTGRESQL) {
		const struct token *value = parser_ahead(p, 2);
		bool off =
			value->keyword == KW_OFF || value->keyword == KW_FALSE;

		p->lexer.rules = dialect_rules_with(
			p->lexer.rules, off ? RULE_BACKSLASHES : 0, 0);
	}
}

/* MariaDB: SET STATEMENT a = 1, b = 2 FOR statement */
static bool at_set_statement(struct parser *p)
{
	return parser_at(p, KW_STATEMENT) &&
	       parser_ahead_kind(p, 1, TOKEN_WORD) &&
	       parser_ahead_kind(p, 2, TOKEN_EQUALS);
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
	if (at_set_statement(p)) {
		while (!parser_at_end(p) && !parser_accept(p, KW_FOR))
			parser_skip_one(p);
		statement_inner(p);
		return;
	}
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	while (!parser_at_end(p)) {
		const char *name;

		set_rules(p);
		name = parser_at_kind(p, TOKEN_VARIABLE)
			       ? token_name(p->analysis->arena, &p->lexer,
					    parser_peek(p))
			       : NULL;

		parser_skip_one(p);
		read_value(p, level, name);
	}
}
