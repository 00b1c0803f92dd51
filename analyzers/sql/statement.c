/*
 * One statement: opened, given to the reader of its first word, delivered.
 */
#include <string.h>

#include "analyzers/sql/db2.h"
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/query.h"
#include "analyzers/sql/routine.h"
#include "analyzers/sql/teradata.h"

static statement_reader *const readers[N_KEYWORDS] = {
	[KW_NONE] = NULL,
#define STATEMENT(keyword, reader) [KW_##keyword] = reader,
#include "analyzers/sql/statements.def"
#undef STATEMENT
};

statement_reader *statement_reader_of(enum keyword keyword)
{
	return readers[keyword];
}

/* --- facts --------------------------------------------------------------- */

struct fact *parser_fact(struct parser *p, enum fact_kind kind, uint32_t begin,
			 uint32_t end)
{
	struct fact *fact = ARENA_NEW(p->analysis->arena, struct fact);

	fact->kind = kind;
	fact->place.line = parser_line(p, begin);
	fact->place.end_line = parser_line(p, end > begin ? end - 1 : begin);
	fact->via = p->via;
	fact->accessor = p->accessor;
	fact->statement = p->number;
	fact->schema = p->schema;
	return fact;
}

void parser_deliver(struct parser *p, struct fact *fact)
{
	analysis_fact(p->analysis, p->text, fact);
}

void parser_gap(struct parser *p, enum reason reason, uint32_t offset,
		const char *detail)
{
	struct fact *fact = parser_fact(p, FACT_GAP, offset, offset);

	fact->as.gap.reason = reason;
	fact->as.gap.detail = arena_strdup(p->analysis->arena, detail);
	parser_deliver(p, fact);
}

void parser_unreadable(struct parser *p, const char *detail)
{
	if (p->statement->broken)
		return;
	p->statement->broken = true;
	parser_gap(p, REASON_UNREADABLE_SQL, parser_peek(p)->offset, detail);
}

/* --- the statement ------------------------------------------------------- */

void statement_begin(struct parser *p, struct statement *statement,
		     const char *verb)
{
	memset(statement, 0, sizeof(*statement));
	statement->outer = p->statement;
	statement->begin = parser_peek(p)->offset;
	statement->made.verb = verb;
	statement->outer_number = p->number;
	p->number = ++p->analysis->statements;
	p->statement = statement;
}

static bool names_anything(const struct fact_statement *made)
{
	if (made->n_calls || made->n_mentions || made->into.n_parts)
		return true;
	for (uint32_t i = 0; i < made->n_levels; i++) {
		const struct sql_level *level = &made->levels[i];

		if (level->n_items || level->n_targets || level->n_refs ||
		    level->n_assigns)
			return true;
	}
	return false;
}

/* In a script or a report's query, what reads as a statement is one; a string
 * of code may be prose. */
static bool is_prose(const struct parser *p, const struct statement *statement)
{
	if (p->routine || !p->string || p->text->via == VIA_REPORT ||
	    p->end <= statement->begin) /* cut off before its first word */
		return false;
	return analysis_judge(p->lexer.bytes + statement->begin,
			      p->end - statement->begin,
			      p->lexer.rules->dialect) == SQL_PROSE;
}

/* What no SELECT, INSERT, UPDATE, ... ends with. */
static bool is_inner_word(const char *word, uint32_t length)
{
	switch (keyword_find(word_hash(word, length))) {
	case KW_AND:
	case KW_AS:
	case KW_BETWEEN:
	case KW_BY:
	case KW_FROM:
	case KW_HAVING:
	case KW_IN:
	case KW_INTO:
	case KW_JOIN:
	case KW_LIKE:
	case KW_NOT:
	case KW_ON:
	case KW_OR:
	case KW_SELECT:
	case KW_SET:
	case KW_UNION:
	case KW_WHERE:
		return true;
	default:
		return false;
	}
}

/* A query or change of data whose last token needs another one behind it. */
static bool ends_in_the_middle(const struct parser *p,
			       const struct fact_statement *made)
{
	const char *bytes = p->lexer.bytes;
	uint32_t begin = p->end, n = p->end;

	if (!n || !made->n_levels || made->levels[0].kind == LEVEL_OTHER)
		return false;
	if (bytes[n - 1] == ',' || bytes[n - 1] == '=')
		return true;
	while (begin && n - begin < 9 && g_ascii_isalpha(bytes[begin - 1]))
		begin--;
	return n > begin && begin && g_ascii_isspace(bytes[begin - 1]) &&
	       is_inner_word(bytes + begin, n - begin);
}

static void deliver(struct parser *p, struct statement *statement)
{
	struct fact_statement *made = &statement->made;
	struct fact *fact;

	made->complete = !statement->broken && !statement->fragment &&
			 !statement->opened && !ends_in_the_middle(p, made);
	made->prose = is_prose(p, statement);
	made->fingerprint = statement->fingerprint | 1;
	made->dialect = p->lexer.rules->dialect;
	made->row_table = p->row_table;
	made->transitions = p->transitions;
	made->n_transitions = p->n_transitions;
	fact = parser_fact(p, FACT_STATEMENT, statement->begin, p->end);
	made->span = fact->place;
	fact->as.statement = *made;
	parser_deliver(p, fact);
}

