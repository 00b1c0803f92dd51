/*
 * wrapper.h - routines that run what they are given.
 *
 *	CREATE FUNCTION run(q text) ... EXECUTE q
 *	CREATE FUNCTION empty(t text) ... EXECUTE 'TRUNCATE ' || t
 *	SELECT run('DELETE FROM a'), empty('b')
 *
 * Of each routine of a text that puts parameters into a string that it runs,
 * the string is kept as a template; calls further on in the same text are
 * read as the statements that come of it, by the caller. What runs a
 * parameter as it is, is exported, and calls of other routines with arguments
 * that are SQL are imports, so that the linker puts them together between
 * texts (ROUTINE_MODULE in fact.h).
 *
 * Templates are on the heap and belong to the parser of the whole text:
 * wrappers_free(). Nothing here fails; past the limits nothing is kept.
 */
#ifndef ANALYZERS_SQL_WRAPPER_H
#define ANALYZERS_SQL_WRAPPER_H

#include "analyzers/sql/fold.h"
#include "analyzers/sql/parser.h"

struct wrappers;

void wrappers_free(struct wrappers *wrappers);

/* The routine that is read runs this value. */
void wrapper_note(struct parser *p, const struct fold_value *value);

/* A routine is called whose arguments lie in the text from `begin` to `end`,
 * where a closing parenthesis may stand. `runs`: it is known to run them, and
 * may have no name. */
void wrapper_call(struct parser *p, const struct sql_name *name, uint32_t begin,
		  uint32_t end, bool runs);

#endif
