/*
 * Pipes: FROM t |> operator |> operator (BigQuery, Spark).
 *
 *	|> WHERE x | ORDER BY x | LIMIT n | JOIN u ON x | AS a
 *	|> SELECT [DISTINCT] list | EXTEND list | WINDOW list | SET a = x, ...
 *	|> DROP a, ... | RENAME a AS b, ... | DISTINCT
 *	|> AGGREGATE list [GROUP [AND ORDER] BY list]
 *	|> UNION | INTERSECT | EXCEPT ... (query), ...
 *	|> PIVOT (...) | UNPIVOT (...) | TABLESAMPLE ... | CALL f (...)
 *
 * An operator works on what the level gives out so far. One that makes
 * columns goes around it: what was read becomes a derived table of the level.
 */
#include <string.h>

#include "analyzers/sql/ddl.h"
#include "analyzers/sql/query.h"

/* Whether the level gives out nothing but the columns of its items. */
static bool is_plain(struct parser *p, uint32_t level)
{
	const struct sql_level *made = level_get(p, level);

	return made->kind == LEVEL_SELECT && made->n_outputs == 1 &&
	       made->outputs[0].star && !made->outputs[0].qualifier.n_parts;
}

/* The name by which the columns of a level's only item are still called. */
static void keep_alias(const struct sql_level *level, struct sql_item *item)
{
	const struct sql_item *only = level->items;

	if (level->n_items != 1)
		return;
	item->alias = only->alias;
	item->alias_quoted = only->alias_quoted;
	if (!item->alias && only->name.n_parts)
		item->alias = only->name.parts[only->name.n_parts - 1];
}

/* What was read into the level becomes an item of it. */
static void wrap(struct parser *p, uint32_t level)
{
	uint32_t inner = level_lower(p, level, PLACE_ITEM, 0, true);
	struct sql_item *item = level_item(p, level, ITEM_QUERY);

	level_get(p, level)->kind = LEVEL_SELECT;
	item->level = inner;
	keep_alias(level_get(p, inner), item);
}

/* For operators that add to the clauses of the level. */
static void open_clauses(struct parser *p, uint32_t level)
{
	if (is_plain(p, level))
		return;
	wrap(p, level);
	level_output(p, level)->star = true;
}

/* SELECT list; EXTEND list, with all that was there before it. */
static void read_list(struct parser *p, uint32_t level, bool star)
{
	if (!is_plain(p, level))
		wrap(p, level);
	else
		level_get(p, level)->n_outputs = 0;
	if (star)
		level_output(p, level)->star = true;
	parser_next(p);
	if (!parser_accept(p, KW_DISTINCT))
		parser_accept(p, KW_ALL);
	query_outputs(p, level, REF_INPUT_FIRST);
}

/* SET a = x, b = y: b may be made of anything; so far as columns go, they are
 * read. */
static void read_set(struct parser *p, uint32_t level)
{
	open_clauses(p, level);
	parser_next(p);
	do {
		parser_identifier(p, NULL);
		parser_accept_kind(p, TOKEN_EQUALS);
		parser_expression(p, level, ROLE_SELECT, 0, NULL);
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

static void give_role(struct parser *p, uint32_t level, uint32_t first,
		      enum role role)
{
	struct sql_level *made = level_get(p, level);

	for (uint32_t i = first; i < made->n_refs; i++)
		made->refs[i].role = role;
}

/* AGGREGATE list [GROUP [AND ORDER] BY list]: gives out what it groups by,
 * and the aggregates. */
static void read_aggregate(struct parser *p, uint32_t level)
{
	uint32_t first;

	if (!is_plain(p, level))
		wrap(p, level);
	else
		level_get(p, level)->n_outputs = 0;
	parser_next(p);
	if (!parser_at(p, KW_GROUP))
		query_outputs(p, level, 0);
	if (!parser_accept(p, KW_GROUP))
		return;
	if (parser_accept(p, KW_AND))
		parser_accept(p, KW_ORDER);
	parser_accept(p, KW_BY);
	first = level_get(p, level)->n_refs;
	do {
		query_outputs(p, level, 0);
		if (!parser_accept(p, KW_ASC))
			parser_accept(p, KW_DESC);
		if (parser_accept(p, KW_NULLS))
			parser_next(p);
	} while (parser_accept_kind(p, TOKEN_COMMA));
	give_role(p, level, first, ROLE_GROUP);
}

/* DROP a, b; RENAME a AS b: names of what comes out, no access. */
static void skip_names(struct parser *p)
{
	parser_next(p);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_PIPE) &&
	       !parser_at_kind(p, TOKEN_CLOSE))
		parser_skip_one(p);
}

/* AS a: the columns get another qualifier. */
static void read_as(struct parser *p, uint32_t level)
{
	struct sql_item *item;

	parser_next(p);
	wrap(p, level);
	level_output(p, level)->star = true;
	item = &level_get(p, level)->items[0];
	item->alias = parser_identifier(p, &item->alias_quoted);
}

static void read_operator(struct parser *p, uint32_t level)
{
	switch (parser_peek(p)->keyword) {
	case KW_SELECT:
		read_list(p, level, false);
		return;
	case KW_WINDOW:
		read_list(p, level, true);
		return;
	case KW_SET:
		read_set(p, level);
		return;
	case KW_AGGREGATE:
		read_aggregate(p, level);
		return;
	case KW_DROP:
	case KW_RENAME:
		skip_names(p);
		return;
	case KW_DISTINCT:
		parser_next(p);
		return;
	case KW_AS:
		read_as(p, level);
		return;
	case KW_CALL:
		parser_next(p);
		open_clauses(p, level);
		parser_expression(p, level, ROLE_SELECT, 0, NULL);
		return;
	case KW_UNION:
	case KW_INTERSECT:
	case KW_EXCEPT:
		query_pipe_set(p, level);
		return;
	default:
		if (ddl_at_word(p, "extend")) {
			read_list(p, level, true);
			return;
		}
		open_clauses(p, level);
		from_rest(p, level);
		query_clauses(p, level);
	}
}

void query_pipes(struct parser *p, uint32_t level)
{
	while (parser_accept_kind(p, TOKEN_PIPE)) {
		if (!level_get(p, level)->n_outputs &&
		    level_get(p, level)->kind == LEVEL_SELECT)
			level_output(p, level)->star = true;
		read_operator(p, level);
	}
}
