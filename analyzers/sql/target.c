/*
 * Targets: the relation that INSERT, UPDATE, DELETE or MERGE writes.
 */
#include <string.h>

#include "analyzers/sql/from.h"

/* T-SQL's OUTPUT deleted.x is no alias. */
static bool at_output(struct parser *p)
{
	return parser_at(p, KW_OUTPUT) && parser_ahead_kind(p, 2, TOKEN_DOT);
}

/* MySQL's INSERT INTO t VALUE (...) */
static bool at_values(struct parser *p)
{
	return parser_at(p, KW_VALUE) && parser_ahead_kind(p, 1, TOKEN_OPEN);
}

/* Hive's PARTITION (...) IF NOT EXISTS, Spark's REPLACE WHERE. */
static bool at_overwritten(struct parser *p)
{
	return (parser_at(p, KW_IF) && parser_ahead_at(p, 1, KW_NOT)) ||
	       (p->lexer.rules->dialect == DIALECT_DB2 &&
		parser_is_word(p, parser_peek(p), "include") &&
		parser_ahead_kind(p, 1, TOKEN_OPEN)) ||
	       (parser_at(p, KW_REPLACE) && (parser_ahead_at(p, 1, KW_WHERE) ||
					     parser_ahead_at(p, 1, KW_USING)));
}

static void target_suffixes(struct parser *p, uint32_t level,
			    struct sql_item *item)
{
	from_partitions(p, item);
	from_skip_suffixes(p, level);
	/* A parenthesis behind the alias is a list of columns to fill. */
	if (parser_accept(p, KW_AS) || (from_at_alias(p) && !at_output(p) &&
					!at_values(p) && !at_overwritten(p)))
		item->alias = parser_identifier(p, &item->alias_quoted);
	from_skip_suffixes(p, level);
}

bool target_read(struct parser *p, uint32_t level, struct sql_item *item)
{
	bool parentheses = false;

	memset(item, 0, sizeof(*item));
	item->level = SCOPE_ABSENT;
	item->flags = ITEM_TARGET;
	if (parser_at(p, KW_ONLY) && (parser_ahead_kind(p, 1, TOKEN_OPEN) ||
				      token_is_name(parser_ahead(p, 1)))) {
		parser_next(p);
		item->flags |= ITEM_ONLY;
		parentheses = parser_accept_kind(p, TOKEN_OPEN);
	}
	if (!parser_row_name(p, &item->name))
		return false;
	if (parentheses)
		parser_accept_kind(p, TOKEN_CLOSE);
	parser_accept_kind(p, TOKEN_STAR);
	target_suffixes(p, level, item);
	return true;
}

bool target_read_query(struct parser *p, uint32_t level,
		       enum operation operation)
{
	static const struct sql_name none;

	if (!from_at_special(p) &&
	    !(parser_at_kind(p, TOKEN_OPEN) && query_in_parentheses(p)))
		return false;
	from_item(p, level, ITEM_TARGET);
	if (operation && level_get(p, level)->n_items)
		level_target(p, level, &none, operation)->item = 0;
	return true;
}

/* The comma that a directive stands for is not written so. */
static bool at_other(const struct parser *p)
{
	return parser_at_kind(p, TOKEN_COMMA) &&
	       p->lexer.bytes[parser_peek(p)->offset] != ',';
}

uint32_t target_others(struct parser *p, uint32_t level, struct sql_item *item,
		       struct sql_name names[TARGET_OTHERS_MAX])
{
	uint32_t n = 0;

	while (n < TARGET_OTHERS_MAX && at_other(p)) {
		parser_next(p);
		if (!parser_row_name(p, &names[n]))
			break;
		n++;
	}
	if (n && !item->alias)
		target_suffixes(p, level, item);
	return n;
}

void target_add_others(struct parser *p, uint32_t level,
		       const struct sql_name *names, uint32_t n,
		       enum operation operation)
{
	for (uint32_t i = 0; i < n; i++) {
		struct sql_item item = {.kind = ITEM_RELATION,
					.flags = ITEM_TARGET,
					.name = names[i],
					.level = SCOPE_ABSENT};
		uint32_t at = from_add_item(p, level, &item);

		level_target(p, level, &names[i], operation)->item = at;
	}
}

uint32_t parser_target(struct parser *p, uint32_t level,
		       enum operation operation)
{
	struct sql_item item;
	struct sql_name others[TARGET_OTHERS_MAX];
	uint32_t at, n;

	if (!target_read(p, level, &item))
		return SCOPE_ABSENT;
	n = target_others(p, level, &item, others);
	at = from_add_item(p, level, &item);
	level_target(p, level, &item.name, operation)->item = at;
	target_add_others(p, level, others, n, operation);
	return at;
}
