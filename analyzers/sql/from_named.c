/*
 * Functions in FROM (and engines of tables) whose arguments name relations:
 *
 *	remote ('host', db.t), cluster ('c', 'db', 't'), mysql ('h', 'db', 't'),
 *	merge ('db', '^logs_'), view (SELECT ...)	ClickHouse
 *	postgres_scan ('x', 'schema', 't'), query ('SELECT ...')	DuckDB
 *
 * In ClickHouse and SQLite nobody makes functions that give rows: what is not
 * the server's is a view with parameters, or a virtual table.
 */
#include <string.h>
#include <strings.h>

#include "analyzers/sql/ddl.h"
#include "analyzers/sql/expression.h"
#include "analyzers/sql/from.h"

enum form {
	FORM_OTHER,   /* names nothing */
	FORM_NAME,    /* the name alone: 'a.t' or a.t */
	FORM_TABLE,   /* a schema and a table, or both in one argument */
	FORM_PATTERN, /* the same, where the table is a regular expression */
	FORM_SCHEMA,  /* a table, and its schema three further on */
	FORM_QUERY,   /* a string that is a query */
};

static const struct named {
	enum dialect dialect;
	const char *function;
	enum form form;
	uint32_t argument; /* from 0: where the name begins */
} functions[] = {
	{DIALECT_CLICKHOUSE, "buffer", FORM_TABLE, 0},
	{DIALECT_CLICKHOUSE, "cluster", FORM_TABLE, 1},
	{DIALECT_CLICKHOUSE, "clusterallreplicas", FORM_TABLE, 1},
	{DIALECT_CLICKHOUSE, "dictionary", FORM_NAME, 0},
	{DIALECT_CLICKHOUSE, "distributed", FORM_TABLE, 1},
	{DIALECT_CLICKHOUSE, "jdbc", FORM_TABLE, 1},
	{DIALECT_CLICKHOUSE, "loop", FORM_TABLE, 0},
	{DIALECT_CLICKHOUSE, "merge", FORM_PATTERN, 0},
	{DIALECT_CLICKHOUSE, "mergetreeindex", FORM_TABLE, 0},
	{DIALECT_CLICKHOUSE, "mergetreeprojection", FORM_TABLE, 0},
	{DIALECT_CLICKHOUSE, "mongodb", FORM_TABLE, 1},
	{DIALECT_CLICKHOUSE, "mysql", FORM_TABLE, 1},
	{DIALECT_CLICKHOUSE, "odbc", FORM_TABLE, 1},
	{DIALECT_CLICKHOUSE, "postgresql", FORM_SCHEMA, 2},
	{DIALECT_CLICKHOUSE, "remote", FORM_TABLE, 1},
	{DIALECT_CLICKHOUSE, "remotesecure", FORM_TABLE, 1},
	{DIALECT_CLICKHOUSE, "sqlite", FORM_NAME, 1},
	{DIALECT_DUCKDB, "mysql_query", FORM_QUERY, 1},
	{DIALECT_DUCKDB, "postgres_query", FORM_QUERY, 1},
	{DIALECT_DUCKDB, "postgres_scan", FORM_TABLE, 1},
	{DIALECT_DUCKDB, "postgres_scan_pushdown", FORM_TABLE, 1},
	{DIALECT_DUCKDB, "query", FORM_QUERY, 0},
	{DIALECT_DUCKDB, "query_table", FORM_NAME, 0},
	{DIALECT_DUCKDB, "sqlite_query", FORM_QUERY, 1},
	{DIALECT_DUCKDB, "sqlite_scan", FORM_NAME, 1},
	{DIALECT_SQLITE, "fts5vocab", FORM_NAME, 0},
};

static const struct named *find_named(enum dialect dialect, const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(functions); i++)
		if (functions[i].dialect == dialect &&
		    strcasecmp(functions[i].function, name) == 0)
			return &functions[i];
	return NULL;
}

/* --- arguments ------------------------------------------------------------ */

#define ARGUMENTS 8

struct argument {
	struct token string;  /* or no string */
	struct sql_name name; /* else a plain name; or nothing */
};

