#include "analyzers/sql/parser.h"

bool parser_at_query(struct parser *p)
{
	return parser_at(p, KW_SELECT);
}

uint32_t parser_query(struct parser *p, enum sql_level_place place,
		      uint32_t parent, uint32_t at)
{
	uint32_t level = level_open(p, LEVEL_SELECT, place, parent, at);

	parser_skip_statement(p);
	return level;
}

void parser_from(struct parser *p, uint32_t level)
{
	struct sql_name name;

	if (parser_name(p, &name))
		level_item(p, level, ITEM_RELATION)->name = name;
}

uint32_t parser_target(struct parser *p, uint32_t level,
		       enum operation operation)
{
	struct sql_name name;

	if (!parser_name(p, &name))
		return SCOPE_ABSENT;
	level_item(p, level, ITEM_RELATION)->name = name;
	level_target(p, level, &name, operation);
	return 0;
}

void parser_outputs(struct parser *p, uint32_t level)
{
	parser_expressions(p, level, ROLE_SELECT, 0);
}
