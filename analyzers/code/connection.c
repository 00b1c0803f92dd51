#include "analyzers/code/connection.h"

#include <string.h>

#include "analyzers/code/emit.h"
#include "analyzers/code/strings.h"

#define ADDRESS_BYTES_MAX 512

/* Schemes of addresses, words of engines and drivers. */
static const struct {
	const char *word;
	enum dialect dialect;
} engines[] = {
	{"postgis", DIALECT_POSTGRESQL},
	{"postgres", DIALECT_POSTGRESQL},
	{"psycopg", DIALECT_POSTGRESQL},
	{"mariadb", DIALECT_MARIADB},
	{"mysql", DIALECT_MYSQL},
	{"sqlite", DIALECT_SQLITE},
	{"mssql", DIALECT_TSQL},
	{"sqlserver", DIALECT_TSQL},
	{"oracle", DIALECT_ORACLE},
	{"bigquery", DIALECT_BIGQUERY},
	{"snowflake", DIALECT_SNOWFLAKE},
	{"redshift", DIALECT_REDSHIFT},
	{"databricks", DIALECT_SPARK},
	{"hive", DIALECT_HIVE},
	{"impala", DIALECT_HIVE},
	{"trino", DIALECT_TRINO},
	{"presto", DIALECT_TRINO},
	{"awsathena", DIALECT_TRINO},
	{"clickhouse", DIALECT_CLICKHOUSE},
	{"duckdb", DIALECT_DUCKDB},
};

/* The dialect that the beginning of the bytes speaks of. */
static enum dialect dialect_in(const char *bytes, size_t size)
{
	for (size_t i = 0; i < G_N_ELEMENTS(engines); i++)
		if (memmem(bytes, size, engines[i].word,
			   strlen(engines[i].word)))
			return engines[i].dialect;
	return DIALECT_GENERIC;
}

static void deliver(struct code *code, uint32_t line, enum dialect dialect,
		    const char *host, const char *database)
{
	struct fact *fact;

	if ((!host || !*host) && (!database || !*database))
		return;
	fact = ARENA_NEW(code->arena, struct fact);
	fact->kind = FACT_CONNECTION;
	fact->place.line = line;
	fact->as.connection.dialect = dialect;
	fact->as.connection.host = host && *host ? host : NULL;
	fact->as.connection.database = database && *database ? database : NULL;
	analysis_fact(code->analysis, code->text, fact);
}

static const char *slice(struct code *code, const char *from, const char *to)
{
	return arena_strndup(code->arena, from, (size_t)(to - from));
}

/* scheme://user:word@host:port/database?options: what is before the last
 * "@" ahead of the path is skipped. */
static bool read_address(struct code *code, const char *bytes, size_t size,
			 uint32_t line)
{
	const char *end = bytes + size;
	const char *at = memmem(bytes, size, "://", 3), *host, *path, *sign;
	enum dialect dialect;

	if (!at || size > ADDRESS_BYTES_MAX)
		return false;
	for (const char *c = bytes; c < at; c++)
		if (!g_ascii_isalnum(*c) && *c != '+' && *c != '_')
			return false;
	dialect = dialect_in(bytes, (size_t)(at - bytes));
	if (dialect == DIALECT_GENERIC)
		return false;
	host = at + 3;
	sign = memrchr(host, '@', (size_t)(end - host));
	if (sign)
		host = sign + 1;
	path = memchr(host, '/', (size_t)(end - host));
	if (!path)
		path = end;
	for (at = host; at < path && *at != ':'; at++)
		;
	if (path < end)
		path++;
	if (dialect == DIALECT_SQLITE) /* the path is the file's */
		return true;
	for (sign = path; sign < end && *sign != '?' && *sign != '#'; sign++)
		;
	deliver(code, line, dialect, slice(code, host, at),
		slice(code, path, sign));
	return true;
}

/* The value of "key=" in "dbname=shop host=db"; NULL: not there. */
static const char *parameter(struct code *code, const char *bytes,
			     const char *key)
{
	size_t length = strlen(key);

	for (const char *at = strstr(bytes, key); at;
	     at = strstr(at + 1, key)) {
		const char *value = at + length;

		if ((at > bytes && !g_ascii_isspace(at[-1])) || *value != '=')
			continue;
		value++;
		value += *value == '\'';
		return slice(code, value, value + strcspn(value, " '\n"));
	}
	return NULL;
}

static const char *constant(struct code *code, const struct datum *datum)
{
	if (datum && datum->kind == DATUM_EITHER)
		for (uint32_t i = 0; i < datum->n_items; i++)
			if (datum->items[i]->kind == DATUM_STRING)
				return constant(code, datum->items[i]);
	return datum ? strings_constant(code, datum) : NULL;
}

static const char *named(struct code *code,
			 const struct code_argument *arguments, uint32_t n,
			 const char *const *names)
{
	for (; *names; names++) {
		const struct datum *datum =
			call_argument(arguments, n, CODE_NONE, *names);

		if (datum)
			return constant(code, datum);
	}
	return NULL;
}

