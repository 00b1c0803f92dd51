#include "scanner/dump_text.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "scanner/scanner.h"

/* How much of the file is at hand: more than any line that is looked at as a
 * whole (the head of a COPY names up to 1,600 columns). */
#define WINDOW (1u << 20)
#define LINE_MAX_SIZE (256u * 1024)

#define TEXT_MAX (2u * 1024 * 1024 * 1024 - 1)

/* Bytes at which a token begins that is more than itself. */
static const char special[] = "\n'\"`-#/$;\\";

struct reader {
	struct dump_text *dump;
	int file;
	char *window;
	size_t start, end; /* of what is not used yet */
	bool at_end;	   /* of the file */
	int failed;	   /* errno */
	uint32_t line;	   /* of window[start] */
	bool new_line;	   /* start is at the beginning of a line */
	bool in_statement; /* something stands since the last delimiter */
	bool dropping;
	bool dropped; /* anything at all */
	bool too_large;
	char before[2]; /* the last bytes used up */
	char delimiter[16];
	bool boring[256]; /* neither special nor white space */
};

/* --- the window ---------------------------------------------------------- */

/* Makes `need` bytes (at most WINDOW) available unless the file ends before;
 * returns how many there are. */
static size_t fill(struct reader *r, size_t need)
{
	if (r->end - r->start >= need || r->at_end)
		return r->end - r->start;
	memmove(r->window, r->window + r->start, r->end - r->start);
	r->end -= r->start;
	r->start = 0;
	while (r->end < need) {
		ssize_t got =
			read(r->file, r->window + r->end, 2 * WINDOW - r->end);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			r->at_end = true;
			r->failed = got < 0 ? errno : 0;
			break;
		}
		r->end += (size_t)got;
	}
	return r->end - r->start;
}

static const char *here(const struct reader *r)
{
	return r->window + r->start;
}

/* What is kept next stands on the present line. */
static void mark_line(struct reader *r)
{
	const struct line_mark mark = {(uint32_t)r->dump->bytes->len, r->line};
	GArray *marks = r->dump->marks;

	if (marks->len &&
	    g_array_index(marks, struct line_mark, marks->len - 1).offset ==
		    mark.offset)
		g_array_set_size(marks, marks->len - 1);
	g_array_append_val(marks, mark);
}

static void start_dropping(struct reader *r)
{
	r->dropping = r->dropped = true;
}

static void stop_dropping(struct reader *r)
{
	r->dropping = r->too_large;
	mark_line(r);
}

/* Uses up `n` bytes of the window: keeps or drops them. */
static void take(struct reader *r, size_t n)
{
	const char *at = here(r), *end = at + n, *newline;

	if (n == 0)
		return;
	if (!r->dropping && r->dump->bytes->len + n > TEXT_MAX)
		r->dropping = r->too_large = true;
	while ((newline = memchr(at, '\n', (size_t)(end - at)))) {
		r->line++;
		newline++;
		if (!r->dropping) {
			g_string_append_len(r->dump->bytes, at, newline - at);
			mark_line(r);
		}
		at = newline;
	}
	if (!r->dropping)
		g_string_append_len(r->dump->bytes, at, end - at);
	r->new_line = end[-1] == '\n';
	r->before[0] = n > 1 ? end[-2] : r->before[1];
	r->before[1] = end[-1];
	r->start += n;
}

/* Takes all up to and with the first `mark`, whose length is at most 64. False
 * when the file ends before it. */
static bool take_until(struct reader *r, const char *mark, size_t length)
{
	for (;;) {
		size_t there = fill(r, WINDOW);
		const char *found = memmem(here(r), there, mark, length);

		if (found) {
			take(r, (size_t)(found - here(r)) + length);
			return true;
		}
		if (r->at_end) {
			take(r, there);
			return false;
		}
		take(r, there - (length - 1));
	}
}

/* The end of the line is not taken. */
static void take_line(struct reader *r)
{
	for (;;) {
		size_t there = fill(r, LINE_MAX_SIZE);
		const char *newline = memchr(here(r), '\n', there);

		take(r, newline ? (size_t)(newline - here(r)) : there);
		if (newline || r->at_end)
			return;
	}
}

