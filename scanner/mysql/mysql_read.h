/*
 * mysql_read.h - a server's catalog into rows.
 *
 * A fixed number of bulk queries against information_schema, whatever the
 * number of objects, in one read-only transaction. That does not cover the
 * dictionary: what objects there are is asked before and after; when it
 * differs all is read once more, and what differs then is a gap
 * (changed-while-read). What privileges or the server's configuration keep
 * back is a gap as well; only the lists of databases, tables and columns have
 * to be readable.
 *
 * False with an error that names the place when the server is older than what
 * is supported, a database is not there, or the connection breaks off.
 */
#ifndef SCANNER_MYSQL_MYSQL_READ_H
#define SCANNER_MYSQL_MYSQL_READ_H

#include "scanner/mysql/mysql_catalog.h"
#include "scanner/mysql/mysql_client.h"

/* What the server is: fills in all but the lists. */
bool mysql_read_server(struct mysql_client *client,
		       const struct mysql_place *place,
		       struct mysql_catalog *catalog, GError **error);

/* Reads all lists, sorted. `catalog` is from mysql_read_server(). */
bool mysql_read_lists(struct mysql_client *client,
		      const struct mysql_place *place,
		      struct mysql_catalog *catalog, GArray *gaps,
		      GError **error);

#endif
