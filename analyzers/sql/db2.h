/*
 * db2.h - what only Db2 writes (LUW and z/OS), for the readers of statements.
 *
 * All functions are called where `p` is of that dialect, or say themselves
 * that nothing was taken where it is another. Nothing is owned; what is made
 * is in the arena of the analysis.
 *
 *	if (db2_is(p) && db2_clause(p))
 *		return true;
 */
#ifndef ANALYZERS_SQL_DB2_H
#define ANALYZERS_SQL_DB2_H

#include "analyzers/sql/ddl.h"

static inline bool db2_is(const struct parser *p)
{
	return p->lexer.rules->dialect == DIALECT_DB2;
}

/* A statement that no other dialect has, or another one under a word that
 * means something else there; false, and nothing taken, if it is none. */
bool db2_statement(struct parser *p);

/* WITH UR, OPTIMIZE FOR 1 ROW, QUERYNO 1, ...: a clause that says nothing of
 * access; false, and nothing taken, if none stands here. */
bool db2_clause(struct parser *p);

/* CREATE ALIAS, NICKNAME, MASK, PERMISSION, ...; false, and nothing taken, if
 * it is none of them. */
bool db2_create(struct parser *p, const struct ddl_head *head);

/* GLOBAL TEMPORARY TABLE, behind DECLARE; false, and nothing taken, if none
 * stands here. */
bool db2_declare_table(struct parser *p);

/* Takes SYSPROC.ADMIN_CMD ( behind CALL; false, and nothing taken, if it is
 * another routine. */
bool db2_at_command(struct parser *p);

/* How many words a special register has that begins with CURRENT, which stands
 * here: CURRENT DATE, CURRENT QUERY OPTIMIZATION; 0: it is none. */
uint32_t db2_register(struct parser *p);

#endif
