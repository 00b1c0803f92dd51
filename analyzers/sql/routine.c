#include "analyzers/sql/routine.h"

#include <string.h>

#include "analyzers/sql/ddl.h"

/* Bodies inside of bodies; each takes some stack. */
#define BODY_DEPTH_MAX 40

/* --- languages ------------------------------------------------------------ */

static bool is_plpgsql(const char *language)
{
	return strcmp(language, "plpgsql") == 0 ||
	       strcmp(language, "edbspl") == 0;
}

/* Languages of which a body says nothing that we could read. */
static bool is_compiled(const char *language)
{
	return strcmp(language, "c") == 0 || strcmp(language, "internal") == 0;
}

/* The analyzer of a language that PostgreSQL knows by another name. */
static const char *guest_language(const char *language)
{
	static const char *const names[][2] = {
		{"plpython", "python"},
		{"plpythonu", "python"},
		{"plpython2u", "python"},
		{"plpython3u", "python"},
		{"plperl", "perl"},
		{"plperlu", "perl"},
		{"plv8", "javascript"},
		{"pltcl", "tcl"},
		{"plsh", "shell"},
		{"plruby", "ruby"},
		{"plphp", "php"},
		{"js", "javascript"},
		{"javascript", "javascript"},
		{"python", "python"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(names[i][0], language) == 0)
			return analyzer_find(names[i][1]) ? names[i][1] : NULL;
	return NULL;
}

/* Literals that are shorter are no statements. */
#define LITERAL_MIN 12

/* What is put in ($name, ${name}) is a hole as long as what stands there. */
static const char *with_holes(struct arena *arena, const char *bytes,
			      size_t size)
{
	char *made = arena_strndup(arena, bytes, size);

	for (char *at = made; (at = strchr(at, '$')); at++) {
		char *name = at + 1;

		if (*name != '{' && *name != '_' && !g_ascii_isalpha(*name))
			continue;
		*at = TEXT_HOLE;
		while (*name &&
		       (strchr("{}_", *name) || g_ascii_isalnum(*name)))
			*name++ = ' ';
	}
	return made;
}

static void read_literal(struct parser *p, struct text *body, size_t begin,
			 size_t size)
{
	struct arena *arena = p->analysis->arena;
	const char *bytes = body->bytes + begin;
	struct text guest = {.language = "sql",
			     .dialect = p->lexer.rules->dialect,
			     .confidence = CONFIDENCE_LIKELY,
			     .reader = body->reader,
			     .size = size};
	struct line_mark *marks;
	uint32_t n_marks;

	if (size < LITERAL_MIN ||
	    analysis_judge(bytes, size, guest.dialect) != SQL_STATEMENT)
		return;
	guest.bytes = with_holes(arena, bytes, size);
	marks = text_marks(arena, body, begin, size, &n_marks);
	text_guest(&guest, body, marks, n_marks);
	analysis_guest(p->analysis, &guest);
}

/* String literals of a language that nobody reads, if they are statements: a
 * heuristic, as what a comment holds may look like one. */
static void read_literals(struct parser *p, struct text *body)
{
	for (size_t i = 0; body->bytes && i < body->size; i++) {
		char quote = body->bytes[i];
		size_t end = i + 1;

		if (quote != '"' && quote != '\'' && quote != '`')
			continue;
		while (end < body->size && body->bytes[end] != quote)
			end += body->bytes[end] == '\\' ? 2 : 1;
		if (end >= body->size)
			return;
		read_literal(p, body, i + 1, end - i - 1);
		i = end;
	}
}

/* A body in another language: a guest, or a blind spot. */
static void read_other(struct parser *p, const struct routine_owner *owner,
		       struct text *body, uint32_t offset)
{
	struct accessor *reader = NULL;

	if (owner->object) {
		reader = ARENA_NEW(p->analysis->arena, struct accessor);
		reader->object = *owner->object;
		body->reader = reader;
	}
	body->language = guest_language(owner->language);
	if (!body->language) {
		struct accessor outer = p->accessor;

		if (owner->object)
			p->accessor.object = *owner->object;
		parser_gap(p, REASON_OTHER_LANGUAGE, offset, owner->language);
		p->accessor = outer;
		read_literals(p, body);
		return;
	}
	analysis_guest(p->analysis, body);
}

/* --- SQL ------------------------------------------------------------------ */

void routine_statements(struct parser *p, const struct routine_owner *owner)
{
	struct routine routine;

	routine_begin(&routine, p, owner, false);
	while (!parser_at_kind(p, TOKEN_END)) {
		uint32_t begin = parser_peek(p)->offset;

		if (!parser_accept_kind(p, TOKEN_SEMICOLON))
			routine_statement(&routine, NULL);
		if (parser_peek(p)->offset == begin &&
		    !parser_at_kind(p, TOKEN_END))
			parser_next(p);
	}
	routine_finish(&routine);
}

/* --- bodies in strings ---------------------------------------------------- */

/* Whether a body in SQL is a block of a warehouse's scripting. */
static bool at_script(struct parser *p)
{
	return p->lexer.rules->flags & RULE_SCRIPTING &&
	       (parser_at(p, KW_BEGIN) || parser_at(p, KW_DECLARE));
}

/* Whether the body of a function of a warehouse is an expression. */
static bool at_value(struct parser *p)
{
	const struct token *token = parser_peek(p);

	return p->lexer.rules->flags & RULE_SCRIPTING && !parser_at_query(p) &&
	       !parser_at_end(p) &&
	       !(token->kind == TOKEN_WORD &&
		 keyword_flags[token->keyword] & KEYWORD_VERB &&
		 !parser_ahead_kind(p, 1, TOKEN_OPEN) &&
		 token->keyword != KW_CASE);
}

static void read_value(struct parser *p, const struct routine_owner *owner)
{
	struct routine routine;

	routine_begin(&routine, p, owner, false);
	routine_expression(&routine, "return", NULL);
	routine_finish(&routine);
}

static void read_inside(struct parser *p, const struct routine_owner *owner,
			struct text *text, uint32_t begin, uint32_t end)
{
	struct parser inside;

	parser_init_inside(&inside, p, text, begin, end);
	if (strcmp(owner->language, "sql") == 0 && at_script(&inside))
		routine_stored_body(&inside, owner);
	else if (strcmp(owner->language, "sql") == 0 && at_value(&inside))
		read_value(&inside, owner);
	else if (strcmp(owner->language, "sql") == 0)
		routine_statements(&inside, owner);
	else
		routine_plpgsql(&inside, owner);
	parser_release(&inside);
}

/* A body with doubled quotes or escapes is another text, with the lines of
 * this one. */
static void read_unescaped(struct parser *p, const struct routine_owner *owner,
			   const struct token *token)
{
	struct fold fold;
	struct text text = {.language = "sql",
			    .dialect = p->lexer.rules->dialect,
			    .catalog = p->text->catalog};

	fold_init(&fold, p->analysis->arena, p->text, p->lexer.rules);
	if (!fold_literal(&fold, token, &text)) {
		fold_release(&fold);
		return;
	}
	fold_release(&fold);
	if (is_plpgsql(owner->language) || strcmp(owner->language, "sql") == 0)
		read_inside(p, owner, &text, 0, (uint32_t)text.size);
	else
		read_other(p, owner, &text, token->offset);
	text_release(&text);
}

/* Without LANGUAGE (an old form, or a DO block): what the body looks like. */
static const char *guess_language(const struct parser *p,
				  const struct token *token, bool block)
{
	struct lexer lexer = {.bytes = p->lexer.bytes,
			      .size = token->offset + token->length,
			      .rules = p->lexer.rules};
	struct token first;
	uint32_t length, content;
	bool plain;

	token_string(p->analysis->arena, &lexer, token, &length, &content,
		     &plain);
	lexer.offset = content;
	lexer_next(&lexer, &first);
	if (p->lexer.rules->flags & RULE_SCRIPTING)
		return "sql";
	if (block || first.keyword == KW_DECLARE || first.keyword == KW_BEGIN)
		return "plpgsql";
	return "sql";
}

void routine_string_body(struct parser *p, const struct routine_owner *owner,
			 const struct token *token)
{
	struct routine_owner known = *owner;
	struct text *text = p->text;
	uint32_t length, content;
	bool plain;

	if (!known.language)
		known.language = guess_language(p, token, !owner->object);
	if (is_compiled(known.language)) {
		read_other(p, &known, &(struct text){0}, token->offset);
		return;
	}
	if (p->depth >= BODY_DEPTH_MAX) {
		parser_gap(p, REASON_TOO_DEEP, token->offset, NULL);
		return;
	}
	token_string(p->analysis->arena, &p->lexer, token, &length, &content,
		     &plain);
	if (plain &&
	    (is_plpgsql(known.language) || strcmp(known.language, "sql") == 0))
		read_inside(p, &known, text, content, content + length);
	else
		read_unescaped(p, &known, token);
}

/* --- blocks --- */

statement_reader read_begin;

/* BEGIN p.q(:a); END; as programs send it to Oracle. */
static bool at_call(struct parser *p)
{
	uint32_t n = 1;

	while (parser_ahead_kind(p, n, TOKEN_WORD) &&
	       parser_ahead_kind(p, n + 1, TOKEN_DOT) && n < 8)
		n += 2;
	return token_is_name(parser_ahead(p, n)) &&
	       (parser_ahead_kind(p, n + 1, TOKEN_OPEN) ||
		(n > 1 && parser_ahead_kind(p, n + 1, TOKEN_SEMICOLON)));
}

/* BEGIN UPDATE ...; END; in a string: a block, as BEGIN alone would be
 * followed by a semicolon. */
static bool at_verb(struct parser *p)
{
	switch (parser_ahead(p, 1)->keyword) {
	case KW_DELETE:
	case KW_INSERT:
	case KW_MERGE:
	case KW_SELECT:
	case KW_UPDATE:
		return !(p->lexer.rules->flags & RULE_HASH_NAMES);
	default:
		return false;
	}
}

/* BEGIN ... END, BEGIN NOT ATOMIC ... END (MariaDB), BEGIN [TRANSACTION] */
void read_begin(struct parser *p)
{
	static const struct routine_owner nobody;

	if (parser_ahead_at(p, 1, KW_NOT) && parser_ahead_at(p, 2, KW_ATOMIC))
		routine_stored_body(p, &nobody);
	else if (p->string ? at_call(p) || at_verb(p) : routine_at_block(p))
		routine_plsql(p, &nobody);
	else
		parser_skip_statement(p);
}

/* --- DO ------------------------------------------------------------------- */

statement_reader read_do;

/* DO [ LANGUAGE l ] 'body' [ LANGUAGE l ] (PostgreSQL)
 * DO expression, ... (MySQL) */
void read_do(struct parser *p)
{
	struct routine_owner owner = {0};
	struct token body = {.kind = TOKEN_END};
	uint32_t level;

	parser_next(p);
	if (!parser_at_kind(p, TOKEN_STRING) && !parser_at(p, KW_LANGUAGE)) {
		level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
				   SCOPE_ABSENT);
		parser_expressions(p, level, ROLE_SELECT, 0);
		return;
	}
	while (!parser_at_end(p)) {
		if (parser_accept(p, KW_LANGUAGE)) {
			owner.language = ddl_option(p);
		} else if (parser_at_kind(p, TOKEN_STRING)) {
			body = *parser_peek(p);
			parser_next(p);
		} else {
			break;
		}
	}
	if (body.kind == TOKEN_STRING)
		routine_string_body(p, &owner, &body);
}
