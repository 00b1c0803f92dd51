/*
 * Steps per byte of the reader, the resolver and the judge: flat from 1 kB on,
 * whatever the text is; up to 10 MB for those in `longest` (for all with
 * "-m slow", which takes minutes), up to 100 kB for the others.
 *
 * The Makefile compiles these parts for this program so that each basic block
 * calls __sanitizer_cov_trace_pc(); the functions of the C library that walk
 * over bytes are counted here, too. So a step is a fact of the input, not of
 * the machine.
 */
#include <string.h>

#include "analyzers/analyzer.h"
#include "graph/resolve/resolve.h"

static uint64_t steps;

void __sanitizer_cov_trace_pc(void);
void *__wrap_memchr(const void *bytes, int byte, size_t size);
void *__wrap_memmem(const void *bytes, size_t size, const void *part,
		    size_t part_size);
void *__wrap_memmove(void *to, const void *from, size_t size);
void *__wrap_memcpy(void *to, const void *from, size_t size);
void *__wrap_memset(void *to, int byte, size_t size);
size_t __wrap_strlen(const char *string);
void *__real_memchr(const void *bytes, int byte, size_t size);
void *__real_memmem(const void *bytes, size_t size, const void *part,
		    size_t part_size);
void *__real_memmove(void *to, const void *from, size_t size);
void *__real_memcpy(void *to, const void *from, size_t size);
void *__real_memset(void *to, int byte, size_t size);
size_t __real_strlen(const char *string);

void __sanitizer_cov_trace_pc(void)
{
	steps++;
}

#define BYTES_A_STEP 16

static void count_bytes(size_t size)
{
	steps += size / BYTES_A_STEP;
}

void *__wrap_memchr(const void *bytes, int byte, size_t size)
{
	const char *found = __real_memchr(bytes, byte, size);

	count_bytes(found ? (size_t)(found - (const char *)bytes) : size);
	return (void *)(uintptr_t)found;
}

void *__wrap_memmem(const void *bytes, size_t size, const void *part,
		    size_t part_size)
{
	const char *found = __real_memmem(bytes, size, part, part_size);

	count_bytes(found ? (size_t)(found - (const char *)bytes) : size);
	return (void *)(uintptr_t)found;
}

void *__wrap_memmove(void *to, const void *from, size_t size)
{
	count_bytes(size);
	return __real_memmove(to, from, size);
}

void *__wrap_memcpy(void *to, const void *from, size_t size)
{
	count_bytes(size);
	return __real_memcpy(to, from, size);
}

void *__wrap_memset(void *to, int byte, size_t size)
{
	count_bytes(size);
	return __real_memset(to, byte, size);
}

size_t __wrap_strlen(const char *string)
{
	size_t length = __real_strlen(string);

	count_bytes(length);
	return length;
}

/* --- hostile texts -------------------------------------------------------- */

/* `before`, then `open` with its number in place of "#" until half of the
 * bytes are used up, `middle`, `close` as often, and `after`. */
struct hostile {
	const char *name;
	enum dialect dialect;
	bool string; /* found in code */
	const char *before, *open, *middle, *close, *after;
};

#define PG DIALECT_POSTGRESQL
#define MY DIALECT_MYSQL
#define MS DIALECT_TSQL
#define OR DIALECT_ORACLE
#define ANY DIALECT_GENERIC

