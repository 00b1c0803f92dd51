/*
 * sql_corpus.h - the statements of tests/sql for tests of properties.
 *
 * Each input.sql is given with its path and the dialect that its case is read
 * in. What `unmoor sql` prints for bytes is sql_corpus_lines().
 */
#ifndef TESTS_UNIT_SQL_CORPUS_H
#define TESTS_UNIT_SQL_CORPUS_H

#include <stdio.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/sql/dialect.h"
#include "analyzers/sql/lexer.h"
#include "cli/sql_lines.h"

struct sql_case {
	const char *path;
	const char *bytes;
	size_t size;
	enum dialect dialect;
};

typedef void sql_case_test(const struct sql_case *test);

/* What the case's file `dialect` says, else its folder. */
static inline enum dialect sql_corpus_dialect(const char *path)
{
	char *folder = g_path_get_dirname(path);
	char *file = g_build_filename(folder, "dialect", NULL);
	unsigned dialect = DIALECT_POSTGRESQL;
	char *name;

	if (g_file_get_contents(file, &name, NULL, NULL)) {
		kind_parse(&DIALECT, g_strstrip(name), &dialect);
		g_free(name);
	} else if (strstr(path, "/mysql/")) {
		dialect = DIALECT_MYSQL;
	} else if (strstr(path, "/generic/") || strstr(path, "/hole/")) {
		dialect = DIALECT_GENERIC;
	}
	g_free(file);
	g_free(folder);
	return (enum dialect)dialect;
}

static inline void sql_corpus_file(const char *path, sql_case_test *test)
{
	struct sql_case one = {.path = path,
			       .dialect = sql_corpus_dialect(path)};
	char *bytes;

	if (!g_file_get_contents(path, &bytes, &one.size, NULL))
		return;
	one.bytes = bytes;
	test(&one);
	g_free(bytes);
}

static inline int sql_corpus_by_name(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* The dialect that its statements are read in, whatever stands beside them. */
static inline enum dialect sql_corpus_guess(const struct sql_case *test)
{
	return test->dialect == DIALECT_GENERIC
		       ? dialect_guess(test->bytes, test->size)
		       : test->dialect;
}

/*
 * Whether a case can be varied. Left out is what a client reads by lines (the
 * folder script/, backslashes, DELIMITER, @file of SQL*Plus, data behind COPY
 * FROM STDIN), tags of templates, and what changes the rules for strings on
 * its way (sql_mode).
 */
static inline bool sql_corpus_takes_part(const struct sql_case *test)
{
	static const char *const signs[] = {
		"\\", "DELIMITER", "\n@", "STDIN", "stdin", "</", "sql_mode"};

	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
		if (strstr(test->bytes, signs[i]))
			return false;
	return !strstr(test->path, "/script/");
}

/* All cases below the folder, in order of name. */
static inline unsigned sql_corpus_each(const char *folder, sql_case_test *test)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	const char *name;
	unsigned n = 0;

	while (dir && (name = g_dir_read_name(dir)))
		g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
	g_ptr_array_sort(paths, sql_corpus_by_name);
	for (guint i = 0; i < paths->len; i++) {
		const char *path = g_ptr_array_index(paths, i);

		if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
			n += sql_corpus_each(path, test);
		} else if (g_str_has_suffix(path, "/input.sql")) {
			sql_corpus_file(path, test);
			n++;
		}
	}
	g_ptr_array_free(paths, TRUE);
	if (dir)
		g_dir_close(dir);
	return n;
}

static inline void sql_corpus_print(struct analysis *analysis,
				    struct fact *fact)
{
	sql_lines_add(analysis->payload, fact);
}

/* What `unmoor sql` prints; the lines are `behind` less than they are. Freed
 * by the caller. */
static inline char *sql_corpus_lines(const char *bytes, size_t size,
				     enum dialect dialect, int behind)
{
	char *printed = NULL;
	size_t n = 0;
	FILE *file = open_memstream(&printed, &n);
	struct sql_lines *lines = sql_lines_new(
		file,
		dialect == DIALECT_GENERIC ? dialect_guess(bytes, size)
					   : dialect,
		NULL, NULL);
	struct text text = {.language = "sql",
			    .dialect = dialect,
			    .bytes = bytes,
			    .size = size};
	struct arena arena;
	struct analysis analysis = {
		.arena = &arena, .deliver = sql_corpus_print, .payload = lines};
	GString *out = g_string_new(NULL);
	const char *at, *line;

	arena_init(&arena);
	analyze(&analysis, &text);
	g_assert_true(sql_lines_end(lines, NULL));
	arena_release(&arena);
	text_release(&text);
	fclose(file);
	for (at = printed; (line = strstr(at, "\"line\":"));) {
		char *end;
		long number = strtol(line + 7, &end, 10);

		g_string_append_len(out, at, line + 7 - at);
		if (behind >= 0)
			g_string_append_printf(out, "%ld", number - behind);
		at = end;
	}
	g_string_append(out, at);
	free(printed);
	return g_string_free(out, FALSE);
}

#endif
