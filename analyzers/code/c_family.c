#include "analyzers/code/c_family.h"

#include <string.h>

#include "analyzers/code/preprocess.h"

/* Functions of the clients' libraries; methods of their classes. */
const struct code_sink c_sinks[] = {
	{"<<", 0, 0, {NULL}},		    /* SOCI: sql << "..." */
	{"EXEC_SQL", 0, SINK_SURE, {NULL}}, /* preprocess.h */
	{"OCIStmtPrepare", 2, SINK_SURE, {NULL}},
	{"OCIStmtPrepare2", 3, SINK_SURE, {NULL}},
	{"OCI_ExecuteStmt", 1, SINK_SURE, {NULL}},
	{"OCI_ExecuteStmtFmt", 1, SINK_SURE, {NULL}},
	{"OCI_Prepare", 1, SINK_SURE, {NULL}},
	{"PQexec", 1, SINK_SURE, {NULL}},
	{"PQexecParams", 1, SINK_SURE, {NULL}},
	{"PQprepare", 2, SINK_SURE, {NULL}},
	{"PQsendPrepare", 2, SINK_SURE, {NULL}},
	{"PQsendQuery", 1, SINK_SURE, {NULL}},
	{"PQsendQueryParams", 1, SINK_SURE, {NULL}},
	{"QSqlQuery", 0, SINK_SURE, {NULL}},
	{"SPI_cursor_open_with_args", 1, SINK_SURE, {NULL}},
	{"SPI_exec", 0, SINK_SURE, {NULL}},
	{"SPI_execute", 0, SINK_SURE, {NULL}},
	{"SPI_execute_extended", 0, SINK_SURE, {NULL}},
	{"SPI_execute_with_args", 0, SINK_SURE, {NULL}},
	{"SPI_prepare", 0, SINK_SURE, {NULL}},
	{"SPI_prepare_cursor", 0, SINK_SURE, {NULL}},
	{"SPI_prepare_extended", 0, SINK_SURE, {NULL}},
	{"SPI_prepare_params", 0, SINK_SURE, {NULL}},
	{"SQLExecDirect", 1, SINK_SURE, {NULL}},
	{"SQLExecDirectA", 1, SINK_SURE, {NULL}},
	{"SQLExecDirectW", 1, SINK_SURE, {NULL}},
	{"SQLPrepare", 1, SINK_SURE, {NULL}},
	{"SQLPrepareA", 1, SINK_SURE, {NULL}},
	{"SQLPrepareW", 1, SINK_SURE, {NULL}},
	{"dbcmd", 1, SINK_SURE, {NULL}},
	{"dbfcmd", 1, SINK_SURE, {NULL}},
	{"dbi_conn_prepare", 1, SINK_SURE, {NULL}},
	{"dbi_conn_query", 1, SINK_SURE, {NULL}},
	{"dbi_conn_query_null", 1, SINK_SURE, {NULL}},
	{"dbi_conn_queryf", 1, SINK_SURE, {NULL}},
	{"exec", 0, 0, {NULL}},
	{"exec0", 0, SINK_SURE, {NULL}},
	{"exec1", 0, SINK_SURE, {NULL}},
	{"execBatch", 0, 0, {NULL}},
	{"exec_params", 0, SINK_SURE, {NULL}},
	{"exec_params0", 0, SINK_SURE, {NULL}},
	{"exec_params1", 0, SINK_SURE, {NULL}},
	{"execute", 0, 0, {NULL}},
	{"executeQuery", 0, SINK_SURE, {NULL}},
	{"executeUpdate", 0, SINK_SURE, {NULL}},
	{"mysql_prepare", 1, SINK_SURE, {NULL}},
	{"mysql_query", 1, SINK_SURE, {NULL}},
	{"mysql_real_query", 1, SINK_SURE, {NULL}},
	{"mysql_send_query", 1, SINK_SURE, {NULL}},
	{"mysql_stmt_prepare", 1, SINK_SURE, {NULL}},
	{"once", 0, SINK_LOOSE, {NULL}},
	{"prepare", 0, 0, {NULL}},
	{"prepare", 1, 0, {NULL}},
	{"prepareStatement", 0, SINK_SURE, {NULL}},
	{"query", 0, SINK_LOOSE, {NULL}},
	{"query_value", 0, SINK_SURE, {NULL}},
	{"setQuery", 0, 0, {NULL}},
	{"sqlite3_exec", 1, SINK_SURE, {NULL}},
	{"sqlite3_get_table", 1, SINK_SURE, {NULL}},
	{"sqlite3_prepare", 1, SINK_SURE, {NULL}},
	{"sqlite3_prepare16", 1, SINK_SURE, {NULL}},
	{"sqlite3_prepare16_v2", 1, SINK_SURE, {NULL}},
	{"sqlite3_prepare_v2", 1, SINK_SURE, {NULL}},
	{"sqlite3_prepare_v3", 1, SINK_SURE, {NULL}},
	{"stream", 0, SINK_LOOSE, {NULL}},
	{0},
};

