/*
 * The analyzer of SQL: a whole script, statement by statement.
 */
#include <string.h>

#include "analyzers/sql/routine.h"
#include "analyzers/sql/tags.h"

/* Offsets are 32 bits wide. */
#define SQL_BYTES_MAX (UINT32_MAX - 1024)

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* What ends a statement, and the data that follow a COPY. */
static void skip_end(struct parser *p)
{
	bool data = p->copy_data && parser_at_kind(p, TOKEN_SEMICOLON);

	p->copy_data = false;
	if (data) {
		parser_skip_copy_data(p, p->lexer.offset);
	} else if (!parser_accept_kind(p, TOKEN_SEMICOLON)) {
		parser_accept_kind(p, TOKEN_DELIMITER);
	}
}

#define HEADER_SIZE 1024

/*
 * The database that mysqldump and mariadb-dump name in their head, where they
 * write no USE: "-- Host: localhost    Database: shop". Without one, or with
 * several, the name is empty there.
 */
static const char *header_database(struct analysis *analysis,
				   const struct text *text)
{
	size_t size = MIN(text->size, HEADER_SIZE);
	const char *host, *end, *name;

	if (!text->catalog || !size)
		return NULL;
	host = memmem(text->bytes, size, "\n-- Host: ", 10);
	if (!host)
		return NULL;
	host++;
	end = memchr(host, '\n', size - (size_t)(host - text->bytes));
	end = end ? end : text->bytes + size;
	name = memmem(host, (size_t)(end - host), "Database: ", 10);
	if (!name)
		return NULL;
	name += 10;
	while (end > name && g_ascii_isspace(end[-1]))
		end--;
	return end > name ? arena_strndup(analysis->arena, name,
					  (size_t)(end - name))
			  : NULL;
}

/* Memory is taken back when so much was used since the last time. */
#define STREAM_BYTES (1 << 15)

/*
 * Between two statements of a script that is streamed, all that was read is
 * done with, but the schema in force and the handler that is open.
 */
static void reuse_memory(struct parser *p, const struct arena_mark *mark)
{
	struct arena *arena = p->analysis->arena;
	char *schema, *handler;

	if (!p->text->stream || p->text->depth ||
	    arena_size(arena) - mark->total < STREAM_BYTES)
		return;
	schema = g_strdup(p->schema);
	handler = g_strdup(p->handler);
	arena_rewind(arena, mark);
	p->schema = arena_strdup(arena, schema);
	p->handler = arena_strdup(arena, handler);
	g_free(schema);
	g_free(handler);
	session_trim(p);
}

/* What directives of a template hold behind the last statement. */
static void read_rest(struct parser *p)
{
	struct statement statement;

	statement_begin(p, &statement, "select");
	p->end = p->lexer.size;
	statement_finish(p);
}

/* A text; `script`: for a client, and so no string of code. */
static void read_script(struct analysis *analysis, struct text *text,
			bool script)
{
	struct arena_mark mark = arena_mark(analysis->arena);
	struct parser p;
	uint32_t begin =
		text->size >= 3 && memcmp(text->bytes, BYTE_ORDER_MARK, 3) == 0
			? 3
			: 0;

	if (text->size > SQL_BYTES_MAX)
		analysis_gap(analysis, text, REASON_TOO_LARGE, 1, NULL);
	parser_init_text(&p, analysis, text, begin,
			 (uint32_t)MIN(text->size, SQL_BYTES_MAX));
	p.schema = header_database(analysis, text);
	p.script = script;
	p.string = !p.script;
	while (!parser_at_kind(&p, TOKEN_END)) {
		if (script_command(&p))
			continue;
		if (p.lexer.rules->flags & RULE_HASH_NAMES)
			routine_tsql(&p, NULL);
		else
			parser_statement(&p);
		skip_end(&p);
		reuse_memory(&p, &mark);
	}
	if (p.jinja.used)
		read_rest(&p);
	parser_release(&p);
}

static bool is_script(const struct text *text)
{
	return text->n_marks == 0 || text->via == VIA_SCRIPT || text->catalog;
}

/* SQL with tags: the pieces that these make of it. */
static void read_tags(struct analysis *analysis, struct text *text)
{
	struct tags tags = tags_read(analysis, text);
	bool mapper = tags_is_mapper(text->bytes, text->size);

	for (uint32_t i = 0; i < tags.n_pieces; i++) {
		const struct tags_piece *piece = &tags.pieces[i];
		struct text inside = *text;

		inside.bytes = piece->bytes;
		inside.size = piece->size;
		inside.passed = NULL;
		inside.stream = false;
		inside.newlines = NULL;
		inside.known_line = 0;
		inside.marks = piece->marks;
		inside.n_marks = piece->n_marks;
		read_script(analysis, &inside,
			    !mapper && !piece->fragment && is_script(text));
		text_release(&inside);
	}
}

static void read_any(struct analysis *analysis, struct text *text)
{
	bool tags = !text->catalog &&
		    (is_script(text) ? tags_in_script(text->bytes, text->size)
				     : tags_in(text->bytes, text->size));

	if (tags)
		read_tags(analysis, text);
	else
		read_script(analysis, text, is_script(text));
}

/* What SQL Server's tools write by default; in UTF-8, lines are the same. */
static bool is_utf16(const struct text *text)
{
	return text->size >= 2 && (memcmp(text->bytes, "\xff\xfe", 2) == 0 ||
				   memcmp(text->bytes, "\xfe\xff", 2) == 0);
}

static void sql_read(struct analysis *analysis, struct text *text)
{
	struct text decoded = *text;
	char *bytes;

	if (!is_utf16(text)) {
		read_any(analysis, text);
		return;
	}
	bytes = g_convert(text->bytes, (gssize)(text->size & ~(size_t)1),
			  "UTF-8", "UTF-16", NULL, &decoded.size, NULL);
	if (!bytes) {
		analysis_gap(analysis, text, REASON_UNREADABLE_SQL, 1,
			     "broken UTF-16");
		return;
	}
	decoded.bytes = bytes;
	decoded.passed = NULL;
	decoded.newlines = NULL;
	read_any(analysis, &decoded);
	text_release(&decoded);
	g_free(bytes);
}

static const char *const files[] = {
	"*.sql", "*.ddl", "*.dml", "*.pgsql", "*.psql", "*.plpgsql", "*.plsql",
	"*.mysql", "*.pks", "*.pkb", "*.tsql", "*.hql", "*.sql.in", "*.bteq",
	"*.btq", "*.db2",
	/* templates */
	"*.sql.erb", "*.sql.ftl", "*.sql.gotmpl", "*.sql.hbs", "*.sql.j2",
	"*.sql.jinja", "*.sql.jinja2", "*.sql.liquid", "*.sql.mustache",
	"*.sql.tmpl", "*.sql.tpl", "*.sql.vm", NULL};

const struct analyzer analyzer_sql = {
	.name = "sql",
	.files = files,
	.analyze = sql_read,
};
