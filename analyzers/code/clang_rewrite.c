/*
 * The unit as the compiler sees it, line by line where it was: uses of macros
 * are what they become, names of constants are their values; definitions,
 * conditions and what is not compiled are blank.
 *
 * Where a build's own header (config.h) is not in the source, what it would
 * switch on is not compiled either. That takes nothing away: the first pass
 * has read it.
 */
#include <string.h>

#include "analyzers/code/c_family.h"
#include "analyzers/code/clang_private.h"

/* What the uses of macros of a unit may become. */
#define EXPANSION_BYTES_MAX (16u << 20)

struct rewriting {
	struct deep *deep;
	bool *blank;	 /* of each line: left out */
	bool *directive; /* of each line: for the preprocessor */
	size_t expanded; /* bytes */
	size_t end;	 /* of the last use that was replaced */
	GString *scratch;
	GString *out;
	struct line_mark *marks;
	uint32_t n_marks;
};

/* --- lines --- */

static size_t line_end(const struct deep *deep, uint32_t line)
{
	return line + 1 < deep->n_lines ? deep->lines[line + 1]
					: deep->text->size;
}

static bool is_joined(const struct deep *deep, uint32_t line)
{
	const char *bytes = deep->text->bytes;
	size_t at = line_end(deep, line), start = deep->lines[line];

	while (at > start && (bytes[at - 1] == '\n' || bytes[at - 1] == '\r'))
		at--;
	return at > start && bytes[at - 1] == '\\';
}

/* Conditions, which are decided now, and definitions, whose uses are replaced:
 * the first pass has exported them. */
static bool is_done_with(const char *at, size_t size)
{
	static const char *const words[] = {
		"define", "elif",  "elifdef", "elifndef", "else",
		"endif",  "ifdef", "ifndef",  "if",	  "undef"};
	size_t n = 0;

	while (n < size && g_ascii_isalpha(at[n]))
		n++;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strlen(words[i]) == n && memcmp(words[i], at, n) == 0)
			return true;
	return false;
}

/* Marks the lines of directives, and blanks those that are done with. */
static void mark_directives(struct rewriting *rewriting)
{
	struct deep *deep = rewriting->deep;
	const char *bytes = deep->text->bytes;

	for (uint32_t i = 0; i < deep->n_lines; i++) {
		size_t end = line_end(deep, i), at = deep->lines[i];
		bool blank;

		while (at < end && (bytes[at] == ' ' || bytes[at] == '\t'))
			at++;
		if (at == end || bytes[at] != '#')
			continue;
		at++;
		while (at < end && (bytes[at] == ' ' || bytes[at] == '\t'))
			at++;
		blank = is_done_with(bytes + at, end - at);
		for (;; i++) {
			rewriting->directive[i] = true;
			rewriting->blank[i] |= blank;
			if (!is_joined(deep, i) || i + 1 == deep->n_lines)
				break;
		}
	}
}

/* Blanks what is not compiled: between one condition and the next. */
static void mark_skipped(struct rewriting *rewriting)
{
	struct deep *deep = rewriting->deep;
	const struct libclang *library = deep->library;
	CXSourceRangeList *skipped =
		library->getSkippedRanges(deep->parsed, deep->main);

	for (unsigned i = 0; skipped && i < skipped->count; i++) {
		struct spot from, to;

		if (!deep_spot(deep, library->getRangeStart(skipped->ranges[i]),
			       &from) ||
		    !deep_spot(deep, library->getRangeEnd(skipped->ranges[i]),
			       &to))
			continue;
		for (uint32_t line = from.line; line + 1 < to.line; line++)
			rewriting->blank[line] = true;
	}
	if (skipped)
		library->disposeSourceRangeList(skipped);
}

/* --- macros --- */

/* Definitions come and go with the texts; the bytes stay in the arena. */
static void define(struct rewriting *rewriting, CXCursor cursor)
{
	struct deep *deep = rewriting->deep;
	const struct libclang *library = deep->library;
	CXSourceRange range = library->getCursorExtent(cursor);
	unsigned start, end;
	const struct included *text, *last;

	text = deep_text(deep, library->getRangeStart(range), &start);
	last = deep_text(deep, library->getRangeEnd(range), &end);
	if (text && text == last && start < end && end <= text->n_rewritten)
		macros_define(deep->macros, text->rewritten + start,
			      end - start);
}

static void add_edit(struct deep *deep, size_t start, size_t end,
		     const char *bytes, size_t size)
{
	const struct edit edit = {
		start, end, arena_strndup(deep->arena, bytes, size), size};

	g_array_append_val(deep->edits, edit);
}

/* What a macro passes on to people is known by its name (LOG_ERROR), as that
 * of a function is; what it becomes need not show that. */
static bool is_quiet(const char *name)
{
	char **words = NULL, *lower = g_ascii_strdown(name, -1);
	bool quiet = false;

	for (const char *const *q = c_quiet; *q && !quiet; q++)
		quiet = strcmp(*q, name) == 0;
	if (!quiet)
		words = g_strsplit_set(lower, "_0123456789", -1);
	for (char **word = words; word && *word && !quiet; word++)
		quiet = g_strv_contains(c_quiet_parts, *word);
	g_strfreev(words);
	g_free(lower);
	return quiet;
}

