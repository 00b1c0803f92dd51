/* Python: the row of its data, and the analyzer. */
#include "analyzers/code/code.h"
#include "analyzers/code/orm/django.h"
#include "analyzers/code/orm/orm.h"
#include "analyzers/code/orm/sqlalchemy.h"
#include "analyzers/code/words.h"
#include "scm.h"

const void *tree_sitter_python(void);

/* Forms: 'x', rb"x", f"""x"""; what is before the quote decides. */
static unsigned string_style(const char *open, size_t size)
{
	unsigned style = STRING_ESCAPES;

	for (size_t i = 0; i < size; i++)
		switch (open[i]) {
		case 'r':
		case 'R':
			style &= ~(unsigned)STRING_ESCAPES;
			break;
		case 'f':
		case 'F':
			style |= STRING_BRACES;
			break;
		case 'b':
		case 'B':
			style |= STRING_BYTES;
			break;
		}
	return style;
}

/* DB-API and what stands on it: psycopg2's extras, asyncpg, pandas, Django,
 * SQLAlchemy, Alembic. */
static const struct code_sink sinks[] = {
	{"BigQueryOperator", CODE_NO_PLACE, SINK_SURE, {"sql"}},
	{"HiveOperator", CODE_NO_PLACE, SINK_SURE, {"hql"}},
	{"JdbcOperator", CODE_NO_PLACE, SINK_SURE, {"sql"}},
	{"MsSqlOperator", CODE_NO_PLACE, SINK_SURE, {"sql"}},
	{"MySqlOperator", CODE_NO_PLACE, SINK_SURE, {"sql"}},
	{"OracleOperator", CODE_NO_PLACE, SINK_SURE, {"sql"}},
	{"PostgresOperator", CODE_NO_PLACE, SINK_SURE, {"sql"}},
	{"RawSQL", 0, SINK_SURE, {"sql"}},
	{"RedshiftSQLOperator", CODE_NO_PLACE, SINK_SURE, {"sql"}},
	{"RunSQL", 0, SINK_SURE, {"sql"}},
	{"RunSQL", 1, SINK_SURE, {"reverse_sql"}},
	{"SQLCheckOperator", CODE_NO_PLACE, SINK_SURE, {"sql"}},
	{"SQLExecuteQueryOperator", CODE_NO_PLACE, SINK_SURE, {"sql"}},
	{"SQLValueCheckOperator", CODE_NO_PLACE, SINK_SURE, {"sql"}},
	{"SnowflakeOperator", CODE_NO_PLACE, SINK_SURE, {"sql"}},
	{"SqliteOperator", CODE_NO_PLACE, SINK_SURE, {"sql"}},
	{"TrinoOperator", CODE_NO_PLACE, SINK_SURE, {"sql"}},
	{"callproc", 0, SINK_SURE | SINK_ROUTINE, {NULL}},
	{"copy_expert", 0, SINK_SURE, {"sql"}},
	{"copy_from", 1, SINK_SURE | SINK_TABLE_WRITE, {"table"}},
	{"copy_from_query", 0, SINK_SURE, {"query"}},
	{"copy_from_table", 0, SINK_SURE | SINK_TABLE_READ, {"table_name"}},
	{"copy_records_to_table",
	 0,
	 SINK_SURE | SINK_TABLE_WRITE,
	 {"table_name"}},
	{"copy_to", 1, SINK_SURE | SINK_TABLE_READ, {"table"}},
	{"copy_to_table", 0, SINK_SURE | SINK_TABLE_WRITE, {"table_name"}},
	{"exec_driver_sql", 0, SINK_SURE, {"statement"}},
	{"execute", 0, 0, {"sql", "query", "statement", "operation"}},
	{"execute_async", 0, SINK_LOOSE, {NULL}},
	{"execute_batch", 1, SINK_SURE, {"sql"}},
	{"execute_sql", 0, SINK_SURE, {NULL}},
	{"execute_values", 1, SINK_SURE, {"sql"}},
	{"executemany", 0, SINK_SURE, {NULL}},
	{"executescript", 0, SINK_SURE, {NULL}},
	{"extra", CODE_NO_PLACE, SINK_LOOSE, {"where"}},
	{"extra", CODE_NO_PLACE, SINK_SURE | SINK_TABLE_READ, {"tables"}},
	{"fetch", 0, SINK_LOOSE, {"query"}},
	{"fetch_all", 0, SINK_LOOSE, {"query"}},
	{"fetch_one", 0, SINK_LOOSE, {"query"}},
	{"fetch_val", 0, SINK_LOOSE, {"query"}},
	{"fetchrow", 0, SINK_LOOSE, {"query"}},
	{"fetchval", 0, SINK_LOOSE, {"query"}},
	{"get_first", 0, SINK_LOOSE, {"sql"}},
	{"get_pandas_df", 0, SINK_SURE, {"sql"}},
	{"get_records", 0, SINK_LOOSE, {"sql"}},
	{"insertInto", 0, SINK_SURE | SINK_TABLE_WRITE, {"tableName"}},
	{"insert_rows", 0, SINK_SURE | SINK_TABLE_WRITE, {"table"}},
	{"iterate", 0, SINK_LOOSE, {"query"}},
	{"mogrify", 0, SINK_SURE, {NULL}},
	{"prepare", 0, SINK_LOOSE, {"query"}},
	{"query", 0, SINK_LOOSE, {"sql"}},
	{"raw", 0, SINK_LOOSE, {"raw_query"}},
	{"read_sql", 0, SINK_SURE | SINK_NAME_OR_SQL, {"sql"}},
	{"read_sql_query", 0, SINK_SURE, {"sql"}},
	{"read_sql_table", 0, SINK_SURE | SINK_TABLE_READ, {"table_name"}},
	{"saveAsTable", 0, SINK_SURE | SINK_TABLE_WRITE, {"name"}},
	{"scalar", 0, SINK_LOOSE, {"statement"}},
	{"scalars", 0, SINK_LOOSE, {"statement"}},
	{"sql", 0, SINK_LOOSE, {"query"}},
	{"stream", 0, SINK_LOOSE, {NULL}},
	{"to_sql", 0, SINK_SURE | SINK_TABLE_WRITE, {"name"}},
	{"writeTo", 0, SINK_SURE | SINK_TABLE_WRITE, {"table"}},
	{0},
};