/* Functions of the C and C++ libraries, GLib, Qt, Boost, Abseil, Poco. */
const struct code_call_meaning c_calls[] = {
	{"Format", CALL_SAME},
	{"N_", CALL_SAME},
	{"QByteArray", CALL_SAME},
	{"QByteArrayLiteral", CALL_SAME},
	{"QLatin1String", CALL_SAME},
	{"QString", CALL_SAME},
	{"QStringLiteral", CALL_SAME},
	{"StrCat", CALL_CONCAT},
	{"StrFormat", CALL_SAME},
	{"StringPrintf", CALL_SAME},
	{"T", CALL_SAME},
	{"TEXT", CALL_SAME},
	{"_T", CALL_SAME},
	{"arg", METHOD_ARG},
	{"asprintf", CALL_SAME},
	{"c_str", METHOD_SAME},
	{"constData", METHOD_SAME},
	{"data", METHOD_SAME},
	{"format", CALL_FORMAT},
	{"fromLatin1", CALL_SAME},
	{"fromStdString", CALL_SAME},
	{"fromUtf8", CALL_SAME},
	{"g_strdup", CALL_SAME},
	{"g_strdup_printf", CALL_SAME},
	{"g_string_new", CALL_SAME},
	{"istringstream", CALL_SAME},
	{"move", CALL_SAME},
	{"ostringstream", CALL_SAME},
	{"printf", CALL_SAME},
	{"psprintf", CALL_SAME},
	{"pstrdup", CALL_SAME},
	{"sqlite3_mprintf", CALL_SAME},
	{"sqlite3_vmprintf", CALL_SAME},
	{"str", METHOD_SAME},
	{"strdup", CALL_SAME},
	{"string", CALL_SAME},
	{"string_view", CALL_SAME},
	{"stringstream", CALL_SAME},
	{"toLatin1", METHOD_SAME},
	{"toLocal8Bit", METHOD_SAME},
	{"toLower", METHOD_SAME},
	{"toStdString", METHOD_SAME},
	{"toUtf8", METHOD_SAME},
	{"trimmed", METHOD_SAME},
	{"view", METHOD_SAME},
	{"wstring", CALL_SAME},
	{"xstrdup", CALL_SAME},
	{0},
};

const struct code_buffer c_buffers[] = {
	{"append", BUFFER_ADD, CODE_RECEIVER, 0},
	{"appendBinaryStringInfo", BUFFER_ADD, 0, 1},
	{"appendPQExpBuffer", BUFFER_ADD, 0, 1},
	{"appendPQExpBufferStr", BUFFER_ADD, 0, 1},
	{"appendStringInfo", BUFFER_ADD, 0, 1},
	{"appendStringInfoString", BUFFER_ADD, 0, 1},
	{"asprintf", BUFFER_SET, 0, 1},
	{"assign", BUFFER_SET, CODE_RECEIVER, 0},
	{"clear", BUFFER_CLEAR, CODE_RECEIVER, 0},
	{"evbuffer_add_printf", BUFFER_ADD, 0, 1},
	{"g_snprintf", BUFFER_SET, 0, 2},
	{"g_strlcat", BUFFER_ADD, 0, 1},
	{"g_strlcpy", BUFFER_SET, 0, 1},
	{"g_string_append", BUFFER_ADD, 0, 1},
	{"g_string_append_len", BUFFER_ADD, 0, 1},
	{"g_string_append_printf", BUFFER_ADD, 0, 1},
	{"g_string_assign", BUFFER_SET, 0, 1},
	{"g_string_printf", BUFFER_SET, 0, 1},
	{"initPQExpBuffer", BUFFER_CLEAR, 0, 0},
	{"initStringInfo", BUFFER_CLEAR, 0, 0},
	{"memcpy", BUFFER_SET, 0, 1},
	{"printfPQExpBuffer", BUFFER_SET, 0, 1},
	{"push_back", BUFFER_ADD, CODE_RECEIVER, 0},
	{"resetPQExpBuffer", BUFFER_CLEAR, 0, 0},
	{"resetStringInfo", BUFFER_CLEAR, 0, 0},
	{"snprintf", BUFFER_SET, 0, 2},
	{"sprintf", BUFFER_SET, 0, 1},
	{"sqlite3_snprintf", BUFFER_SET, 1, 2},
	{"sqlite3_str_append", BUFFER_ADD, 0, 1},
	{"sqlite3_str_appendall", BUFFER_ADD, 0, 1},
	{"sqlite3_str_appendf", BUFFER_ADD, 0, 1},
	{"stpcpy", BUFFER_SET, 0, 1},
	{"str", BUFFER_SET, CODE_RECEIVER, 0},
	{"strcat", BUFFER_ADD, 0, 1},
	{"strcpy", BUFFER_SET, 0, 1},
	{"strlcat", BUFFER_ADD, 0, 1},
	{"strlcpy", BUFFER_SET, 0, 1},
	{"strncat", BUFFER_ADD, 0, 1},
	{"strncpy", BUFFER_SET, 0, 1},
	{"vasprintf", BUFFER_SET, 0, 1},
	{"vsnprintf", BUFFER_SET, 0, 2},
	{"vsprintf", BUFFER_SET, 0, 1},
	{0},
};

