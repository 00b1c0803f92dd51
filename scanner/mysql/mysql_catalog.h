/*
 * mysql_catalog.h - the rows of a MySQL or MariaDB server's catalog, and the
 * texts that are made of them.
 *
 * A catalog is a fixed number of lists, each the result of one bulk query and
 * of one shape whatever the server is: cells of text, NULL where the server
 * says NULL. mysql_read.c fills it from a server; unit tests fill it by hand.
 * Cells live in the arena. After mysql_catalog_sort() rows are in the order
 * of schema, object and number, by bytes, so equal catalogs give equal texts.
 *
 *	struct mysql_catalog catalog;
 *	mysql_catalog_init(&catalog);
 *	mysql_catalog_add(&catalog, LIST_TABLES, cells);
 *	mysql_catalog_sort(&catalog);
 *	mysql_schema_text(&catalog, text, gaps);
 *	mysql_catalog_release(&catalog);
 *
 * Writing texts does not fail: what the rows do not say is noted as a gap.
 */
#ifndef SCANNER_MYSQL_MYSQL_CATALOG_H
#define SCANNER_MYSQL_MYSQL_CATALOG_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "graph/arena.h"
#include "graph/blind_spot.h"
#include "scanner/live.h"

enum mysql_list {
	LIST_SCHEMATA,
	LIST_TABLES,
	LIST_COLUMNS,
	LIST_INDEXES,
	LIST_KEYS,  /* columns of foreign keys */
	LIST_RULES, /* ON UPDATE, ON DELETE of foreign keys */
	LIST_CHECKS,
	LIST_PARTITIONS,
	LIST_VIEWS,
	LIST_TRIGGERS,
	LIST_ROUTINES,
	LIST_PARAMETERS,
	LIST_EVENTS,
	LIST_USER_GRANTS,
	LIST_SCHEMA_GRANTS,
	LIST_TABLE_GRANTS,
	LIST_OWN_GRANTS, /* of the scanning user and the roles in force */
	LIST_MEMBERS,	 /* who has which role */
	LIST_DIGESTS,
	N_LISTS
};

/* The cells of each list. The first ones name the object. */
enum { SCHEMA_NAME, SCHEMA_COLLATION, SCHEMA_COMMENT, N_SCHEMA };
enum {
	TABLE_SCHEMA,
	TABLE_NAME,
	TABLE_TYPE, /* BASE TABLE, VIEW, SEQUENCE, SYSTEM VERSIONED */
	TABLE_ENGINE,
	TABLE_COLLATION,
	TABLE_COMMENT,
	TABLE_ROWS,
	TABLE_BYTES,
	TABLE_CREATED,
	N_TABLE
};
enum {
	COLUMN_SCHEMA,
	COLUMN_TABLE,
	COLUMN_POSITION,
	COLUMN_NAME,
	COLUMN_TYPE,
	COLUMN_NULLABLE, /* YES, NO */
	COLUMN_VALUE,	 /* the default; MariaDB: an expression */
	COLUMN_EXTRA,
	COLUMN_EXPRESSION, /* of a generated column, or NULL */
	COLUMN_COMMENT,
	COLUMN_COLLATION,
	N_COLUMN
};
enum {
	INDEX_SCHEMA,
	INDEX_TABLE,
	INDEX_NAME,
	INDEX_POSITION,
	INDEX_COLUMN,
	INDEX_EXPRESSION, /* MySQL, where there is no column */
	INDEX_NOT_UNIQUE, /* 0, 1 */
	INDEX_TYPE,	  /* BTREE, HASH, FULLTEXT, SPATIAL, ... */
	INDEX_PREFIX,
	N_INDEX
};
enum {
	KEY_SCHEMA,
	KEY_TABLE,
	KEY_NAME,
	KEY_POSITION,
	KEY_COLUMN,
	KEY_TO_SCHEMA,
	KEY_TO_TABLE,
	KEY_TO_COLUMN,
	N_KEY
};
enum { RULE_SCHEMA, RULE_TABLE, RULE_NAME, RULE_UPDATE, RULE_DELETE, N_RULE };
enum {
	CHECK_SCHEMA,
	CHECK_TABLE,
	CHECK_NAME,
	CHECK_LEVEL, /* MariaDB: Column (the name is the column's), Table */
	CHECK_CLAUSE,
	N_CHECK
};
enum {
	PARTITION_SCHEMA,
	PARTITION_TABLE,
	PARTITION_POSITION,
	PARTITION_SUB_POSITION,
	PARTITION_NAME,
	PARTITION_METHOD,
	PARTITION_SUB_METHOD,
	PARTITION_EXPRESSION,
	PARTITION_SUB_EXPRESSION,
	PARTITION_BOUND,
	N_PARTITION
};
enum {
	VIEW_SCHEMA,
	VIEW_NAME,
	VIEW_QUERY, /* "" or NULL where the user may not see it */
	VIEW_CHECK,
	VIEW_DEFINER,
	VIEW_SECURITY,
	N_VIEW
};
enum {
	TRIGGER_SCHEMA,
	TRIGGER_TABLE,
	TRIGGER_POSITION,
	TRIGGER_NAME,
	TRIGGER_TIMING,
	TRIGGER_EVENT,
	TRIGGER_BODY,
	TRIGGER_MODE,
	TRIGGER_DEFINER,
	TRIGGER_CREATED,
	N_TRIGGER
};
enum {
	ROUTINE_SCHEMA,
	ROUTINE_NAME,
	ROUTINE_TYPE, /* FUNCTION, PROCEDURE, PACKAGE, PACKAGE BODY */
	ROUTINE_RETURNS,
	ROUTINE_BODY, /* NULL where the user may not see it */
	ROUTINE_DETERMINISTIC,
	ROUTINE_ACCESS, /* READS SQL DATA, ... */
	ROUTINE_SECURITY,
	ROUTINE_MODE, /* its sql_mode */
	ROUTINE_COMMENT,
	ROUTINE_DEFINER,
	ROUTINE_LANGUAGE,
	ROUTINE_ALTERED,
	N_ROUTINE
};
enum {
	PARAMETER_SCHEMA,
	PARAMETER_ROUTINE,
	PARAMETER_KIND, /* FUNCTION, PROCEDURE */
	PARAMETER_POSITION,
	PARAMETER_MODE, /* IN, OUT, INOUT */
	PARAMETER_NAME,
	PARAMETER_TYPE,
	N_PARAMETER
};
enum {
	EVENT_SCHEMA,
	EVENT_NAME,
	EVENT_TYPE, /* ONE TIME, RECURRING */
	EVENT_AT,
	EVENT_EVERY,
	EVENT_UNIT,
	EVENT_STARTS,
	EVENT_ENDS,
	EVENT_STATUS,
	EVENT_COMPLETION,
	EVENT_COMMENT,
	EVENT_BODY,
	EVENT_MODE,
	EVENT_DEFINER,
	EVENT_ALTERED,
	N_EVENT
};
/* Of all lists of grants; where a grant is not so deep, cells are "". */
enum { GRANT_SCHEMA, GRANT_TABLE, GRANT_TO, GRANT_PRIVILEGE, N_GRANT };
enum { MEMBER_ROLE, MEMBER_OF, N_MEMBER }; /* role@host: who has it; what */
enum { DIGEST_SCHEMA, DIGEST_QUERY, DIGEST_CALLS, DIGEST_ROWS, N_DIGEST };

