/*
 * What analysis_judge() makes of prose with the words of SQL in it, and of
 * short SQL: shares of errors, which may only shrink. A sentence that is
 * SQL_PROSE is no error, as names decide; nor is SQL that is SQL_PROSE.
 */
#include <stdio.h>
#include <string.h>

#include "analyzers/analyzer.h"

struct count {
	unsigned strings, errors;
};

static char *with_holes(const char *line)
{
	char *string = g_strdup(line);

	for (char *c = string; *c; c++)
		if (*c == '@' && c[1] != '@' && (c == string || c[-1] != '@'))
			*c = TEXT_HOLE;
	return string;
}

static bool is_wrong(const char *string, bool sql)
{
	enum sql_verdict verdict =
		analysis_judge(string, strlen(string), DIALECT_GENERIC);

	return sql ? verdict == SQL_NOT : verdict > SQL_PROSE;
}

/* Lines of the file but those that begin with "# " at its top. */
static struct count judge_file(const char *path, bool sql)
{
	struct count count = {0};
	char *bytes, **lines;

	g_assert_true(g_file_get_contents(path, &bytes, NULL, NULL));
	lines = g_strsplit(bytes, "\n", -1);
	for (char **line = lines + 1; *line; line++) {
		char *string = sql ? with_holes(*line) : g_strdup(*line);

		if (*string) {
			count.strings++;
			if (is_wrong(string, sql)) {
				count.errors++;
				g_test_message("wrong: %s", *line);
			}
		}
		g_free(string);
	}
	g_strfreev(lines);
	g_free(bytes);
	return count;
}

static void test_prose(void)
{
	struct count count = judge_file("tests/unit/sql_prose.txt", false);

	g_assert_cmpuint(count.strings, >=, 300);
	g_assert_cmpuint(count.errors, <=, 3);
}

static void test_sql(void)
{
	struct count count = judge_file("tests/unit/sql_strings.txt", true);

	g_assert_cmpuint(count.strings, >=, 220);
	g_assert_cmpuint(count.errors, <=, 3);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sql/prose/prose", test_prose);
	g_test_add_func("/sql/prose/sql", test_sql);
	return g_test_run();
}
