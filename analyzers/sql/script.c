/*
 * What the clients of databases read themselves: commands of psql and mysql,
 * GO, and the data of dumps. They are lines, not statements.
 */
#include <string.h>
#include <strings.h>

#include "analyzers/sql/ddl.h"
#include "analyzers/sql/teradata.h"

/* --- lines ---------------------------------------------------------------- */

/* The rest of a line, without white space around it and without ";" at its
 * end. */
struct line {
	uint32_t begin, end;
	uint32_t next; /* where the next line begins */
};

static bool is_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r';
}

static struct line read_line(const struct parser *p, uint32_t offset)
{
	struct lexer lexer = p->lexer;
	struct line line;

	lexer.offset = offset;
	line.begin = offset;
	line.end = lexer_skip_line(&lexer);
	line.next = lexer.offset;
	while (line.begin < line.end && is_space(lexer.bytes[line.begin]))
		line.begin++;
	while (line.end > line.begin && (is_space(lexer.bytes[line.end - 1]) ||
					 lexer.bytes[line.end - 1] == ';'))
		line.end--;
	return line;
}

/* The first word of a line: up to white space, or in quotes, which are
 * dropped; psql's variables are holes. NULL if there is none. */
static const char *line_word(const struct parser *p, struct line *line)
{
	const char *bytes = p->lexer.bytes;
	char *word, *to, quote = '\0';
	uint32_t at = line->begin;

	if (at >= line->end)
		return NULL;
	word = to = arena_alloc(p->analysis->arena, line->end - at + 1);
	for (; at < line->end && (quote || !is_space(bytes[at])); at++) {
		if (quote && bytes[at] == quote) {
			quote = '\0';
		} else if (!quote && (bytes[at] == '\'' || bytes[at] == '"')) {
			quote = bytes[at];
		} else if (!quote && bytes[at] == ':' && at + 1 < line->end &&
			   (g_ascii_isalpha(bytes[at + 1]) ||
			    bytes[at + 1] == '_')) {
			*to++ = TEXT_HOLE;
			while (at + 1 < line->end &&
			       (g_ascii_isalnum(bytes[at + 1]) ||
				bytes[at + 1] == '_'))
				at++;
		} else {
			*to++ = bytes[at];
		}
	}
	while (at < line->end && is_space(bytes[at]))
		at++;
	line->begin = at;
	return word;
}

/* --- commands ------------------------------------------------------------- */

/* A file that is read as if it stood here. */
static void include_file(struct parser *p, struct line *line, uint32_t begin)
{
	const char *path = line_word(p, line);
	struct fact *fact;

	if (!path || !*path)
		return;
	fact = parser_fact(p, FACT_CALL, begin, line->end);
	fact->as.call.kind = NODE_FILE;
	fact->as.call.path = path;
	parser_deliver(p, fact);
}

/* \connect database ...: "-" is the one that was. A dump says only where it
 * is from. */
static void connect_database(struct parser *p, struct line *line,
			     uint32_t begin)
{
	const char *database = line_word(p, line);
	struct fact *fact;

	if (!database || !*database || strcmp(database, "-") == 0 ||
	    p->text->catalog || strchr(database, '=') || strchr(database, '/'))
		return;
	fact = parser_fact(p, FACT_CONNECTION, begin, line->end);
	fact->as.connection.dialect = p->lexer.rules->dialect;
	fact->as.connection.database = database;
	parser_deliver(p, fact);
}

/* \copy t from 'f': COPY, but for the backslash, on one line. */
static bool copy_line(struct parser *p, uint32_t begin, const struct line *line)
{
	struct parser inside;
	bool data;

	parser_init_inside(&inside, p, p->text, begin, line->end);
	parser_statement(&inside);
	data = inside.copy_data;
	parser_release(&inside);
	return data;
}

static void set_delimiter(struct parser *p, struct line *line)
{
	const char *bytes = p->lexer.bytes;
	uint32_t begin = line->begin, end = begin;

	/* Here ";" is the delimiter and not the end of the line. */
	while (end < p->lexer.size && bytes[end] != '\n' &&
	       !is_space(bytes[end]))
		end++;
	p->lexer.delimiter = bytes + begin;
	p->lexer.delimiter_length = end - begin;
	if (end - begin == 1 && bytes[begin] == ';')
		p->lexer.delimiter_length = 0;
}

static void use_schema(struct parser *p, struct line *line)
{
	const char *schema = line_word(p, line);

	if (schema && *schema)
		p->schema = schema;
}

/* The length of the command's word at `offset`, behind the backslash. */
static uint32_t command_length(const struct parser *p, uint32_t offset)
{
	uint32_t end = offset;

	while (end < p->lexer.size && (g_ascii_isalpha(p->lexer.bytes[end]) ||
				       p->lexer.bytes[end] == '_'))
		end++;
	return end > offset ? end - offset : 1;
}