static enum dialect driver_of(struct code *code, const struct symbol *symbol)
{
	const struct code_dialect *d = code->language->dialects;
	enum dialect dialect = DIALECT_GENERIC;

	if (!symbol || !symbol->module)
		return N_DIALECTS;
	for (; d->module; d++) {
		size_t length = strlen(d->module);

		if (!strncmp(symbol->module, d->module, length) &&
		    (symbol->module[length] == '\0' ||
		     symbol->module[length] == '.'))
			return d->dialect;
	}
	return dialect == DIALECT_GENERIC ? N_DIALECTS : dialect;
}

/* A client's function whose name says all. */
static void connect_by_name(struct code *code, uint32_t node, const char *name,
			    const struct code_argument *arguments, uint32_t n)
{
	const struct code_connector *row = code->language->connectors;
	const struct datum *host, *database, *address;
	const char *dsn;

	while (row && row->name && strcmp(row->name, name) != 0)
		row++;
	if (!row || !row->name)
		return;
	host = call_argument(arguments, n, row->host, NULL);
	database = call_argument(arguments, n, row->database, NULL);
	address = call_argument(arguments, n, row->address, NULL);
	deliver(code, code_line(code, node), row->dialect, constant(code, host),
		constant(code, database));
	dsn = constant(code, address);
	if (dsn && !strstr(dsn, "://"))
		deliver(code, code_line(code, node), row->dialect,
			parameter(code, dsn, "host"),
			parameter(code, dsn, "dbname"));
}

void connection_call(struct code *code, uint32_t node, const char *name,
		     const struct datum *callee,
		     const struct code_argument *arguments,
		     uint32_t n_arguments)
{
	static const char *const hosts[] = {"host", "hostname", "server", NULL};
	static const char *const databases[] = {"database", "dbname", "db",
						"db_name", NULL};
	static const char *const makers[] = {"connect",
					     "Connection",
					     "create_pool",
					     "Connect",
					     "ThreadedConnectionPool",
					     "SimpleConnectionPool",
					     "ConnectionPool",
					     "AsyncConnectionPool",
					     NULL};
	enum dialect dialect;
	const struct datum *first;
	const char *dsn;

	connect_by_name(code, node, name, arguments, n_arguments);
	if (!code_in_list(makers, name) || callee->kind != DATUM_SYMBOL)
		return;
	dialect = driver_of(code, callee->symbol);
	if (dialect == N_DIALECTS || dialect == DIALECT_SQLITE)
		return;
	deliver(code, code_line(code, node), dialect,
		named(code, arguments, n_arguments, hosts),
		named(code, arguments, n_arguments, databases));
	first = call_argument(arguments, n_arguments, 0, "dsn");
	dsn = first ? constant(code, first) : NULL;
	if (dsn && !strstr(dsn, "://"))
		deliver(code, code_line(code, first->node), dialect,
			parameter(code, dsn, "host"),
			parameter(code, dsn, "dbname"));
}

/* --- settings --- */

static const char *map_constant(struct code *code, const struct datum *map,
				const char *key)
{
	for (uint32_t i = 0; i + 1 < map->n_items; i += 2)
		if (!g_strcmp0(constant(code, map->items[i]), key))
			return constant(code, map->items[i + 1]);
	return NULL;
}

/* Django's DATABASES: a map of maps. */
static void read_settings(struct code *code)
{
	const struct datum *all = g_hash_table_lookup(
		code->module->names, code_intern(code, "DATABASES"));

	for (uint32_t i = 0;
	     all && all->kind == DATUM_MAP && i + 1 < all->n_items; i += 2) {
		const struct datum *one = all->items[i + 1];
		const char *engine;
		enum dialect dialect;

		if (one->kind != DATUM_MAP)
			continue;
		engine = map_constant(code, one, "ENGINE");
		dialect = engine ? dialect_in(engine, strlen(engine))
				 : DIALECT_GENERIC;
		if (dialect != DIALECT_SQLITE)
			deliver(code, code_line(code, one->node), dialect,
				map_constant(code, one, "HOST"),
				map_constant(code, one, "NAME"));
	}
}

/* Only what could be an address is made flat. */
static bool has_scheme(const struct rope *leaf, void *payload)
{
	bool *found = payload;

	if (leaf->kind == ROPE_TEXT && leaf->size > 3)
		*found = memmem(leaf->literal->bytes + leaf->start, leaf->size,
				"://", 3) != NULL;
	return false; /* the first leaf holds it, if any */
}

static void read_addresses(struct code *code)
{
	for (struct rope *rope = code->ropes.first; rope; rope = rope->next) {
		struct rope_flat flat;
		bool found = false;

		if (rope->consumed || rope->quiet ||
		    rope->size > ADDRESS_BYTES_MAX ||
		    (rope->kind != ROPE_TEXT && rope->kind != ROPE_PAIR))
			continue;
		rope_visit(rope, has_scheme, &found);
		if (!found)
			continue;
		arena_clear(code->scratch);
		rope_flatten(code->scratch, rope, &flat);
		read_address(code, flat.bytes, flat.size,
			     code_line(code, rope->node));
	}
}

void connection_finish(struct code *code)
{
	read_settings(code);
	read_addresses(code);
}