static const struct code_call_meaning calls[] = {
	{"DDL", CALL_SQL},
	{"Identifier", CALL_IDENTIFIER},
	{"Literal", CALL_PLACEHOLDER},
	{"Placeholder", CALL_PLACEHOLDER},
	{"SQL", CALL_SQL},
	{"TextClause", CALL_SQL},
	{"aliased", CALL_SAME},
	{"append", METHOD_ADD},
	{"casefold", METHOD_SAME},
	{"cleandoc", CALL_SAME},
	{"decode", METHOD_SAME},
	{"dedent", CALL_SAME},
	{"encode", METHOD_SAME},
	{"escape_name", CALL_SAME},
	{"expandtabs", METHOD_SAME},
	{"extend", METHOD_ADD_ALL},
	{"format", METHOD_FORMAT},
	{"get", METHOD_GET},
	{"getenv", CALL_DEFAULT},
	{"join", METHOD_JOIN},
	{"list", CALL_SAME},
	{"literal_column", CALL_SQL},
	{"lower", METHOD_SAME},
	{"lstrip", METHOD_SAME},
	{"mark_safe", CALL_SAME},
	{"open", CALL_READ_FILE},
	{"quote_ident", CALL_SAME},
	{"quote_name", CALL_SAME},
	{"read", METHOD_CONTENT},
	{"read_text", METHOD_CONTENT},
	{"replace", METHOD_REPLACE},
	{"rstrip", METHOD_SAME},
	{"safe_substitute", METHOD_FORMAT_DOLLAR},
	{"str", CALL_SAME},
	{"strip", METHOD_SAME},
	{"substitute", METHOD_FORMAT_DOLLAR},
	{"text", CALL_SQL},
	{"tuple", CALL_SAME},
	{"upper", METHOD_SAME},
	{"Template", CALL_SAME},
	{0},
};

static const struct code_dialect dialects[] = {
	{"MySQLdb", DIALECT_MYSQL},
	{"aiomysql", DIALECT_MYSQL},
	{"aiopg", DIALECT_POSTGRESQL},
	{"aiosqlite", DIALECT_SQLITE},
	{"alembic", DIALECT_GENERIC},
	{"asyncmy", DIALECT_MYSQL},
	{"asyncpg", DIALECT_POSTGRESQL},
	{"cx_Oracle", DIALECT_ORACLE},
	{"django.contrib.postgres", DIALECT_POSTGRESQL},
	{"django.db", DIALECT_GENERIC},
	{"google.cloud.bigquery", DIALECT_BIGQUERY},
	{"mariadb", DIALECT_MARIADB},
	{"mysql.connector", DIALECT_MYSQL},
	{"oracledb", DIALECT_ORACLE},
	{"pg8000", DIALECT_POSTGRESQL},
	{"psycopg", DIALECT_POSTGRESQL},
	{"psycopg2", DIALECT_POSTGRESQL},
	{"pymssql", DIALECT_TSQL},
	{"pymysql", DIALECT_MYSQL},
	{"pyodbc", DIALECT_GENERIC},
	{"snowflake.connector", DIALECT_SNOWFLAKE},
	{"sqlalchemy", DIALECT_GENERIC},
	{"sqlalchemy.dialects.mysql", DIALECT_MYSQL},
	{"sqlalchemy.dialects.postgresql", DIALECT_POSTGRESQL},
	{"sqlite3", DIALECT_SQLITE},
	{0},
};

