/*
 * What the clients of databases read themselves: their commands in a script.
 */
#include "analyzers/sql/parser.h"

bool script_command(struct parser *p)
{
	if (!parser_at_kind(p, TOKEN_BACKSLASH))
		return false;
	p->lexer.offset = parser_peek(p)->offset;
	lexer_skip_line(&p->lexer);
	parser_jump(p, p->lexer.offset);
	return true;
}
