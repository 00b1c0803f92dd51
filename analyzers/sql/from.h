/*
 * from.h - FROM clauses, between from.c, from_alias.c, from_function.c,
 * from_join.c and target.c. What other readers need is in query.h.
 */
#ifndef ANALYZERS_SQL_FROM_H
#define ANALYZERS_SQL_FROM_H

#include "analyzers/sql/query.h"

/* --- from.c --- */

/* An item and its place in the level. */
void from_item(struct parser *p, uint32_t level, uint32_t flags);

/* --- from_alias.c --- */

/* Whatever may stand before or behind an alias and says nothing of access.
 * What is not known ends it. */
void from_skip_suffixes(struct parser *p, uint32_t level);

/* Whether the word can be an alias without AS. */
bool from_at_alias(struct parser *p);

/* PARTITION (p0, p1) */
void from_partitions(struct parser *p, struct sql_item *item);

/* Gives the item its place in the level. */
uint32_t from_add_item(struct parser *p, uint32_t level,
		       const struct sql_item *item);

/* The item is finished: what follows its name, then its place in the level
 * (nothing may be added to the level's items between). */
uint32_t from_finish_item(struct parser *p, uint32_t level,
			  struct sql_item *item);

/* Where references and subqueries of a level stand that are read from now
 * on, to be told what they see. */
struct from_mark {
	uint32_t n_refs, n_levels;
};
struct from_mark from_mark(struct parser *p, uint32_t level);

/* Arguments of the function that becomes the next item. */
void from_argument(struct parser *p, uint32_t level, struct from_mark mark);

/* A condition of the join of all items from `first` on. */
void from_condition(struct parser *p, uint32_t level, struct from_mark mark,
		    uint32_t first);

/* --- from_function.c --- */

/* Whether the item that begins here is a function and not a relation: a name
 * and a parenthesis. T-SQL writes hints so: t (nolock). */
bool from_at_function(struct parser *p);

/* A function in FROM, at its name; what is known not to be one is left. */
void from_function(struct parser *p, uint32_t level, struct sql_item *item);

/* ROWS FROM (f(x) [AS (...)], g(y)) */
void from_rows(struct parser *p, uint32_t level, struct sql_item *item);

/* Behind a function's parentheses: WITH ORDINALITY, the alias; the item gets
 * its place. The columns that it has are those that its alias does not
 * name. */
void from_finish_function(struct parser *p, uint32_t level,
			  struct sql_item *item);

/* --- from_special.c --- */

/* At OPENQUERY (...), TABLE (...) and their kin. */
bool from_at_special(struct parser *p);

/* Reads one, up to its alias; false, and nothing taken, if none is there. */
bool from_special(struct parser *p, uint32_t level, struct sql_item *item);

/* The query in a string becomes a derived table. */
void from_remote_query(struct parser *p, uint32_t level,
		       const struct token *string, struct sql_item *item);

/* --- from_named.c --- */

/* At the name of a function: reads one whose arguments name a relation, which
 * the item then is; false, and nothing taken, at others. */
bool from_named(struct parser *p, uint32_t level, struct sql_item *item);

/* --- from_join.c --- */

/* Whatever is joined to the items from `first` on, which were read. */
void from_joins(struct parser *p, uint32_t level, uint32_t first);

#endif
