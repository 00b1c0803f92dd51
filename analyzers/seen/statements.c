/*
 * statements.c - statements that a server has seen, with their counts.
 *
 * JSON lines as README.md beside this file describes them. Each query goes to
 * the reader of SQL as a guest; what it reads and writes is then a fact of
 * the kind `seen`, whose reader is the statement itself. Lines count from the
 * query's first one. Definitions in it define nothing: the catalog is known.
 */
#include <string.h>

#include "analyzers/seen/lines.h"
#include "analyzers/sql/lexer.h"

/* The text of a statement that is kept for people: so many bytes. */
#define QUERY_SHOWN 500

struct seen {
	struct analysis inner; /* first: it is cast back */
	struct seen_line *line;
	struct text *text;
	struct fact_seen counts;
	const char *schema;
};

static void mask_token(GString *out, const struct lexer *lexer,
		       const struct token *token)
{
	if (token->flags & TOKEN_SPACED && out->len)
		g_string_append_c(out, ' ');
	if (token->kind == TOKEN_STRING || token->kind == TOKEN_NUMBER)
		g_string_append_c(out, '?');
	else
		g_string_append_len(out, lexer->bytes + token->offset,
				    token->length);
}

/* The statement with its literals masked, without comments, on one line. */
static char *mask_query(struct arena *arena, const struct text *query)
{
	struct lexer lexer = {.bytes = query->bytes,
			      .size = (uint32_t)query->size,
			      .rules = dialect_rules(query->dialect)};
	GString *out = g_string_new(NULL);
	struct token token;
	char *kept;

	keyword_init();
	for (lexer_next(&lexer, &token);
	     token.kind != TOKEN_END && out->len < QUERY_SHOWN;
	     lexer_next(&lexer, &token))
		mask_token(out, &lexer, &token);
	if (token.kind != TOKEN_END)
		g_string_append(out, " ...");
	kept = arena_strndup(arena, out->str, out->len);
	g_string_free(out, TRUE);
	return kept;
}

/* Whose statement it is: the same one of two roles is two nodes. */
static struct accessor seen_accessor(struct arena *arena,
				     const struct fact_seen *seen)
{
	struct accessor accessor = {.object.kind = NODE_STATEMENT};
	struct sql_name *name = &accessor.object.name;

	*ARENA_PUSH(arena, name->parts, name->n_parts) =
		arena_printf(arena, "%016" G_GINT64_MODIFIER "x",
			     seen->statement.fingerprint);
	if (seen->role)
		*ARENA_PUSH(arena, name->parts, name->n_parts) = seen->role;
	if (seen->host)
		*ARENA_PUSH(arena, name->parts, name->n_parts) = seen->host;
	return accessor;
}

static void deliver_seen(struct seen *seen, struct fact *fact)
{
	struct arena *arena = seen->line->analysis->arena;
	struct fact_statement statement = fact->as.statement;

	fact->kind = FACT_SEEN;
	fact->as.seen = seen->counts;
	fact->as.seen.statement = statement;
	fact->accessor = seen_accessor(arena, &fact->as.seen);
	fact->via = VIA_SEEN;
	if (!fact->schema)
		fact->schema = seen->schema;
	analysis_fact(seen->line->analysis, seen->line->text, fact);
}

/* A gap says whose statement it is of, since no line can. */
static void deliver_gap(struct seen *seen, struct fact *fact)
{
	struct arena *arena = seen->line->analysis->arena;
	const char *role = seen->counts.role;
	const char *detail = fact->as.gap.detail;

	memset(&fact->accessor, 0, sizeof(fact->accessor));
	fact->place.line = fact->place.end_line = 0;
	fact->as.gap.detail = arena_printf(
		arena, "%s%s%s%s%s", detail ? detail : "", detail ? ": " : "",
		role ? role : "", role ? ": " : "", seen->counts.text);
	analysis_fact(seen->line->analysis, seen->line->text, fact);
}

static void deliver(struct analysis *analysis, struct fact *fact)
{
	struct seen *seen = (struct seen *)(void *)analysis;

	if (fact->kind == FACT_STATEMENT)
		deliver_seen(seen, fact);
	else if (fact->kind == FACT_GAP)
		deliver_gap(seen, fact);
}

/* MySQL's digests have "..." for a list of values: it counts as one. */
static const char *fill_lists(struct arena *arena, const char *query)
{
	char *filled, *dots;

	if (!query || !strstr(query, "..."))
		return query;
	filled = arena_strdup(arena, query);
	while ((dots = strstr(filled, "...")))
		memcpy(dots, " ? ", 3);
	return filled;
}

static void read_row(struct seen_line *line, void *payload)
{
	struct text *text = payload;
	const char *query =
		fill_lists(line->analysis->arena, line_text(line, "query"));
	struct text guest = {.language = "sql", .via = VIA_SEEN};
	struct seen seen = {
		.inner = {line->analysis->arena, deliver, NULL, 0},
		.line = line,
		.text = text,
	};

	if (!query) {
		analysis_gap(line->analysis, text, REASON_UNREADABLE_TEXT,
			     line->number, "a line without a query");
		return;
	}
	guest.bytes = query;
	guest.size = strlen(query);
	text_guest(&guest, text, NULL, 0);
	seen.counts.role = line_text(line, "role");
	seen.counts.host = line_text(line, "host");
	seen.counts.calls = line_number(line, "calls");
	seen.counts.rows = line_number(line, "rows");
	seen.counts.text = mask_query(line->analysis->arena, &guest);
	seen.schema = line_text(line, "schema");
	analysis_guest(&seen.inner, &guest);
}

static void statements_read(struct analysis *analysis, struct text *text)
{
	lines_read(analysis, text, read_row, text);
}

static const char *const files[] = {NULL};

extern const struct analyzer analyzer_statements;
const struct analyzer analyzer_statements = {
	.name = "statements",
	.files = files,
	.analyze = statements_read,
};
