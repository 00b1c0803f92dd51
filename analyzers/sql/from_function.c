/*
 * Functions in FROM: calls, JSON_TABLE and XMLTABLE, ROWS FROM.
 */
#include <string.h>

#include "analyzers/sql/builtin.h"
#include "analyzers/sql/expression.h"
#include "analyzers/sql/from.h"

/* What stands behind a column's name; a default may be made of columns. */
static void skip_table_column(struct parser *p, uint32_t level,
			      struct sql_item *item)
{
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
	       !parser_at_kind(p, TOKEN_CLOSE)) {
		struct sql_value value;

		if (!parser_accept(p, KW_DEFAULT)) {
			parser_skip_one(p);
			continue;
		}
		parser_expression(p, level, ROLE_SELECT, 0, &value);
		value_unite(p, &item->value, &value);
	}
}

/* The columns that JSON_TABLE and XMLTABLE give: (x PATH ..., NESTED PATH
 * ... COLUMNS (...)). */
static void read_table_columns(struct parser *p, uint32_t level,
			       struct sql_item *item)
{
	do {
		const char *name;

		parser_next(p);
		if (parser_accept(p, KW_NESTED)) {
			while (!parser_at_end(p) && !parser_at(p, KW_COLUMNS) &&
			       !parser_at_kind(p, TOKEN_CLOSE))
				parser_next(p);
			if (parser_accept(p, KW_COLUMNS) &&
			    parser_at_kind(p, TOKEN_OPEN) && parser_enter(p)) {
				read_table_columns(p, level, item);
				parser_leave(p);
			}
			continue;
		}
		name = parser_identifier(p, NULL);
		if (name)
			*ARENA_PUSH(p->analysis->arena, item->columns,
				    item->n_columns) = name;
		skip_table_column(p, level, item);
	} while (parser_at_kind(p, TOKEN_COMMA));
	parser_accept_kind(p, TOKEN_CLOSE);
}

/*
 * JSON_TABLE(expression, 'path' COLUMNS (...)), XMLTABLE('path' PASSING
 * expression COLUMNS a int PATH 'x', ...), at the parenthesis.
 */
static void read_table_function(struct parser *p, uint32_t level,
				struct sql_item *item)
{
	struct sql_value value;

	if (!parser_enter(p)) {
		parser_skip_parentheses(p);
		return;
	}
	parser_next(p);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE)) {
		if (parser_at(p, KW_COLUMNS)) {
			if (parser_ahead_kind(p, 1, TOKEN_OPEN)) {
				parser_next(p);
				read_table_columns(p, level, item);
				continue;
			}
			read_table_columns(p, level, item);
			parser_leave(p);
			return;
		}
		if (parser_accept(p, KW_PASSING) || expression_skip_json(p) ||
		    parser_accept_two(p, KW_BY, KW_VALUE))
			continue;
		if (parser_accept(p, KW_AS)) { /* PASSING x AS y, a path */
			parser_skip_one(p);
			continue;
		}
		if (parser_at(p, KW_PLAN)) {
			parser_next(p);
			parser_accept(p, KW_DEFAULT);
			parser_skip_one(p);
			continue;
		}
		if (!parser_expression(p, level, ROLE_SELECT, 0, &value))
			parser_skip_one(p);
		value_unite(p, &item->value, &value);
	}
	parser_accept_kind(p, TOKEN_CLOSE);
	parser_leave(p);
}

/* --- columns that are known ------------------------------------------------
 */

#define ROW_COLUMNS 8

#define PG DIALECT_POSTGRESQL
#define LITE DIALECT_SQLITE
#define DUCK DIALECT_DUCKDB
#define HOUSE DIALECT_CLICKHOUSE

/* Functions of the servers that give rows, with the names of their columns;
 * none: one that is named like the item. */
