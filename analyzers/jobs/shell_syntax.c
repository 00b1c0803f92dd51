#include "analyzers/jobs/shell_syntax.h"

#include <string.h>

/* A script that breaks more often is given up. */
#define BROKEN_MAX 8

/* --- gaps ----------------------------------------------------------------- */

static void note(struct shell_reader *reader, enum reason reason,
		 uint32_t offset, const char *detail)
{
	analysis_gap(reader->analysis, reader->text, reason,
		     text_line(reader->text, offset), detail);
}

void shell_broken(struct shell_reader *reader, uint32_t offset,
		  const char *detail)
{
	if (reader->stopped)
		return;
	note(reader, REASON_UNREADABLE_TEXT, offset, detail);
	if (++reader->n_broken >= BROKEN_MAX)
		reader->stopped = true;
}

bool shell_enter(struct shell_reader *reader)
{
	if (reader->stopped)
		return false;
	if (reader->depth < SHELL_DEPTH_MAX) {
		reader->depth++;
		return true;
	}
	note(reader, REASON_TOO_DEEP, reader->at, "the rest was not read");
	reader->stopped = true;
	return false;
}

void shell_leave(struct shell_reader *reader)
{
	reader->depth--;
}

/* --- blanks and words that mean something --------------------------------- */

static void skip_blanks(struct shell_reader *reader)
{
	while (!shell_at_end(reader)) {
		char c = shell_peek(reader, 0), next = shell_peek(reader, 1);

		if (c == ' ' || c == '\t' || (c == '\r' && next == '\n'))
			reader->at++;
		else if (c == '\\' && next == '\n')
			reader->at += 2;
		else if (c == '\\' && next == '\r' &&
			 shell_peek(reader, 2) == '\n')
			reader->at += 3;
		else
			break;
	}
	if (shell_peek(reader, 0) == '#')
		while (!shell_at_end(reader) && shell_peek(reader, 0) != '\n')
			reader->at++;
}

static void take_newline(struct shell_reader *reader)
{
	reader->at++;
	if (reader->n_documents)
		shell_read_documents(reader);
}

static void skip_newlines(struct shell_reader *reader)
{
	for (;;) {
		skip_blanks(reader);
		if (shell_peek(reader, 0) != '\n')
			return;
		take_newline(reader);
	}
}

/* Whether the next unquoted word is exactly this one. */
static bool at_word(const struct shell_reader *reader, const char *word)
{
	uint32_t length = (uint32_t)strlen(word);
	char behind = shell_peek(reader, length);

	return !reader->stopped && reader->end - reader->at >= length &&
	       memcmp(reader->bytes + reader->at, word, length) == 0 &&
	       (!behind || strchr(" \t\r\n;&|<>()", behind));
}

static bool take_word(struct shell_reader *reader, const char *word)
{
	if (!at_word(reader, word))
		return false;
	reader->at += (uint32_t)strlen(word);
	return true;
}

static const char *const closers[] = {"then", "elif", "else", "fi",
				      "do",   "done", "esac", "}"};

/* Whether something begins here that ends the list around. */
static bool at_closer(const struct shell_reader *reader)
{
	char c = shell_peek(reader, 0);

	if (c == ')' || (c == ';' && (shell_peek(reader, 1) == ';' ||
				      shell_peek(reader, 1) == '&')))
		return true;
	if (c != '}' && !(c >= 'd' && c <= 't'))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(closers); i++)
		if (at_word(reader, closers[i]))
			return true;
	return false;
}

/* The word that a construct needs here; if it is not there, the construct is
 * taken as if it were. */
static void expect(struct shell_reader *reader, const char *word,
		   const struct shell_command *command)
{
	char *detail;

	skip_newlines(reader);
	if (take_word(reader, word) || reader->stopped)
		return;
	detail = arena_printf(reader->analysis->arena, "\"%s\" is missing",
			      word);
	shell_broken(reader, command->offset, detail);
}

/* --- redirections --------------------------------------------------------- */

/* "2>" and its like: digits that stand right before < or >. */
static bool at_redirect(const struct shell_reader *reader)
{
	uint32_t n = 0;
	char c;

	if (shell_peek(reader, 0) == '&' && shell_peek(reader, 1) == '>')
		return true;
	while (n < 4 && g_ascii_isdigit(shell_peek(reader, n)))
		n++;
	c = shell_peek(reader, n);
	return (c == '<' || c == '>') && shell_peek(reader, n + 1) != '(';
}

static bool take_text(struct shell_reader *reader, const char *text)
{
	uint32_t length = (uint32_t)strlen(text);

	for (uint32_t i = 0; i < length; i++)
		if (shell_peek(reader, i) != text[i])
			return false;
	reader->at += length;
	return true;
}

