/*
 * query.h - queries, between query.c, from.c, target.c, dml.c and fragment.c.
 * What other readers of statements need is in parser.h.
 */
#ifndef ANALYZERS_SQL_QUERY_H
#define ANALYZERS_SQL_QUERY_H

#include "analyzers/sql/parser.h"

/* At a parenthesis: whether what it holds is a query, and not a join or an
 * expression that begins with one. */
bool query_in_parentheses(struct parser *p);

/* At a word that goes on with a query behind its closing parenthesis. */
bool query_goes_on(const struct parser *p);

/* As parser_query(), whatever begins here: also INSERT and its kin. */
uint32_t query_open(struct parser *p, enum sql_level_place place,
		    uint32_t parent, uint32_t at);

/* Outputs whose references get the flags. */
void query_outputs(struct parser *p, uint32_t level, uint32_t flags);

/* t.* as an output; false, and nothing taken, if it does not stand here. */
bool query_row_star(struct parser *p, uint32_t level);

/* INTO variables, a file, or a table that it makes; at the word. */
void query_into(struct parser *p, uint32_t level);

/* SELECT with all that belongs to it alone; what stands behind an arm of a
 * set (ORDER BY, LIMIT, ...) is left. */
void query_select(struct parser *p, uint32_t level);

/* Hive's MAP a USING 'command' and REDUCE a USING 'command'; false, and
 * nothing taken, if neither stands here. */
bool query_script(struct parser *p, uint32_t level);

/* FROM, WHERE, ... in any order, as long as there is one. */
void query_clauses(struct parser *p, uint32_t level);

/* Takes the parenthesis that closes a query; skips what is before it. */
void query_close(struct parser *p);

/* INSERT, UPDATE, DELETE, MERGE into the level. */
void query_modify(struct parser *p, uint32_t level);

/* At PIVOT (...) or UNPIVOT (...) behind an item that is not yet one of the
 * level's: makes it a derived table over what it was. That is one level
 * deeper, which the caller leaves. */
bool pivot_at(struct parser *p);
void pivot_read(struct parser *p, uint32_t level, struct sql_item *item);

/* The level of a derived table over the item, which becomes that table, and
 * gives out all that it had. */
uint32_t pivot_over(struct parser *p, uint32_t level, struct sql_item *item);

/* At MATCH_RECOGNIZE (...) behind an item, as pivot_read(). */
void recognize_read(struct parser *p, uint32_t level, struct sql_item *item);
/* DuckDB's PIVOT t ON ... and UNPIVOT t ON ..., into the level. */
void pivot_statement(struct parser *p, uint32_t level);

/* Joins, and further items behind a comma, to the items that are there. */
void from_rest(struct parser *p, uint32_t level);

/* |> operators behind a query, as long as there is one; the query is in the
 * level. Then UNION (query), (query) behind a pipe. */
void query_pipes(struct parser *p, uint32_t level);
void query_pipe_set(struct parser *p, uint32_t level);

/* Takes a stage of Snowflake, which is no relation. */
bool from_stage(struct parser *p);

/* A target's name, ONLY, partitions and alias, which is not yet an item of
 * the level; false if none stands here. */
bool target_read(struct parser *p, uint32_t level, struct sql_item *item);

/* The names in other branches of a template, which may stand in the place of
 * the target `item`, and the alias behind them, which is the item's; and their
 * places as targets beside it. */
#define TARGET_OTHERS_MAX 8
uint32_t target_others(struct parser *p, uint32_t level, struct sql_item *item,
		       struct sql_name names[TARGET_OTHERS_MAX]);
void target_add_others(struct parser *p, uint32_t level,
		       const struct sql_name *names, uint32_t n,
		       enum operation operation);

/* A target that is a query or a special item of FROM; false, and nothing
 * taken, if none stands here. With OP_NONE it is an item and no target. */
bool target_read_query(struct parser *p, uint32_t level,
		       enum operation operation);

/* RETURNING ... [INTO variables], T-SQL's OUTPUT ... [INTO t (columns)],
 * Oracle's LOG ERRORS: of a level that writes. False if none stands here. */
bool query_returning(struct parser *p, uint32_t level, uint32_t flags);
bool query_log_errors(struct parser *p, uint32_t level);

/* ON CONFLICT ... DO ..., ON DUPLICATE KEY UPDATE ... of the level's target;
 * false, and nothing taken, if neither stands here. */
bool query_upsert(struct parser *p, uint32_t level);

/* Behind SET: a = x, (b, c) = (y, z). References of the right sides get the
 * flags; `target` is what the columns belong to, or SCOPE_ABSENT. */
void query_set(struct parser *p, uint32_t level, enum operation operation,
	       uint32_t flags, uint32_t target);

/* FIELDS TERMINATED BY ... of files that are written or loaded. */
void query_skip_file_options(struct parser *p);

#endif
