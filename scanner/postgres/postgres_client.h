/*
 * postgres_client.h - one session of a PostgreSQL server, through libpq.
 *
 * A session is one read-only transaction that sees one snapshot. Queries run
 * inside of savepoints that are always rolled back: what one is denied does
 * not end the transaction, and no lock outlives its query. Rows come through
 * COPY, one at a time, so memory does not grow with their number.
 *
 * Errors say which server and what to do; no password is ever in one.
 *
 *	struct pg_client *client = pg_client_open(location, &error);
 *	if (client && pg_client_begin(client, &error))
 *		pg_client_rows(client, "schemas", sql, each, payload, &error);
 *	pg_client_close(client);
 */
#ifndef SCANNER_POSTGRES_POSTGRES_CLIENT_H
#define SCANNER_POSTGRES_POSTGRES_CLIENT_H

#include <glib.h>
#include <stdbool.h>

/* Stands in every query of ours, so that the server's own statistics tell
 * them from those of others. */
#define PG_MARK "/* unmoor */"

struct pg_client;

/* Connects; NULL with an error. The location is a URL. */
struct pg_client *pg_client_open(const char *location, GError **error);

void pg_client_close(struct pg_client *client);

/* 150004 for 15.4. */
int pg_client_version(const struct pg_client *client);

/* Begins the transaction, or a new one with a new snapshot. */
bool pg_client_begin(struct pg_client *client, GError **error);

enum pg_outcome {
	PG_DONE,
	PG_DENIED,  /* no right to read something, or it is not loaded */
	PG_CHANGED, /* an object is gone that the snapshot still has */
	PG_LOCKED,  /* waited in vain for somebody's lock */
	PG_FAILED,  /* the error is set; the session is of no use any more */
};

/*
 * Runs a query without parameters, calls for every row with its fields as
 * strings, NULL for null; they live for the time of the call. `what` names it
 * in messages.
 */
enum pg_outcome pg_client_rows(struct pg_client *client, const char *what,
			       const char *sql,
			       void (*each)(char **fields, void *payload),
			       void *payload, GError **error);

/* The server's words for the last result that was not PG_DONE. */
const char *pg_client_why(const struct pg_client *client);

#endif