/* The dump breaks off inside something that began on `line`. */
static void break_off(struct reader *r, uint32_t line)
{
	if (!r->dump->broken_line)
		r->dump->broken_line = line;
}

/* --- tokens -------------------------------------------------------------- */

/* A string or quoted name; its quote is doubled inside, or escaped. */
static void take_quoted(struct reader *r, char quote, bool escapes)
{
	uint32_t line = r->line;

	take(r, 1);
	for (;;) {
		size_t there = fill(r, WINDOW), i = 0;
		const char *at = here(r);

		while (i < there && at[i] != quote &&
		       !(escapes && at[i] == '\\'))
			i++;
		if (i == there) {
			take(r, there);
			if (!r->at_end)
				continue;
			break_off(r, line);
			return;
		}
		if (at[i] == quote) {
			/* A doubled quote opens a second string at once. */
			take(r, i + 1);
			return;
		}
		take(r, i);
		take(r, MIN(fill(r, 2), 2));
	}
}

/* A comment between slashes and stars; PostgreSQL's nest. */
static void take_comment(struct reader *r)
{
	uint32_t line = r->line;
	unsigned depth = 1;

	take(r, 2);
	while (depth) {
		size_t there = fill(r, WINDOW), i = 0;
		const char *at = here(r);

		while (i + 1 < there && !(at[i] == '*' && at[i + 1] == '/') &&
		       !(at[i] == '/' && at[i + 1] == '*'))
			i++;
		if (i + 1 >= there) {
			take(r, r->at_end ? there : i);
			if (!r->at_end)
				continue;
			break_off(r, line);
			return;
		}
		if (at[i] == '*')
			depth--;
		else if (!r->dump->mysql)
			depth++;
		take(r, i + 2);
	}
}

/* $tag$ ... $tag$ of PostgreSQL; a lone dollar is taken as it is. */
static void take_dollar(struct reader *r)
{
	size_t there = fill(r, 66), n = 1;
	uint32_t line = r->line;
	char tag[66];
	const char *at = here(r);

	while (n < there && n < 64 &&
	       (g_ascii_isalnum(at[n]) || at[n] == '_' || at[n] & 0x80))
		n++;
	if (n >= there || at[n] != '$' || g_ascii_isdigit(at[1])) {
		take(r, 1);
		return;
	}
	memcpy(tag, at, n + 1);
	take(r, n + 1);
	if (!take_until(r, tag, n + 1))
		break_off(r, line);
}

/* Whether a quote here belongs to E'...', in which backslashes escape. */
static bool is_escape_string(const struct reader *r)
{
	return (r->before[1] == 'E' || r->before[1] == 'e') &&
	       !g_ascii_isalnum(r->before[0]);
}

static bool is_delimiter(struct reader *r)
{
	size_t length = strlen(r->delimiter);

	return fill(r, length) >= length &&
	       memcmp(here(r), r->delimiter, length) == 0;
}

static void take_boring(struct reader *r)
{
	size_t there = fill(r, 64), i = 1;
	const unsigned char *at = (const unsigned char *)here(r);

	while (i < there && r->boring[at[i]])
		i++;
	r->in_statement = true;
	take(r, i);
}

static bool is_line_comment(const struct reader *r, const char *at,
			    size_t there)
{
	if (*at == '#')
		return r->dump->mysql;
	return *at == '-' && there > 1 && at[1] == '-' &&
	       (!r->dump->mysql || there == 2 || g_ascii_isspace(at[2]));
}

/* What MySQL runs by its version ("!" behind the star) is code, no comment. */
static bool is_comment(const struct reader *r, const char *at, size_t there)
{
	if (there < 2 || at[0] != '/' || at[1] != '*')
		return false;
	return !(r->dump->mysql && there > 3 &&
		 (at[2] == '!' || (at[2] == 'M' && at[3] == '!')));
}

/* Takes one token; there is at least one byte. True for the delimiter that
 * ends a statement. */