void statement_finish(struct parser *p)
{
	struct statement *statement = p->statement;

	if (p->jinja.used && !statement->outer && !statement->drop)
		statement_templates(p);
	if (teradata_is(p))
		teradata_add_items(p);
	if (statement->unordered)
		level_order(p);
	p->statement = statement->outer;
	if (!statement->drop && names_anything(&statement->made))
		deliver(p, statement);
	p->number = statement->outer_number;
}

/* A word that begins a statement ends the one before it, even without ";"
 * (two statements glued together; T-SQL). */
static bool at_next_statement(struct parser *p)
{
	enum keyword keyword = (enum keyword)parser_peek(p)->keyword;

	return (readers[keyword] && (keyword_flags[keyword] & KEYWORD_VERB) &&
		(keyword_flags[keyword] & KEYWORD_RESERVED)) ||
	       parser_at_label(p);
}

/* SET a = ?, b = ? in a string: of an UPDATE whose beginning is elsewhere. */
static bool at_lone_set(struct parser *p)
{
	return p->string && parser_at(p, KW_SET) &&
	       token_is_name(parser_ahead(p, 1)) &&
	       parser_ahead_kind(p, 2, TOKEN_EQUALS) &&
	       !parser_ahead_kind(p, 4, TOKEN_SEMICOLON);
}

/* Holes before a statement are a template's, such as {{ config(...) }}. */
static void skip_template(struct parser *p)
{
	uint32_t n = 0;

	while (n < 8 && parser_ahead_kind(p, n, TOKEN_HOLE) &&
	       p->lexer.bytes[parser_ahead(p, n)->offset] == '{')
		n++;
	if (!n || !readers[parser_ahead(p, n)->keyword] ||
	    !(keyword_flags[parser_ahead(p, n)->keyword] & KEYWORD_RESERVED))
		return;
	while (n--)
		parser_next(p);
}

/* IF [NOT] EXISTS (...), IF (SELECT ...): T-SQL, in whatever dialect the
 * string is taken to be. */
static bool at_batch(struct parser *p)
{
	uint32_t n = 1 + parser_ahead_at(p, 1, KW_NOT);

	return parser_at(p, KW_IF) && (parser_ahead_at(p, n, KW_EXISTS) ||
				       (parser_ahead_kind(p, 1, TOKEN_OPEN) &&
					parser_ahead_at(p, 2, KW_SELECT)));
}

/* A verb that has no reader; MariaDB's scripts may hold IF, CASE and loops as
 * bodies do. */
static void read_verb(struct parser *p)
{
	static const struct routine_owner nobody;
	enum dialect dialect = p->lexer.rules->dialect;
	bool compound =
		!p->string && !p->routine &&
		(dialect == DIALECT_MARIADB || dialect == DIALECT_MYSQL);

	switch (parser_peek(p)->keyword) {
	case KW_IF:
	case KW_CASE:
	case KW_FOR:
	case KW_LOOP:
	case KW_REPEAT:
	case KW_WHILE:
		if (compound) {
			routine_stored_body(p, &nobody);
			return;
		}
		if (p->string && at_batch(p)) {
			routine_tsql(p, &nobody);
			return;
		}
		if (p->string) {
			read_fragment(p);
			return;
		}
		break;
	default:
		break;
	}
	parser_skip_statement(p);
}

/* Words that begin statements of warehouses which neither read nor write, and
 * may begin prose elsewhere. */
static bool is_quiet(struct parser *p)
{
	static const char *const words[] = {
		"add",	    "checkpoint", "clear",	"compute", "detach",
		"exists",   "get",	  "invalidate", "list",	   "ls",
		"put",	    "remove",	  "rm",		"suspend", "resume",
		"cancel",   "convert",	  "deny",	"dfs",	   "fsck",
		"generate", "reorg",	  "sync",	"undrop",  "unset",
		"watch",    "abort",	  "system",	"install"};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (ddl_at_word(p, words[i]))
			return true;
	return false;
}

/* { [? =] CALL p(?) } of ODBC and JDBC: takes what is before CALL. */
static bool skip_escape(struct parser *p)
{
	uint32_t n = 1;

	if (!parser_at_kind(p, TOKEN_OTHER) ||
	    p->lexer.bytes[parser_peek(p)->offset] != '{')
		return false;
	if (parser_ahead_kind(p, 1, TOKEN_HOLE) &&
	    parser_ahead_kind(p, 2, TOKEN_EQUALS))
		n = 3;
	if (!parser_ahead_at(p, n, KW_CALL))
		return false;
	while (n--)
		parser_next(p);
	return true;
}

/* Up to the end of the template's block; verbs are words there. */
static void skip_text(struct parser *p)
{
	while (!token_ends_statement(parser_peek(p)))
		parser_next(p);
}