static bool is_command(const struct parser *p, uint32_t offset, uint32_t length,
		       const char *name)
{
	return strlen(name) == length && offset + length <= p->lexer.size &&
	       memcmp(p->lexer.bytes + offset, name, length) == 0;
}

/* A command of psql, or of mysql where it has the same form. */
static bool read_command(struct parser *p, uint32_t word, uint32_t length,
			 struct line *line)
{
	bool copies = false; /* and data follow */

#define IS(name) is_command(p, word, length, name)
	if (p->lexer.rules->flags & RULE_HASH_NAMES) { /* sqlcmd's ":r" */
		if (IS("r") || IS("R"))
			include_file(p, line, word - 1);
	} else if (IS("i") || IS("ir") || IS("include") ||
		   IS("include_relative") || IS("."))
		include_file(p, line, word - 1);
	else if (IS("c") || IS("connect"))
		connect_database(p, line, word - 1);
	else if (IS("copy"))
		copies = copy_line(p, word, line);
	else if (IS("gexec"))
		parser_gap(p, REASON_DYNAMIC_SQL, word, "\\gexec");
	else if (IS("u") && ddl_is_mysql(p))
		use_schema(p, line);
	else if (IS("d") && ddl_is_mysql(p))
		set_delimiter(p, line);
#undef IS
	return copies;
}

/* \command arguments, up to the end of the line. */
static void read_backslash(struct parser *p)
{
	uint32_t word = parser_peek(p)->offset + 1;
	uint32_t length = command_length(p, word);
	struct line line;

	if (word >= p->lexer.size) {
		parser_next(p);
		return;
	}
	line = read_line(p, word + length);
	if (read_command(p, word, length, &line) && line.next) {
		parser_skip_copy_data(p, line.next - 1);
		return;
	}
	parser_jump(p, line.next);
}

/* --- commands without a backslash ----------------------------------------- */

/* DELIMITER x */
static void read_delimiter(struct parser *p)
{
	const struct token *token = parser_peek(p);
	struct line line = read_line(p, token->offset + token->length);

	set_delimiter(p, &line);
	parser_jump(p, line.next);
}

/* source file */
static void read_source(struct parser *p)
{
	const struct token *token = parser_peek(p);
	uint32_t begin = token->offset;
	struct line line = read_line(p, begin + token->length);

	include_file(p, &line, begin);
	parser_jump(p, line.next);
}

/* Whether nothing but a number stands behind the word on its line. */
static bool stands_alone(const struct parser *p)
{
	const struct token *token = parser_peek(p);
	struct line line = read_line(p, token->offset + token->length);

	while (line.begin < line.end &&
	       g_ascii_isdigit(p->lexer.bytes[line.begin]))
		line.begin++;
	return line.begin == line.end;
}

bool script_at_go(const struct parser *p)
{
	return p->script && parser_at(p, KW_GO) && stands_alone(p);
}

/* USE schema, which needs no ";" in a client. T-SQL's is a database. */
static void read_use(struct parser *p)
{
	struct sql_name name;

	parser_next(p);
	if (!parser_accept(p, KW_SCHEMA) && !parser_accept(p, KW_DATABASE) &&
	    (ddl_accept_word(p, "warehouse") || parser_accept(p, KW_ROLE))) {
		parser_skip_statement(p);
		return;
	}
	if (!parser_name(p, &name) || p->lexer.rules->dialect == DIALECT_TSQL)
		return;
	p->schema = name.quoted & 1 ? arena_printf(p->analysis->arena, "\"%s\"",
						   name.parts[0])
				    : name.parts[0];
}

/* Whether `word` begins its line; what else begins with it is no command. */
static bool begins_line(const struct parser *p)
{
	uint32_t offset = parser_peek(p)->offset;

	while (offset && is_space(p->lexer.bytes[offset - 1]))
		offset--;
	return !offset || p->lexer.bytes[offset - 1] == '\n' ||
	       p->lexer.bytes[offset - 1] == ';' ||
	       p->lexer.bytes[offset - 1] == '/';
}

/* --- data of dumps -------------------------------------------------------- */

/* Statements of a dump that fill tables and set sequences; COPY knows of
 * itself that it does. */
static bool is_data(enum keyword keyword)
{
	switch (keyword) {
	case KW_INSERT:
	case KW_REPLACE:
	case KW_LOAD:
	case KW_SELECT:
	case KW_LOCK:
	case KW_UNLOCK:
	case KW_DO:
	case KW_UPDATE:
	case KW_DELETE:
	case KW_TRUNCATE:
	case KW_REFRESH:
		return true;
	default:
		return false;
	}
}

/* --- the one entry -------------------------------------------------------- */

/* Commands of mysql that take their line and touch nothing. */
static bool at_client_word(struct parser *p)
{
	static const char *const words[] = {
		"charset", "nopager", "notee",	"nowarning", "pager",
		"prompt",  "rehash",  "system", "tee",	     "warnings"};

	if (!p->script || !ddl_is_mysql(p) || !parser_at_kind(p, TOKEN_WORD))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (ddl_at_word(p, words[i]))
			return begins_line(p);
	return false;
}

