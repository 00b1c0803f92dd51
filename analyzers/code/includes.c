#include "analyzers/code/includes.h"

#include <string.h>

#include "analyzers/code/libclang.h"

/* A name in an include line is at most so long. */
#define NAME_BYTES_MAX 1024

/* Texts that include texts that include texts. */
#define DEPTH_MAX 150

/* No longer comment is looked through for what stands behind it. */
#define COMMENT_BYTES_MAX 4096

enum visit { NOT_SEEN, ENTERED, DONE };

struct reading {
	struct includes *includes;
	struct arena *arena;
	struct unit *unit;
	GHashTable *visits;  /* path -> enum visit */
	GHashTable *guesses; /* folder, name -> path, or "" */
	size_t bytes;	     /* of all texts */
	uint32_t line;	     /* of the unit */
};

/* --- which text is meant --- */

/* "a/b/../c" is "a/c"; NULL when it leaves the source or is absolute. */
static char *canonical(struct reading *reading, const char *folder,
		       size_t n_folder, const char *name)
{
	GString *path = g_string_new_len(folder, (gssize)n_folder);
	char *result = NULL;
	bool inside = *name != '/';

	while (*name && inside) {
		size_t n = strcspn(name, "/");

		if (n == 2 && name[0] == '.' && name[1] == '.') {
			char *slash = strrchr(path->str, '/');

			inside = path->len > 0;
			g_string_truncate(
				path, slash ? (gsize)(slash - path->str) : 0);
		} else if (n && !(n == 1 && *name == '.')) {
			if (path->len)
				g_string_append_c(path, '/');
			g_string_append_len(path, name, (gssize)n);
		}
		name += n;
		name += *name == '/';
	}
	if (inside && path->len)
		result = arena_strndup(reading->arena, path->str, path->len);
	g_string_free(path, TRUE);
	return result;
}

static size_t folder_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) : 0;
}

/* Folders that two paths begin with alike. */
static unsigned shared_folders(const char *a, const char *b)
{
	unsigned n = 0;

	for (; *a && *a == *b; a++, b++)
		n += *a == '/';
	return n;
}

static bool ends_with_path(const char *path, const char *name)
{
	size_t n = strlen(path), k = strlen(name);

	return n >= k && strcmp(path + n - k, name) == 0 &&
	       (n == k || path[n - k - 1] == '/');
}

/* Headers of the C library: a source that has one of these names has it for
 * systems that lack it. */