/* Databricks: APPLY CHANGES INTO t ..., REPLACE TABLE t AS ..., RESTORE TABLE
 * t TO VERSION AS OF 3. */
static bool read_spark(struct parser *p)
{
	if (parser_at(p, KW_APPLY)) {
		read_apply(p);
	} else if (parser_at(p, KW_REPLACE) &&
		   parser_ahead_at(p, 1, KW_TABLE)) {
		read_create(p);
	} else if (ddl_at_word(p, "restore")) {
		uint32_t level = level_open(p, LEVEL_OTHER, PLACE_ROOT,
					    SCOPE_ABSENT, SCOPE_ABSENT);

		p->statement->made.verb = "restore";
		parser_next(p);
		parser_accept(p, KW_TABLE);
		parser_target(p, level, OP_INSERT);
		parser_skip_statement(p);
	} else {
		return false;
	}
	return true;
}

/* What Teradata and Db2 have before statements, and statements of their own;
 * false if it is another one, which is left. */
static bool read_local(struct parser *p, struct statement *statement)
{
	if (p->lexer.rules->dialect == DIALECT_SPARK)
		return read_spark(p);
	if (db2_is(p))
		return db2_statement(p);
	if (!teradata_is(p))
		return false;
	teradata_skip_modifiers(p);
	statement->made.verb =
		keyword_word((enum keyword)parser_peek(p)->keyword);
	return teradata_statement(p);
}

static void read_one(struct parser *p)
{
	enum keyword keyword;
	statement_reader *reader;
	struct statement statement;
	bool block = p->jinja.used && statement_in_block(p), escape;

	skip_template(p);
	escape = p->string && skip_escape(p);
	keyword = (enum keyword)parser_peek(p)->keyword;
	reader = readers[keyword];
	statement_begin(p, &statement, keyword_word(keyword));
	if (read_local(p, &statement))
		reader = read_control;
	else
		reader = readers[keyword =
					 (enum keyword)parser_peek(p)->keyword];
	if (routine_at_script(p)) {
		static const struct routine_owner nobody;

		routine_stored_body(p, &nobody);
		parser_skip_statement(p);
		statement_finish(p);
		return;
	}
	if (at_lone_set(p) ||
	    (keyword == KW_FROM &&
	     (p->string || !(p->lexer.rules->flags & RULE_FROM_FIRST))))
		read_fragment(p);
	else if (reader)
		reader(p);
	else if (parser_at_kind(p, TOKEN_OPEN) && query_in_parentheses(p))
		read_query_statement(p);
	else if (keyword_flags[keyword] & KEYWORD_VERB)
		read_verb(p);
	else if (p->jinja.used && statement_is_holes(p))
		statement_holes(p, block);
	else if (block && statement_is_text(p))
		skip_text(p);
	else if (parser_at_kind(p, TOKEN_HOLE) && parser_at_query(p)) {
		statement.made.verb = "select";
		read_query_statement(p);
	} else if (p->string || block)
		read_fragment(p);
	else if (is_quiet(p))
		parser_skip_statement(p);
	else if (parser_at_kind(p, TOKEN_HOLE))
		statement_holes(p, false);
	if (escape && parser_ahead_kind(p, 1, TOKEN_END))
		parser_next(p);
	if (p->string && !parser_at_end(p) && parser_at(p, KW_AS))
		read_fragment(p); /* of a query in parentheses */
	if (!parser_at_end(p) && (parser_peek(p)->offset == statement.begin ||
				  !at_next_statement(p))) {
		parser_unreadable(p, "unexpected words");
		parser_skip_statement(p);
	}
	statement_finish(p);
}

void parser_statement(struct parser *p)
{
	while (!parser_at_end(p)) {
		read_one(p);
		if (p->one)
			return;
	}
}

/* --- strings that are SQL ------------------------------------------------- */

/* Marks of a guest whose bytes are not the host's: all on one line. */
static struct line_mark *one_mark(struct parser *p, uint32_t offset)
{
	struct line_mark *mark =
		ARENA_NEW(p->analysis->arena, struct line_mark);

	mark->line = parser_line(p, offset);
	return mark;
}

void parser_string_text(struct parser *p, const struct token *string,
			struct text *guest)
{
	uint32_t length, content, n_marks = 1;
	struct line_mark *marks;
	bool plain;

	memset(guest, 0, sizeof(*guest));
	guest->language = "sql";
	guest->dialect = p->lexer.rules->dialect;
	guest->bytes = token_string(p->analysis->arena, &p->lexer, string,
				    &length, &content, &plain);
	guest->size = length;
	marks = plain ? text_marks(p->analysis->arena, p->text, content, length,
				   &n_marks)
		      : one_mark(p, content);
	text_guest(guest, p->text, marks, n_marks);
}

void parser_read_string(struct parser *p, const struct token *string)
{
	struct accessor accessor = p->accessor;
	struct text guest;

	parser_string_text(p, string, &guest);
	if (accessor.object.name.n_parts)
		guest.reader = &accessor;
	analysis_guest(p->analysis, &guest);
}
