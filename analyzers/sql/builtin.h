/*
 * builtin.h - functions of the servers themselves, which are no routines.
 *
 * One list for all dialects, by their names in lower case; those that neither
 * PostgreSQL nor MySQL has are marked, and are the user's own there. Elsewhere
 * a routine of the user that has such a name is missed: the names that people
 * use for their own are left out.
 */
#ifndef ANALYZERS_SQL_BUILTIN_H
#define ANALYZERS_SQL_BUILTIN_H

#include <stdbool.h>
#include <stdint.h>

#include "graph/kinds.h"

enum builtin_flag {
	BUILTIN_FUNCTION = 1 << 0,
	BUILTIN_AGGREGATE = 1 << 1,
	BUILTIN_UNIT = 1 << 2,	   /* its first argument may be a unit */
	BUILTIN_SEQUENCE = 1 << 3, /* its first argument names a sequence */
	BUILTIN_TABLE = 1 << 4,	   /* its first argument names a table */
	BUILTIN_ROUTINE = 1 << 5,  /* its first argument names a routine */
	BUILTIN_ELEMENT = 1 << 6,  /* its first argument, quoted, is a name */
	BUILTIN_TYPE = 1 << 7,	   /* its first argument may be a type */
	BUILTIN_FOREIGN = 1 << 8,  /* PostgreSQL, MySQL, MariaDB have it not */
	BUILTIN_EMBEDDED = 1 << 9, /* ClickHouse, DuckDB or SQLite alone */
	BUILTIN_QUERY = 1 << 10,   /* it runs a query that it is given */
	BUILTIN_WAREHOUSE = 1 << 11, /* of warehouses alone: elsewhere people
				      have their own of that name */
};

/* Flags of the function whose name has that word_hash(); 0: not built in.
 * Call builtin_init() first, as keyword_init(). */
uint32_t builtin_find(enum dialect dialect, uint64_t hash);

/* Whether the bare word is what the server fills in, and no column: ROWNUM,
 * LEVEL, _TABLE_SUFFIX. */
bool builtin_is_pseudo(enum dialect dialect, const char *word, uint32_t length);

/* Packages that Oracle brings along: DBMS_OUTPUT, UTL_FILE, ... */
/* The flags of a function of ClickHouse by the make of its name, which none
 * that a user makes has; or 0. */
uint32_t builtin_of_clickhouse(const char *name);

bool builtin_is_package(const char *name);
void builtin_init(void);

#endif