static bool take_token(struct reader *r)
{
	size_t there = fill(r, 64);
	const char *at = here(r);
	bool mysql = r->dump->mysql;

	if (g_ascii_isspace(*at)) {
		take(r, 1);
		return false;
	}
	if (is_line_comment(r, at, there)) {
		take_line(r);
		return false;
	}
	if (is_comment(r, at, there)) {
		take_comment(r);
		return false;
	}
	if (is_delimiter(r)) {
		take(r, strlen(r->delimiter));
		r->in_statement = false;
		return true;
	}
	if (*at == '\'' || *at == '"' || (*at == '`' && mysql)) {
		bool escapes = *at == '`'   ? false
			       : mysql	    ? true
			       : *at == '"' ? false
					    : is_escape_string(r);

		take_quoted(r, *at, escapes);
		r->in_statement = true;
	} else if (*at == '$' && !mysql) {
		take_dollar(r);
		r->in_statement = true;
	} else {
		take_boring(r);
	}
	return false;
}

/* --- data ---------------------------------------------------------------- */

static bool starts_with(const char *at, size_t there, const char *words)
{
	size_t length = strlen(words);

	return there >= length && g_ascii_strncasecmp(at, words, length) == 0;
}

/* The line at hand without its end; its length is at most LINE_MAX_SIZE. */
static size_t line_length(struct reader *r)
{
	size_t there = MIN(fill(r, LINE_MAX_SIZE), LINE_MAX_SIZE);
	const char *newline = memchr(here(r), '\n', there);

	if (newline)
		there = (size_t)(newline - here(r));
	while (there && g_ascii_isspace(here(r)[there - 1]))
		there--;
	return there;
}

/* COPY name (columns) FROM stdin; */
static bool is_copy(const char *line, size_t length)
{
	static const char tail[] = " FROM stdin;";
	size_t n = sizeof(tail) - 1;

	return starts_with(line, length, "COPY ") && length > n &&
	       g_ascii_strncasecmp(line + length - n, tail, n) == 0;
}

/* A line of "\." alone ends the rows of a COPY. */
static bool ends_copy(const char *line, size_t length, bool whole)
{
	return whole && (length == 2 || (length == 3 && line[2] == '\r')) &&
	       line[0] == '\\' && line[1] == '.';
}

/* mysqldump escapes line ends in strings, so a line that ends with ");" ends
 * the statement, and nothing inside needs to be looked at. */
static bool ends_rows(const char *line, size_t length, bool whole)
{
	(void)whole;
	if (length && line[length - 1] == '\r')
		length--;
	return length >= 2 && line[length - 2] == ')' &&
	       line[length - 1] == ';';
}

/*
 * Drops lines up to and with the one that `is_last` accepts; false when the
 * file ends before. Of a line longer than the window only the end is shown,
 * which is then not `whole`.
 */
static bool drop_lines(struct reader *r,
		       bool (*is_last)(const char *line, size_t length,
				       bool whole))
{
	bool whole = true, last = false;

	while (!last) {
		size_t there = fill(r, WINDOW);
		const char *at = here(r), *end = at + there, *newline;

		while (!last &&
		       (newline = memchr(at, '\n', (size_t)(end - at)))) {
			last = is_last(at, (size_t)(newline - at), whole);
			whole = true;
			at = newline + 1;
			r->line++;
		}
		if (!last && r->at_end) {
			last = is_last(at, (size_t)(end - at), whole);
			r->start = r->end;
			return last;
		}
		if (!last && at == here(r)) {
			at = end - 4;
			whole = false;
		}
		r->start = (size_t)(at - r->window);
	}
	r->new_line = true;
	return true;
}

static void drop_copy(struct reader *r)
{
	uint32_t line = r->line;

	start_dropping(r);
	take_line(r);
	take(r, MIN(fill(r, 1), 1));
	if (!drop_lines(r, ends_copy))
		break_off(r, line);
	stop_dropping(r);
}