static const struct hostile hostiles[] = {
	{"parentheses", PG, 0, "SELECT ", "(", "1", ")", ""},
	{"unclosed parentheses", PG, 0, "SELECT * FROM t WHERE ", "(", "1", "",
	 ""},
	{"parentheses alone", ANY, 1, "", "(", "", "", ""},
	{"closed only", ANY, 1, "", ")", "", "", ""},
	{"parentheses in FROM", PG, 0, "SELECT * FROM ", "(", "t", ")", ""},
	{"calls", PG, 0, "SELECT ", "f(", "1", ")", ""},
	{"brackets", PG, 0, "SELECT ", "[", "1", "]", ""},
	{"subqueries", PG, 0, "SELECT ", "(SELECT ", "1", ")", ""},
	{"unclosed subqueries", PG, 0, "", "SELECT (SELECT a FROM t WHERE ", "",
	 "", ""},
	{"derived tables", PG, 0, "", "SELECT * FROM (", "SELECT a FROM t",
	 ") x", ""},
	{"WITH in WITH", PG, 0, "", "WITH x AS (", "SELECT 1", ") SELECT 1",
	 ""},
	{"CASE in CASE", PG, 0, "SELECT ", "CASE WHEN a THEN ", "1", " END",
	 " FROM t"},
	{"unclosed CASE", PG, 0, "SELECT ", "CASE WHEN a THEN ", "1", "", ""},
	{"long CASE", PG, 0, "SELECT CASE", " WHEN a = # THEN b#", "", "",
	 " END FROM t"},
	{"OR", PG, 0, "SELECT a FROM t WHERE a = 0", " OR b# = #", "", "", ""},
	{"NOT", PG, 0, "SELECT a FROM t WHERE ", "NOT ", "a", "", ""},
	{"minus", PG, 0, "SELECT ", "- ", "a", "", " FROM t"},
	{"concatenation", PG, 0, "SELECT a", " || b#", "", "", " FROM t"},
	{"casts", PG, 0, "SELECT a", "::text", "", "", " FROM t"},
	{"members", PG, 0, "SELECT a", ".b", "", "", " FROM t"},
	{"members of parentheses", PG, 0, "SELECT ", "(", "a", ").b",
	 " FROM t"},
	{"columns", PG, 0, "SELECT a", ", c#", "", "", " FROM t"},
	{"columns of two tables", PG, 0, "SELECT a", ", t.c# + u.d# AS e#", "",
	 "", " FROM t, u ORDER BY e1, e2"},
	{"columns to insert", PG, 0, "INSERT INTO t (a", ", c#", ") SELECT a",
	 ", c#", " FROM u"},
	{"columns of a table", PG, 0, "CREATE TABLE t (a int",
	 ", c# int NOT NULL", "", "", ")"},
	{"SET", PG, 0, "UPDATE t SET a = 1", ", c# = d#", "", "", ""},
	{"IN", PG, 0, "SELECT a FROM t WHERE b IN (1", ", #", "", "", ")"},
	{"names in IN", PG, 0, "SELECT a FROM t WHERE b IN (1", ", c#", "", "",
	 ")"},
	{"VALUES", PG, 0, "INSERT INTO t (a, b) VALUES (1, 'x')",
	 ", (#, 'it''s')", "", "", ""},
	{"VALUES of MySQL", MY, 0, "INSERT INTO t VALUES (1, 'x')",
	 ", (#, 'it\\'s')", "", "", ""},
	{"VALUES of subqueries", PG, 0, "INSERT INTO t VALUES (1)",
	 ", ((SELECT a FROM t#))", "", "", ""},
	{"UNION", PG, 0, "SELECT a FROM t", " UNION ALL SELECT a FROM t#", "",
	 "", ""},
	{"UNION of a table", PG, 0, "SELECT a FROM t",
	 " UNION ALL SELECT b# FROM t", "", "", ""},
	{"UNION nested", PG, 0, "SELECT a FROM t", " UNION (SELECT a FROM t",
	 "", ")", ""},
	{"CTEs", PG, 0, "WITH x AS (SELECT 1)", ", x# AS (SELECT a FROM t#)",
	 "", "", " SELECT * FROM x"},
	{"CTEs in a chain", PG, 0, "WITH x0 AS (SELECT a FROM t)",
	 ", x# AS (SELECT * FROM x)", "", "", " SELECT * FROM x1"},
	{"CTEs on one", PG, 0, "WITH x AS (SELECT a, b FROM t)",
	 ", y# AS (SELECT a FROM x WHERE b = #)", "", "", " SELECT 1"},
	{"joins", PG, 0, "SELECT a FROM t", " JOIN t# ON t#.a = t.a", "", "",
	 ""},
	{"joins USING", PG, 0, "SELECT a FROM t", " JOIN t# USING (a)", "", "",
	 ""},
	{"joins USING others", PG, 0, "SELECT a FROM t", " JOIN t# USING (c#)",
	 "", "", ""},
	{"NATURAL joins", PG, 0, "SELECT a FROM t", " NATURAL JOIN t#", "", "",
	 ""},
	{"nested joins", PG, 0, "SELECT a FROM ", "(t JOIN ", "u", " ON a = b)",
	 ""},
	{"joins left open", PG, 0, "SELECT a FROM t", " LEFT JOIN t#", "", "",
	 ""},
	{"ON behind", PG, 0, "SELECT a FROM t", " JOIN t#", "", " ON true", ""},
	{"tables", PG, 0, "SELECT a FROM t", ", t#", "", "", ""},
	{"tables and columns", PG, 0, "SELECT a", ", t#.c#", " FROM t", ", t#",
	 ""},
	{"bare columns of tables", PG, 0, "SELECT a", ", c#", " FROM t", ", t#",
	 ""},
	{"functions in FROM", PG, 0, "SELECT a FROM t", ", f(a#) AS g#", "", "",
	 ""},
	{"LATERAL", PG, 0, "SELECT a FROM t",
	 ", LATERAL (SELECT a# FROM u WHERE u.b = t.c) AS l#", "", "", ""},
	{"stars", PG, 0, "SELECT *", ", *", "", "", " FROM t"},
	{"stars of tables", PG, 0, "SELECT a", ", t#.*", " FROM t", ", t#", ""},
	{"GROUP BY", PG, 0, "SELECT a FROM t GROUP BY a", ", c#", "", "", ""},
	{"ROLLUP", PG, 0, "SELECT a FROM t GROUP BY ", "ROLLUP (", "a", ")",
	 ""},
	{"ORDER BY outputs", PG, 0, "SELECT a", ", b# AS c#",
	 " FROM t ORDER BY a", ", c#", ""},
	{"windows", PG, 0, "SELECT a",
	 ", sum(c#) OVER (PARTITION BY d# ORDER BY e#)", "", "", " FROM t"},
	{"block comments", PG, 0, "SELECT 1 ", "/* ", "", "*/", ""},
	{"unclosed comments", PG, 0, "", "/* ", "", "", ""},
	{"comments", PG, 0, "SELECT a", " /* x */ -- y\n, c#", "", "",
	 " FROM t"},
	{"executable comments", MY, 0, "SELECT a", " /*!50000 , c# */", "", "",
	 " FROM t"},
	{"unclosed executable", MY, 0, "SELECT 1", "/*!", "", "", ""},
	{"unclosed string", PG, 0, "SELECT 'a", "aaaa ", "", "", ""},
	{"quotes", PG, 0, "SELECT ", "'", "", "", ""},
	{"quotes and spaces", PG, 0, "SELECT ", "' ", "", "", ""},
	{"backslashes", PG, 0, "SELECT E'", "\\\\", "", "", "'"},
	{"backslashed quotes", MY, 0, "SELECT '", "\\'", "", "", "'"},
	{"backslashes unclosed", MY, 0, "SELECT '", "\\", "", "", ""},
	{"dollars", PG, 0, "SELECT ", "$a$ ", "", "", ""},
	{"dollar tags", PG, 0, "SELECT ", "$a#$ ", "", "", ""},
	{"dollar names", PG, 0, "SELECT a FROM t WHERE ", "$a# ", "", "", ""},
	{"one dollar", PG, 0, "SELECT ", "$", "", "", ""},
	{"double quotes", PG, 0, "SELECT ", "\" ", "", "", ""},
	{"backticks", MY, 0, "SELECT ", "` ", "", "", ""},
	{"q quotes", OR, 0, "SELECT ", "q'[ ", "", "", ""},
	{"U& strings", PG, 0, "SELECT ", "U&'a' ", "", "", ""},
	{"strings in a row", PG, 0, "SELECT 'a'", "\n'b'", "", "", ""},
	{"holes", ANY, 1, "SELECT a FROM ", "\x1a", "", "", ""},
	{"holes apart", ANY, 1, "SELECT a FROM t WHERE ", "\x1a ", "", "", ""},
	{"holes in names", ANY, 1, "SELECT a FROM ", "a\x1a", "", "", ""},
	{"braces", ANY, 1, "SELECT ", "{", "", "", ""},
	{"pairs of braces", ANY, 1, "SELECT ", "{{ ", "a", " }}", ""},
	{"dollar braces", ANY, 1, "SELECT ", "${ ", "", "", ""},
	{"hash braces", ANY, 1, "SELECT a FROM t WHERE a = ", "#{a", "", "",
	 ""},
	{"{x}", ANY, 1, "SELECT a FROM t WHERE ", "{a#} ", "", "", ""},
	{"%(", ANY, 1, "SELECT ", "%(", "", "", ""},
	{"%(a.a.", ANY, 1, "SELECT ", "%(a.", "", "", ""},
	{"%1$", ANY, 1, "SELECT %", "1", "", "", ""},
	{"%A", ANY, 1, "SELECT ", "%A", "", "", ""},
	{"@a", ANY, 1, "SELECT ", "@a", "", "", ""},
	{"?", ANY, 1, "SELECT a FROM t WHERE a IN (?", ", ?", "", "", ")"},
	{"{%", ANY, 1, "SELECT a FROM t ", "{% if a %} ", "WHERE b",
	 " {% endif %}", ""},
	{"unclosed {%", ANY, 1, "SELECT a FROM t ", "{% if ", "", "", ""},
	{"unclosed {#", ANY, 1, "SELECT a FROM t ", "{# ", "", "", ""},
	{"{{ ref }}", ANY, 1, "SELECT a FROM t", ", {{ ref('a#') }}", "", "",
	 ""},
	{"tags", ANY, 1, "SELECT a FROM t ", "<if test=\"a\"> ", "AND b = 1",
	 " </if>", ""},
	{"unclosed tags", ANY, 1, "SELECT a FROM t ", "<if test=\"", "", "",
	 ""},
	{"tags without end", ANY, 1, "SELECT a FROM t ", "<if test ", "", "",
	 ""},
	{"less than", ANY, 1, "SELECT a FROM t WHERE ", "a <b ", "", "", ""},
	{"psql variables", PG, 0, "SELECT a FROM t WHERE a = ", ":a# ", "", "",
	 ""},
	{"psql strings", PG, 0, "SELECT a FROM t WHERE a IN (1", ", :'a#'", "",
	 "", ")"},
	{"colons", PG, 0, "SELECT ", ":", "", "", ""},
	{"colon quotes", PG, 0, "SELECT ", ":'", "", "", ""},
	{"psql commands", PG, 0, "", "\\set a# b\n", "", "", ""},
	{"psql conditions", PG, 0, "", "\\if a\nSELECT a FROM t#;\n", "",
	 "\\endif\n", ""},
	{"psql ends", PG, 0, "", "SELECT a FROM t# \\gset\n", "", "", ""},
	{"backslashes in a script", PG, 0, "", "\\ ", "", "", ""},
	{"COPY", PG, 0, "", "COPY t# FROM stdin;\n1\t2\n\\.\n", "", "", ""},
	{"COPY left open", PG, 0, "", "COPY t# FROM stdin;\n1\t2\n", "", "",
	 ""},
	{"DELIMITER", MY, 0, "", "DELIMITER $#\nSELECT a FROM t $#\n", "", "",
	 ""},
	{"statements", PG, 0, "", "SELECT a FROM t#; ", "", "", ""},
	{"glued statements", PG, 0, "", "SELECT a FROM t# ", "", "", ""},
	{"glued in a string", ANY, 1, "", "SELECT a FROM t# ", "", "", ""},
	{"semicolons", PG, 0, "", ";", "", "", ""},
	{"inserts", MY, 0, "", "INSERT INTO t VALUES (#, 'x');\n", "", "", ""},
	{"tables made", PG, 0, "", "CREATE TABLE t# (a int);\n", "", "", ""},
	{"tables altered", PG, 0, "CREATE TABLE t (a int);\n",
	 "ALTER TABLE t ADD c# int;\n", "", "", ""},
	{"alterations", PG, 0, "ALTER TABLE t ADD a int", ", ADD c# int", "",
	 "", ""},
	{"keys", PG, 0, "CREATE TABLE t (a int",
	 ", FOREIGN KEY (a) REFERENCES t# (b)", "", "", ")"},
	{"views", PG, 0, "", "CREATE VIEW v# AS SELECT a FROM t#;\n", "", "",
	 ""},
	{"rules", PG, 0, "CREATE RULE r AS ON INSERT TO t DO (",
	 "INSERT INTO u# VALUES (NEW.a);", "", "", ")"},
	{"schemas", PG, 0, "CREATE SCHEMA s", " CREATE TABLE t# (a int)", "",
	 "", ""},
	{"DROP", PG, 0, "DROP TABLE t", ", t#", "", "", ""},
	{"RENAME", MY, 0, "RENAME TABLE t TO u", ", t# TO u#", "", "", ""},
	{"BEGIN ATOMIC", PG, 0,
	 "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC ",
	 "SELECT a FROM t#; ", "", "", " END"},
	{"nested BEGIN", MY, 0, "CREATE PROCEDURE p() ", "BEGIN ",
	 "SELECT a FROM t;", " END;", ""},
	{"unclosed BEGIN", MY, 0, "CREATE PROCEDURE p() ", "BEGIN ", "", "",
	 ""},
	{"IF of MySQL", MY, 0, "CREATE PROCEDURE p() BEGIN ", "IF a THEN ",
	 "SELECT a FROM t;", " END IF;", " END"},
	{"IF in a row", MY, 0, "CREATE PROCEDURE p() BEGIN ",
	 "IF a THEN SELECT a FROM t#; END IF; ", "", "", " END"},
	{"IF in plpgsql", PG, 0, "DO $$BEGIN ", "IF a THEN ", "PERFORM f();",
	 " END IF;", " END$$"},
	{"unclosed IF", PG, 0, "DO $$BEGIN ", "IF a THEN ", "", "", ""},
	{"ELSIF", PG, 0, "DO $$BEGIN IF a THEN PERFORM f();",
	 " ELSIF b# THEN PERFORM g#();", "", "", " END IF; END$$"},
	{"blocks", PG, 0, "DO $$BEGIN ", "BEGIN ", "NULL;", " END;", " END$$"},
	{"blocks that declare", PG, 0, "DO $$BEGIN ",
	 "DECLARE v# int; BEGIN SELECT a INTO v# FROM t; END; ", "", "",
	 " END$$"},
	{"blocks that nest and declare", PG, 0, "DO $$BEGIN ",
	 "DECLARE v# int; BEGIN ", "SELECT a INTO v FROM t;", " END; ",
	 " END$$"},
	{"variables", PG, 0, "DO $$DECLARE ", "v# int; ", "BEGIN ",
	 "v# := v#; ", "END$$"},
	{"cursors", PG, 0, "DO $$DECLARE ", "c# CURSOR FOR SELECT a FROM t#; ",
	 "BEGIN ", "OPEN c#; ", "END$$"},
	{"loops", PG, 0, "DO $$DECLARE r record; BEGIN ",
	 "FOR r IN SELECT a FROM t# LOOP ", "NULL;", " END LOOP; ", "END$$"},
	{"DO in DO", PG, 0, "", "DO $a#$ BEGIN EXECUTE $b#$ ", "", "", ""},
	{"functions", PG, 0, "",
	 "CREATE FUNCTION f#() RETURNS int AS 'SELECT a FROM t#' "
	 "LANGUAGE sql; ",
	 "", "", ""},
	{"EXECUTE", PG, 0, "DO $$BEGIN ", "EXECUTE 'SELECT a FROM t#'; ", "",
	 "", " END$$"},
	{"EXECUTE that grows", PG, 0, "DO $$DECLARE a text := 'x'; BEGIN ",
	 "a := a || 'x#'; ", "EXECUTE a;", "", " END$$"},
	{"EXECUTE that doubles", PG, 0, "DO $$DECLARE a text := 'x'; BEGIN ",
	 "a := a || a; ", "EXECUTE a;", "", " END$$"},
	{"EXECUTE of all that grew", PG, 0,
	 "DO $$DECLARE a text := 'SELECT 1'; BEGIN ",
	 "a := a || ', #'; EXECUTE a; ", "", "", " END$$"},
	{"EXECUTE of branches", PG, 0, "DO $$DECLARE a text := 'x'; BEGIN ",
	 "IF b THEN a := a || 'y'; ELSE a := a || 'z'; END IF; ", "EXECUTE a;",
	 "", " END$$"},
	{"EXECUTE of format", PG, 0, "DO $$DECLARE a text := '%s'; BEGIN ",
	 "a := format('%s%s', a, a); ", "EXECUTE a;", "", " END$$"},
	{"EXECUTE of replace", PG, 0, "DO $$DECLARE a text := 'xx'; BEGIN ",
	 "a := replace(a, 'x', 'xx'); ", "EXECUTE a;", "", " END$$"},
	{"PREPARE", MY, 0, "SET @a = 'SELECT 1';",
	 "SET @a = CONCAT(@a, @a); PREPARE s FROM @a;", "", "", ""},
	{"user variables", MY, 0, "", "SET @a# = 1; SELECT @a#, b FROM t#; ",
	 "", "", ""},
	{"T-SQL", MS, 0, "CREATE PROCEDURE p AS ",
	 "SELECT a FROM t# WHERE b = @c# ", "", "", ""},
	{"T-SQL blocks", MS, 0, "CREATE PROCEDURE p AS ", "BEGIN ",
	 "SELECT a FROM t", " END", ""},
	{"T-SQL IF", MS, 0, "CREATE PROCEDURE p AS ",
	 "IF @a = 1 SELECT a FROM t# ELSE ", "SELECT 1", "", ""},
	{"T-SQL EXEC", MS, 0, "DECLARE @a varchar(max) = 'x' ",
	 "SET @a = @a + @a EXEC (@a) ", "", "", ""},
	{"GO", MS, 0, "", "SELECT a FROM t#\nGO\n", "", "", ""},
	{"T-SQL brackets", MS, 0, "SELECT ", "[ ", "", "", ""},
	{"PL/SQL", OR, 0, "BEGIN ", "BEGIN ", "NULL;", " END;", " END;\n/\n"},
	{"PL/SQL IF", OR, 0, "CREATE PROCEDURE p IS BEGIN ", "IF a THEN ",
	 "DELETE FROM t;", " END IF;", " END;\n/\n"},
	{"PL/SQL packages", OR, 0, "CREATE PACKAGE BODY p IS ",
	 "PROCEDURE q# IS BEGIN DELETE FROM t#; END; ", "", "", " END;\n/\n"},
	{"PL/SQL procedures that nest", OR, 0, "CREATE PROCEDURE p IS ",
	 "PROCEDURE q# IS ", "BEGIN NULL; END;", " BEGIN NULL; END;",
	 " BEGIN NULL; END;\n/\n"},
	{"EXECUTE IMMEDIATE", OR, 0, "BEGIN ",
	 "EXECUTE IMMEDIATE 'DELETE FROM t#'; ", "", "", "END;\n/\n"},
	{"MERGE", PG, 0, "MERGE INTO t USING u ON t.a = u.a",
	 " WHEN MATCHED AND u.b = # THEN UPDATE SET c# = u.d#", "", "", ""},
	{"upserts", PG, 0,
	 "INSERT INTO t (a) VALUES (1) ON CONFLICT (a) "
	 "DO UPDATE SET a = 1",
	 ", c# = excluded.c#", "", "", ""},
	{"PIVOT", MS, 0, "SELECT * FROM t",
	 " PIVOT (sum(a) FOR b IN ([c#])) p#", "", "", ""},
	{"MATCH_RECOGNIZE", OR, 0, "SELECT * FROM t",
	 " MATCH_RECOGNIZE (MEASURES a AS c# PATTERN (x) DEFINE x AS b = 1)",
	 "", "", ""},
	{"GRANT", PG, 0, "GRANT SELECT ON t", ", t#", "", "", " TO r"},
	{"prose", ANY, 1, "", "Select a file from the list and drop it. ", "",
	 "", ""},
	{"prose without full stops", ANY, 1, "",
	 "please select any of them from here where you like ", "", "", ""},
	{"words", ANY, 1, "", "a# ", "", "", ""},
	{"numbers", ANY, 1, "", "1 ", "", "", ""},
	{"commas", ANY, 1, "SELECT ", ",", "", "", ""},
	{"dots", ANY, 1, "SELECT a", ".", "", "", ""},
	{"operators", PG, 0, "SELECT a", "+", "", "", ""},
	{"operators and comments", PG, 0, "SELECT a", "+-", "", "", ""},
	{"stars in a row", ANY, 1, "SELECT ", "*", "", "", ""},
	{"equals", ANY, 1, "a ", "= ", "", "", ""},
	{"conditions", ANY, 1, "a = 1", " AND c# = ?", "", "", ""},
	{"fragments", ANY, 1, "", "WHERE a = # ", "", "", ""},
	{"clauses", ANY, 1, "", "FROM t# ", "", "", ""},
	{"set operators", ANY, 1, "", "UNION SELECT a FROM t# ", "", "", ""},
	{"control bytes", ANY, 1, "", "\x01", "", "", ""},
	{"high bytes", ANY, 1, "", "\xff\xfe ", "", "", ""},
	{"lines", PG, 0, "SELECT a", "\n", "", "", " FROM t"},
	{"names over lines", PG, 0, "SELECT a", "\n,\nc#", "", "", "\nFROM t"},
};