static const struct {
	enum dialect dialect;
	const char *name;
	const char *columns[ROW_COLUMNS];
} row_functions[] = {
	{PG, "generate_series", {NULL}},
	{PG, "generate_subscripts", {NULL}},
	{PG, "json_array_elements", {"value"}},
	{PG, "json_array_elements_text", {"value"}},
	{PG, "json_each", {"key", "value"}},
	{PG, "json_each_text", {"key", "value"}},
	{PG, "json_object_keys", {NULL}},
	{PG, "jsonb_array_elements", {"value"}},
	{PG, "jsonb_array_elements_text", {"value"}},
	{PG, "jsonb_each", {"key", "value"}},
	{PG, "jsonb_each_text", {"key", "value"}},
	{PG, "jsonb_object_keys", {NULL}},
	{PG, "jsonb_path_query", {NULL}},
	{PG, "regexp_matches", {NULL}},
	{PG, "regexp_split_to_table", {NULL}},
	{PG, "string_to_table", {NULL}},
	{PG, "unnest", {NULL}},
	{DIALECT_TSQL, "generate_series", {"value"}},
	{DIALECT_TSQL, "openjson", {"key", "value", "type"}},
	{DIALECT_TSQL, "string_split", {"value", "ordinal"}},
	{LITE, "generate_series", {"value", "start", "stop", "step"}},
	{LITE,
	 "json_each",
	 {"key", "value", "type", "atom", "id", "parent", "fullkey", "path"}},
	{LITE,
	 "json_tree",
	 {"key", "value", "type", "atom", "id", "parent", "fullkey", "path"}},
	{LITE,
	 "pragma_index_list",
	 {"seq", "name", "unique", "origin", "partial"}},
	{LITE,
	 "pragma_table_info",
	 {"cid", "name", "type", "notnull", "dflt_value", "pk"}},
	{DUCK, "generate_series", {NULL}},
	{DUCK, "range", {NULL}},
	{DUCK, "unnest", {NULL}},
	{HOUSE, "numbers", {"number"}},
	{HOUSE, "zeros", {"zero"}},
};

#undef PG
#undef LITE
#undef DUCK
#undef HOUSE

static void add_column(struct parser *p, struct sql_item *item,
		       const char *column)
{
	*ARENA_PUSH(p->analysis->arena, item->columns, item->n_columns) =
		column;
}

/* The columns of a call that was read, if none are listed yet. */
static void know_columns(struct parser *p, struct sql_item *item,
			 uint32_t n_arguments)
{
	const char *name;

	if (item->n_columns || !item->name.n_parts)
		return;
	name = item->name.parts[item->name.n_parts - 1];
	for (size_t i = 0; i < G_N_ELEMENTS(row_functions); i++) {
		const char *const *columns = row_functions[i].columns;

		if (row_functions[i].dialect != p->lexer.rules->dialect ||
		    g_ascii_strcasecmp(row_functions[i].name, name) != 0)
			continue;
		if (!columns[0] && strcmp(row_functions[i].name, "unnest") == 0)
			for (uint32_t n = 1; n < n_arguments; n++)
				add_column(p, item, name);
		add_column(p, item, columns[0] ? columns[0] : name);
		for (uint32_t n = 1; n < ROW_COLUMNS && columns[n]; n++)
			add_column(p, item, columns[n]);
		return;
	}
}

/* --- calls ------------------------------------------------------------------
 */

static void read_function_call(struct parser *p, uint32_t level,
			       const struct sql_name *name, uint32_t builtin,
			       struct sql_item *item)
{
	struct expression e = {
		.level = level, .role = ROLE_SELECT, .collect = true};
	uint32_t refs = p->value_refs.n, levels = p->value_levels.n;
	uint32_t n;

	n = expression_call(p, &e, name, builtin);
	expression_take(p, refs, levels, &item->value);
	item->value.how = HOW_COMPUTED;
	if (builtin || p->lexer.rules->dialect != DIALECT_POSTGRESQL)
		know_columns(p, item, n);
}

/* T-SQL's t.c.nodes('path'): what comes out is made of the column. */
static void read_method_call(struct parser *p, uint32_t level,
			     const struct sql_name *column,
			     struct sql_item *item)
{
	static const struct sql_name none;
	uint32_t ref = level_ref(p, level, column, ROLE_SELECT, 0);

	read_function_call(p, level, &none, BUILTIN_FUNCTION, item);
	item->value.refs = NULL;
	item->value.n_refs = 0;
	*ARENA_PUSH(p->analysis->arena, item->value.refs, item->value.n_refs) =
		ref;
}