static bool read_word_command(struct parser *p)
{
	switch (parser_peek(p)->keyword) {
	case KW_DELIMITER:
		if (!begins_line(p))
			return false;
		read_delimiter(p);
		return true;
	case KW_SOURCE:
		if (!begins_line(p))
			return false;
		read_source(p);
		return true;
	case KW_GO:
		if (!stands_alone(p))
			return false;
		parser_jump(p, read_line(p, parser_peek(p)->offset).next);
		return true;
	case KW_USE:
		read_use(p);
		return true;
	default:
		if (!at_client_word(p))
			return false;
		parser_jump(p, read_line(p, parser_peek(p)->offset).next);
		return true;
	}
}

/* "/" alone on its line, which runs what stands before it (SQL*Plus). */
bool script_at_run(const struct parser *p)
{
	return parser_at_kind(p, TOKEN_OPERATOR) &&
	       p->lexer.bytes[parser_peek(p)->offset] == '/' &&
	       begins_line(p) && stands_alone(p);
}

/* #include and #if of scripts that the C preprocessor has not seen yet. */
static bool at_preprocessor(const struct parser *p)
{
	return p->lexer.bytes[parser_peek(p)->offset] == '#' &&
	       parser_at_kind(p, TOKEN_OPERATOR) && begins_line(p);
}

/* .import [--schema s] [options] file t */
static void import_line(struct parser *p, struct line *line, uint32_t begin)
{
	const char *word, *schema = NULL, *last = NULL;
	struct sql_name name = {0};
	struct statement statement;
	unsigned n = 0;

	while ((word = line_word(p, line))) {
		if (*word == '-') {
			bool named = strstr(word, "schema") != NULL;

			if (named || strstr(word, "skip") ||
			    strstr(word, "sep"))
				word = line_word(p, line);
			if (named)
				schema = word;
			continue;
		}
		last = word;
		n++;
	}
	if (n != 2)
		return;
	if (schema)
		*ARENA_PUSH(p->analysis->arena, name.parts, name.n_parts) =
			schema;
	*ARENA_PUSH(p->analysis->arena, name.parts, name.n_parts) = last;
	name.line = name.end_line = parser_line(p, begin);
	statement_begin(p, &statement, "import");
	level_target(p,
		     level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
				SCOPE_ABSENT),
		     &name, OP_COPY);
	statement_finish(p);
}

/* A command of the shells of SQLite and DuckDB: a dot, a word, up to the end
 * of the line. */
static bool dot_command(struct parser *p)
{
	enum dialect dialect = p->lexer.rules->dialect;
	uint32_t begin = parser_peek(p)->offset, length;
	struct line line;

	if (!p->script ||
	    (dialect != DIALECT_SQLITE && dialect != DIALECT_DUCKDB) ||
	    parser_at_kind(p, TOKEN_END) || p->lexer.bytes[begin] != '.' ||
	    !begins_line(p))
		return false;
	length = command_length(p, begin + 1);
	line = read_line(p, begin + 1 + length);
	if (is_command(p, begin + 1, length, "read"))
		include_file(p, &line, begin);
	else if (is_command(p, begin + 1, length, "import"))
		import_line(p, &line, begin);
	parser_jump(p, line.next);
	return true;
}

/* sqlcmd's !!, which runs a program. */
static bool at_shell(const struct parser *p)
{
	const char *bytes = p->lexer.bytes + parser_peek(p)->offset;

	return parser_peek(p)->length >= 2 && bytes[0] == '!' &&
	       bytes[1] == '!' && begins_line(p);
}

bool script_command(struct parser *p)
{
	if (p->script && p->lexer.rules->flags & RULE_HASH_NAMES &&
	    at_shell(p)) {
		parser_jump(p, read_line(p, parser_peek(p)->offset).next);
		return true;
	}
	if (p->script && at_preprocessor(p)) {
		parser_jump(p, read_line(p, parser_peek(p)->offset).next);
		return true;
	}
	if (script_at_run(p)) {
		parser_next(p);
		return true;
	}
	if (dot_command(p))
		return true;
	if (p->script && p->lexer.rules->dialect == DIALECT_ORACLE &&
	    !parser_at_kind(p, TOKEN_END) && begins_line(p) &&
	    sqlplus_command(p))
		return true;
	if (p->script && teradata_is(p) && teradata_command(p))
		return true;
	if (parser_at_kind(p, TOKEN_BACKSLASH)) {
		read_backslash(p);
		return true;
	}
	if (read_word_command(p))
		return true;
	if (!p->text->catalog ||
	    !is_data((enum keyword)parser_peek(p)->keyword))
		return false;
	parser_skip_statement(p);
	return true;
}