static const struct {
	const char *text;
	enum shell_redirect_kind kind;
} redirects[] = {
	{"<<<", SHELL_HERE_STRING}, {"<<-", SHELL_DOCUMENT},
	{"<<", SHELL_DOCUMENT},	    {"<&", SHELL_DUPLICATE},
	{"<>", SHELL_INPUT},	    {"<", SHELL_INPUT},
	{"&>>", SHELL_APPEND},	    {"&>", SHELL_OUTPUT},
	{">>", SHELL_APPEND},	    {">&", SHELL_DUPLICATE},
	{">|", SHELL_OUTPUT},	    {">", SHELL_OUTPUT},
};

/* The delimiter as written, without its quotes, which make it literal. */
static void read_delimiter(struct shell_reader *reader,
			   struct shell_redirect *redirect)
{
	GString *delimiter = g_string_new(NULL);
	struct shell_word word = shell_read_word(reader);

	for (uint32_t i = word.offset; i < word.end; i++) {
		char c = reader->bytes[i];

		if (c == '\'' || c == '"' || c == '\\')
			redirect->literal = true;
		else
			g_string_append_c(delimiter, c);
	}
	redirect->delimiter_size = (uint32_t)delimiter->len;
	redirect->delimiter = arena_memdup(reader->analysis->arena,
					   delimiter->str, delimiter->len);
	g_string_free(delimiter, TRUE);
	*ARENA_PUSH(reader->analysis->arena, reader->documents,
		    reader->n_documents) = redirect;
}

static void read_redirect(struct shell_reader *reader,
			  struct shell_command *command)
{
	struct arena *arena = reader->analysis->arena;
	struct shell_redirect *redirect =
		ARENA_NEW(arena, struct shell_redirect);
	uint32_t offset = reader->at;
	size_t i = 0;

	redirect->fd = g_ascii_isdigit(shell_peek(reader, 0)) ? 0 : -1;
	while (g_ascii_isdigit(shell_peek(reader, 0)))
		redirect->fd =
			redirect->fd * 10 + (reader->bytes[reader->at++] - '0');
	while (!take_text(reader, redirects[i].text))
		i++;
	redirect->kind = redirects[i].kind;
	redirect->tabs = strcmp(redirects[i].text, "<<-") == 0;
	skip_blanks(reader);
	if (shell_is_meta(reader) && !at_redirect(reader) &&
	    !(shell_peek(reader, 1) == '(')) {
		shell_broken(reader, offset, "a redirection to nothing");
		return;
	}
	if (redirect->kind == SHELL_DOCUMENT) {
		read_delimiter(reader, redirect);
	} else {
		redirect->word = ARENA_NEW(arena, struct shell_word);
		*redirect->word = shell_read_word(reader);
	}
	*ARENA_PUSH(arena, command->redirects, command->n_redirects) = redirect;
}

static void read_redirects(struct shell_reader *reader,
			   struct shell_command *command)
{
	for (skip_blanks(reader); at_redirect(reader); skip_blanks(reader))
		read_redirect(reader, command);
}

/* --- commands ------------------------------------------------------------- */

static struct shell_command *read_command(struct shell_reader *reader);

static void add_list(struct shell_reader *reader, struct shell_command *command)
{
	struct shell_list *list;

	reader->n_open++;
	list = shell_read_list(reader);
	reader->n_open--;
	*ARENA_PUSH(reader->analysis->arena, command->lists, command->n_lists) =
		list;
}

static void add_word(struct shell_reader *reader, struct shell_command *command)
{
	*ARENA_PUSH(reader->analysis->arena, command->words, command->n_words) =
		shell_read_word(reader);
}

/* if list; then list; elif list; then list; else list; fi */
static void read_if(struct shell_reader *reader, struct shell_command *command)
{
	command->kind = SHELL_IF;
	do {
		add_list(reader, command);
		expect(reader, "then", command);
		add_list(reader, command);
	} while (take_word(reader, "elif"));
	if (take_word(reader, "else"))
		add_list(reader, command);
	expect(reader, "fi", command);
}

/* do list; done, or { list; } as some shells take it */
static void read_do(struct shell_reader *reader, struct shell_command *command)
{
	skip_newlines(reader);
	if (shell_peek(reader, 0) == ';') {
		reader->at++;
		skip_newlines(reader);
	}
	if (take_word(reader, "{")) {
		add_list(reader, command);
		expect(reader, "}", command);
		return;
	}
	expect(reader, "do", command);
	add_list(reader, command);
	expect(reader, "done", command);
}