void from_function(struct parser *p, uint32_t level, struct sql_item *item)
{
	static const struct sql_name none;
	const struct token *token = parser_peek(p);
	uint32_t builtin = 0;
	enum keyword keyword = (enum keyword)token->keyword;

	if (token->kind == TOKEN_WORD && parser_ahead_kind(p, 1, TOKEN_OPEN))
		builtin = builtin_find(p->lexer.rules->dialect, token->hash);
	item->kind = ITEM_FUNCTION;
	item->flags |= ITEM_LATERAL;
	if (from_named(p, level, item))
		return;
	if (p->lexer.rules->dialect == DIALECT_CLICKHOUSE ||
	    p->lexer.rules->dialect == DIALECT_SQLITE)
		builtin |= BUILTIN_FUNCTION;
	parser_name(p, &item->name);
	if (expression_is_method(p, &item->name)) {
		struct sql_name column = item->name;

		column.n_parts--;
		read_method_call(p, level, &column, item);
		return;
	}
	if (keyword == KW_JSON_TABLE || keyword == KW_XMLTABLE) {
		read_table_function(p, level, item);
		item->value.how = HOW_COMPUTED;
		return;
	}
	read_function_call(p, level, builtin ? &none : &item->name, builtin,
			   item);
}

/* T-SQL: OPENJSON (...) WITH (a int '$.a', b nvarchar(max) AS JSON) */
static void read_with_columns(struct parser *p, struct sql_item *item)
{
	if (p->lexer.rules->dialect != DIALECT_TSQL || !parser_at(p, KW_WITH) ||
	    !parser_ahead_kind(p, 1, TOKEN_OPEN))
		return;
	parser_next(p);
	item->columns = NULL;
	item->n_columns = 0;
	do {
		const char *name;

		parser_next(p);
		name = parser_identifier(p, NULL);
		if (name)
			add_column(p, item, name);
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
		       !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
	} while (parser_at_kind(p, TOKEN_COMMA));
	parser_accept_kind(p, TOKEN_CLOSE);
}

void from_finish_function(struct parser *p, uint32_t level,
			  struct sql_item *item)
{
	bool ordinality = parser_accept_two(p, KW_WITH, KW_ORDINALITY);
	const char **known;
	uint32_t n_known, at;

	read_with_columns(p, item);
	known = item->columns;
	n_known = item->n_columns;

	if (ordinality && n_known)
		*ARENA_PUSH(p->analysis->arena, known, n_known) = "ordinality";
	item->columns = NULL;
	item->n_columns = 0;
	at = from_finish_item(p, level, item);
	item = &level_get(p, level)->items[at];
	if (item->kind != ITEM_FUNCTION)
		return;
	/* The one column of f() AS x is x. */
	if (!item->n_columns && item->alias && item->name.n_parts &&
	    n_known == 1u + ordinality &&
	    g_ascii_strcasecmp(known[0],
			       item->name.parts[item->name.n_parts - 1]) == 0)
		add_column(p, item, item->alias);
	for (uint32_t i = item->n_columns; i < n_known; i++)
		add_column(p, item, known[i]);
}

void from_rows(struct parser *p, uint32_t level, struct sql_item *item)
{
	bool known = true; /* the columns of all of them */

	parser_next(p);
	parser_next(p);
	do {
		struct sql_item one = {0};

		parser_next(p);
		if (!parser_at_name(p))
			break;
		from_function(p, level, &one);
		if (parser_accept(p, KW_AS) && parser_at_kind(p, TOKEN_OPEN))
			parser_names(p, &one.columns, &one.n_columns);
		value_unite(p, &item->value, &one.value);
		known &= one.n_columns > 0;
		for (uint32_t i = 0; i < one.n_columns; i++)
			add_column(p, item, one.columns[i]);
	} while (parser_at_kind(p, TOKEN_COMMA));
	query_close(p);
	item->kind = ITEM_FUNCTION;
	item->flags |= ITEM_LATERAL;
	item->value.how = HOW_COMPUTED;
	if (!known)
		item->n_columns = 0;
}

bool from_at_function(struct parser *p)
{
	uint32_t n = 0;

	while (n < 2 * SQL_NAME_PARTS && parser_ahead_kind(p, n + 1, TOKEN_DOT))
		n += 2;
	return parser_ahead_kind(p, n + 1, TOKEN_OPEN) &&
	       !parser_ahead_at(p, n + 2, KW_NOLOCK);
}
