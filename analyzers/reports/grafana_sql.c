#include "analyzers/reports/grafana_sql.h"

#include <string.h>

/* --- data sources --------------------------------------------------------- */

struct plugin {
	const char *name;
	enum grafana_source_kind kind;
	enum dialect dialect;
};

/* Sorted by name. A plugin that is not here is unknown. */
static const struct plugin plugins[] = {
	{"-- Dashboard --", GRAFANA_OTHER, DIALECT_GENERIC},
	{"-- Grafana --", GRAFANA_OTHER, DIALECT_GENERIC},
	{"__expr__", GRAFANA_OTHER, DIALECT_GENERIC},
	{"alertmanager", GRAFANA_OTHER, DIALECT_GENERIC},
	{"alexanderzobnin-zabbix-datasource", GRAFANA_OTHER, DIALECT_GENERIC},
	{"cloudwatch", GRAFANA_OTHER, DIALECT_GENERIC},
	{"doitintl-bigquery-datasource", GRAFANA_SQL, DIALECT_BIGQUERY},
	{"elasticsearch", GRAFANA_OTHER, DIALECT_GENERIC},
	{"frser-sqlite-datasource", GRAFANA_SQL, DIALECT_SQLITE},
	{"grafana", GRAFANA_OTHER, DIALECT_GENERIC},
	{"grafana-athena-datasource", GRAFANA_SQL, DIALECT_TRINO},
	{"grafana-azure-monitor-datasource", GRAFANA_OTHER, DIALECT_GENERIC},
	{"grafana-bigquery-datasource", GRAFANA_SQL, DIALECT_BIGQUERY},
	{"grafana-clickhouse-datasource", GRAFANA_SQL, DIALECT_CLICKHOUSE},
	{"grafana-databricks-datasource", GRAFANA_SQL, DIALECT_SPARK},
	{"grafana-mssql-datasource", GRAFANA_SQL, DIALECT_TSQL},
	{"grafana-mysql-datasource", GRAFANA_SQL, DIALECT_MYSQL},
	{"grafana-opensearch-datasource", GRAFANA_OTHER, DIALECT_GENERIC},
	{"grafana-oracle-datasource", GRAFANA_SQL, DIALECT_ORACLE},
	{"grafana-postgresql-datasource", GRAFANA_SQL, DIALECT_POSTGRESQL},
	{"grafana-redshift-datasource", GRAFANA_SQL, DIALECT_REDSHIFT},
	{"grafana-snowflake-datasource", GRAFANA_SQL, DIALECT_SNOWFLAKE},
	{"grafana-testdata-datasource", GRAFANA_OTHER, DIALECT_GENERIC},
	{"graphite", GRAFANA_OTHER, DIALECT_GENERIC},
	{"influxdb", GRAFANA_OTHER, DIALECT_GENERIC},
	{"jaeger", GRAFANA_OTHER, DIALECT_GENERIC},
	{"loki", GRAFANA_OTHER, DIALECT_GENERIC},
	{"michelin-snowflake-datasource", GRAFANA_SQL, DIALECT_SNOWFLAKE},
	{"mssql", GRAFANA_SQL, DIALECT_TSQL},
	{"mysql", GRAFANA_SQL, DIALECT_MYSQL},
	{"opentsdb", GRAFANA_OTHER, DIALECT_GENERIC},
	{"postgres", GRAFANA_SQL, DIALECT_POSTGRESQL},
	{"prometheus", GRAFANA_OTHER, DIALECT_GENERIC},
	{"questdb-questdb-datasource", GRAFANA_SQL, DIALECT_POSTGRESQL},
	{"stackdriver", GRAFANA_OTHER, DIALECT_GENERIC},
	{"tempo", GRAFANA_OTHER, DIALECT_GENERIC},
	{"testdata", GRAFANA_OTHER, DIALECT_GENERIC},
	{"vertamedia-clickhouse-datasource", GRAFANA_SQL, DIALECT_CLICKHOUSE},
	{"zipkin", GRAFANA_OTHER, DIALECT_GENERIC},
};