/* <inttypes.h>: what "%" PRId64 "..." formats. */
const struct code_given c_given[] = {
	{"PRIX64", "lX"}, {"PRId16", "d"},   {"PRId32", "d"},
	{"PRId64", "ld"}, {"PRIdMAX", "jd"}, {"PRIi32", "i"},
	{"PRIi64", "li"}, {"PRIu16", "u"},   {"PRIu32", "u"},
	{"PRIu64", "lu"}, {"PRIu8", "u"},    {"PRIuMAX", "ju"},
	{"PRIx32", "x"},  {"PRIx64", "lx"},  {0},
};

/* Functions of the clients that connect; methods of Qt's. */
const struct code_connector c_connectors[] = {
	{"PQconnectStart", DIALECT_POSTGRESQL, CODE_NO_PLACE, CODE_NO_PLACE, 0},
	{"PQconnectdb", DIALECT_POSTGRESQL, CODE_NO_PLACE, CODE_NO_PLACE, 0},
	{"PQsetdb", DIALECT_POSTGRESQL, 0, 4, CODE_NO_PLACE},
	{"PQsetdbLogin", DIALECT_POSTGRESQL, 0, 4, CODE_NO_PLACE},
	{"connection", DIALECT_POSTGRESQL, CODE_NO_PLACE, CODE_NO_PLACE, 0},
	{"mysql_real_connect", DIALECT_MYSQL, 1, 4, CODE_NO_PLACE},
	{"mysql_select_db", DIALECT_MYSQL, CODE_NO_PLACE, 1, CODE_NO_PLACE},
	{"setDatabaseName", DIALECT_GENERIC, CODE_NO_PLACE, 0, CODE_NO_PLACE},
	{"setHostName", DIALECT_GENERIC, 0, CODE_NO_PLACE, CODE_NO_PLACE},
	{0},
};

/* How the names of the clients' functions begin: no text defines them. */
const char *const c_clients[] = {
	"PQ",	     "mysql_", "mariadb_", "sqlite3_", "SQLConnect",
	"SQLDriver", "OCI",    "SPI_",	   "dbi_",     NULL};

/* Headers of the clients. */
const struct code_dialect c_dialects[] = {
	{"Poco/Data", DIALECT_GENERIC},
	{"QSqlDatabase", DIALECT_GENERIC},
	{"QSqlQuery", DIALECT_GENERIC},
	{"QtSql", DIALECT_GENERIC},
	{"cppconn", DIALECT_MYSQL},
	{"dbi/dbi", DIALECT_GENERIC},
	{"executor/spi", DIALECT_POSTGRESQL},
	{"libpq-fe", DIALECT_POSTGRESQL},
	{"libpq/libpq-fs", DIALECT_POSTGRESQL},
	{"mariadb", DIALECT_MARIADB},
	{"mariadb/mysql", DIALECT_MARIADB},
	{"my_global", DIALECT_MYSQL},
	{"mysql", DIALECT_MYSQL},
	{"mysql++", DIALECT_MYSQL},
	{"mysql_connection", DIALECT_MYSQL},
	{"oci", DIALECT_ORACLE},
	{"ocilib", DIALECT_ORACLE},
	{"pqxx", DIALECT_POSTGRESQL},
	{"pqxx/pqxx", DIALECT_POSTGRESQL},
	{"soci", DIALECT_GENERIC},
	{"soci/soci", DIALECT_GENERIC},
	{"sqlite3", DIALECT_SQLITE},
	{"sqlext", DIALECT_GENERIC},
	{"sybdb", DIALECT_TSQL},
	{0},
};

