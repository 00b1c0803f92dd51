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
	RULE_HASH_TEMPORARY = 1 << 16,	  /* #t is a name of a temporary table
					     that else follows the rules */
	RULE_SLASH_COMMENTS = 1 << 17,	  /* two slashes, up to the line's
					     end */
	RULE_TRIPLE_QUOTES = 1 << 18,	  /* triple quotes; r'raw' */
	RULE_DASHED_NAMES = 1 << 19,	  /* FROM my-project.set.t */
	RULE_COLON_PATHS = 1 << 20,	  /* v:path.to is a field of v */
	RULE_FROM_FIRST = 1 << 21,	  /* FROM t SELECT a; FROM t INSERT */
	RULE_PREWHERE = 1 << 22,	  /* ClickHouse's clauses: FINAL,
					     PREWHERE, SETTINGS, FORMAT */
	RULE_OUTPUT_ALIASES = 1 << 23,	  /* outputs see those before them */
	RULE_WHERE_ALIASES = 1 << 24,	  /* WHERE sees outputs */
	RULE_FILE_TABLES = 1 << 25,	  /* FROM parquet.`path` is a file */
	RULE_ARRAY_ITEMS = 1 << 26,	  /* FROM t, t.list: an array of t */
	RULE_LAMBDAS = 1 << 28,		  /* f(a, x -> x + 1) */
	RULE_SCRIPTING = 1 << 27,	  /* IF, WHILE, DECLARE in a script */
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

/* The dialect of that name or one of its other names (databricks, presto);
 * false: there is none. */
bool dialect_parse(const char *name, enum dialect *dialect);

/*
 * A guess from signs in the whole text (backticks, $$, ENGINE=, ::, [dbo].),
 * DIALECT_GENERIC when there are none. A heuristic: a comment or string that
 * speaks of another dialect proves it wrong.
 */
enum dialect dialect_guess(const char *bytes, size_t size);

#endif