/* Words in the names that people give to their sources. */
static const struct plugin guesses[] = {
	{"postgre", GRAFANA_SQL, DIALECT_POSTGRESQL},
	{"timescale", GRAFANA_SQL, DIALECT_POSTGRESQL},
	{"mysql", GRAFANA_SQL, DIALECT_MYSQL},
	{"mariadb", GRAFANA_SQL, DIALECT_MARIADB},
	{"mssql", GRAFANA_SQL, DIALECT_TSQL},
	{"sqlite", GRAFANA_SQL, DIALECT_SQLITE},
	{"bigquery", GRAFANA_SQL, DIALECT_BIGQUERY},
	{"snowflake", GRAFANA_SQL, DIALECT_SNOWFLAKE},
	{"clickhouse", GRAFANA_SQL, DIALECT_CLICKHOUSE},
	{"databricks", GRAFANA_SQL, DIALECT_SPARK},
	{"redshift", GRAFANA_SQL, DIALECT_REDSHIFT},
	{"athena", GRAFANA_SQL, DIALECT_TRINO},
	{"prometheus", GRAFANA_OTHER, DIALECT_GENERIC},
	{"influx", GRAFANA_OTHER, DIALECT_GENERIC},
	{"loki", GRAFANA_OTHER, DIALECT_GENERIC},
	{"elastic", GRAFANA_OTHER, DIALECT_GENERIC},
	{"graphite", GRAFANA_OTHER, DIALECT_GENERIC},
	{"-- Grafana --", GRAFANA_OTHER, DIALECT_GENERIC},
	{"-- Dashboard --", GRAFANA_OTHER, DIALECT_GENERIC},
};

static struct grafana_source source_of(const struct plugin *plugin)
{
	return (struct grafana_source){plugin->kind, plugin->dialect};
}

struct grafana_source grafana_source(const char *name, bool exact)
{
	for (size_t i = 0; i < G_N_ELEMENTS(plugins); i++)
		if (strcmp(name, plugins[i].name) == 0)
			return source_of(&plugins[i]);
	for (size_t i = 0; !exact && i < G_N_ELEMENTS(guesses); i++)
		if (strcasestr(name, guesses[i].name))
			return source_of(&guesses[i]);
	return (struct grafana_source){GRAFANA_UNKNOWN, DIALECT_GENERIC};
}

/*
 * A heuristic: a statement by its structure, and none of the marks of
 * InfluxQL, which looks like SQL and reads no relations.
 */
bool grafana_reads_as_sql(const char *text)
{
	if (strstr(text, "$timeFilter") || strcasestr(text, "group by time("))
		return false;
	return analysis_judge(text, strlen(text), DIALECT_GENERIC) ==
	       SQL_STATEMENT;
}

/* --- macros and variables ------------------------------------------------- */

struct expander {
	const struct json *json;
	GHashTable *constants;
	const struct json_string *in;
	struct json_string out;
	size_t at;
};

void grafana_append(const struct json *json, struct json_string *string,
		    const char *bytes, size_t size, uint32_t origin)
{
	struct arena *arena = json->analysis->arena;
	size_t n_origins = string->size;

	for (size_t i = 0; i < size; i++) {
		*ARENA_PUSH(arena, string->bytes, string->size) = bytes[i];
		*ARENA_PUSH(arena, string->origins, n_origins) = origin;
	}
}

static void put(struct expander *expander, const char *bytes, size_t origin)
{
	grafana_append(expander->json, &expander->out, bytes, strlen(bytes),
		       expander->in->origins[origin]);
}

/* The bytes [from, to) as they are. */
static void copy(struct expander *expander, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		grafana_append(expander->json, &expander->out,
			       expander->in->bytes + i, 1,
			       expander->in->origins[i]);
}

/* NUL follows the string, so that the byte behind its end may be asked. */
static size_t word_end(const struct expander *expander, size_t at)
{
	const struct json_string *in = expander->in;

	while (at < in->size &&
	       (g_ascii_isalnum(in->bytes[at]) || in->bytes[at] == '_'))
		at++;
	return at;
}

/* Behind the parenthesis that closes the one at `at`, with the end of the
 * first argument; or `at` when none does. */
static size_t call_end(const struct expander *expander, size_t at,
		       size_t *first_end)
{
	const struct json_string *in = expander->in;
	size_t depth = 0;
	bool quoted = false;

	*first_end = 0;
	for (size_t i = at; i < in->size; i++) {
		char c = in->bytes[i];

		if (c == '\'')
			quoted = !quoted;
		if (quoted)
			continue;
		depth += c == '(';
		if (!*first_end && depth == 1 && (c == ',' || c == ')'))
			*first_end = i;
		if (c == ')' && --depth == 0)
			return i + 1;
	}
	return at;
}

/* What a macro with arguments becomes: the words around its first one. */
struct macro {
	const char *suffix; /* of the name */
	const char *before, *behind;
};