static void add_numbered(GString *sql, const char *part, unsigned n)
{
	for (; *part; part++)
		if (*part == '#' && part[1] != '{' && part[1] != ' ')
			g_string_append_printf(sql, "%u", n);
		else
			g_string_append_c(sql, *part);
}

static GString *make(const struct hostile *h, size_t size)
{
	GString *sql = g_string_sized_new(size + 100);
	size_t close = strlen(h->close);
	unsigned n = 0;

	g_string_append(sql, h->before);
	while (sql->len + n * close < size && *h->open)
		add_numbered(sql, h->open, ++n);
	g_string_append(sql, h->middle);
	for (; *h->close && n; n--)
		add_numbered(sql, h->close, n);
	g_string_append(sql, h->after);
	return sql;
}

/* --- counting ------------------------------------------------------------- */

struct count {
	uint64_t read, resolved, judged;
};

static void resolve(struct analysis *analysis, struct fact *fact)
{
	struct count *count = analysis->payload;
	struct resolution resolution;
	uint64_t before = steps;
	struct arena arena;

	if (fact->kind != FACT_STATEMENT)
		return;
	arena_init(&arena);
	resolve_statement(&fact->as.statement, NULL, NULL, NULL, &arena,
			  &resolution);
	arena_release(&arena);
	count->resolved += steps - before;
}

