/*
 * dialect.h - what differs between the dialects of SQL, as data.
 *
 * The lexer and the parser ask for rules, never for a dialect's name. The
 * generic dialect is what is left when nothing is known: it takes everything
 * that does not contradict. Everything here is constant and lives for ever.
 *
 *	const struct dialect_rules *rules = dialect_rules(text->dialect);
 *	if (rules->flags & RULE_BACKSLASHES)
 *		...
 */
#ifndef ANALYZERS_SQL_DIALECT_H
#define ANALYZERS_SQL_DIALECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/kinds.h"

enum dialect_rule {
	RULE_DOUBLE_QUOTED_STRINGS = 1 << 0, /* "x" is a string, no name */
	RULE_BRACKETS = 1 << 1,		     /* [x] is a name */
	RULE_HASH_COMMENTS = 1 << 2,	     /* # up to the line's end */
	RULE_HASH_NAMES = 1 << 3,	     /* #temp is a name */
	RULE_NESTED_COMMENTS = 1 << 4,
	RULE_EXECUTABLE_COMMENTS = 1 << 5, /* what is in the comment that
					      opens with a "!" is read */
	RULE_DOLLAR_QUOTES = 1 << 6,
	RULE_BACKSLASHES = 1 << 7,	  /* escape in plain strings */
	RULE_LONG_OPERATORS = 1 << 8,	  /* as PostgreSQL: @>, #>>, ?| ... */
	RULE_Q_QUOTES = 1 << 9,		  /* q'[it's]' */
	RULE_AT_LINKS = 1 << 10,	  /* t@link */
	RULE_HAVING_INPUT = 1 << 11,	  /* GROUP BY, HAVING see output names,
					     after columns */
	RULE_BACKTICK_PATHS = 1 << 12,	  /* `project.set.table` has parts */
	RULE_DASHES_NEED_SPACE = 1 << 13, /* 1--1 is no comment */
	RULE_STRING_ALIASES = 1 << 14,	  /* SELECT a 'alias' */
	RULE_INTO_VARIABLES = 1 << 15,	  /* SELECT ... INTO sets variables */
};

struct dialect_rules {
	enum dialect dialect;
	uint32_t flags; /* bits of enum dialect_rule */
};

const struct dialect_rules *dialect_rules(enum dialect dialect);

/* The rules with those flags turned around, of a session that asked for it
 * (sql_mode, standard_conforming_strings). */
const struct dialect_rules *
dialect_rules_with(const struct dialect_rules *rules, uint32_t on,
		   uint32_t off);

/*
 * A guess from signs in the whole text (backticks, $$, ENGINE=, ::, [dbo].),
 * DIALECT_GENERIC when there are none. A heuristic: a comment or string that
 * speaks of another dialect proves it wrong.
 */
enum dialect dialect_guess(const char *bytes, size_t size);

#endif