/* The first suffix that fits counts. */
static const struct macro macros[] = {
	{"Filter", "", " BETWEEN '' AND ''"},
	/* A sign makes it an expression over the column, as a group is. */
	{"GroupAlias", "(+", ") AS time"},
	{"Group", "(+", ")"},
	{"__time", "", " AS time"},
	{"__timeEpoch", "", " AS time"},
	{"From", "''", NULL},
	{"To", "''", NULL},
	{"from", "''", NULL},
	{"to", "''", NULL},
	{"", "(", ")"},
};

static bool ends_with(const char *bytes, size_t size, const char *suffix)
{
	size_t length = strlen(suffix);

	return size >= length &&
	       memcmp(bytes + size - length, suffix, length) == 0;
}

/* $__macro(column, ...): the name is [at + 1, name_end). */
static bool expand_macro(struct expander *expander, size_t at, size_t name_end)
{
	const char *name = expander->in->bytes + at + 1;
	size_t first_end, end;
	const struct macro *macro = macros;

	if (name_end - at < 4 || memcmp(name, "__", 2) != 0 ||
	    expander->in->bytes[name_end] != '(')
		return false;
	end = call_end(expander, name_end, &first_end);
	if (end == name_end)
		return false;
	while (!ends_with(name, name_end - at - 1, macro->suffix))
		macro++;
	put(expander, macro->before, at);
	if (macro->behind) {
		copy(expander, name_end + 1, first_end);
		put(expander, macro->behind, first_end);
	}
	expander->at = end;
	return true;
}

/* A variable: name [name, name + length), written [at, end). */
static void put_variable(struct expander *expander, size_t at, size_t name,
			 size_t name_end, size_t end)
{
	static const char hole[] = {TEXT_HOLE, '\0'};
	const char *value = g_hash_table_lookup(
		expander->constants,
		arena_strndup(expander->json->analysis->arena,
			      expander->in->bytes + name, name_end - name));

	put(expander, value ? value : hole, at);
	expander->at = end;
}

/* ${name}, ${name:format}, ${name.field} */
static bool expand_braces(struct expander *expander, size_t at)
{
	const struct json_string *in = expander->in;
	size_t name_end = word_end(expander, at + 2);
	const char *close;

	if (name_end == at + 2)
		return false;
	close = memchr(in->bytes + name_end, '}', in->size - name_end);
	if (!close || !memchr("}:.", in->bytes[name_end], 3))
		return false;
	put_variable(expander, at, at + 2, name_end,
		     (size_t)(close - in->bytes) + 1);
	return true;
}

/* [[name]], [[name:format]]; but ARRAY[[1, 2], [3, 4]] is SQL. */
static bool expand_brackets(struct expander *expander, size_t at)
{
	const struct json_string *in = expander->in;
	size_t name_end = word_end(expander, at + 2), end = name_end;

	if (in->bytes[at + 1] != '[' || name_end == at + 2 ||
	    g_ascii_isdigit(in->bytes[at + 2]))
		return false;
	if (in->bytes[end] == ':')
		end = word_end(expander, end + 1);
	if (in->bytes[end] != ']' || in->bytes[end + 1] != ']')
		return false;
	put_variable(expander, at, at + 2, name_end, end + 2);
	return true;
}

/* $name; but $1 is a parameter, and $$ and $body$ quote in PostgreSQL. */
static bool expand_name(struct expander *expander, size_t at)
{
	const struct json_string *in = expander->in;
	size_t name_end = word_end(expander, at + 1);

	if (name_end == at + 1 || g_ascii_isdigit(in->bytes[at + 1]) ||
	    in->bytes[name_end] == '$')
		return false;
	if (!expand_macro(expander, at, name_end))
		put_variable(expander, at, at + 1, name_end, name_end);
	return true;
}

static bool expand_here(struct expander *expander, size_t at)
{
	const struct json_string *in = expander->in;

	if (in->bytes[at] == '[')
		return expand_brackets(expander, at);
	if (in->bytes[at] != '$')
		return false;
	return in->bytes[at + 1] == '{' ? expand_braces(expander, at)
					: expand_name(expander, at);
}

struct json_string grafana_expand(const struct json *json,
				  GHashTable *constants,
				  const struct json_string *written)
{
	struct expander expander = {
		.json = json, .constants = constants, .in = written};

	while (expander.at < written->size) {
		size_t at = expander.at;

		if (expand_here(&expander, at))
			continue;
		copy(&expander, at, at + 1);
		expander.at++;
	}
	return expander.out;
}