static bool is_insert(const char *line, size_t length)
{
	return starts_with(line, length, "INSERT INTO ") ||
	       starts_with(line, length, "INSERT IGNORE INTO ") ||
	       starts_with(line, length, "INSERT  IGNORE INTO ") ||
	       starts_with(line, length, "REPLACE INTO ") ||
	       starts_with(line, length, "REPLACE  INTO ");
}

static void drop_insert(struct reader *r)
{
	uint32_t line = r->line;
	bool whole = false;

	start_dropping(r);
	if (r->dump->by_tool && r->dump->mysql)
		whole = drop_lines(r, ends_rows);
	else
		while (!whole && fill(r, 1))
			whole = take_token(r);
	if (!whole)
		break_off(r, line);
	r->in_statement = false;
	if (!r->new_line && fill(r, 1) && *here(r) == '\n')
		take(r, 1);
	stop_dropping(r);
}

/* --- lines --------------------------------------------------------------- */

static void set_delimiter(struct reader *r, const char *line, size_t length)
{
	size_t at = strlen("DELIMITER "), n;

	while (at < length && g_ascii_isspace(line[at]))
		at++;
	n = MIN(length - at, sizeof(r->delimiter) - 1);
	if (n == 0)
		return;
	memcpy(r->delimiter, line + at, n);
	r->delimiter[n] = '\0';
	r->boring[(unsigned char)r->delimiter[0]] = false;
}

/* Handles what is only looked for at the beginning of a line and between
 * statements; false when nothing was taken. */
static bool take_command(struct reader *r)
{
	size_t length;
	const char *line;

	if (!strchr("CcIiRrDd\\", *here(r)))
		return false;
	length = line_length(r);
	line = here(r);
	if (r->dump->mysql && starts_with(line, length, "DELIMITER ")) {
		set_delimiter(r, line, length);
		take_line(r);
	} else if (*line == '\\' && !r->dump->mysql) {
		take_line(r);
	} else if (strcmp(r->delimiter, ";") != 0) {
		return false;
	} else if (is_copy(line, length) && !r->dump->mysql) {
		drop_copy(r);
	} else if (is_insert(line, length)) {
		drop_insert(r);
	} else {
		return false;
	}
	return true;
}

/* The tools say at the end that the dump is whole. */
static bool ends_well(const GString *bytes)
{
	gsize tail = MIN(bytes->len, 400);

	return strstr(bytes->str + bytes->len - tail, "dump complete") ||
	       strstr(bytes->str + bytes->len - tail, "Dump completed");
}

static void read_text(struct reader *r)
{
	while (fill(r, 1) && !r->too_large) {
		if (r->new_line && !r->in_statement && take_command(r))
			continue;
		take_token(r);
	}
	if (r->dump->by_tool && !ends_well(r->dump->bytes))
		break_off(r, r->line);
}

bool dump_text_read(struct dump_text *dump, int file, const char *path,
		    GError **error)
{
	struct reader r = {.dump = dump,
			   .file = file,
			   .window = g_malloc(2 * WINDOW),
			   .line = 1,
			   .new_line = true,
			   .delimiter = ";"};

	dump->bytes = g_string_new(NULL);
	dump->marks = g_array_new(FALSE, FALSE, sizeof(struct line_mark));
	dump->broken_line = 0;
	for (unsigned c = 0; c < 256; c++)
		r.boring[c] = !strchr(special, (int)c) && !g_ascii_isspace(c);
	mark_line(&r);
	if (fill(&r, 3) >= 3 && memcmp(here(&r), "\xef\xbb\xbf", 3) == 0)
		r.start += 3;
	read_text(&r);
	if (!r.dropped)
		g_array_set_size(dump->marks, 0);
	g_free(r.window);
	if (r.failed)
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_ACCESS,
			    "%s cannot be read: %s", path,
			    g_strerror(r.failed));
	else if (r.too_large)
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_LARGE,
			    "%s: more than 2 GB without its data; dump with "
			    "--schema-only or --no-data",
			    path);
	return !r.failed && !r.too_large;
}

void dump_text_release(struct dump_text *dump)
{
	if (dump->bytes)
		g_string_free(dump->bytes, TRUE);
	if (dump->marks)
		g_array_free(dump->marks, TRUE);
}
