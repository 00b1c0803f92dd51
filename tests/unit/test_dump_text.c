/* The text of a dump without its data: what is kept, on which lines. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "scanner/dump_text.h"

static void read_dump(struct dump_text *dump, const char *bytes, size_t size)
{
	GError *error = NULL;
	int file = memfd_create("dump", 0);

	g_assert_cmpint(write(file, bytes, size), ==, size);
	g_assert_cmpint(lseek(file, 0, SEEK_SET), ==, 0);
	dump_text_read(dump, file, "dump.sql", &error);
	g_assert_no_error(error);
	close(file);
}

static void expect(bool mysql, const char *bytes, const char *expected,
		   uint32_t broken_line)
{
	struct dump_text dump = {.mysql = mysql};

	read_dump(&dump, bytes, strlen(bytes));
	g_assert_cmpstr(dump.bytes->str, ==, expected);
	g_assert_cmpuint(dump.broken_line, ==, broken_line);
	dump_text_release(&dump);
}

/* The line on which the first `word` stands, by the marks. */
static uint32_t line_of(struct dump_text *dump, const char *word)
{
	struct text text = {
		.bytes = dump->bytes->str,
		.size = dump->bytes->len,
		.marks = (const struct line_mark *)(void *)dump->marks->data,
		.n_marks = dump->marks->len};
	const char *at = strstr(dump->bytes->str, word);
	uint32_t line;

	g_assert_nonnull(at);
	line = text_line(&text, (size_t)(at - dump->bytes->str));
	text_release(&text);
	return line;
}

static void test_copy(void)
{
	expect(false,
	       "CREATE TABLE a (b int);\n\n"
	       "COPY public.a (b) FROM stdin;\n1\n\\N\n\\.\n\nCREATE INDEX;\n",
	       "CREATE TABLE a (b int);\n\n\nCREATE INDEX;\n", 0);
	expect(false, "COPY a FROM stdin;\n\\.\nX;\n", "X;\n", 0);
	expect(false, "COPY a FROM stdin;\r\n1\r\n\\.\r\nX;\r\n", "X;\r\n", 0);
	expect(false, "COPY a FROM stdin;\n\\.x\n\\.\nX;\n", "X;\n", 0);
}

static void test_copy_of_other_kinds(void)
{
	const char *to_a_file = "COPY a FROM '/x';\nCOPY a TO stdout;\n";

	expect(false, to_a_file, to_a_file, 0);
}

static void test_insert(void)
{
	expect(false, "INSERT INTO a VALUES (1, 'x;''\n;');\nB;\n", "B;\n", 0);
	expect(false, "INSERT INTO a VALUES (E'\\';');\nB;\n", "B;\n", 0);
	expect(true, "INSERT INTO `a` VALUES ('\\';',\"x;\");\nB;\n", "B;\n",
	       0);
	expect(true, "REPLACE INTO `a` VALUES (1);\nB;\n", "B;\n", 0);
	expect(true, "INSERT  IGNORE INTO `a` VALUES (1);\nB;\n", "B;\n", 0);
}

static void test_rows_of_mysqldump(void)
{
	struct dump_text dump = {.mysql = true, .by_tool = true};
	const char *bytes = "INSERT INTO `a` VALUES\n(1,'x);\\n'),\n(2,'');\n"
			    "B;\n-- Dump completed\n";

	read_dump(&dump, bytes, strlen(bytes));
	g_assert_cmpstr(dump.bytes->str, ==, "B;\n-- Dump completed\n");
	g_assert_cmpuint(line_of(&dump, "B;"), ==, 4);
	g_assert_cmpuint(dump.broken_line, ==, 0);
	dump_text_release(&dump);
}