static bool is_standard(const char *name)
{
	static const char *const names[] = {
		"assert.h",  "complex.h", "ctype.h",	 "dirent.h",
		"dlfcn.h",   "errno.h",	  "fcntl.h",	 "float.h",
		"getopt.h",  "grp.h",	  "inttypes.h",	 "limits.h",
		"locale.h",  "malloc.h",  "math.h",	 "memory.h",
		"netdb.h",   "poll.h",	  "pthread.h",	 "pwd.h",
		"regex.h",   "sched.h",	  "semaphore.h", "setjmp.h",
		"signal.h",  "stdarg.h",  "stdbool.h",	 "stddef.h",
		"stdint.h",  "stdio.h",	  "stdlib.h",	 "string.h",
		"strings.h", "syslog.h",  "termios.h",	 "time.h",
		"unistd.h",  "wchar.h",	  "windows.h",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* The nearest text whose path ends with the name; see the header. */
static const char *guess(struct reading *reading, const char *from,
			 const char *name)
{
	const char *slash = strrchr(name, '/'), *best = NULL;
	const char *const *paths;
	uint32_t n;

	while (g_str_has_prefix(name, "../") || g_str_has_prefix(name, "./"))
		name = strchr(name, '/') + 1;
	paths = reading->unit->named(reading->unit, slash ? slash + 1 : name,
				     &n);
	for (uint32_t i = 0; i < n; i++) {
		unsigned near, best_near;

		if (!ends_with_path(paths[i], name))
			continue;
		near = shared_folders(from, paths[i]);
		best_near = best ? shared_folders(from, best) : 0;
		if (!best || near > best_near ||
		    (near == best_near && strlen(paths[i]) < strlen(best)))
			best = paths[i];
	}
	return best;
}

static const char *guess_once(struct reading *reading, const char *from,
			      const char *name)
{
	char *question = g_strdup_printf("%.*s\n%s", (int)folder_length(from),
					 from, name);
	const char *answer = g_hash_table_lookup(reading->guesses, question);

	if (answer) {
		g_free(question);
	} else {
		answer = guess(reading, from, name);
		answer = answer ? answer : "";
		g_hash_table_insert(reading->guesses, question,
				    (gpointer)answer);
	}
	return *answer ? answer : NULL;
}

static const char *resolve(struct reading *reading, const char *from,
			   const char *name, bool angled)
{
	struct unit *unit = reading->unit;
	const char *path = NULL;

	if (!angled) {
		path = canonical(reading, from, folder_length(from), name);
		if (path && unit->has(unit, path))
			return path;
	}
	for (const char *const *flag = unit->flags; flag && *flag; flag++) {
		if (!g_str_has_prefix(*flag, "-I"))
			continue;
		path = canonical(reading, *flag + 2, strlen(*flag + 2), name);
		if (path && unit->has(unit, path))
			return path;
	}
	if (*name == '/' || (angled && is_standard(name)))
		return NULL;
	return guess_once(reading, from, name);
}

/* --- include lines --- */

/* One include line: from its mark to behind its name. */
struct line {
	const char *start, *end;
	char name[NAME_BYTES_MAX];
	bool angled;
};

static const char *skip_blanks(const char *at, const char *end)
{
	for (;;) {
		if (at < end &&
		    (*at == ' ' || *at == '\t' || *at == '\f' || *at == '\v')) {
			at++;
		} else if (at + 1 < end && *at == '\\' && at[1] == '\n') {
			at += 2;
		} else if (at + 2 < end && *at == '\\' && at[1] == '\r' &&
			   at[2] == '\n') {
			at += 3;
		} else if (at + 1 < end && *at == '/' && at[1] == '*') {
			const char *close = memmem(
				at + 2,
				(size_t)MIN(end - at - 2, COMMENT_BYTES_MAX),
				"*/", 2);

			if (!close)
				return end;
			at = close + 2;
		} else {
			return at;
		}
	}
}

/* "#", "%:" or "??=", behind which a directive stands; NULL. */
static const char *skip_mark(const char *at, const char *end)
{
	static const char *const marks[] = {"#", "%:", "\?\?="};

	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
		size_t n = strlen(marks[i]);

		if ((size_t)(end - at) >= n && memcmp(at, marks[i], n) == 0)
			return at + n;
	}
	return NULL;
}

/* Whether a directive that reads a file stands there. */
static const char *skip_word(const char *at, const char *end, bool *plain)
{
	static const char *const words[] = {"include_next", "include", "import",
					    "embed", "__include_macros"};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		size_t n = strlen(words[i]);

		if ((size_t)(end - at) < n || memcmp(at, words[i], n) != 0)
			continue;
		*plain = i == 1 || i == 2;
		return at + n;
	}
	return NULL;
}

/* The name between "" or <>; what is written otherwise has none. */
static void read_name(struct line *line, const char *at, const char *end)
{
	char close = at < end && *at == '<' ? '>' : '"';
	const char *stop = memchr(at, '\n', (size_t)(end - at));
	const char *last;
	size_t n;

	stop = stop ? stop : end;
	line->name[0] = '\0';
	line->end = stop;
	if (at >= stop || (*at != '<' && *at != '"'))
		return;
	last = memchr(at + 1, close, (size_t)(stop - at - 1));
	n = last ? (size_t)(last - at - 1) : 0;
	if (!last || n >= sizeof(line->name) || memchr(at, '\0', n + 1))
		return;
	line->end = last + 1;
	line->angled = close == '>';
	memcpy(line->name, at + 1, n);
	line->name[n] = '\0';
	g_strdelimit(line->name, "\\", '/');
}

static bool read_line(struct line *line, const char *at, const char *end)
{
	bool plain = false;

	at = skip_blanks(at, end);
	line->start = at;
	at = skip_mark(at, end);
	if (!at)
		return false;
	at = skip_word(skip_blanks(at, end), end, &plain);
	if (!at)
		return false;
	read_name(line, skip_blanks(at, end), end);
	if (!plain)
		line->name[0] = '\0';
	return true;
}

/* --- texts --- */

static void read_included(struct reading *reading, uint32_t number,
			  unsigned depth);

static enum visit visit_of(const struct reading *reading, const char *path)
{
	return (enum visit)GPOINTER_TO_UINT(
		g_hash_table_lookup(reading->visits, path));
}

static void note_large(struct reading *reading, const char *path)
{
	struct includes *includes = reading->includes;

	if (includes->too_large)
		return;
	includes->too_large = path;
	includes->too_large_line = reading->line;
}

