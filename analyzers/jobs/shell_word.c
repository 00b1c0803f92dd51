/* Words of a script: quotes, expansions, bodies of here-documents. */

#include <string.h>

#include "analyzers/jobs/shell_syntax.h"

/* How far to look for the end of $((...)) before it is something else. */
#define ARITHMETIC_MAX 4096

/* The same for the ] of an index and the ) of a pattern. */
#define INDEX_MAX 256

/* In a script that was put together at run time, a hole may be in a name. */
static bool is_name_start(char c)
{
	return g_ascii_isalpha(c) || c == '_' || c == TEXT_HOLE;
}

static bool is_name(char c)
{
	return g_ascii_isdigit(c) || is_name_start(c);
}

bool shell_is_meta(const struct shell_reader *reader)
{
	return shell_at_end(reader) ||
	       memchr(" \t\n;&|<>()", shell_peek(reader, 0), 10) ||
	       (shell_peek(reader, 0) == '\r' && shell_peek(reader, 1) == '\n');
}

static struct shell_part *add_part(struct shell_reader *reader,
				   struct shell_word *word,
				   enum shell_part_kind kind, uint32_t offset,
				   bool quoted)
{
	struct shell_part *part =
		ARENA_PUSH(reader->analysis->arena, word->parts, word->n_parts);

	part->kind = kind;
	part->offset = offset;
	part->quoted = quoted;
	part->bytes = reader->bytes + offset;
	part->verbatim = true;
	return part;
}

/* Bytes of the text that stand for themselves; joined to those right before
 * them. */
static void add_text(struct shell_reader *reader, struct shell_word *word,
		     uint32_t offset, uint32_t size, bool quoted)
{
	struct shell_part *last =
		word->n_parts ? &word->parts[word->n_parts - 1] : NULL;

	if (!last || last->kind != SHELL_TEXT || !last->verbatim ||
	    last->quoted != quoted || last->offset + last->size != offset ||
	    (word->name && word->n_parts == 1))
		last = add_part(reader, word, SHELL_TEXT, offset, quoted);
	last->size += size;
}

/* Bytes that an escape stands for. */
static void add_decoded(struct shell_reader *reader, struct shell_word *word,
			uint32_t offset, const char *bytes, uint32_t size)
{
	struct shell_part *part =
		add_part(reader, word, SHELL_TEXT, offset, true);

	part->bytes = arena_memdup(reader->analysis->arena, bytes, size);
	part->size = size;
	part->verbatim = false;
}

/* What was written from the part's offset to here, for people. */
static void end_part(const struct shell_reader *reader, struct shell_word *word,
		     uint32_t index)
{
	struct shell_part *part = &word->parts[index];

	part->size = reader->at - part->offset;
}

/*
 * A quote that is never closed would hide the rest of the script: it is taken
 * for a plain byte instead, and reading goes on behind it.
 */
static void unclosed(struct shell_reader *reader, struct shell_word *word,
		     uint32_t open, uint32_t n_parts)
{
	shell_broken(reader, open, "a quote or bracket that is never closed");
	if (reader->stopped)
		return;
	word->n_parts = n_parts;
	reader->at = open + 1;
	add_text(reader, word, open, 1, true);
}

/* --- $ and ` -------------------------------------------------------------- */

static void read_dollar(struct shell_reader *reader, struct shell_word *word,
			bool quoted);
static void read_backquote(struct shell_reader *reader, struct shell_word *word,
			   bool quoted);
static void read_double(struct shell_reader *reader, struct shell_word *word);

/* The list of $( or <(, whose parenthesis was read. */
static void read_substitution(struct shell_reader *reader,
			      struct shell_word *word, uint32_t open,
			      bool quoted)
{
	uint32_t n_parts = word->n_parts;
	struct shell_part *part =
		add_part(reader, word, SHELL_SUBSTITUTION, open, quoted);
	struct shell_list *list;

	part->process = reader->bytes[open] != '$';
	reader->n_open++;
	list = shell_read_list(reader);
	reader->n_open--;
	word->parts[n_parts].list = list;
	if (shell_peek(reader, 0) == ')')
		reader->at++;
	else
		shell_broken(reader, open, "a substitution without its end");
	end_part(reader, word, n_parts);
}

uint32_t shell_arithmetic_end(const struct shell_reader *reader, uint32_t at)
{
	uint32_t end = MIN(reader->end, at + ARITHMETIC_MAX);
	int depth = 0;

	for (; at < end; at++) {
		if (reader->bytes[at] == '(')
			depth++;
		else if (reader->bytes[at] == ')' && --depth == 0)
			return reader->bytes[at - 1] == ')' ? at + 1 : 0;
	}
	return 0;
}