const char *const c_quiet[] = {
	"BOOST_CHECK_EQUAL", "EXPECT_EQ", "ASSERT_EQ",	 "_",	   "gettext",
	"dgettext",	     "ngettext",  "ereport",	 "elog",   "errmsg",
	"errhint",	     "errdetail", "perror",	 "syslog", "tr",
	"translate",	     "qDebug",	  "qWarning",	 "assert", "strcmp",
	"strcasecmp",	     "strncmp",	  "strncasecmp", "strstr", "strcasestr",
	"static_assert",     NULL};

/* Words in names such as LOG_ERROR, log_debug, g_warning, die_usage. */
const char *const c_quiet_parts[] = {
	"log",	   "logger",  "dbg",	"debug", "trace",     "warn",
	"warning", "err",     "error",	"fatal", "panic",     "die",
	"usage",   "help",    "notice", "info",	 "abort",     "throw",
	"message", "verbose", "fail",	"msg",	 "exception", NULL};

const char *const c_prints[] = {"cout",	   "fprintf", "fputs", "printf",
				"printf_", "puts",    "write", NULL};

const char *const c_receivers[] = {
	"conn",	   "connection", "db",	"dbh",	       "database",
	"session", "sess",	 "sql", "stmt",	       "statement",
	"query",   "tx",	 "txn", "transaction", "work",
	"pool",	   "mysql",	 "pg",	"psql",	       "sqlite",
	"cursor",  "dbconn",	 "con", "pqxx",	       NULL};

const char *const c_telling[] = {"query", "queries", "sql",  "execute", "exec",
				 "fetch", "select",  "stmt", "prepare", NULL};

/* --- text --- */

const char *c_prepare(struct code *code)
{
	struct text *text = code->text;
	struct preprocessed made;
	bool definitions =
		text->size && preprocess_look(text->bytes, text->size) ==
				      PREPROCESS_DEFINITIONS;

	preprocess_c(code->arena, text->bytes, text->size, definitions, &made);
	for (uint32_t i = 0; i < made.n_sql; i++)
		*ARENA_PUSH(code->arena, code->stretches, code->n_stretches) =
			(struct code_stretch){made.sql[i].start,
					      made.sql[i].end};
	code->n_lost = made.n_lost;
	if (made.n_lost)
		code->lost_line = text_line(text, made.lost);
	return made.bytes;
}

/* Forms: "x", L"x", u8"x", R"tag(x)tag". */
unsigned c_string_content(const char **start, const char **end)
{
	const char *quote = memchr(*start, '"', (size_t)(*end - *start));
	bool raw = quote && quote > *start && quote[-1] == 'R';

	if (!quote) {
		*end = *start;
		return 0;
	}
	if (!raw) {
		*start = quote + 1;
		if (*end > *start && (*end)[-1] == '"')
			(*end)--;
		return STRING_ESCAPES;
	}
	*start = memchr(quote, '(', (size_t)(*end - quote));
	if (!*start) {
		*start = *end;
		return 0;
	}
	if (*end - *start >= *start - quote + 2)
		*end -= *start - quote + 1;
	(*start)++;
	return 0;
}

bool c_matters(const char *bytes, size_t size)
{
	return preprocess_look(bytes, size) == PREPROCESS_ACCESS;
}

bool c_may_access(const char *bytes, size_t size)
{
	return preprocess_look(bytes, size) != PREPROCESS_NOTHING;
}

bool c_is_cpp_header(const char *head, size_t size)
{
	static const char *const words[] = {
		"namespace ", "template<", "template <",
		"class ",     "std::",	   "#include <string>",
		"public:",    "private:",  "typename ",
		"using ",     "virtual ",  NULL};
	const char *at = head, *end = head + size;

	/* Words count where a line begins, so that prose does not. */
	while (at < end) {
		const char *line = memchr(at, '\n', (size_t)(end - at));
		const char *past = line ? line : end;

		while (at < past && (*at == ' ' || *at == '\t'))
			at++;
		for (const char *const *w = words; *w; w++) {
			size_t length = strlen(*w);

			if ((size_t)(past - at) >= length &&
			    !memcmp(at, *w, length))
				return true;
		}
		at = past + 1;
	}
	return false;
}