static struct count count_steps(const struct hostile *h, const GString *sql)
{
	struct line_mark mark = {0, 1};
	struct text text = {.language = "sql",
			    .dialect = h->dialect,
			    .bytes = sql->str,
			    .size = sql->len,
			    .stream = true,
			    .name = h->string ? NULL : "input.sql",
			    .marks = h->string ? &mark : NULL,
			    .n_marks = h->string};
	struct count count = {0};
	struct arena arena;
	struct analysis analysis = {
		.arena = &arena, .deliver = resolve, .payload = &count};
	uint64_t before = steps;

	arena_init(&arena);
	analyze(&analysis, &text);
	arena_release(&arena);
	text_release(&text);
	count.read = steps - before - count.resolved;
	before = steps;
	analysis_judge(sql->str, sql->len, h->dialect);
	count.judged = steps - before;
	return count;
}

static const char *const longest[] = {
	"parentheses",
	"unclosed subqueries",
	"unclosed string",
	"unclosed comments",
	"quotes",
	"dollars",
	"OR",
	"IN",
	"VALUES of MySQL",
	"columns",
	"UNION",
	"CTEs in a chain",
	"joins USING",
	"statements",
	"glued statements",
	"holes",
	"EXECUTE that doubles",
	"IF in plpgsql",
	"prose without full stops",
};