static void use(struct rewriting *rewriting, CXCursor cursor)
{
	struct deep *deep = rewriting->deep;
	CXSourceRange range = deep->library->getCursorExtent(cursor);
	const char *bytes = deep->text->bytes, *name;
	struct spot start, end;

	if (!deep_spot(deep, deep->library->getRangeStart(range), &start) ||
	    !deep_spot(deep, deep->library->getRangeEnd(range), &end) ||
	    start.offset < rewriting->end || start.offset >= end.offset ||
	    rewriting->directive[start.line - 1])
		return;
	name = deep_spelling(deep, cursor);
	if (!macros_has(deep->macros, name, strlen(name)))
		return;
	if (is_quiet(name)) {
		rewriting->end = end.offset;
		return;
	}
	g_string_truncate(rewriting->scratch, 0);
	if (!macros_expand(deep->macros, bytes + start.offset,
			   end.offset - start.offset, rewriting->scratch))
		return;
	rewriting->expanded += rewriting->scratch->len;
	if (rewriting->expanded > EXPANSION_BYTES_MAX)
		return;
	rewriting->end = end.offset;
	add_edit(deep, start.offset, end.offset, rewriting->scratch->str,
		 rewriting->scratch->len);
}

static enum CXChildVisitResult visit_macro(CXCursor cursor, CXCursor parent,
					   CXClientData payload)
{
	struct rewriting *rewriting = payload;

	(void)parent;
	switch (rewriting->deep->library->getCursorKind(cursor)) {
	case CXCursor_MacroDefinition:
		define(rewriting, cursor);
		break;
	case CXCursor_MacroExpansion:
		use(rewriting, cursor);
		break;
	default:
		break;
	}
	return CXChildVisit_Continue;
}

/* -DNAME, -DNAME=VALUE, -DNAME(x)=VALUE */
static void define_flag(struct deep *deep, const char *flag)
{
	char *text = arena_strdup(deep->arena, flag + 2);
	char *equals = strchr(text, '=');

	if (equals)
		*equals = ' ';
	else
		text = arena_printf(deep->arena, "%s 1", text);
	macros_define(deep->macros, text, strlen(text));
}

static void define_constants(struct deep *deep)
{
	GHashTableIter each;
	gpointer name, literal;

	g_hash_table_iter_init(&each, deep->constants);
	while (g_hash_table_iter_next(&each, &name, &literal)) {
		char *text = arena_printf(deep->arena, "%s %s", (char *)name,
					  (char *)literal);

		macros_define(deep->macros, text, strlen(text));
	}
}

/* --- writing --- */

static int compare_edits(gconstpointer a, gconstpointer b)
{
	const struct edit *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	/* The longer one holds the other. */
	return x->end > y->end ? -1 : x->end < y->end;
}

static void mark_line(struct rewriting *rewriting, uint32_t line)
{
	struct deep *deep = rewriting->deep;
	uint32_t offset = (uint32_t)rewriting->out->len;
	struct line_mark *mark;

	if (rewriting->n_marks &&
	    rewriting->marks[rewriting->n_marks - 1].offset == offset)
		rewriting->n_marks--;
	mark = ARENA_PUSH(deep->arena, rewriting->marks, rewriting->n_marks);
	mark->offset = offset;
	mark->line = text_line(deep->text, deep->lines[line]);
}

static uint32_t line_of(const struct deep *deep, size_t offset)
{
	uint32_t low = 0, high = deep->n_lines;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (deep->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* The bytes from `start` to `end`, less the lines that are blank. */
static void copy(struct rewriting *rewriting, size_t start, size_t end)
{
	struct deep *deep = rewriting->deep;
	uint32_t line = line_of(deep, start);

	for (size_t at = start; at < end; line++) {
		size_t stop = MIN(line_end(deep, line), end);

		mark_line(rewriting, line);
		if (!rewriting->blank[line])
			g_string_append_len(rewriting->out,
					    deep->text->bytes + at,
					    (gssize)(stop - at));
		else if (stop > at && deep->text->bytes[stop - 1] == '\n')
			g_string_append_c(rewriting->out, '\n');
		at = stop;
	}
}

static void apply_edits(struct rewriting *rewriting)
{
	struct deep *deep = rewriting->deep;
	size_t at = 0;

	g_array_sort(deep->edits, compare_edits);
	for (guint i = 0; i < deep->edits->len; i++) {
		const struct edit *edit =
			&g_array_index(deep->edits, struct edit, i);

		if (edit->start < at)
			continue;
		copy(rewriting, at, edit->start);
		mark_line(rewriting, line_of(deep, edit->start));
		g_string_append_len(rewriting->out, edit->bytes,
				    (gssize)edit->size);
		at = edit->end;
	}
	copy(rewriting, at, deep->text->size);
}

void deep_rewrite(struct deep *deep, struct text *guest)
{
	struct rewriting rewriting = {
		.deep = deep,
		.blank = arena_alloc(deep->arena, deep->n_lines + 1),
		.directive = arena_alloc(deep->arena, deep->n_lines + 1),
		.scratch = g_string_new(NULL),
		.out = g_string_sized_new(deep->text->size * 2),
	};

	mark_directives(&rewriting);
	mark_skipped(&rewriting);
	for (const char *const *flag = deep->unit->flags; flag && *flag; flag++)
		if (g_str_has_prefix(*flag, "-D"))
			define_flag(deep, *flag);
	define_constants(deep);
	deep->library->visitChildren(
		deep->library->getTranslationUnitCursor(deep->parsed),
		visit_macro, &rewriting);
	apply_edits(&rewriting);
	guest->bytes = arena_strndup(deep->arena, rewriting.out->str,
				     rewriting.out->len);
	guest->size = rewriting.out->len;
	text_guest(guest, deep->text, rewriting.marks, rewriting.n_marks);
	g_string_free(rewriting.scratch, TRUE);
	g_string_free(rewriting.out, TRUE);
}
