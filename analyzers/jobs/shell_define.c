/*
 * Variables that a client puts into the SQL itself, as they are given on its
 * command line.
 *
 *	psql -v t=orders <<'EOF'         sqlcmd -v t=orders -i -
 *	SELECT a FROM :"t";              SELECT a FROM $(t)
 *	EOF
 */

#include <string.h>

#include "analyzers/jobs/shell_run.h"

struct replacer {
	struct shell *shell;
	const struct shell_define *defines;
	uint32_t n_defines;
	bool dollar; /* $(name), else :name */
	struct shell_value out;
	char quote;    /* inside of '...' or "..." */
	bool comment;  /* inside of a line's comment */
	char previous; /* the byte before */
};

static const struct shell_define *find(const struct replacer *replacer,
				       const char *name, size_t size)
{
	for (uint32_t i = replacer->n_defines; i-- > 0;)
		if (strlen(replacer->defines[i].name) == size &&
		    memcmp(replacer->defines[i].name, name, size) == 0)
			return &replacer->defines[i];
	return NULL;
}

/* What stands at `at`: its length, name and quote; 0: no variable. */
static size_t variable_at(const struct replacer *replacer, const char *bytes,
			  size_t size, const char **name, size_t *name_size,
			  char *quote)
{
	size_t at = 1, start;

	*quote = '\0';
	if (replacer->dollar) {
		if (size < 4 || bytes[0] != '$' || bytes[1] != '(')
			return 0;
		at = 2;
	} else if (size < 2 || bytes[0] != ':' || replacer->previous == ':') {
		return 0;
	} else if (bytes[1] == '\'' || bytes[1] == '"') {
		*quote = bytes[at++];
	}
	start = at;
	while (at < size && (g_ascii_isalnum(bytes[at]) || bytes[at] == '_'))
		at++;
	*name = bytes + start;
	*name_size = at - start;
	if (at == start)
		return 0;
	if (!replacer->dollar && !*quote)
		return at;
	return at < size && bytes[at] == (replacer->dollar ? ')' : *quote)
		       ? at + 1
		       : 0;
}

static void put_define(struct replacer *replacer, const struct shell_run *run,
		       uint32_t at, const struct shell_define *define,
		       char quote)
{
	struct arena *arena = replacer->shell->arena;
	struct shell_run like = *run;
	char mark[2] = {quote, '\0'};
	const char *written = quote ? arena_strdup(arena, mark) : "";
	uint32_t from = replacer->out.n_runs + 1;

	like.offset += run->verbatim ? at : 0;
	shell_value_put(arena, &replacer->out, written, &like);
	shell_value_append(arena, &replacer->out, &define->value);
	for (uint32_t r = from; r < replacer->out.n_runs; r++) {
		replacer->out.runs[r].line =
			run->line ? run->line
				  : text_line(run->text, like.offset);
		replacer->out.runs[r].function = run->function;
	}
	shell_value_put(arena, &replacer->out, written, &like);
}

static void put_piece(struct replacer *replacer, const struct shell_run *run,
		      uint32_t from, uint32_t to)
{
	struct shell_run piece = *run;

	piece.bytes += from;
	piece.offset += run->verbatim ? from : 0;
	piece.size = to - from;
	if (piece.size)
		shell_value_add(replacer->shell->arena, &replacer->out, &piece);
}

/* Quotes and comments are left alone by psql, not by sqlcmd. */
static bool is_hidden(struct replacer *replacer, char c, char next)
{
	if (replacer->dollar)
		return false;
	if (replacer->comment)
		replacer->comment = c != '\n';
	else if (replacer->quote)
		replacer->quote = c == replacer->quote ? '\0' : replacer->quote;
	else if (c == '\'' || c == '"')
		replacer->quote = c;
	else if (c == '-' && next == '-')
		replacer->comment = true;
	else
		return false;
	return true;
}

static void replace_run(struct replacer *replacer, const struct shell_run *run)
{
	uint32_t start = 0;

	for (uint32_t i = 0; i < run->size; i++) {
		const char *name;
		size_t name_size, length;
		char quote, c = run->bytes[i];
		char next = i + 1 < run->size ? run->bytes[i + 1] : '\0';
		const struct shell_define *define = NULL;

		length = variable_at(replacer, run->bytes + i, run->size - i,
				     &name, &name_size, &quote);
		if (length && !replacer->quote && !replacer->comment)
			define = find(replacer, name, name_size);
		if (!define || !shell_spend(replacer->shell, 2)) {
			is_hidden(replacer, c, next);
			replacer->previous = c;
			continue;
		}
		put_piece(replacer, run, start, i);
		put_define(replacer, run, i, define, quote);
		i += (uint32_t)length - 1;
		start = i + 1;
		replacer->previous = 'x';
	}
	put_piece(replacer, run, start, run->size);
}

struct shell_value shell_replace_defines(struct shell *shell,
					 const struct shell_value *sql,
					 const struct shell_define *defines,
					 uint32_t n_defines,
					 enum dialect dialect)
{
	struct replacer replacer = {.shell = shell,
				    .defines = defines,
				    .n_defines = n_defines,
				    .dollar = dialect == DIALECT_TSQL};

	for (uint32_t r = 0; r < sql->n_runs; r++)
		if (sql->runs[r].kind == RUN_TEXT)
			replace_run(&replacer, &sql->runs[r]);
		else
			shell_value_add(shell->arena, &replacer.out,
					&sql->runs[r]);
	return replacer.out;
}