/* for name [in word ...]; do ...   select name ...   for ((...)); do ... */
static void read_for(struct shell_reader *reader, struct shell_command *command)
{
	struct shell_word name;
	uint32_t end;

	command->kind = SHELL_FOR;
	skip_blanks(reader);
	end = shell_arithmetic_end(reader, reader->at);
	if (shell_peek(reader, 0) == '(' && end) {
		reader->at = end;
		command->kind = SHELL_LOOP;
		read_do(reader, command);
		return;
	}
	name = shell_read_word(reader);
	command->name = arena_strndup(reader->analysis->arena,
				      reader->bytes + name.offset,
				      name.end - name.offset);
	skip_newlines(reader);
	command->all_words = !take_word(reader, "in");
	for (skip_blanks(reader); !command->all_words && !shell_is_meta(reader);
	     skip_blanks(reader))
		add_word(reader, command);
	read_do(reader, command);
}

static void read_loop(struct shell_reader *reader,
		      struct shell_command *command)
{
	command->kind = SHELL_LOOP;
	add_list(reader, command);
	read_do(reader, command);
}

/* The patterns of an arm, up to their parenthesis; false: there is none. */
static bool skip_patterns(struct shell_reader *reader)
{
	if (shell_peek(reader, 0) == '(')
		reader->at++;
	for (;;) {
		skip_blanks(reader);
		if (shell_peek(reader, 0) == ')') {
			reader->at++;
			return true;
		}
		if (shell_peek(reader, 0) == '|')
			reader->at++;
		else if (shell_is_meta(reader))
			return false;
		else
			shell_read_word(reader);
	}
}

/* case word in pattern) list ;; ... esac */
static void read_case(struct shell_reader *reader,
		      struct shell_command *command)
{
	command->kind = SHELL_CASE;
	skip_blanks(reader);
	add_word(reader, command);
	expect(reader, "in", command);
	for (skip_newlines(reader); !at_word(reader, "esac");
	     skip_newlines(reader)) {
		if (shell_at_end(reader) || !skip_patterns(reader))
			break;
		add_list(reader, command);
		while (shell_peek(reader, 0) == ';' ||
		       shell_peek(reader, 0) == '&')
			reader->at++;
	}
	expect(reader, "esac", command);
}

static void read_group(struct shell_reader *reader,
		       struct shell_command *command, bool subshell)
{
	command->kind = subshell ? SHELL_SUBSHELL : SHELL_GROUP;
	add_list(reader, command);
	if (!subshell)
		expect(reader, "}", command);
	else if (shell_peek(reader, 0) == ')')
		reader->at++;
	else
		shell_broken(reader, command->offset, "\")\" is missing");
}

/* The command behind name() is its body. */
static void read_function(struct shell_reader *reader,
			  struct shell_command *command, const char *name)
{
	command->kind = SHELL_FUNCTION;
	command->name = name;
	command->words = NULL;
	command->n_words = 0;
	skip_newlines(reader);
	reader->n_open++;
	command->body = read_command(reader);
	reader->n_open--;
}

static bool take_parentheses(struct shell_reader *reader)
{
	uint32_t at = reader->at;

	skip_blanks(reader);
	if (shell_peek(reader, 0) == '(') {
		reader->at++;
		skip_blanks(reader);
		if (shell_peek(reader, 0) == ')') {
			reader->at++;
			return true;
		}
	}
	reader->at = at;
	return false;
}

static char *word_as_written(struct shell_reader *reader,
			     const struct shell_word *word)
{
	return arena_strndup(reader->analysis->arena,
			     reader->bytes + word->offset,
			     word->end - word->offset);
}

/* function name [()] body */
static void read_function_word(struct shell_reader *reader,
			       struct shell_command *command)
{
	struct shell_word name;

	skip_blanks(reader);
	name = shell_read_word(reader);
	take_parentheses(reader);
	read_function(reader, command, word_as_written(reader, &name));
}

/* [[ expression ]]: its words, so that substitutions in them are seen. */
static void read_test(struct shell_reader *reader,
		      struct shell_command *command)
{
	command->kind = SHELL_SIMPLE;
	for (;;) {
		skip_newlines(reader);
		if (shell_at_end(reader) || at_word(reader, "then") ||
		    at_word(reader, "do"))
			break;
		if (at_word(reader, "]]")) {
			add_word(reader, command);
			return;
		}
		if (shell_is_meta(reader))
			reader->at++;
		else
			add_word(reader, command);
	}
	shell_broken(reader, command->offset, "\"]]\" is missing");
}