/* Behind the parenthesis, up to the one that closes. */
static void read_arguments(struct parser *p, uint32_t level,
			   struct argument *arguments, uint32_t *n)
{
	*n = 0;
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE)) {
		struct argument none = {{0}, {0}}, *argument = &none;
		const struct token *next = parser_ahead(p, 1);

		if (*n < ARGUMENTS)
			argument = &arguments[(*n)++];
		*argument = none;
		argument->string.kind = TOKEN_END;
		if (parser_at(p, KW_DEFAULT) && next->kind == TOKEN_DOT) {
			parser_name(p, &argument->name);
		} else if (parser_at_kind(p, TOKEN_STRING) &&
			   (next->kind == TOKEN_COMMA ||
			    next->kind == TOKEN_CLOSE)) {
			argument->string = *parser_peek(p);
			parser_next(p);
		} else if (parser_at_name(p) && next->kind == TOKEN_EQUALS) {
			parser_next(p); /* a parameter of a view */
			parser_next(p);
			parser_expression(p, level, ROLE_SELECT, 0, NULL);
		} else if (parser_at_name(p) &&
			   !parser_at_kind(p, TOKEN_HOLE) &&
			   next->kind != TOKEN_OPEN &&
			   next->kind != TOKEN_EQUALS) {
			parser_name(p, &argument->name);
		} else if (!parser_expression(p, level, ROLE_SELECT, 0, NULL)) {
			parser_skip_one(p);
		}
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
		       !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
		parser_accept_kind(p, TOKEN_COMMA);
	}
	query_close(p);
}

/* The argument as a name; a string is one part, or as many as it has. */
static bool take_name(struct parser *p, const struct argument *argument,
		      struct sql_name *name)
{
	if (argument->string.kind == TOKEN_STRING)
		return parser_name_in_string(p, &argument->string, name);
	*name = argument->name;
	return name->n_parts > 0;
}

static void append(struct parser *p, struct sql_name *name,
		   const struct sql_name *more)
{
	const char **parts = arena_alloc(p->analysis->arena,
					 (name->n_parts + more->n_parts + 1) *
						 sizeof(*parts));

	for (uint32_t i = 0; i < name->n_parts; i++)
		parts[i] = name->parts[i];
	for (uint32_t i = 0; i < more->n_parts; i++)
		parts[name->n_parts + i] = more->parts[i];
	name->parts = parts;
	name->n_parts += more->n_parts;
	name->line = more->line;
	name->end_line = more->end_line;
}

/* '^logs_[0-9]+$' is logs_<hole>. */
static void take_pattern(struct parser *p, const struct argument *argument,
			 struct sql_name *name)
{
	const char *bytes = p->lexer.bytes + argument->string.offset + 1;
	uint32_t size = argument->string.length, n = 0, to = 0;
	struct sql_name part = {.n_parts = 1};
	char *made;

	size = size > 2 ? size - 2 : 0;
	made = arena_alloc(p->analysis->arena, size + 3);
	if (size && bytes[0] == '^')
		n = 1;
	else
		made[to++] = TEXT_HOLE;
	while (n < size && (g_ascii_isalnum(bytes[n]) || bytes[n] == '_'))
		made[to++] = bytes[n++];
	if (!(n + 1 == size && bytes[n] == '$') &&
	    (!to || made[to - 1] != TEXT_HOLE))
		made[to++] = TEXT_HOLE;
	made[to] = '\0';
	part.parts = arena_alloc(p->analysis->arena, sizeof(*part.parts));
	part.parts[0] = made;
	part.line = part.end_line = parser_line(p, argument->string.offset);
	append(p, name, &part);
}

/* What the arguments name; false: nothing that is known. */
static bool make_name(struct parser *p, const struct named *named,
		      const struct argument *arguments, uint32_t n,
		      struct sql_name *name)
{
	uint32_t at = named->argument;
	struct sql_name second;

	memset(name, 0, sizeof(*name));
	if (at >= n)
		return false;
	switch (named->form) {
	case FORM_NAME:
		return take_name(p, &arguments[at], name);
	case FORM_TABLE:
		if (!take_name(p, &arguments[at], name))
			memset(name, 0, sizeof(*name)); /* currentDatabase() */
		if (name->n_parts < 2 && at + 1 < n &&
		    take_name(p, &arguments[at + 1], &second))
			append(p, name, &second);
		return name->n_parts > 0;
	case FORM_PATTERN:
		if (at + 1 < n) {
			take_name(p, &arguments[at], name);
			at++;
		}
		if (arguments[at].string.kind != TOKEN_STRING)
			return take_name(p, &arguments[at], name);
		take_pattern(p, &arguments[at], name);
		return true;
	case FORM_SCHEMA:
		if (at + 3 < n)
			take_name(p, &arguments[at + 3], name);
		if (!take_name(p, &arguments[at], &second))
			return false;
		append(p, name, &second);
		return true;
	default:
		return false;
	}
}

