#include "analyzers/sql/parser.h"

bool parser_expression(struct parser *p, uint32_t level, enum role role,
		       uint32_t flags, struct sql_value *value)
{
	(void)level, (void)role, (void)flags, (void)value;
	if (parser_at_end(p))
		return false;
	parser_skip_one(p);
	return true;
}

void parser_expressions(struct parser *p, uint32_t level, enum role role,
			uint32_t flags)
{
	do
		parser_expression(p, level, role, flags, NULL);
	while (parser_accept_kind(p, TOKEN_COMMA));
}