static void read_simple(struct shell_reader *reader,
			struct shell_command *command)
{
	for (;;) {
		skip_blanks(reader);
		if (at_redirect(reader)) {
			read_redirect(reader, command);
			continue;
		}
		if (shell_is_meta(reader) &&
		    !(memchr("<>", shell_peek(reader, 0), 2) &&
		      shell_peek(reader, 1) == '('))
			return;
		add_word(reader, command);
		if (!command->n_assignments && command->n_words == 1 &&
		    !command->words[0].name && take_parentheses(reader)) {
			read_function(
				reader, command,
				word_as_written(reader, &command->words[0]));
			return;
		}
		if (command->n_words == 1 && command->words[0].name) {
			*ARENA_PUSH(reader->analysis->arena,
				    command->assignments,
				    command->n_assignments) = command->words[0];
			command->n_words = 0;
		}
	}
}

static void read_kind(struct shell_reader *reader,
		      struct shell_command *command)
{
	uint32_t end = 0;

	if (shell_peek(reader, 0) == '(') {
		if (shell_peek(reader, 1) == '(')
			end = shell_arithmetic_end(reader, reader->at);
		if (end) {
			command->kind = SHELL_IGNORED;
			reader->at = end;
		} else {
			reader->at++;
			read_group(reader, command, true);
		}
	} else if (take_word(reader, "{")) {
		read_group(reader, command, false);
	} else if (take_word(reader, "if")) {
		read_if(reader, command);
	} else if (take_word(reader, "while") || take_word(reader, "until")) {
		read_loop(reader, command);
	} else if (take_word(reader, "for") || take_word(reader, "select")) {
		read_for(reader, command);
	} else if (take_word(reader, "case")) {
		read_case(reader, command);
	} else if (take_word(reader, "function")) {
		read_function_word(reader, command);
	} else if (at_word(reader, "[[")) {
		read_test(reader, command);
	} else {
		read_simple(reader, command);
	}
}

static struct shell_command *read_command(struct shell_reader *reader)
{
	struct shell_command *command =
		ARENA_NEW(reader->analysis->arena, struct shell_command);

	skip_blanks(reader);
	while (take_word(reader, "!") || take_word(reader, "coproc"))
		skip_blanks(reader);
	command->offset = reader->at;
	if (!shell_enter(reader))
		return command;
	read_kind(reader, command);
	read_redirects(reader, command);
	shell_leave(reader);
	command->end = reader->at;
	return command;
}

/* --- lists ---------------------------------------------------------------- */

static void read_pipeline(struct shell_reader *reader,
			  struct shell_pipeline *pipeline)
{
	for (;;) {
		*ARENA_PUSH(reader->analysis->arena, pipeline->commands,
			    pipeline->n_commands) = read_command(reader);
		skip_blanks(reader);
		if (shell_peek(reader, 0) != '|' ||
		    shell_peek(reader, 1) == '|')
			return;
		reader->at += shell_peek(reader, 1) == '&' ? 2 : 1;
		skip_newlines(reader);
	}
}

/* Behind a pipeline: && and || make the next one conditional. */
static bool take_separator(struct shell_reader *reader)
{
	skip_blanks(reader);
	if (take_text(reader, "&&") || take_text(reader, "||")) {
		skip_newlines(reader);
		return true;
	}
	if (!at_closer(reader) &&
	    (shell_peek(reader, 0) == ';' || shell_peek(reader, 0) == '&'))
		reader->at++;
	return false;
}

/* Words that end nothing, since nothing is open: skipped, with a gap. */
static bool skip_stray(struct shell_reader *reader)
{
	if (reader->n_open || shell_at_end(reader))
		return false;
	shell_broken(reader, reader->at, "an end of something not begun");
	while (shell_peek(reader, 0) == ';')
		reader->at++;
	if (shell_is_meta(reader))
		reader->at++;
	else
		shell_read_word(reader);
	return true;
}

struct shell_list *shell_read_list(struct shell_reader *reader)
{
	struct arena *arena = reader->analysis->arena;
	struct shell_list *list = ARENA_NEW(arena, struct shell_list);
	bool conditional = false;

	if (!shell_enter(reader))
		return list;
	for (;;) {
		struct shell_pipeline pipeline = {.conditional = conditional};
		uint32_t at;

		skip_newlines(reader);
		if (shell_at_end(reader) ||
		    (at_closer(reader) && !skip_stray(reader)))
			break;
		at = reader->at;
		read_pipeline(reader, &pipeline);
		*ARENA_PUSH(arena, list->pipelines, list->n_pipelines) =
			pipeline;
		conditional = take_separator(reader);
		if (reader->at == at)
			reader->at++;
	}
	shell_leave(reader);
	return list;
}

struct shell_list *shell_read(struct analysis *analysis, struct text *text)
{
	struct shell_reader reader = {.analysis = analysis,
				      .text = text,
				      .bytes = text->bytes,
				      .end = (uint32_t)text->size};

	if (text->size > INT32_MAX) {
		note(&reader, REASON_TOO_LARGE, 0, NULL);
		reader.stopped = true;
	}
	return shell_read_list(&reader);
}
