/*
 * trigger_rows.h - what a trigger's function sees, where the script says it.
 *
 * PostgreSQL's triggers run functions that stand elsewhere, mostly before
 * them. So the first function that returns a trigger looks through its whole
 * text for CREATE TRIGGER; what was found is kept for the others. Texts that
 * are longer than a few megabytes are not looked through: there the linker
 * knows it from the catalog.
 *
 * A heuristic: the words are looked for as bytes, so a comment may hold them.
 * It never fails; what cannot be read is passed over.
 */
#ifndef ANALYZERS_SQL_TRIGGER_ROWS_H
#define ANALYZERS_SQL_TRIGGER_ROWS_H

#include "analyzers/sql/routine.h"

/* Fills in what NEW and OLD of the function are rows of, if its triggers are
 * all on one table, and the names of its transition tables. In the arena of
 * the analysis. */
void trigger_rows_find(struct parser *p, const struct sql_name *routine,
		       struct routine_owner *owner);

void trigger_rows_free(struct trigger_rows *rows);

#endif
