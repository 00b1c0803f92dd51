/*
 * clickhouse.h - what only ClickHouse writes into INSERT and ALTER TABLE. Each
 * function takes nothing, and says so, in other dialects.
 */
#ifndef ANALYZERS_SQL_CLICKHOUSE_H
#define ANALYZERS_SQL_CLICKHOUSE_H

#include "analyzers/sql/parser.h"

/* INSERT INTO FUNCTION f (...): the relation that its arguments name is the
 * level's target. */
bool clickhouse_target(struct parser *p, uint32_t level);

/* What is inserted: a file, or data in the text. */
bool clickhouse_source(struct parser *p);
void clickhouse_skip_settings(struct parser *p);

/* An action of ALTER TABLE, at its first word: rows that change. */
bool clickhouse_alter(struct parser *p, const struct object_name *table);

#endif