static void read_parenthesis(struct shell_reader *reader,
			     struct shell_word *word, bool quoted)
{
	uint32_t open = reader->at, end = 0;

	if (shell_peek(reader, 2) == '(')
		end = shell_arithmetic_end(reader, open + 1);
	reader->at = end ? end : open + 2;
	if (!end) {
		read_substitution(reader, word, open, quoted);
		return;
	}
	add_part(reader, word, SHELL_ARITHMETIC, open, quoted);
	end_part(reader, word, word->n_parts - 1);
}

/* A name, digits or one special character; NULL: none of them. */
static const char *read_name(struct shell_reader *reader, bool braces)
{
	uint32_t start = reader->at;
	char c = shell_peek(reader, 0);

	if (is_name_start(c))
		while (is_name(shell_peek(reader, 0)))
			reader->at++;
	else if (g_ascii_isdigit(c))
		do
			reader->at++;
		while (braces && g_ascii_isdigit(shell_peek(reader, 0)));
	else if (c && strchr("@*#?$!-", c))
		reader->at++;
	else
		return NULL;
	return arena_strndup(reader->analysis->arena, reader->bytes + start,
			     reader->at - start);
}

/* [index] of an array. */
static const char *read_index(struct shell_reader *reader)
{
	const char *start = reader->bytes + reader->at + 1;
	const char *close;

	if (shell_peek(reader, 0) != '[')
		return NULL;
	close = memchr(start, ']',
		       MIN(INDEX_MAX, reader->end - reader->at - 1));
	if (!close)
		return NULL;
	reader->at = (uint32_t)(close - reader->bytes) + 1;
	return arena_strndup(reader->analysis->arena, start,
			     (size_t)(close - start));
}

/* The word of ${name:-word}, up to its brace. */
static struct shell_word *read_operand(struct shell_reader *reader, bool quoted)
{
	struct shell_word *word =
		ARENA_NEW(reader->analysis->arena, struct shell_word);

	word->offset = reader->at;
	while (!shell_at_end(reader) && !reader->stopped) {
		uint32_t at = reader->at;
		char c = reader->bytes[at];
		const char *close;

		if (c == '}')
			break;
		if (c == '$') {
			read_dollar(reader, word, quoted);
		} else if (c == '`') {
			read_backquote(reader, word, quoted);
		} else if (c == '"') {
			read_double(reader, word);
		} else if (c == '\'' && !quoted &&
			   (close = memchr(reader->bytes + at + 1, '\'',
					   reader->end - at - 1))) {
			reader->at = (uint32_t)(close - reader->bytes) + 1;
			add_text(reader, word, at + 1, reader->at - at - 2,
				 true);
		} else if (c == '\\' && at + 1 < reader->end) {
			reader->at += 2;
			add_text(reader, word, at + 1, 1, true);
		} else {
			reader->at++;
			add_text(reader, word, at, 1, quoted);
		}
	}
	word->end = reader->at;
	return word;
}

static void read_operator(struct shell_reader *reader, struct shell_part *part,
			  bool quoted)
{
	char c = shell_peek(reader, 0);

	if (c == ':' && shell_peek(reader, 1) &&
	    strchr("-=+?", shell_peek(reader, 1))) {
		part->colon = true;
		reader->at++;
		c = shell_peek(reader, 0);
	}
	if (!c || c == '}')
		return;
	part->operation = c;
	reader->at++;
	if (strchr("#%/^,", c) && shell_peek(reader, 0) == c) {
		part->doubled = true;
		reader->at++;
	}
	part->operand = read_operand(reader, quoted);
}

/* ${...} */
static void read_braces(struct shell_reader *reader, struct shell_word *word,
			bool quoted)
{
	uint32_t open = reader->at, index = word->n_parts;
	struct shell_part part = {.kind = SHELL_PARAMETER};

	if (!shell_enter(reader))
		return;
	reader->at += 2;
	if (shell_peek(reader, 0) == '!' &&
	    is_name_start(shell_peek(reader, 1)))
		part.indirect = true;
	if (shell_peek(reader, 0) == '#' && shell_peek(reader, 1) != '}')
		part.length = true;
	reader->at += part.indirect || part.length;
	part.name = read_name(reader, true);
	if (part.name) {
		part.index = read_index(reader);
		read_operator(reader, &part, quoted);
	}
	shell_leave(reader);
	if (!part.name || shell_peek(reader, 0) != '}') {
		unclosed(reader, word, open, index);
		return;
	}
	reader->at++;
	part.offset = open;
	part.quoted = quoted;
	part.bytes = reader->bytes + open;
	part.size = reader->at - open;
	*ARENA_PUSH(reader->analysis->arena, word->parts, word->n_parts) = part;
}

