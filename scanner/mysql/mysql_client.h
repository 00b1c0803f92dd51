/*
 * mysql_client.h - a connection to a MySQL or MariaDB server, to read only.
 *
 * The only part that includes the client library's header; it is written for
 * Oracle's libmysqlclient and for MariaDB's, which offers the same functions.
 * User and password come from the location or, where it has none, from the
 * places that the library looks in itself: option files (groups [client] and
 * [unmoor]), the environment. LOCAL INFILE is off. Statements end after the
 * given time on the server, and a server that is silent for longer on ours.
 *
 * Errors name the place without user's password and say what to do. After an
 * error of the connection itself, every further query fails as well.
 *
 *	struct mysql_client *client = mysql_client_open(&place, &error);
 *	if (client)
 *		mysql_client_query(client, "SELECT 1", 0, NULL, NULL, &error);
 *	mysql_client_close(client);
 */
#ifndef SCANNER_MYSQL_MYSQL_CLIENT_H
#define SCANNER_MYSQL_MYSQL_CLIENT_H

#include <glib.h>
#include <stdbool.h>

#include "scanner/mysql/mysql_place.h"

struct mysql_client;

/* Connects, and makes the session safe to read in. NULL with an error. */
struct mysql_client *mysql_client_open(const struct mysql_place *place,
				       GError **error);
void mysql_client_close(struct mysql_client *client);

/* What the server or the library said of the last failure. */
const char *mysql_client_message(const struct mysql_client *client);

/* Why a query failed. */
enum mysql_failure {
	MYSQL_FINE,
	MYSQL_DENIED,  /* privileges */
	MYSQL_ABSENT,  /* no such table, plugin or privilege system */
	MYSQL_TIMEOUT, /* the statement's time was up */
	MYSQL_LOST,    /* the connection is gone */
	MYSQL_OTHER,
};

/*
 * Runs a query of exactly `width` columns (0: any, rows are dropped) and
 * calls `each` for every row; a callback that returns false ends the reading
 * (MYSQL_OTHER, without an error). Cells are NULL or end at lengths[i].
 */
enum mysql_failure mysql_client_query(struct mysql_client *client,
				      const char *query, unsigned width,
				      bool (*each)(const char *const *cells,
						   const unsigned long *lengths,
						   void *payload),
				      void *payload, GError **error);

#endif
