/*
 * name.h - names as servers fold and compare them.
 *
 * PostgreSQL folds an unquoted name to lower case, Oracle and Snowflake to
 * upper case; the others keep it and compare without regard to case (tables
 * of MySQL: as the file system does, so an exact match goes first). Where the
 * dialect is not known, names are folded to lower case and compared without
 * regard to case. Only ASCII letters have a case, as in a server with UTF-8.
 *
 * Results of the functions that take an arena live there, or are the given
 * string when nothing changes. None of them fails.
 */
#ifndef GRAPH_CATALOG_NAME_H
#define GRAPH_CATALOG_NAME_H

#include "graph/arena.h"
#include "graph/kinds.h"
#include "graph/scope.h"

/* Whether folded names that differ in case are different names. */
bool dialect_has_case(enum dialect dialect);

const char *name_fold_in(struct arena *arena, enum dialect dialect,
			 const char *part, bool quoted);

/* A part of a name, folded. */
const char *name_part(struct arena *arena, enum dialect dialect,
		      const struct sql_name *name, uint32_t part);

/* The last part, folded; "" when there is no name. */
const char *name_last(struct arena *arena, enum dialect dialect,
		      const struct sql_name *name);

/* All parts, folded and joined by "."; holes are kept. */
const char *name_join(struct arena *arena, enum dialect dialect,
		      const struct sql_name *name);

/* Whether two names as written are the same when they are folded. */
bool name_folds_same(enum dialect dialect, const char *a, bool a_quoted,
		     const char *b, bool b_quoted);

/* Whether two names as written mean the same column or alias. */
bool name_same(enum dialect dialect, const char *a, bool a_quoted,
	       const char *b, bool b_quoted);

static inline bool name_part_quoted(const struct sql_name *name, uint32_t part)
{
	return part < 32 && name->quoted >> part & 1;
}

/* The schemas of a comma separated search path, folded; "$user" is left out.
 * Sets *n; NULL and "" give none. */
const char **search_path(struct arena *arena, enum dialect dialect,
			 const char *path, uint32_t *n);

#endif
