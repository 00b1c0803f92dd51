/*
 * Joins: the words before JOIN, ON and USING, and what other dialects join.
 */
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/from.h"

/* Words of other dialects before JOIN. */
static bool at_odd_join(struct parser *p)
{
	switch (parser_peek(p)->keyword) {
	case KW_ASOF:
	case KW_ANY:
	case KW_ALL:
	case KW_GLOBAL:
	case KW_POSITIONAL:
	case KW_ARRAY:
		return true;
	default:
		return ddl_at_word(p, "semi") || ddl_at_word(p, "anti");
	}
}

/*
 * [NATURAL] [INNER | CROSS | {LEFT | RIGHT | FULL} [OUTER] [SEMI | ANTI]]
 * JOIN | STRAIGHT_JOIN | {CROSS | OUTER} APPLY. Gives the flags of the item
 * behind it.
 */
static bool accept_join(struct parser *p, uint32_t *flags)
{
	uint32_t n = 0;

	*flags = 0;
	while (n < 5) {
		enum keyword word = (enum keyword)parser_ahead(p, n)->keyword;

		if (word == KW_NATURAL)
			*flags |= ITEM_NATURAL;
		else if (word == KW_APPLY && n)
			*flags |= ITEM_LATERAL;
		else if (word != KW_INNER && word != KW_CROSS &&
			 !(n == 0 && at_odd_join(p)) && word != KW_LEFT &&
			 word != KW_RIGHT && word != KW_FULL &&
			 word != KW_OUTER && word != KW_JOIN &&
			 word != KW_STRAIGHT_JOIN &&
			 !(n && (word == KW_NONE || word == KW_ALL ||
				 word == KW_ANY || word == KW_HASH ||
				 word == KW_LOOP || word == KW_MERGE)))
			return false;
		n++;
		if (word == KW_JOIN || word == KW_STRAIGHT_JOIN ||
		    word == KW_APPLY)
			break;
	}
	if (n == 5)
		return false;
	while (n--)
		parser_next(p);
	return true;
}

static void read_using(struct parser *p, uint32_t level)
{
	struct sql_level *made = level_get(p, level);
	struct sql_item *item;
	const char **columns;
	uint32_t n;

	parser_next(p);
	parser_names(p, &columns, &n);
	if (!made->n_items)
		return;
	item = &made->items[made->n_items - 1];
	if (!item->n_using_columns) {
		item->using_columns = columns;
		item->n_using_columns = n;
	}
	if (parser_accept(p, KW_AS))
		parser_identifier(p, NULL);
}

/* ON CONFLICT, ON DUPLICATE KEY: of the INSERT that the query is for. */
static bool at_upsert(struct parser *p)
{
	return (parser_ahead_at(p, 1, KW_CONFLICT) &&
		!parser_ahead_kind(p, 2, TOKEN_DOT)) ||
	       (parser_ahead_at(p, 1, KW_DUPLICATE) &&
		parser_ahead_at(p, 2, KW_KEY));
}

static void read_on(struct parser *p, uint32_t level)
{
	parser_next(p);
	parser_expression(p, level, ROLE_JOIN, 0, NULL);
}

/* PIVOT (...) of a whole join: what comes out has other columns. */
static void skip_pivot(struct parser *p)
{
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_OPEN))
		parser_next(p);
	parser_skip_one(p);
	parser_accept(p, KW_AS);
	parser_identifier(p, NULL);
}

/* Hive, Spark: LATERAL VIEW [OUTER] f(x) t [AS a, b] */
static void read_lateral_view(struct parser *p, uint32_t level)
{
	struct sql_item item = {.level = SCOPE_ABSENT};

	parser_next(p);
	parser_next(p);
	parser_accept(p, KW_OUTER);
	if (!parser_at_name(p))
		return;
	from_function(p, level, &item);
	if (!parser_at(p, KW_AS))
		item.alias = parser_identifier(p, &item.alias_quoted);
	if (parser_accept(p, KW_AS))
		do {
			const char *name = parser_identifier(p, NULL);

			if (!name)
				break;
			*ARENA_PUSH(p->analysis->arena, item.columns,
				    item.n_columns) = name;
		} while (parser_accept_kind(p, TOKEN_COMMA));
	from_add_item(p, level, &item);
}

/* ClickHouse: ARRAY JOIN a AS b, c: columns, no relations. */
static void read_array_join(struct parser *p, uint32_t level)
{
	struct sql_item item = {.kind = ITEM_FUNCTION,
				.flags = ITEM_LATERAL,
				.level = SCOPE_ABSENT};

	parser_next(p);
	do {
		const char *name;

		parser_next(p);
		parser_expression(p, level, ROLE_SELECT, 0, &item.value);
		item.value.how = HOW_COMPUTED;
		item.columns = NULL;
		item.n_columns = 0;
		if (!parser_accept(p, KW_AS))
			continue;
		name = parser_identifier(p, NULL);
		if (!name)
			continue;
		item.alias = name;
		*ARENA_PUSH(p->analysis->arena, item.columns, item.n_columns) =
			name;
		from_add_item(p, level, &item);
	} while (parser_at_kind(p, TOKEN_COMMA));
}

/* ClickHouse: USING a, b without parentheses. */
static void read_bare_using(struct parser *p, uint32_t level)
{
	struct sql_level *made = level_get(p, level);
	struct sql_item *item = &made->items[made->n_items - 1];

	parser_next(p);
	do {
		const char *name = parser_identifier(p, NULL);

		if (!name)
			return;
		*ARENA_PUSH(p->analysis->arena, item->using_columns,
			    item->n_using_columns) = name;
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

void from_joins(struct parser *p, uint32_t level)
{
	uint32_t flags;

	for (;;) {
		if (parser_at(p, KW_ARRAY) && parser_ahead_at(p, 1, KW_JOIN))
			read_array_join(p, level);
		else if (accept_join(p, &flags))
			from_item(p, level, flags);
		else if (parser_at(p, KW_ON) && !at_upsert(p))
			read_on(p, level);
		else if (parser_at(p, KW_USING) &&
			 parser_ahead_kind(p, 1, TOKEN_OPEN))
			read_using(p, level);
		else if (pivot_at(p))
			skip_pivot(p);
		else if (parser_at(p, KW_LATERAL) &&
			 parser_ahead_at(p, 1, KW_VIEW))
			read_lateral_view(p, level);
		else if (parser_at(p, KW_USING) &&
			 p->lexer.rules->dialect == DIALECT_GENERIC &&
			 level_get(p, level)->n_items &&
			 token_is_name(parser_ahead(p, 1)))
			read_bare_using(p, level);
		else if (!parser_accept_kind(p, TOKEN_HOLE))
			return;
	}
}