/* Whether it lies in the folder of somebody else's library, by convention. */
static bool is_vendored(const char *path)
{
	static const char *const folders[] = {
		"3rdparty",    "contrib",    "deps",   "extern", "external",
		"third_party", "thirdparty", "vendor", NULL};
	char **parts = g_strsplit(path, "/", -1);
	bool vendored = false;

	for (char **part = parts; *part && part[1] && !vendored; part++)
		vendored = g_strv_contains(folders, *part);
	g_strfreev(parts);
	return vendored;
}

/* Reads the text at the path unless that was done; false: leave it out. */
static bool enter(struct reading *reading, const char *path, unsigned depth)
{
	struct includes *includes = reading->includes;
	struct included *included;
	const char *bytes;
	size_t size;

	switch (visit_of(reading, path)) {
	case ENTERED:
		return false;
	case DONE:
		return true;
	case NOT_SEEN:
		break;
	}
	if (is_vendored(path) && !is_vendored(reading->unit->path))
		return false;
	if (depth > DEPTH_MAX || strpbrk(path, "\"\\\n\r"))
		return false;
	bytes = reading->unit->read(reading->unit, path, &size);
	if (!bytes)
		return false;
	if (size > INCLUDES_TEXT_BYTES_MAX ||
	    reading->bytes + size > INCLUDES_BYTES_MAX ||
	    includes->n_texts >= INCLUDES_TEXTS_MAX) {
		note_large(reading, path);
		return false;
	}
	reading->bytes += size;
	included =
		ARENA_PUSH(reading->arena, includes->texts, includes->n_texts);
	included->path = arena_strdup(reading->arena, path);
	included->bytes = bytes;
	included->size = size;
	read_included(reading, includes->n_texts - 1, depth);
	return true;
}

/* The include line as libclang shall see it: the same lines, another name. */
static void put_line(struct reading *reading, const char *from,
		     const struct line *line, unsigned depth, GString *out)
{
	const char *path =
		*line->name ? resolve(reading, from, line->name, line->angled)
			    : NULL;
	const char *at = line->start;

	if (path && enter(reading, path, depth + 1))
		g_string_append_printf(out, "#include \"" LIBCLANG_ROOT "%s\"",
				       path);
	/* Lines that were joined to one are still as many. */
	for (; at < line->end; at++)
		if (*at == '\n')
			g_string_append_c(out, '\n');
}

static void read_included(struct reading *reading, uint32_t number,
			  unsigned depth)
{
	/* The array may move while it grows. */
	const struct included text = reading->includes->texts[number];
	const char *at = text.bytes, *end = at + text.size;
	GString *out = g_string_sized_new(text.size + 256);

	g_hash_table_insert(reading->visits, (gpointer)text.path,
			    GUINT_TO_POINTER(ENTERED));
	for (uint32_t number_of_line = 1; at < end; number_of_line++) {
		const char *next = memchr(at, '\n', (size_t)(end - at));
		struct line line;

		next = next ? next + 1 : end;
		if (number == 0)
			reading->line = number_of_line;
		if (read_line(&line, at, end)) {
			g_string_append_len(out, at, line.start - at);
			put_line(reading, text.path, &line, depth, out);
			at = line.end;
			next = memchr(at, '\n', (size_t)(end - at));
			next = next ? next + 1 : end;
		}
		g_string_append_len(out, at, next - at);
		at = next;
	}
	reading->includes->texts[number].n_rewritten = out->len;
	reading->includes->texts[number].rewritten =
		arena_strndup(reading->arena, out->str, out->len);
	g_string_free(out, TRUE);
	g_hash_table_insert(reading->visits, (gpointer)text.path,
			    GUINT_TO_POINTER(DONE));
}

void includes_read(struct includes *includes, struct arena *arena,
		   struct unit *unit, const char *bytes, size_t size)
{
	struct reading reading = {
		.includes = includes,
		.arena = arena,
		.unit = unit,
		.visits = g_hash_table_new(g_str_hash, g_str_equal),
		.guesses = g_hash_table_new_full(g_str_hash, g_str_equal,
						 g_free, NULL),
	};
	struct included *first;

	*includes = (struct includes){0};
	first = ARENA_PUSH(arena, includes->texts, includes->n_texts);
	first->path = unit->path;
	first->bytes = bytes;
	first->size = size;
	reading.bytes = size;
	read_included(&reading, 0, 0);
	g_hash_table_destroy(reading.visits);
	g_hash_table_destroy(reading.guesses);
}