static uint32_t put_code(const char *digits, int base, unsigned limit,
			 char *out, uint32_t *used)
{
	gunichar code = 0;
	unsigned n = 0;

	while (n < limit && (base == 16 ? g_ascii_isxdigit(digits[n])
					: digits[n] >= '0' && digits[n] < '8'))
		code = code * (gunichar)base +
		       (gunichar)g_ascii_xdigit_value(digits[n++]);
	*used += n;
	if (limit > 3)
		return (uint32_t)g_unichar_to_utf8(
			g_unichar_validate(code) ? code : 0xfffd, out);
	*out = (char)code;
	return 1;
}

/* One escape of $'...', without its backslash; gives its length. */
static uint32_t decode_escape(const char *at, uint32_t left, char *out,
			      uint32_t *size)
{
	static const char letters[] = "abefnrtvE";
	static const char controls[] = "\a\b\033\f\n\r\t\v\033";
	const char *letter = memchr(letters, at[0], 9);
	char digits[9] = "";
	uint32_t used = 0;

	memcpy(digits, at, MIN(left, 8));
	*size = 1;
	*out = letter ? controls[letter - letters] : at[0];
	if (at[0] == 'x' && g_ascii_isxdigit(digits[1])) {
		used++;
		*size = put_code(digits + 1, 16, 2, out, &used);
	} else if (at[0] == 'u' && g_ascii_isxdigit(digits[1])) {
		used++;
		*size = put_code(digits + 1, 16, 4, out, &used);
	} else if (at[0] >= '0' && at[0] < '8') {
		*size = put_code(digits, 8, 3, out, &used);
	}
	return used ? used : 1;
}

/* $'...': escapes as in C. */
static void read_c_string(struct shell_reader *reader, struct shell_word *word)
{
	uint32_t open = reader->at, n_parts = word->n_parts;

	reader->at += 2;
	add_text(reader, word, reader->at, 0, true);
	while (!shell_at_end(reader)) {
		uint32_t at = reader->at++, size;
		char decoded[8];

		if (reader->bytes[at] == '\'')
			return;
		if (reader->bytes[at] != '\\' || shell_at_end(reader)) {
			add_text(reader, word, at, 1, true);
			continue;
		}
		reader->at +=
			decode_escape(reader->bytes + at + 1,
				      reader->end - at - 1, decoded, &size);
		add_decoded(reader, word, at, decoded, size);
	}
	unclosed(reader, word, open, n_parts);
}

static void read_dollar(struct shell_reader *reader, struct shell_word *word,
			bool quoted)
{
	uint32_t at = reader->at;
	const char *name;

	switch (shell_peek(reader, 1)) {
	case '(':
		read_parenthesis(reader, word, quoted);
		return;
	case '{':
		read_braces(reader, word, quoted);
		return;
	case '\'':
		if (quoted)
			break;
		read_c_string(reader, word);
		return;
	case '"':
		if (quoted)
			break;
		reader->at++;
		read_double(reader, word);
		return;
	default:
		break;
	}
	reader->at++;
	name = read_name(reader, false);
	if (!name) {
		add_text(reader, word, at, 1, quoted);
		return;
	}
	add_part(reader, word, SHELL_PARAMETER, at, quoted)->name = name;
	end_part(reader, word, word->n_parts - 1);
}

/* `list`, read as a text of its own between its two marks. */
static void read_backquote(struct shell_reader *reader, struct shell_word *word,
			   bool quoted)
{
	uint32_t open = reader->at, close = open + 1, end = reader->end;
	uint32_t index = word->n_parts;
	struct shell_list *list;

	while (close < end && reader->bytes[close] != '`')
		close += reader->bytes[close] == '\\' ? 2 : 1;
	if (close >= end) {
		unclosed(reader, word, open, index);
		return;
	}
	add_part(reader, word, SHELL_SUBSTITUTION, open, quoted);
	reader->at = open + 1;
	reader->end = close;
	list = shell_read_list(reader);
	reader->end = end;
	reader->at = close + 1;
	word->parts[index].list = list;
	end_part(reader, word, index);
}

/* --- quotes --------------------------------------------------------------- */

/* What is expanded inside double quotes and documents alike; `escapes` are
 * the bytes that a backslash is taken off before. */