struct mysql_rows {
	const char *const **rows; /* of cells */
	uint32_t n;
};

struct mysql_catalog {
	struct arena arena;
	bool mariadb;
	unsigned version;     /* 80036, 101119 */
	const char *release;  /* "10.11.19-MariaDB"; never NULL */
	const char *user;     /* CURRENT_USER(), "scan@%"; never NULL */
	const char *database; /* the only one that is asked for, or NULL */
	int lower_case_table_names;
	uint64_t bytes; /* of all cells */
	struct mysql_rows lists[N_LISTS];
};

/* A place that was not understood: for the text `properties`. */
struct mysql_gap {
	enum reason reason;
	char *detail;
};

void mysql_catalog_init(struct mysql_catalog *catalog);
void mysql_catalog_release(struct mysql_catalog *catalog);

/* How many cells a row of the list has. */
unsigned mysql_list_width(enum mysql_list list);

/* Copies a row; `lengths` may be NULL, then cells end at NUL. */
void mysql_catalog_add(struct mysql_catalog *catalog, enum mysql_list list,
		       const char *const *cells, const unsigned long *lengths);

void mysql_catalog_sort(struct mysql_catalog *catalog);

/* Walks along a sorted list: the rows of one object after the other. */
struct mysql_cursor {
	const struct mysql_rows *list;
	uint32_t next;
};

/* The rows whose first cells are `schema` and `name` (NULL: only the schema
 * counts): sets *n. Asked for in the order of the list; rows in front of them
 * are passed over. */
const char *const *const *mysql_cursor_take(struct mysql_cursor *cursor,
					    const char *schema,
					    const char *name, uint32_t *n);

/* struct mysql_gap with the function that frees one. */
GArray *mysql_gaps_new(void);
void mysql_gap(GArray *gaps, enum reason reason, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Appends the DDL of everything, as mysqldump --databases --routines --events
 * writes it. */
void mysql_schema_text(const struct mysql_catalog *catalog, GString *text,
		       GArray *gaps);

/* Appends JSON lines: what DDL does not carry, and the gaps. */
void mysql_properties_text(const struct mysql_catalog *catalog,
			   const GArray *gaps, struct live_texts *texts);

/* Appends JSON lines: the statements that the server has seen. */
void mysql_statements_text(const struct mysql_catalog *catalog,
			   struct live_texts *texts);

/* Adds what a row of SHOW GRANTS says to LIST_OWN_GRANTS: each privilege on
 * all ("") or on a database's name (a pattern of LIKE). Others are left
 * out. */
void mysql_own_grants(struct mysql_catalog *catalog, const char *grant);

/* Notes which objects the user's privileges may hide. */
void mysql_privilege_gaps(const struct mysql_catalog *catalog, GArray *gaps);

/* What a gap says of a table that has changed. New string. */
char *mysql_change_detail(const char *const *table);

/* Notes every object that is not the same in both. Returns how many. */
unsigned mysql_changes(const struct mysql_catalog *before,
		       const struct mysql_catalog *after, GArray *gaps);

#endif
