/*
 * Lines that a client keeps for itself: settings, files to read, the ends of
 * batches. Those of psql and mysql are known to the reader of SQL, since they
 * stand in SQL files, too; here are those of the others.
 *
 *	@load.sql     START load      SET PAGES 0     /       (sqlplus)
 *	.read a.sql   .import a.csv t                 .quit   (sqlite3)
 *	:r a.sql      :setvar x 1                     GO      (sqlcmd, isql)
 */

#include <string.h>

#include "analyzers/jobs/shell_run.h"

struct lines {
	struct shell *shell;
	const struct shell_call *call;
	enum dialect dialect;
	struct shell_value kept;
	struct shell_value line; /* being gathered, with its newline */
	bool open;		 /* a statement has begun and not ended */
};

/* --- words of a line ------------------------------------------------------ */

static bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	return g_ascii_strncasecmp(text, word, length) == 0 &&
	       !g_ascii_isalnum(text[length]) && text[length] != '_';
}

static bool is_alone(const char *text, const char *word)
{
	size_t length = strlen(word);

	return g_ascii_strncasecmp(text, word, length) == 0 &&
	       text[length + strspn(text + length, " \t\r\n;0123456789")] ==
		       '\0';
}

/* The bytes of the line from `from` on, up to a blank, as a value. */
static struct shell_value word_at(struct lines *lines, size_t from)
{
	struct arena *arena = lines->shell->arena;
	struct shell_value word = {0};
	size_t at = 0;

	for (uint32_t r = 0; r < lines->line.n_runs; r++) {
		struct shell_run run = lines->line.runs[r];
		size_t size = run.kind == RUN_TEXT ? run.size : 1;
		size_t skip = from > at ? MIN(from - at, size) : 0, end = skip;

		at += size;
		if (skip == size)
			continue;
		if (run.kind != RUN_TEXT) {
			shell_value_add(arena, &word, &run);
			continue;
		}
		while (end < size && !memchr(" \t\r\n;'\"", run.bytes[end], 7))
			end++;
		run.bytes += skip;
		run.offset += run.verbatim ? (uint32_t)skip : 0;
		run.size = (uint32_t)(end - skip);
		if (run.size)
			shell_value_add(arena, &word, &run);
		if (end < size)
			break;
	}
	return word;
}

static size_t blanks(const char *text, size_t at)
{
	return at + strspn(text + at, " \t'\"");
}

static size_t word_end(const char *text, size_t at)
{
	return at + strcspn(text + at, " \t\r\n");
}

static void give_file(struct lines *lines, size_t from, const char *suffix)
{
	struct shell *shell = lines->shell;
	struct shell_value path = word_at(lines, from);
	const char *text, *slash;

	if (!path.n_runs)
		return;
	text = shell_value_text(shell->arena, &path);
	slash = strrchr(text, '/');
	if (suffix && !strchr(slash ? slash : text, '.'))
		shell_value_put(shell->arena, &path, suffix, &path.runs[0]);
	shell_give_call(shell, lines->call, NODE_FILE, &path,
			shell_value_line(&path));
}

/* --- what each client takes ----------------------------------------------- */

enum verdict {
	LINE_SQL,
	LINE_DROP, /* the client's own */
	LINE_END,  /* ends a statement */
};