/* What looks like data inside a body, a string or a comment is none. */
static void test_not_data(void)
{
	static const char *const postgres[] = {
		"CREATE FUNCTION f() AS $$\nCOPY a FROM stdin;\n$$;\nX;\n",
		"CREATE FUNCTION f() AS $_$\nINSERT INTO a $$;\n$_$;\nX;\n",
		"COMMENT ON a IS '\nINSERT INTO a;';\nX;\n",
		"/* /*\n*/ '\nCOPY a FROM stdin;\n*/\nX;\n",
		"-- don't\nX;\n",
		"CREATE RULE r AS ON INSERT TO a DO INSTEAD\n"
		"INSERT INTO b VALUES (1);\nX;\n",
		"\\restrict don't\nX;\n",
	};
	static const char *const mysql[] = {
		"DELIMITER ;;\nCREATE TRIGGER t BEGIN\nINSERT INTO a;\nEND ;;\n"
		"DELIMITER ;\nX;\n",
		"/*!50003 CREATE TRIGGER t\nINSERT INTO a VALUES ('*/') */;\n",
		"# don't\nX;\n",
		"CREATE TABLE `it's` (a int);\nX;\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(postgres); i++)
		expect(false, postgres[i], postgres[i], 0);
	for (size_t i = 0; i < G_N_ELEMENTS(mysql); i++)
		expect(true, mysql[i], mysql[i], 0);
}

static void test_lines(void)
{
	struct dump_text dump = {.mysql = false};
	const char *bytes = "one;\nCOPY a FROM stdin;\n1\n2\n\\.\nsix;\n"
			    "INSERT INTO a\nVALUES (1);\nnine\nten;\n";

	read_dump(&dump, bytes, strlen(bytes));
	g_assert_cmpuint(line_of(&dump, "one"), ==, 1);
	g_assert_cmpuint(line_of(&dump, "six"), ==, 6);
	g_assert_cmpuint(line_of(&dump, "nine"), ==, 9);
	g_assert_cmpuint(line_of(&dump, "ten"), ==, 10);
	dump_text_release(&dump);
}

static void test_without_data_without_marks(void)
{
	struct dump_text dump = {.mysql = false};

	read_dump(&dump, "a;\nb;\n", 6);
	g_assert_cmpuint(dump.marks->len, ==, 0);
	dump_text_release(&dump);
}

static void test_broken(void)
{
	expect(false, "A;\nCOPY a FROM stdin;\n1\n2", "A;\n", 2);
	expect(false, "A;\nINSERT INTO a VALUES (", "A;\n", 2);
	expect(false, "A;\nCREATE x AS $$\nabc", "A;\nCREATE x AS $$\nabc", 2);
	expect(true, "A;\nx '\\", "A;\nx '\\", 2);
	expect(true, "A;\n/* x", "A;\n/* x", 2);
}

/* A tool's dump that ends between two statements lacks its last line. */
static void test_broken_between_statements(void)
{
	struct dump_text dump = {.mysql = true, .by_tool = true};

	read_dump(&dump, "A;\nB;\n", 6);
	g_assert_cmpuint(dump.broken_line, ==, 3);
	dump_text_release(&dump);
}

/* Cut anywhere, a dump is read to its end and never past it. */
static void test_truncation(void)
{
	const char *bytes = "SELECT 'a', E'\\'' /* b */ -- c\n;CREATE $t$ \n"
			    "$t$;\nCOPY a FROM stdin;\n1\n\\.\n"
			    "INSERT INTO a VALUES ('');\nDELIMITER ;;\n";

	for (unsigned mysql = 0; mysql < 2; mysql++)
		for (size_t size = 0; size <= strlen(bytes); size++) {
			struct dump_text dump = {.mysql = mysql != 0};

			read_dump(&dump, bytes, size);
			g_assert_cmpuint(dump.bytes->len, <=, size);
			dump_text_release(&dump);
		}
}

/* Data, strings and names may be longer than what is looked at at once. */
static void test_long(void)
{
	GString *bytes = g_string_new("INSERT INTO `a` VALUES ('");
	struct dump_text dump = {.mysql = true};

	for (unsigned i = 0; i < 500000; i++)
		g_string_append(bytes, "abcdefg;\\'");
	g_string_append(bytes, "');\nB '");
	for (unsigned i = 0; i < 500000; i++)
		g_string_append(bytes, "hijklmn;\\'");
	g_string_append(bytes, "';\nINSERT INTO x VALUES (1);\nC;\n");
	read_dump(&dump, bytes->str, bytes->len);
	g_assert_cmpuint(dump.bytes->len, ==, 5000000 + 9);
	g_assert_cmpuint(line_of(&dump, "C;"), ==, 4);
	g_assert_cmpuint(dump.broken_line, ==, 0);
	dump_text_release(&dump);
	g_string_free(bytes, TRUE);
}

static void test_long_rows(void)
{
	GString *bytes = g_string_new("INSERT INTO `a` VALUES ");
	struct dump_text dump = {.mysql = true, .by_tool = true};

	for (unsigned i = 0; i < 500000; i++)
		g_string_append(bytes, "('\\');'),");
	g_string_append(bytes, "('');\nC;\n-- Dump completed\n");
	read_dump(&dump, bytes->str, bytes->len);
	g_assert_cmpstr(dump.bytes->str, ==, "C;\n-- Dump completed\n");
	g_assert_cmpuint(line_of(&dump, "C;"), ==, 2);
	g_assert_cmpuint(dump.broken_line, ==, 0);
	dump_text_release(&dump);
	g_string_free(bytes, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/dump_text/copy", test_copy);
	g_test_add_func("/dump_text/copy-of-other-kinds",
			test_copy_of_other_kinds);
	g_test_add_func("/dump_text/insert", test_insert);
	g_test_add_func("/dump_text/rows-of-mysqldump", test_rows_of_mysqldump);
	g_test_add_func("/dump_text/not-data", test_not_data);
	g_test_add_func("/dump_text/lines", test_lines);
	g_test_add_func("/dump_text/without-data-without-marks",
			test_without_data_without_marks);
	g_test_add_func("/dump_text/broken", test_broken);
	g_test_add_func("/dump_text/broken-between-statements",
			test_broken_between_statements);
	g_test_add_func("/dump_text/truncation", test_truncation);
	g_test_add_func("/dump_text/long", test_long);
	g_test_add_func("/dump_text/long-rows", test_long_rows);
	return g_test_run();
}
