/*
 * CODEOWNERS of GitHub and GitLab: who owns which paths.
 *
 *	*.sql                 @shop/dba ops@shop.example
 *	/docs/                                # nobody, explicitly
 *	/my\ files/           @ann
 *	[Payments][2] @payments               # owners of rows without any
 *	^[Optional]
 *	!/docs/generated/                     # taken out again (GitLab)
 *
 * The last row that matches a path wins, as on GitHub. On GitLab every
 * section has an owner of its own; of several, the last is given.
 */

#include <string.h>

#include "analyzers/analyzer.h"

struct codeowners {
	struct analysis *analysis;
	struct text *text;
	const char *at, *end; /* of the line */
	const char **section; /* owners of the section */
	uint32_t n_section;
	uint32_t ordinal;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool at_end(const struct codeowners *owners)
{
	return owners->at >= owners->end || *owners->at == '#';
}

static void skip_blanks(struct codeowners *owners)
{
	while (owners->at < owners->end && is_blank(*owners->at))
		owners->at++;
}

/* A pattern ends at a blank that no backslash stands before. */
static const char *read_pattern(struct codeowners *owners)
{
	GString *pattern = g_string_new(NULL);
	const char *kept;

	for (; owners->at < owners->end; owners->at++) {
		char c = *owners->at;

		if (is_blank(c))
			break;
		if (c == '\\' && owners->at + 1 < owners->end &&
		    (owners->at[1] == ' ' || owners->at[1] == '#'))
			c = *++owners->at;
		g_string_append_c(pattern, c);
	}
	kept = arena_strndup(owners->analysis->arena, pattern->str,
			     pattern->len);
	g_string_free(pattern, TRUE);
	return kept;
}

/* "@name", "@org/team", "@@role", "somebody@somewhere". */
static bool is_owner(const char *word, size_t length)
{
	const char *at = memchr(word, '@', length);

	return at && at + 1 < word + length;
}

/* The owners up to the line's end; *strange counts the other words. */
static const char **read_owners(struct codeowners *owners, uint32_t *count,
				uint32_t *strange)
{
	const char **list = NULL;

	*count = *strange = 0;
	for (skip_blanks(owners); !at_end(owners); skip_blanks(owners)) {
		const char *word = owners->at;
		size_t length = 0;

		while (word + length < owners->end && !is_blank(word[length]))
			length++;
		owners->at += length;
		if (is_owner(word, length))
			*ARENA_PUSH(owners->analysis->arena, list, *count) =
				arena_strndup(owners->analysis->arena, word,
					      length);
		else
			++*strange;
	}
	return list;
}

/* "[Name]", "^[Name]", "[Name][2]", then owners; false: no such row, since
 * a pattern may begin with a class: "[ab].c @ann". */
static bool read_section(struct codeowners *owners)
{
	const char *at = owners->at + (*owners->at == '^');
	const char *close;
	uint32_t strange;

	if (at >= owners->end || *at != '[')
		return false;
	close = memchr(at, ']', (size_t)(owners->end - at));
	if (!close || close == at + 1)
		return false;
	if (close + 1 < owners->end && close[1] == '[')
		close = memchr(close + 1, ']',
			       (size_t)(owners->end - close) - 1);
	if (!close || (close + 1 < owners->end && !is_blank(close[1])))
		return false;
	owners->at = close + 1;
	owners->section = read_owners(owners, &owners->n_section, &strange);
	return true;
}

static void read_row(struct codeowners *owners, uint32_t line)
{
	struct fact *fact = ARENA_NEW(owners->analysis->arena, struct fact);
	struct fact_owner *owner = &fact->as.owner;
	bool excluded = *owners->at == '!';
	uint32_t strange;

	owners->at += excluded;
	fact->kind = FACT_OWNER;
	fact->place.line = line;
	fact->via = VIA_OWNERS;
	owner->pattern = read_pattern(owners);
	owner->owners = read_owners(owners, &owner->n_owners, &strange);
	if (!owner->n_owners && strange) {
		analysis_gap(owners->analysis, owners->text,
			     REASON_UNREADABLE_TEXT, line,
			     "a row of CODEOWNERS without a valid owner");
		return;
	}
	if (excluded) {
		owner->n_owners = 0;
	} else if (!owner->n_owners) {
		owner->owners = owners->section;
		owner->n_owners = owners->n_section;
	}
	owner->ordinal = ++owners->ordinal;
	analysis_fact(owners->analysis, owners->text, fact);
}

static void read_line(struct codeowners *owners)
{
	uint32_t line = text_line(owners->text,
				  (size_t)(owners->at - owners->text->bytes));

	skip_blanks(owners);
	if (!at_end(owners) && !read_section(owners))
		read_row(owners, line);
}

static void codeowners_analyze(struct analysis *analysis, struct text *text)
{
	struct codeowners owners = {
		.analysis = analysis, .text = text, .at = text->bytes};
	const char *end = text->bytes + text->size;

	if (text->size >= 3 && memcmp(text->bytes, "\xef\xbb\xbf", 3) == 0)
		owners.at += 3;
	while (owners.at < end) {
		const char *newline =
			memchr(owners.at, '\n', (size_t)(end - owners.at));

		owners.end = newline ? newline : end;
		read_line(&owners);
		owners.at = newline ? newline + 1 : end;
	}
}

const struct analyzer analyzer_codeowners = {
	.name = "codeowners",
	.files = (const char *const[]){"CODEOWNERS", NULL},
	.analyze = codeowners_analyze,
};
