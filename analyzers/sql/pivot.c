/*
 * PIVOT and UNPIVOT behind an item of FROM, which becomes a derived table
 * over it:
 *
 *	t PIVOT (sum(a) [AS s], ... FOR k IN (x [AS y], ...))
 *	is (SELECT *, sum(a) AS y, ... FROM t)
 *	t UNPIVOT [INCLUDE NULLS] (v FOR k IN (a [AS x], ...))
 *	is (SELECT *, <a, ...> AS v, <nothing> AS k FROM t)
 */
#include "analyzers/sql/query.h"

/* Aggregates of one PIVOT that are told apart. */
#define AGGREGATES_MAX 16

struct pivot {
	uint32_t level;
	struct sql_value values[AGGREGATES_MAX];
	const char *names[AGGREGATES_MAX];
	uint32_t n;
};

static void add_output(struct parser *p, uint32_t level, const char *name,
		       bool quoted, const struct sql_value *value)
{
	struct sql_output *output = level_output(p, level);

	output->name = name;
	output->quoted = quoted;
	if (value)
		output->value = level_share(p, value);
	else
		output->value.how = HOW_COMPUTED;
}

/* A name, or a literal, which names what comes of it; NULL if neither. */
static const char *read_label(struct parser *p, bool *quoted)
{
	const struct token *token = parser_peek(p);
	const char *name;

	*quoted = token->kind == TOKEN_QUOTED;
	if (token->kind != TOKEN_WORD && token->kind != TOKEN_QUOTED &&
	    token->kind != TOKEN_STRING && token->kind != TOKEN_NUMBER)
		return NULL;
	name = token_name(p->analysis->arena, &p->lexer, token);
	parser_next(p);
	return name;
}

/* The columns behind FOR, or in the list of UNPIVOT: c | (c, d). */
static void read_columns(struct parser *p, uint32_t level, enum role role,
			 struct sql_value *value)
{
	bool list = parser_accept_kind(p, TOKEN_OPEN);

	do {
		struct sql_name name;
		uint32_t ref;

		if (!parser_name(p, &name))
			break;
		ref = level_ref(p, level, &name, role, 0);
		if (value)
			*ARENA_PUSH(p->analysis->arena, value->refs,
				    value->n_refs) = ref;
	} while (list && parser_accept_kind(p, TOKEN_COMMA));
	if (list)
		query_close(p);
}

/* [AS] label behind an element of a list. */
static const char *read_alias(struct parser *p, bool *quoted)
{
	bool as = parser_accept(p, KW_AS);

	if (!as && parser_peek(p)->kind != TOKEN_WORD &&
	    parser_peek(p)->kind != TOKEN_QUOTED)
		return NULL;
	if (!as && parser_at(p, KW_FOR))
		return NULL;
	return read_label(p, quoted);
}

/* What the aggregates make of one value of the list. */
static void add_aggregates(struct parser *p, const struct pivot *pivot,
			   const char *label, bool quoted)
{
	for (uint32_t i = 0; label && i < pivot->n; i++) {
		const char *name =
			pivot->names[i]
				? arena_printf(p->analysis->arena, "%s_%s",
					       label, pivot->names[i])
				: label;

		add_output(p, pivot->level, name, quoted, &pivot->values[i]);
	}
}

static void read_pivot(struct parser *p, struct pivot *pivot)
{
	bool quoted;

	do {
		struct sql_value value;

		parser_expression(p, pivot->level, ROLE_SELECT, 0, &value);
		if (pivot->n < AGGREGATES_MAX) {
			pivot->names[pivot->n] = read_alias(p, &quoted);
			pivot->values[pivot->n++] = value;
		}
	} while (parser_accept_kind(p, TOKEN_COMMA));
	if (!parser_accept(p, KW_FOR))
		return;
	read_columns(p, pivot->level, ROLE_GROUP, NULL);
	if (!parser_accept(p, KW_IN) || !parser_at_kind(p, TOKEN_OPEN))
		return;
	if (parser_ahead_at(p, 1, KW_ANY)) {
		parser_skip_parentheses(p);
		return;
	}
	if (query_in_parentheses(p)) {
		parser_next(p);
		query_open(p, PLACE_EXPRESSION, pivot->level, SCOPE_ABSENT);
		query_close(p);
		return;
	}
	do {
		const char *label, *alias;
		bool alias_quoted;

		parser_next(p);
		label = read_label(p, &quoted);
		if (!label)
			parser_skip_one(p);
		alias = read_alias(p, &alias_quoted);
		add_aggregates(p, pivot, alias ? alias : label,
			       alias ? alias_quoted : quoted);
	} while (parser_at_kind(p, TOKEN_COMMA));
	query_close(p);
}

