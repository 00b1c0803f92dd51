/*
 * store_private.h - what the files store*.c share; the one place that
 * includes SQLite.
 *
 * All functions here that may fail return false and set a STORE_ERROR that
 * names the file. After a failed write the transaction is lost: SQLite may
 * have rolled it back on its own, and what followed would be committed piece
 * by piece. So the store remembers it and refuses to go on.
 */
#ifndef GRAPH_STORE_STORE_PRIVATE_H
#define GRAPH_STORE_STORE_PRIVATE_H

#include <sqlite3.h>

#include "graph/store/store.h"

/* Statements that are used again and again, prepared on first use. */
enum store_statement {
	STORE_HAS_FACTS,
	STORE_PUT_FACTS,
	STORE_GET_FACTS,
	STORE_DROP_FACTS,
	STORE_PUT_TEXT,
	STORE_REMOVE_TEXT,
	STORE_PUT_SOURCE,
	N_STORE_STATEMENTS
};

struct store {
	sqlite3 *db;
	char *path; /* as the user gave it, for messages */
	enum store_mode mode;
	bool failed; /* a write of this transaction went wrong */
	sqlite3_stmt *statements[N_STORE_STATEMENTS];
};

/* Sets the error from what SQLite says; always false. */
bool store_fail(struct store *store, GError **error);

/* "FILE is damaged: WHAT"; always false. */
bool store_damaged(struct store *store, GError **error, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

/* Whether writing may go on; else sets the error. */
bool store_writable(struct store *store, GError **error);

/* The prepared statement, reset and without bindings; NULL on failure. */
sqlite3_stmt *store_statement(struct store *store, enum store_statement which);
/* A statement of the caller's own; sqlite3_finalize() it. */
sqlite3_stmt *store_prepare(struct store *store, const char *sql,
			    GError **error);

/* Steps a statement that gives no rows, and resets it. */
bool store_done(struct store *store, sqlite3_stmt *statement, GError **error);
bool store_exec(struct store *store, const char *sql, GError **error);

/* Binds a string that outlives the step; NULL binds NULL. */
void store_bind(sqlite3_stmt *statement, int column, const char *string);

/* The text of a column, or NULL; lives until the next step. */
const char *store_text(sqlite3_stmt *statement, int column);

/* The constant that a column names; false with an error when it names none,
 * or the one that stands for nothing and `none` does not allow it. */
bool store_kind(struct store *store, sqlite3_stmt *statement, int column,
		const struct kind_list *list, bool none, unsigned *value,
		GError **error);

/* store_schema.c: makes the tables of a new map; checks those of an old one;
 * makes the tables of the graph anew and, once they are filled, what speeds
 * up queries. */
bool store_make_schema(struct store *store, GError **error);
bool store_check_schema(struct store *store, GError **error);
bool store_renew_graph_tables(struct store *store, GError **error);
bool store_index_graph_tables(struct store *store, GError **error);

#endif
