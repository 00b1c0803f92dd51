/*
 * ddl_type.h - types of columns and arguments, as a catalog names them.
 *
 * A function is known by the types of its input arguments, and a script
 * writes them in many ways: int, INT4, pg_catalog.int4, integer. The catalog
 * prints one; so do we. Results live in the arena.
 *
 *	type_identity(arena, "pg_catalog.VARCHAR(10)[3]")
 *		gives "character varying[]"
 */
#ifndef ANALYZERS_SQL_DDL_TYPE_H
#define ANALYZERS_SQL_DDL_TYPE_H

#include "graph/arena.h"

/* The type as PostgreSQL's format_type() prints it, without its length or
 * precision. Names it does not know are only folded. */
const char *type_identity(struct arena *arena, const char *written);

#endif