/* --- functions in FROM ---------------------------------------------------- */

/* The server's own, which name nothing; "*": all that begin so. */
static bool is_server_function(enum dialect dialect, const char *name)
{
	static const char *const house[] = {"arrowflight", "azureblobstorage*",
					    "deltalake*",  "executable",
					    "file*",	   "format",
					    "fuzz*",	   "gcs*",
					    "generate*",   "hdfs*",
					    "hive",	   "hudi*",
					    "iceberg*",	   "input",
					    "null",	   "numbers*",
					    "one",	   "paimon*",
					    "prometheus*", "redis",
					    "s3*",	   "timeseries*",
					    "url*",	   "values",
					    "ytsaurus",	   "zeros*",
					    NULL};
	static const char *const lite[] = {
		"bytecode",	   "completion", "dbstat",    "fsdir",
		"generate_series", "json_each",	 "json_tree", "jsonb_each",
		"jsonb_tree",	   "pragma_*",	 "sqlite_*",  "tables_used",
		"zipfile",	   NULL};
	const char *const *names = dialect == DIALECT_SQLITE ? lite : house;

	for (; *names; names++) {
		size_t length = strlen(*names);

		if ((*names)[length - 1] == '*'
			    ? strncasecmp(name, *names, length - 1) == 0
			    : strcasecmp(name, *names) == 0)
			return true;
	}
	return false;
}

/* A query in a string becomes a derived table. */
static void read_query(struct parser *p, uint32_t level,
		       const struct argument *argument, struct sql_item *item)
{
	if (argument->string.kind == TOKEN_STRING)
		from_remote_query(p, level, &argument->string, item);
	else
		parser_gap(p, REASON_DYNAMIC_SQL, parser_peek(p)->offset,
			   "a query in a variable");
}

/* view (query) */
static void read_view(struct parser *p, uint32_t level, struct sql_item *item)
{
	parser_next(p);
	parser_next(p);
	item->kind = ITEM_QUERY;
	item->level =
		query_open(p, PLACE_ITEM, level, level_get(p, level)->n_items);
	query_close(p);
}

/* Whether the function's name says that a relation stands here; else what
 * follows is a call like others. */
bool from_named(struct parser *p, uint32_t level, struct sql_item *item)
{
	enum dialect dialect = p->lexer.rules->dialect;
	struct argument arguments[ARGUMENTS];
	const struct named *named;
	const char *word;
	uint32_t n;

	if (dialect != DIALECT_CLICKHOUSE && dialect != DIALECT_DUCKDB &&
	    dialect != DIALECT_SQLITE)
		return false;
	word = token_name(p->analysis->arena, &p->lexer, parser_peek(p));
	if (dialect == DIALECT_CLICKHOUSE && parser_at(p, KW_VIEW) &&
	    parser_ahead_kind(p, 1, TOKEN_OPEN)) {
		read_view(p, level, item);
		return true;
	}
	named = parser_ahead_kind(p, 1, TOKEN_OPEN) ? find_named(dialect, word)
						    : NULL;
	if (!named &&
	    (dialect == DIALECT_DUCKDB || is_server_function(dialect, word)))
		return false;
	item->kind = ITEM_FUNCTION;
	if (!named)
		parser_name(p, &item->name);
	else
		parser_next(p);
	if (named && named->form == FORM_TABLE && named->argument == 1 &&
	    parser_ahead_kind(p, 2, TOKEN_COMMA) &&
	    parser_ahead_kind(p, 4, TOKEN_OPEN)) {
		parser_next(p); /* remote ('host', numbers (10)) */
		parser_next(p);
		parser_next(p);
		if (!from_named(p, level, item))
			from_function(p, level, item);
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
		query_close(p);
		return true;
	}
	parser_accept_kind(p, TOKEN_OPEN);
	read_arguments(p, level, arguments, &n);
	if (!named)
		item->kind = ITEM_RELATION;
	else if (named->form == FORM_QUERY && named->argument < n)
		read_query(p, level, &arguments[named->argument], item);
	else if (make_name(p, named, arguments, n, &item->name))
		item->kind = ITEM_RELATION;
	return true;
}