static void read_quoted_byte(struct shell_reader *reader,
			     struct shell_word *word, const char *escapes)
{
	uint32_t at = reader->at;
	char next = shell_peek(reader, 1);

	switch (reader->bytes[at]) {
	case '$':
		read_dollar(reader, word, true);
		break;
	case '`':
		read_backquote(reader, word, true);
		break;
	case '\\':
		if (next == '\n') {
			reader->at += 2;
		} else if (next && strchr(escapes, next)) {
			reader->at += 2;
			add_text(reader, word, at + 1, 1, true);
		} else {
			reader->at++;
			add_text(reader, word, at, 1, true);
		}
		break;
	default:
		reader->at++;
		add_text(reader, word, at, 1, true);
	}
}

static void read_double(struct shell_reader *reader, struct shell_word *word)
{
	uint32_t open = reader->at, n_parts = word->n_parts;

	if (!shell_enter(reader))
		return;
	reader->at++;
	add_text(reader, word, reader->at, 0, true);
	while (!shell_at_end(reader) && shell_peek(reader, 0) != '"')
		read_quoted_byte(reader, word, "$`\"\\");
	shell_leave(reader);
	if (shell_at_end(reader))
		unclosed(reader, word, open, n_parts);
	else
		reader->at++;
}

static void read_single(struct shell_reader *reader, struct shell_word *word)
{
	uint32_t open = reader->at;
	const char *close =
		memchr(reader->bytes + open + 1, '\'', reader->end - open - 1);

	if (!close) {
		unclosed(reader, word, open, word->n_parts);
		return;
	}
	reader->at = (uint32_t)(close - reader->bytes) + 1;
	add_text(reader, word, open + 1, reader->at - open - 2, true);
}

/* --- words ---------------------------------------------------------------- */

/* The length of NAME=, NAME+= or NAME[index]= here, or 0. */
static uint32_t assignment_length(struct shell_reader *reader,
				  struct shell_word *word)
{
	uint32_t n = 0;

	if (!is_name_start(shell_peek(reader, 0)))
		return 0;
	while (is_name(shell_peek(reader, n)))
		n++;
	word->name = NULL;
	if (shell_peek(reader, n) != '=' && shell_peek(reader, n) != '+' &&
	    shell_peek(reader, n) != '[')
		return 0;
	word->name = arena_strndup(reader->analysis->arena,
				   reader->bytes + reader->at, n);
	if (shell_peek(reader, n) == '[') {
		for (uint32_t i = 0; i < 64 && shell_peek(reader, n); i++)
			if (shell_peek(reader, n++) == ']')
				break;
		word->append = true;
	}
	if (shell_peek(reader, n) == '+') {
		word->append = true;
		n++;
	}
	if (shell_peek(reader, n) == '=')
		return n + 1;
	word->name = NULL;
	word->append = false;
	return 0;
}

static void skip_between_elements(struct shell_reader *reader)
{
	while (!shell_at_end(reader)) {
		char c = shell_peek(reader, 0);

		if (c == '#') {
			while (!shell_at_end(reader) &&
			       shell_peek(reader, 0) != '\n')
				reader->at++;
		} else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			reader->at++;
		} else if (c == '\\' && shell_peek(reader, 1) == '\n') {
			reader->at += 2;
		} else {
			return;
		}
	}
}

/* NAME=(word ...) */
static void read_elements(struct shell_reader *reader, struct shell_word *word)
{
	uint32_t open = reader->at++;

	word->array = true;
	if (!shell_enter(reader))
		return;
	for (;;) {
		skip_between_elements(reader);
		if (shell_is_meta(reader))
			break;
		*ARENA_PUSH(reader->analysis->arena, word->elements,
			    word->n_elements) = shell_read_word(reader);
	}
	shell_leave(reader);
	if (shell_peek(reader, 0) == ')')
		reader->at++;
	else
		shell_broken(reader, open, "an array without its end");
}

/* ?(a|b) *(a|b) +(a|b) @(a|b) !(a|b): patterns, which stay as written. */
static bool read_pattern_list(struct shell_reader *reader,
			      struct shell_word *word)
{
	uint32_t at = reader->at + 1, end = MIN(reader->end, at + INDEX_MAX);
	int depth = 0;

	for (; at < end && reader->bytes[at] != '\n'; at++) {
		depth += reader->bytes[at] == '(';
		if (reader->bytes[at] == ')' && --depth == 0) {
			add_text(reader, word, reader->at, at + 1 - reader->at,
				 false);
			reader->at = at + 1;
			return true;
		}
	}
	return false;
}

