/*
 * mysql_ddl.h - what the writers of DDL share: names, strings, blocks.
 *
 * They append to a GString and borrow all else. Names are always quoted with
 * backticks, strings with apostrophes; backslashes escape, as they do where
 * sql_mode is empty.
 */
#ifndef SCANNER_MYSQL_MYSQL_DDL_H
#define SCANNER_MYSQL_MYSQL_DDL_H

#include "scanner/mysql/mysql_catalog.h"

struct mysql_ddl {
	const struct mysql_catalog *catalog;
	GString *text;
	GArray *gaps;
	struct mysql_cursor cursors[N_LISTS];
	struct mysql_cursor view_columns; /* views go after all tables */
};

/* A cell, "" for NULL. */
static inline const char *mysql_cell(const char *const *row, unsigned cell)
{
	return row[cell] ? row[cell] : "";
}

void mysql_put_name(GString *text, const char *name);
void mysql_put_string(GString *text, const char *value);

/* The character set that a collation belongs to. */
void mysql_put_charset(GString *text, const char *collation);

/*
 * MySQL escapes the expressions in its information_schema once too often:
 * (_utf8mb4\'x\'). MariaDB gives them as they are.
 */
void mysql_put_expression(struct mysql_ddl *ddl, const char *expression);

/* " DEFINER=`user`@`host`" of "user@host"; nothing for NULL. */
void mysql_put_definer(GString *text, const char *definer);

/* The rows of an object in a list; see mysql_cursor_take(). */
const char *const *const *mysql_ddl_rows(struct mysql_ddl *ddl,
					 enum mysql_list list,
					 const char *schema, const char *name,
					 uint32_t *n);

/* CREATE TABLE and CREATE SEQUENCE, with the triggers of the table. */
void mysql_ddl_table(struct mysql_ddl *ddl, const char *const *table);

/* PARTITION BY and the partitions of a table; nothing if it has none. */
void mysql_ddl_partitions(struct mysql_ddl *ddl, const char *const *table);

/* The triggers of a table, in the order of their firing. */
void mysql_ddl_triggers(struct mysql_ddl *ddl, const char *schema,
			const char *table);

/* The events, routines and views of a schema. */
void mysql_ddl_events(struct mysql_ddl *ddl, const char *schema);
void mysql_ddl_routines(struct mysql_ddl *ddl, const char *schema);
void mysql_ddl_view(struct mysql_ddl *ddl, const char *const *view);

#endif