/* --- engines of ClickHouse ------------------------------------------------ */

/* ENGINE = Distributed (cluster, db, t), at the parenthesis: what the table
 * shows is another's. */
void from_engine(struct parser *p, const char *engine,
		 const struct object_name *object)
{
	const struct named *named = find_named(DIALECT_CLICKHOUSE, engine);
	struct argument arguments[ARGUMENTS];
	struct ddl_inner inner;
	struct sql_name name;
	uint32_t level, n;

	if (!named)
		return;
	ddl_inner_begin(p, &inner, "create table", object, NULL);
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	parser_next(p);
	read_arguments(p, level, arguments, &n);
	level_get(p, level)->n_refs = 0;
	if (make_name(p, named, arguments, n, &name))
		level_item(p, level, ITEM_RELATION)->name = name;
	ddl_inner_finish(p, &inner);
}

/* --- relations in expressions --------------------------------------------- */

/* A level of its own for the relation; its output, if it has a name. */
static void add_lookup(struct parser *p, struct expression *e,
		       const struct sql_name *name, const char *column)
{
	uint32_t level = level_open(p, LEVEL_SELECT, PLACE_EXPRESSION, e->level,
				    SCOPE_ABSENT);
	struct sql_output output = {.star = !column};

	level_item(p, level, ITEM_RELATION)->name = *name;
	if (column) {
		struct sql_name ref = {.line = name->line,
				       .end_line = name->end_line};
		uint32_t index;

		*ARENA_PUSH(p->analysis->arena, ref.parts, ref.n_parts) =
			column;
		index = level_ref(p, level, &ref, ROLE_SELECT, 0);
		*ARENA_PUSH(p->analysis->arena, output.value.refs,
			    output.value.n_refs) = index;
		output.name = column;
	}
	*level_output(p, level) = output;
	if (e->collect && column)
		index_push(&p->value_levels, level);
}

void expression_lookup(struct parser *p, struct expression *e,
		       const struct sql_name *function)
{
	const char *word = function->parts[function->n_parts - 1];
	const struct token *column = parser_ahead(p, 3);
	struct sql_name name;

	if ((strncmp(word, "dictGet", 7) != 0 && strcmp(word, "dictHas") != 0 &&
	     strncmp(word, "joinGet", 7) != 0) ||
	    !parser_ahead_kind(p, 1, TOKEN_STRING) ||
	    !parser_name_in_string(p, parser_ahead(p, 1), &name))
		return;
	if (column->kind == TOKEN_STRING && strcmp(word, "dictHas") != 0) {
		struct token string = *column;

		add_lookup(p, e, &name,
			   token_name(p->analysis->arena, &p->lexer, &string));
		return;
	}
	add_lookup(p, e, &name, NULL);
}

/* Whether a name of WITH or of a lambda hides the table. */
bool expression_is_named(struct parser *p, uint32_t level, const char *name)
{
	const struct sql_level *made = level_get(p, level);

	for (uint32_t i = 0; i < made->n_items; i++)
		if (made->items[i].flags & ITEM_NAMED &&
		    g_ascii_strcasecmp(made->items[i].alias, name) == 0)
			return true;
	for (uint32_t i = 0; i < p->n_lambda; i++)
		if (g_ascii_strcasecmp(p->lambda[i], name) == 0)
			return true;
	return false;
}

bool expression_in_table(struct parser *p, struct expression *e)
{
	enum dialect dialect = p->lexer.rules->dialect;
	struct parser_mark mark = parser_mark(p);
	struct sql_name name;

	if ((dialect != DIALECT_CLICKHOUSE && dialect != DIALECT_SQLITE) ||
	    !parser_at_name(p) || parser_at_kind(p, TOKEN_HOLE) ||
	    parser_at(p, KW_PARTITION)) /* of ALTER TABLE ... DELETE */
		return false;
	parser_name(p, &name);
	if (parser_at_kind(p, TOKEN_OPEN) ||
	    (name.n_parts == 1 &&
	     expression_is_named(p, e->level, name.parts[0]))) {
		parser_rewind(p, &mark);
		return false;
	}
	add_lookup(p, e, &name, NULL);
	return true;
}