static size_t largest(const struct hostile *h)
{
	/* Sanitizers are slow. */
#ifdef __SANITIZE_ADDRESS__
	return 100 << 10;
#endif
	for (size_t i = 0; i < G_N_ELEMENTS(longest); i++)
		if (strcmp(longest[i], h->name) == 0)
			return 10 << 20;
	return g_test_slow() ? 10 << 20 : 100 << 10;
}

/* What is sorted costs a logarithm; what is quadratic, a thousand. */
#define FLAT 4
#define STEPS_FREE 20

static void assert_flat(const struct hostile *h, const char *part, size_t size,
			double small, double large)
{
	g_test_message("%s: %zu bytes: %s: %.1f steps a byte, %.1f before",
		       h->name, size, part, large, small);
	if (large > FLAT * small + STEPS_FREE)
		g_test_fail();
}

static void test_hostile(gconstpointer data)
{
	const struct hostile *h = data;
	double read = 0, resolved = 0, judged = 0;

	for (size_t size = 1 << 10; size <= largest(h); size *= 10) {
		GString *sql = make(h, size);
		struct count count = count_steps(h, sql);
		double bytes = (double)sql->len;

		if (size > 1 << 10) {
			assert_flat(h, "reader", size, read,
				    (double)count.read / bytes);
			assert_flat(h, "resolver", size, resolved,
				    (double)count.resolved / bytes);
			assert_flat(h, "judge", size, judged,
				    (double)count.judged / bytes);
		}
		if (size < 20 << 10) {
			read = MAX(read, (double)count.read / bytes);
			resolved =
				MAX(resolved, (double)count.resolved / bytes);
			judged = MAX(judged, (double)count.judged / bytes);
		}
		g_string_free(sql, TRUE);
		if (g_test_failed())
			return;
	}
}

/* The counter counts: else everything would be flat. */
static void test_counter(void)
{
	static const struct hostile h = {"columns", PG, 0,  "SELECT a",
					 ", c#",    "", "", " FROM t"};
	GString *sql = make(&h, 1 << 10);
	struct count count = count_steps(&h, sql);

	g_assert_cmpuint(count.read, >, sql->len / 2);
	g_assert_cmpuint(count.resolved, >, sql->len / 2);
	g_assert_cmpuint(count.judged, >, 100);
	g_string_free(sql, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sql/steps/counter", test_counter);
	for (size_t i = 0; i < G_N_ELEMENTS(hostiles); i++) {
		char *path = g_strdup_printf("/sql/steps/%s", hostiles[i].name);

		for (char *c = path + 11; *c; c++)
			if (*c == '/' || *c == '#')
				*c = '_';
		g_test_add_data_func(path, &hostiles[i], test_hostile);
		g_free(path);
	}
	return g_test_run();
}