static void read_word_byte(struct shell_reader *reader, struct shell_word *word)
{
	uint32_t at = reader->at;
	char c = reader->bytes[at];

	if (c == '\'') {
		read_single(reader, word);
	} else if (c == '"') {
		read_double(reader, word);
	} else if (c == '$') {
		read_dollar(reader, word, false);
	} else if (c == '`') {
		read_backquote(reader, word, false);
	} else if (c == '\\' && shell_peek(reader, 1) == '\n') {
		reader->at += 2;
	} else if (c == '\\' && at + 1 < reader->end) {
		reader->at += 2;
		add_text(reader, word, at + 1, 1, true);
	} else if (!(c && strchr("?*+@!", c) && shell_peek(reader, 1) == '(' &&
		     read_pattern_list(reader, word))) {
		reader->at++;
		add_text(reader, word, at, 1, false);
	}
}

struct shell_word shell_read_word(struct shell_reader *reader)
{
	struct shell_word word = {.offset = reader->at};
	uint32_t length = assignment_length(reader, &word);

	if (length) {
		add_text(reader, &word, reader->at, length, false);
		reader->at += length;
		if (shell_peek(reader, 0) == '(')
			read_elements(reader, &word);
	}
	while (!reader->stopped) {
		char c = shell_peek(reader, 0);

		if ((c == '<' || c == '>') && shell_peek(reader, 1) == '(') {
			reader->at += 2;
			read_substitution(reader, &word, reader->at - 2, false);
		} else if (shell_is_meta(reader)) {
			break;
		} else {
			read_word_byte(reader, &word);
		}
	}
	word.end = reader->at;
	return word;
}

/* --- here-documents ------------------------------------------------------- */

/* Whether the line [at, line_end) ends the document. */
static bool is_delimiter(const struct shell_reader *reader,
			 const struct shell_redirect *document, uint32_t at,
			 uint32_t line_end)
{
	while (document->tabs && at < line_end && reader->bytes[at] == '\t')
		at++;
	if (line_end > at && reader->bytes[line_end - 1] == '\r')
		line_end--;
	return line_end - at == document->delimiter_size &&
	       memcmp(reader->bytes + at, document->delimiter,
		      document->delimiter_size) == 0;
}

static uint32_t line_end_from(const struct shell_reader *reader, uint32_t at)
{
	const char *newline =
		memchr(reader->bytes + at, '\n', reader->end - at);

	return newline ? (uint32_t)(newline - reader->bytes) : reader->end;
}

/* The body [reader->at, body_end) as one word. */
static void read_body(struct shell_reader *reader,
		      struct shell_redirect *document, uint32_t body_end)
{
	struct shell_word *word =
		ARENA_NEW(reader->analysis->arena, struct shell_word);
	uint32_t end = reader->end;
	bool line_start = true;

	word->offset = reader->at;
	word->end = body_end;
	reader->end = body_end;
	while (!shell_at_end(reader) && !reader->stopped) {
		uint32_t at = reader->at;

		if (line_start && document->tabs)
			while (shell_peek(reader, 0) == '\t')
				at = ++reader->at;
		if (shell_at_end(reader))
			break;
		line_start = reader->bytes[at] == '\n';
		if (!document->literal) {
			read_quoted_byte(reader, word, "$`\\");
			line_start = reader->bytes[reader->at - 1] == '\n';
		} else if (document->tabs) {
			reader->at++;
			add_text(reader, word, at, 1, true);
		} else {
			reader->at = body_end;
			add_text(reader, word, at, body_end - at, true);
		}
	}
	reader->end = end;
	document->word = word;
}

static void read_document(struct shell_reader *reader,
			  struct shell_redirect *document)
{
	uint32_t start = reader->at, at = start;

	for (;;) {
		uint32_t line_end = line_end_from(reader, at);

		if (is_delimiter(reader, document, at, line_end)) {
			read_body(reader, document, at);
			reader->at = MIN(line_end + 1, reader->end);
			return;
		}
		if (line_end >= reader->end)
			break;
		at = line_end + 1;
	}
	shell_broken(reader, start, "a here-document without its end");
	read_body(reader, document, reader->end);
	reader->at = reader->end;
}

void shell_read_documents(struct shell_reader *reader)
{
	uint32_t n = reader->n_documents;
	struct shell_redirect **documents = reader->documents;

	/* A body may hold substitutions with documents of their own. */
	reader->n_documents = 0;
	reader->documents = NULL;
	for (uint32_t i = 0; i < n; i++)
		read_document(reader, documents[i]);
}