static enum verdict judge_oracle(struct lines *lines, const char *text,
				 size_t start)
{
	static const char *const own[] = {
		"accept", "break",    "btitle",	    "clear",   "col",
		"column", "compute",  "conn",	    "connect", "define",
		"desc",	  "describe", "disconnect", "exit",    "host",
		"pause",  "print",    "prompt",	    "quit",    "rem",
		"remark", "set",      "show",	    "spool",   "timing",
		"ttitle", "undefine", "variable",   "var",     "whenever",
	};
	const char *line = text + start;

	if (is_alone(line, "/"))
		return LINE_END;
	if (lines->open)
		return LINE_SQL;
	if (*line == '@' || has_word(line, "start")) {
		size_t at = *line == '@' ? start + 1 + (line[1] == '@')
					 : word_end(text, start);

		give_file(lines, blanks(text, at), ".sql");
		return LINE_DROP;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
		if (has_word(line, own[i]))
			return LINE_DROP;
	return LINE_SQL;
}

static enum verdict judge_sqlite(struct lines *lines, const char *text,
				 size_t start)
{
	const char *line = text + start;
	struct shell_value table;
	size_t at;

	if (lines->open || *line != '.')
		return LINE_SQL;
	at = blanks(text, word_end(text, start));
	if (has_word(line, ".read"))
		give_file(lines, at, NULL);
	if (!has_word(line, ".import"))
		return LINE_DROP;
	while (strncmp(text + at, "--", 2) == 0)
		at = blanks(text, word_end(text, at));
	table = word_at(lines, blanks(text, word_end(text, at)));
	if (table.n_runs)
		shell_give_table(lines->shell, lines->call, &table,
				 DIALECT_SQLITE, OP_COPY);
	return LINE_DROP;
}

static enum verdict judge_batches(struct lines *lines, const char *text,
				  size_t start)
{
	const char *line = text + start;

	if (is_alone(line, "go"))
		return LINE_END;
	if (*line != ':' || lines->dialect != DIALECT_TSQL)
		return LINE_SQL;
	if (has_word(line, ":r"))
		give_file(lines, blanks(text, start + 2), NULL);
	return LINE_DROP;
}

static enum verdict judge_line(struct lines *lines, const char *text)
{
	size_t start = blanks(text, 0);

	switch (lines->dialect) {
	case DIALECT_ORACLE:
		return judge_oracle(lines, text, start);
	case DIALECT_SQLITE:
	case DIALECT_DUCKDB:
		return judge_sqlite(lines, text, start);
	default:
		return judge_batches(lines, text, start);
	}
}

/* --- lines ---------------------------------------------------------------- */

static void note_statement(struct lines *lines, const char *text)
{
	size_t end = strlen(text);

	while (end && memchr(" \t\r\n", text[end - 1], 4))
		end--;
	if (end)
		lines->open = text[end - 1] != ';' &&
			      !(end >= 2 && strncmp(text, "--", 2) == 0);
}

static void end_line(struct lines *lines)
{
	struct arena *arena = lines->shell->arena;
	const char *text = shell_value_text(arena, &lines->line);

	if (!lines->line.n_runs)
		return;
	switch (judge_line(lines, text)) {
	case LINE_SQL:
		shell_value_append(arena, &lines->kept, &lines->line);
		note_statement(lines, text);
		break;
	case LINE_END:
		shell_value_put(arena, &lines->kept, ";\n",
				&lines->line.runs[0]);
		lines->open = false;
		break;
	case LINE_DROP:
		break;
	}
	memset(&lines->line, 0, sizeof(lines->line));
}

static void add_run(struct lines *lines, const struct shell_run *run)
{
	struct arena *arena = lines->shell->arena;
	uint32_t at = 0;

	if (run->kind != RUN_TEXT) {
		shell_value_add(arena, &lines->line, run);
		return;
	}
	while (at < run->size && shell_spend(lines->shell, 1)) {
		struct shell_run piece = *run;
		const char *newline =
			memchr(run->bytes + at, '\n', run->size - at);

		piece.bytes += at;
		piece.size = newline ? (uint32_t)(newline + 1 - piece.bytes)
				     : run->size - at;
		piece.offset += run->verbatim ? at : 0;
		shell_value_add(arena, &lines->line, &piece);
		at += piece.size;
		if (newline)
			end_line(lines);
	}
}

bool shell_keeps_lines(enum dialect dialect)
{
	return dialect == DIALECT_ORACLE || dialect == DIALECT_SQLITE ||
	       dialect == DIALECT_DUCKDB || dialect == DIALECT_TSQL ||
	       dialect == DIALECT_GENERIC;
}

struct shell_value shell_take_lines(struct shell *shell,
				    const struct shell_call *call,
				    const struct shell_value *sql,
				    enum dialect dialect)
{
	struct lines lines = {.shell = shell, .call = call, .dialect = dialect};

	for (uint32_t r = 0; r < sql->n_runs; r++)
		add_run(&lines, &sql->runs[r]);
	end_line(&lines);
	return lines.kept;
}
