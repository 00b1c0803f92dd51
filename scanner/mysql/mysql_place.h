/*
 * mysql_place.h - where a MySQL or MariaDB server is, from a location.
 *
 *	struct mysql_place place;
 *	if (mysql_place_parse(&place, "mysql://scan@db/shop", &error))
 *		... place.host ...
 *	mysql_place_clear(&place);
 */
#ifndef SCANNER_MYSQL_MYSQL_PLACE_H
#define SCANNER_MYSQL_MYSQL_PLACE_H

#include <glib.h>
#include <stdbool.h>

/* Where a server is and who asks. Strings are its own, NULL: not given. */
struct mysql_place {
	char *shown; /* for messages: without user and password */
	char *user, *password, *host, *database, *socket;
	char *ssl_mode; /* DISABLED, PREFERRED, REQUIRED, VERIFY_CA or
			   VERIFY_IDENTITY */
	char *ssl_ca, *ssl_cert, *ssl_key;
	char *option_file;
	unsigned port;		  /* 0: the library's */
	double statement_seconds; /* of one query; 0: no limit */
	unsigned connect_seconds;
};

/*
 * mysql://[USER[:PASSWORD]@]HOST[:PORT][/DATABASE][?OPTION=VALUE&...], also
 * mariadb://. False with an error for another form or an unknown option.
 * Either way to be cleared.
 */
bool mysql_place_parse(struct mysql_place *place, const char *location,
		       GError **error);
void mysql_place_clear(struct mysql_place *place);

#endif
