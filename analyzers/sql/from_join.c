/*
 * Joins: the words before JOIN, ON and USING, and what other dialects join.
 */
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/expression.h"
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
		return ddl_at_word(p, "semi") || ddl_at_word(p, "anti") ||
		       ddl_at_word(p, "paste");
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
				 word == KW_ANY || word == KW_ASOF ||
				 word == KW_HASH || word == KW_LOOP ||
				 word == KW_MERGE)))
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

/* Deeper than this, joins that wait for their conditions are forgotten. */
#define PENDING_MAX 32

/*
 * Joins that wait for their ON or USING, by where their right sides begin:
 * a JOIN b JOIN c ON x ON y is a JOIN (b JOIN c ON x) ON y.
 */
struct joins {
	uint32_t first; /* item of what is joined */
	uint32_t start[PENDING_MAX];
	unsigned n;
};

/* MySQL and others take a JOIN without a condition, so that nobody can tell
 * before the end which join waits. */
static bool needs_condition(const struct parser *p)
{
	switch (p->lexer.rules->dialect) {
	case DIALECT_POSTGRESQL:
	case DIALECT_TSQL:
	case DIALECT_ORACLE:
		return true;
	default:
		return false;
	}
}

/* At the condition of the last join that waits: its right side becomes one
 * item. Gives where its left side begins, SCOPE_ABSENT if no join waits. */
static uint32_t take_join(struct parser *p, uint32_t level, struct joins *joins)
{
	const struct sql_level *made = level_get(p, level);
	const struct sql_item *last;
	uint32_t start;

	if (!joins->n || !made->n_items)
		return SCOPE_ABSENT;
	start = joins->start[--joins->n];
	last = &made->items[made->n_items - 1];
	if (start + 1 < made->n_items &&
	    !(last->kind == ITEM_JOIN && last->first == start))
		level_item(p, level, ITEM_JOIN)->first = start;
	return joins->n && needs_condition(p) ? joins->start[joins->n - 1]
					      : joins->first;
}

/* USING (a, b) [AS alias] */
static void read_using(struct parser *p, uint32_t level, struct joins *joins)
{
	struct sql_level *made;
	struct sql_item *item;
	const char **columns;
	const char *alias;
	bool quoted;
	uint32_t n;

	parser_next(p);
	parser_names(p, &columns, &n);
	take_join(p, level, joins);
	made = level_get(p, level);
	if (!made->n_items)
		return;
	item = &made->items[made->n_items - 1];
	if (!item->n_using_columns) {
		item->using_columns = columns;
		item->n_using_columns = n;
	}
	if (!parser_accept(p, KW_AS))
		return;
	alias = parser_identifier(p, &quoted);
	if (!alias)
		return;
	item = level_item(p, level, ITEM_USING);
	item->alias = alias;
	item->alias_quoted = quoted;
	item->columns = columns;
	item->n_columns = n;
	item->first = level_get(p, level)->n_items - 2;
}

/* ON CONFLICT, ON DUPLICATE KEY: of the INSERT that the query is for. */
static bool at_upsert(struct parser *p)
{
	return (parser_ahead_at(p, 1, KW_CONFLICT) &&
		!parser_ahead_kind(p, 2, TOKEN_DOT)) ||
	       (parser_ahead_at(p, 1, KW_DUPLICATE) &&
		parser_ahead_at(p, 2, KW_KEY));
}

static void read_on(struct parser *p, uint32_t level, struct joins *joins)
{
	uint32_t first = take_join(p, level, joins);
	struct from_mark mark = from_mark(p, level);

	parser_next(p);
	parser_expression(p, level, ROLE_JOIN, 0, NULL);
	if (first != SCOPE_ABSENT)
		from_condition(p, level, mark, first);
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
	uint32_t n_lambda = p->n_lambda;

	parser_next(p);
	do {
		const char *name;

		parser_next(p);
		lambda_open(p);
		parser_expression(p, level, ROLE_SELECT, 0, &item.value);
		p->n_lambda = n_lambda;
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

/* An item behind JOIN, which waits for its condition unless it has none. */
static void read_joined(struct parser *p, uint32_t level, uint32_t flags,
			bool waits, struct joins *joins)
{
	if (waits && !(flags & (ITEM_NATURAL | ITEM_LATERAL)) &&
	    joins->n < PENDING_MAX)
		joins->start[joins->n++] = level_get(p, level)->n_items;
	if (p->lexer.rules->dialect == DIALECT_BIGQUERY &&
	    token_is_name(parser_ahead(p, 1)))
		ddl_accept_word(p, "each"); /* legacy SQL: JOIN EACH t */
	from_item(p, level, flags);
}

void from_joins(struct parser *p, uint32_t level, uint32_t first)
{
	struct joins joins;
	uint32_t flags;

	joins.first = first;
	joins.n = 0;
	for (;;) {
		bool waits = !parser_at(p, KW_CROSS);

		if ((parser_at(p, KW_LEFT) || parser_at(p, KW_INNER)) &&
		    parser_ahead_at(p, 1, KW_ARRAY) &&
		    parser_ahead_at(p, 2, KW_JOIN))
			parser_next(p);
		if (parser_at(p, KW_ARRAY) && parser_ahead_at(p, 1, KW_JOIN))
			read_array_join(p, level);
		else if (accept_join(p, &flags))
			read_joined(p, level, flags, waits, &joins);
		else if (parser_at(p, KW_ON) && !at_upsert(p))
			read_on(p, level, &joins);
		else if (parser_at(p, KW_USING) &&
			 parser_ahead_kind(p, 1, TOKEN_OPEN))
			read_using(p, level, &joins);
		else if (pivot_at(p))
			skip_pivot(p);
		else if (parser_at(p, KW_LATERAL) &&
			 parser_ahead_at(p, 1, KW_VIEW))
			read_lateral_view(p, level);
		else if (parser_at(p, KW_USING) &&
			 p->lexer.rules->flags & RULE_PREWHERE &&
			 level_get(p, level)->n_items &&
			 token_is_name(parser_ahead(p, 1)))
			read_bare_using(p, level);
		else if (!parser_accept_kind(p, TOKEN_HOLE))
			return;
	}
}