static void read_unpivot(struct parser *p, uint32_t level)
{
	struct sql_value value = {.how = HOW_COPIED};
	const char **names = NULL, *key;
	uint32_t n_names = 0;
	bool quoted, key_quoted;

	if (parser_at_kind(p, TOKEN_OPEN)) {
		parser_names(p, &names, &n_names);
	} else {
		const char *name = read_label(p, &quoted);

		if (name)
			*ARENA_PUSH(p->analysis->arena, names, n_names) = name;
	}
	if (!parser_accept(p, KW_FOR))
		return;
	key = read_label(p, &key_quoted);
	if (parser_accept(p, KW_IN) && parser_at_kind(p, TOKEN_OPEN)) {
		do {
			parser_next(p);
			read_columns(p, level, ROLE_SELECT, &value);
			read_alias(p, &quoted);
			if (parser_at_kind(p, TOKEN_OPEN))
				parser_skip_parentheses(p);
		} while (parser_at_kind(p, TOKEN_COMMA));
		query_close(p);
	}
	for (uint32_t i = 0; i < n_names; i++)
		add_output(p, level, names[i], false, &value);
	if (key)
		add_output(p, level, key, key_quoted, NULL);
}

bool pivot_at(struct parser *p)
{
	return (parser_at(p, KW_PIVOT) || parser_at(p, KW_UNPIVOT)) &&
	       (parser_ahead_kind(p, 1, TOKEN_OPEN) ||
		(parser_ahead_at(p, 1, KW_XML) &&
		 parser_ahead_kind(p, 2, TOKEN_OPEN)) ||
		(parser_ahead_kind(p, 1, TOKEN_WORD) &&
		 parser_ahead_kind(p, 3, TOKEN_OPEN)));
}

uint32_t pivot_over(struct parser *p, uint32_t level, struct sql_item *item)
{
	uint32_t over = level_open(p, LEVEL_SELECT, PLACE_ITEM, level,
				   level_get(p, level)->n_items);
	struct sql_level *made;

	if (item->kind == ITEM_QUERY && item->level != SCOPE_ABSENT) {
		level_get(p, item->level)->parent = over;
		level_get(p, item->level)->at = 0;
		p->statement->unordered = true;
	}
	made = level_get(p, over);
	*ARENA_PUSH(p->analysis->arena, made->items, made->n_items) = *item;
	made->items[0].flags &= ITEM_ONLY | ITEM_LATERAL;
	level_output(p, over)->star = true;
	*item = (struct sql_item){
		.kind = ITEM_QUERY, .flags = item->flags, .level = over};
	return over;
}

void pivot_read(struct parser *p, uint32_t level, struct sql_item *item)
{
	struct pivot pivot = {.level = SCOPE_ABSENT};
	bool unpivot = parser_at(p, KW_UNPIVOT);

	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_OPEN))
		parser_next(p); /* UNPIVOT INCLUDE NULLS, PIVOT XML */
	if (item->kind == ITEM_JOIN || !parser_enter(p)) {
		parser_skip_parentheses(p);
		return;
	}
	pivot.level = pivot_over(p, level, item);
	parser_next(p);
	if (unpivot)
		read_unpivot(p, pivot.level);
	else
		read_pivot(p, &pivot);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE))
		parser_skip_one(p); /* DEFAULT ON NULL (x), GROUP BY y */
	parser_accept_kind(p, TOKEN_CLOSE);
}

/* --- statements of DuckDB ------------------------------------------------- */

static void read_using(struct parser *p, uint32_t level)
{
	do {
		struct sql_value value;
		bool quoted = false;

		parser_expression(p, level, ROLE_SELECT, 0, &value);
		if (parser_accept(p, KW_AS) || parser_at_name(p)) {
			const char *name = read_label(p, &quoted);

			add_output(p, level, name, quoted, &value);
		}
	} while (parser_accept_kind(p, TOKEN_COMMA));
	if (parser_accept_two(p, KW_GROUP, KW_BY))
		parser_expressions(p, level, ROLE_GROUP, 0);
}

/* ON a, b [IN (...)], c: what becomes columns. */
static void read_on(struct parser *p, uint32_t level, enum role role)
{
	do {
		if (parser_accept_kind(p, TOKEN_STAR))
			continue;
		parser_expression(p, level, role, 0, NULL);
		if (parser_accept(p, KW_AS))
			parser_skip_one(p);
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

/*
 * PIVOT t ON a [IN (...)], ... [USING sum(b) AS c, ...] [GROUP BY d, ...]
 * UNPIVOT t ON a, b INTO NAME n VALUE v
 */
void pivot_statement(struct parser *p, uint32_t level)
{
	bool unpivot = parser_at(p, KW_UNPIVOT);

	parser_next(p);
	parser_from_item(p, level);
	level_output(p, level)->star = true;
	if (parser_accept(p, KW_ON))
		read_on(p, level, unpivot ? ROLE_SELECT : ROLE_GROUP);
	if (parser_accept(p, KW_USING))
		read_using(p, level);
	else if (parser_accept_two(p, KW_GROUP, KW_BY))
		parser_expressions(p, level, ROLE_GROUP, 0);
	if (parser_accept(p, KW_INTO)) {
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE) &&
		       !parser_at(p, KW_ORDER) && !parser_at(p, KW_LIMIT))
			parser_next(p);
	}
}

void read_pivot_statement(struct parser *p)
{
	query_open(p, PLACE_ROOT, SCOPE_ABSENT, SCOPE_ABSENT);
}
