/*
 * teradata.h - what only Teradata writes, for the readers of statements.
 *
 * All functions are called where `p` is of that dialect, or say themselves
 * that nothing was taken where it is another. Nothing is owned; what is made
 * is in the arena of the analysis.
 *
 *	if (teradata_is(p) && teradata_clause(p, level))
 *		return true;
 */
#ifndef ANALYZERS_SQL_TERADATA_H
#define ANALYZERS_SQL_TERADATA_H

#include "analyzers/sql/ddl.h"
#include "analyzers/sql/expression.h"

static inline bool teradata_is(const struct parser *p)
{
	return p->lexer.rules->dialect == DIALECT_TERADATA;
}

/* --- teradata.c: statements ----------------------------------------------- */

/* A command of BTEQ, FastLoad or MultiLoad, at the dot that begins its line;
 * false, and nothing taken, if none stands here. */
bool teradata_command(struct parser *p);

/* Takes what goes before a statement: LOCKING ..., USING (...), VALIDTIME.
 * Whether such words go before a query, n tokens ahead. */
void teradata_skip_modifiers(struct parser *p);
bool teradata_at_modifier(struct parser *p, uint32_t n);

/* A statement that no other dialect has, or another one under a word that
 * means something else there; false, and nothing taken, if it is none. */
bool teradata_statement(struct parser *p);

/* CREATE MACRO m [(parameters)] AS (statements), behind the word. */
void teradata_create_macro(struct parser *p, const struct ddl_head *head);

/* A word between CREATE and the kind. */
bool teradata_table_word(struct parser *p);

/* Statements in parentheses, at the opening one: of a macro or trigger. */
void teradata_body(struct parser *p, const struct routine_owner *owner);

/* CALL DBC.SysExecSQL (string), behind CALL: false, and nothing taken, if it
 * is another routine. */
bool teradata_at_dynamic(struct parser *p);

/* --- teradata_query.c: what is inside of statements ----------------------- */

/* NORMALIZE ON ..., AND CONSUME, behind SELECT. */
bool teradata_select_option(struct parser *p);

/* SAMPLE ..., EXPAND ON ..., WITH SUM(a) BY b: a clause of a SELECT; false,
 * and nothing taken, if none stands here. */
bool teradata_clause(struct parser *p, uint32_t level);

/* Whether the words go on with the query where the first could be an alias. */
bool teradata_goes_on(struct parser *p);

/* (FORMAT '...'), (INTEGER), (NAMED a) behind an operand, at the parenthesis.
 */
bool teradata_at_attributes(struct parser *p);
void teradata_attributes(struct parser *p, struct expression *e);

/* EQ, NE, LT, LE, GT, GE as operators. */
bool teradata_at_comparison(struct parser *p);

/* INSERT INTO t (1, 'x') or (a = 1, b = 'x'), at the parenthesis; false, and
 * nothing taken, if it holds names of columns. */
bool teradata_insert_values(struct parser *p, uint32_t level);

/* LOGGING [ALL] ERRORS [WITH NO LIMIT | WITH LIMIT OF n] */
bool teradata_skip_logging(struct parser *p);

/* Relations that are only named as qualifiers: SELECT t.a WHERE t.b = 1. They
 * become items; of the statement that is finished. */
void teradata_add_items(struct parser *p);

#endif
