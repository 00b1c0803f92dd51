/*
 * Functions in FROM: calls, JSON_TABLE and XMLTABLE, ROWS FROM.
 */
#include <string.h>

#include "analyzers/sql/builtin.h"
#include "analyzers/sql/expression.h"
#include "analyzers/sql/from.h"

/* The columns that JSON_TABLE and XMLTABLE give: (x PATH ..., NESTED PATH
 * ... COLUMNS (...)). */
static void read_table_columns(struct parser *p, struct sql_item *item)
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
				read_table_columns(p, item);
				parser_leave(p);
			}
			continue;
		}
		name = parser_identifier(p, NULL);
		if (name)
			*ARENA_PUSH(p->analysis->arena, item->columns,
				    item->n_columns) = name;
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
		       !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
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
				read_table_columns(p, item);
				continue;
			}
			read_table_columns(p, item);
			parser_leave(p);
			return;
		}
		if (parser_accept(p, KW_PASSING) ||
		    parser_accept_two(p, KW_BY, KW_VALUE))
			continue;
		if (!parser_expression(p, level, ROLE_SELECT, 0, &value))
			parser_skip_one(p);
		if (value.n_refs || value.n_levels)
			item->value = value;
		item->value.how = HOW_COMPUTED;
	}
	parser_accept_kind(p, TOKEN_CLOSE);
	parser_leave(p);
}

static void read_function_call(struct parser *p, uint32_t level,
			       const struct sql_name *name, uint32_t builtin,
			       struct sql_item *item)
{
	struct expression e = {
		.level = level, .role = ROLE_SELECT, .collect = true};
	guint refs = p->value_refs->len, levels = p->value_levels->len;

	expression_call(p, &e, name, builtin);
	expression_take(p, refs, levels, &item->value);
	item->value.how = HOW_COMPUTED;
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
		builtin = builtin_find(token->hash);
	item->kind = ITEM_FUNCTION;
	item->flags |= ITEM_LATERAL;
	parser_name(p, &item->name);
	if (expression_is_method(p, &item->name)) {
		struct sql_name column = item->name;

		column.n_parts--;
		read_method_call(p, level, &column, item);
		return;
	}
	if (keyword == KW_JSON_TABLE || keyword == KW_XMLTABLE)
		read_table_function(p, level, item);
	else
		read_function_call(p, level, builtin ? &none : &item->name,
				   builtin, item);
}

void from_rows(struct parser *p, uint32_t level, struct sql_item *item)
{
	struct sql_item ignored;

	parser_next(p);
	parser_next(p);
	do {
		parser_next(p);
		memset(&ignored, 0, sizeof(ignored));
		if (!parser_at_name(p))
			break;
		from_function(p, level, &ignored);
		if (parser_accept(p, KW_AS))
			parser_skip_one(p);
	} while (parser_at_kind(p, TOKEN_COMMA));
	query_close(p);
	item->kind = ITEM_FUNCTION;
	item->flags |= ITEM_LATERAL;
	item->name = ignored.name;
	item->value = ignored.value;
}

void from_skip_ordinality(struct parser *p)
{
	if (!parser_accept_two(p, KW_WITH, KW_ORDINALITY))
		from_skip_offset(p);
}

bool from_at_function(struct parser *p)
{
	uint32_t n = 0;

	while (n < 2 * SQL_NAME_PARTS && parser_ahead_kind(p, n + 1, TOKEN_DOT))
		n += 2;
	return parser_ahead_kind(p, n + 1, TOKEN_OPEN) &&
	       !parser_ahead_at(p, n + 2, KW_NOLOCK);
}