static const char *const quiet[] = {"debug",
				    "info",
				    "warning",
				    "warn",
				    "error",
				    "critical",
				    "exception",
				    "log",
				    "msg",
				    "fail",
				    "skip",
				    "add_argument",
				    "ArgumentParser",
				    "_",
				    "gettext",
				    "gettext_lazy",
				    "ugettext",
				    "ugettext_lazy",
				    "ngettext",
				    "assertEqual",
				    "assertIn",
				    "assertNotIn",
				    "assertRegex",
				    "assertRaisesRegex",
				    "assertRaisesMessage",
				    "help_text",
				    "add_message",
				    "success",
				    NULL};

static const char *const prints[] = {"echo",  "pprint",	    "print", "secho",
				     "write", "writelines", NULL};

static const char *const quiet_words[] = {
	"help",		"description", "epilog",	"help_text",
	"verbose_name", "message",     "error",		"label",
	"doc",		"title",       "short_help",	"comment",
	"summary",	"msg",	       "error_message", NULL};

static const char *const receivers[] = {
	"cursor",      "cur",	 "conn",   "cnx",     "db",	"dbh",
	"database",    "engine", "sess",   "session", "tx",	"txn",
	"transaction", "pool",	 "pg",	   "mysql",   "sqlite", "psql",
	"hook",	       "cr",	 "crs",	   "op",      "bind",	"dbapi",
	"postgres",    "spark",	 "frappe", NULL};

static const char *const telling[] = {"query", "queries", "sql",    "execute",
				      "exec",  "fetch",	  "select", NULL};
static const char *const self[] = {"self", "cls", "mcs", "klass", NULL};
static const char *const own_class[] = {"cls", "mcs", "klass", NULL};
static const char *const constructors[] = {"__init__", NULL};
/* What modules of the language give is no text that anybody knows. */
static const char *const opaque[] = {
	"base64", "binascii", "codecs", "datetime", "decimal",	  "hashlib",
	"io",	  "json",     "os",	"pathlib",  "random",	  "re",
	"regex",  "secrets",  "shlex",	"socket",   "subprocess", "sys",
	"time",	  "urllib",   "uuid",	NULL};
static const char *const package_files[] = {"__init__.py", NULL};
static const struct orm *const orms[] = {&orm_alembic,	  &orm_named,
					 &orm_active,	  &orm_django,
					 &orm_sqlalchemy, NULL};

static const struct code_language language = {
	.name = "python",
	.grammar = {tree_sitter_python, scm_python, &scm_python_size},
	.string_style = string_style,
	.sinks = sinks,
	.calls = calls,
	.dialects = dialects,
	.quiet = quiet,
	.prints = prints,
	.quiet_words = quiet_words,
	.receivers = receivers,
	.telling = telling,
	.self = self,
	.own_class = own_class,
	.constructors = constructors,
	.opaque = opaque,
	.package_files = package_files,
	.orms = orms,
};

static const char *const files[] = {"*.py", "*.pyw", NULL};

static bool recognizes(const char *name, const char *head, size_t size)
{
	const char *newline = memchr(head, '\n', size);
	size_t line = newline ? (size_t)(newline - head) : size;

	return g_str_has_suffix(name, ".py") ||
	       g_str_has_suffix(name, ".pyw") ||
	       (line > 2 && head[0] == '#' && head[1] == '!' &&
		memmem(head, line, "python", 6));
}

/* What no SQL needs to stand beside: sinks, drivers, mappings and what is
 * done through them. */
static const char *const access_words[] = {".execute(",
					   ".executemany(",
					   ".executescript(",
					   ".objects",
					   "__tablename__",
					   "models.Model",
					   "sqlalchemy",
					   ".query.",
					   ".query(",
					   ".raw(",
					   "session.",
					   "read_sql",
					   ".cursor(",
					   "db.Model",
					   "migrations.",
					   "models.ForeignKey",
					   "_default_manager",
					   "_base_manager",
					   "(AppConfig)",
					   "Operator(",
					   "_or_404(",
					   "bulk_create(",
					   "bulk_update(",
					   "or_create(",
					   "DATABASES",
					   ".filter(",
					   ".exclude(",
					   ".save(",
					   ".delete(",
					   ".all()",
					   ".exists()",
					   ".create(",
					   "get_queryset",
					   "peewee",
					   "tortoise",
					   "pony.orm",
					   "trytond",
					   ".env[",
					   "frappe.",
					   "model = ",
					   NULL};

static bool may_access(const char *bytes, size_t size)
{
	return words_any(bytes, size, access_words) ||
	       words_statement(bytes, size);
}

static void analyze_python(struct analysis *analysis, struct text *text)
{
	code_analyze(&language, analysis, text);
}

const struct analyzer analyzer_python = {
	.name = "python",
	.files = files,
	.recognizes = recognizes,
	.may_access = may_access,
	.analyze = analyze_python,
};
