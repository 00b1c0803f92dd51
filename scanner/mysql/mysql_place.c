/* mysql_place.c - the parts of mysql://...; see mysql_place.h. */
#include "scanner/mysql/mysql_place.h"

#include <string.h>

#include "scanner/scanner.h"

#define STATEMENT_SECONDS 300
#define CONNECT_SECONDS 10

static const struct {
	const char *name;
	size_t offset;
} texts[] = {
	{"socket", offsetof(struct mysql_place, socket)},
	{"ssl-mode", offsetof(struct mysql_place, ssl_mode)},
	{"ssl-ca", offsetof(struct mysql_place, ssl_ca)},
	{"ssl-cert", offsetof(struct mysql_place, ssl_cert)},
	{"ssl-key", offsetof(struct mysql_place, ssl_key)},
	{"defaults-file", offsetof(struct mysql_place, option_file)},
};

static const char *const modes[] = {"DISABLED",	 "PREFERRED",	    "REQUIRED",
				    "VERIFY_CA", "VERIFY_IDENTITY", NULL};

static bool fail(const struct mysql_place *place, GError **error,
		 const char *what)
{
	g_set_error(error, SCAN_ERROR, SCAN_ERROR_FORM, "%s: %s", place->shown,
		    what);
	return false;
}

static bool read_seconds(const char *value, double *seconds)
{
	char *end;

	*seconds = g_ascii_strtod(value, &end);
	return end > value && !*end && *seconds >= 0 && *seconds <= 1e6;
}

/* The value is not shown: it may be meant as a password. */
static bool set_option(struct mysql_place *place, const char *name,
		       const char *value, GError **error)
{
	double seconds;

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		char **field = (char **)((char *)place + texts[i].offset);

		if (strcmp(name, texts[i].name) != 0)
			continue;
		g_free(*field);
		*field = g_strdup(value);
		return true;
	}
	if (strcmp(name, "statement-timeout") == 0)
		return read_seconds(value, &place->statement_seconds) ||
		       fail(place, error,
			    "statement-timeout is a number of seconds");
	if (strcmp(name, "connect-timeout") == 0) {
		if (!read_seconds(value, &seconds) || seconds < 1)
			return fail(place, error,
				    "connect-timeout is a number of seconds");
		place->connect_seconds = (unsigned)seconds;
		return true;
	}
	return fail(place, error,
		    "an unknown option; there are socket, ssl-mode, ssl-ca, "
		    "ssl-cert, ssl-key, defaults-file, statement-timeout and "
		    "connect-timeout (a password is best kept in an option "
		    "file)");
}

static bool set_options(struct mysql_place *place, const char *query,
			GError **error)
{
	GUriParamsIter iter;
	char *name, *value;
	bool fine = true;

	g_uri_params_iter_init(&iter, query, -1, "&", G_URI_PARAMS_NONE);
	while (fine && g_uri_params_iter_next(&iter, &name, &value, NULL)) {
		fine = set_option(place, name, value, error);
		g_free(name);
		g_free(value);
	}
	return fine;
}

/* Its own spelling, so that it can be compared. */
static bool set_mode(struct mysql_place *place, GError **error)
{
	if (!place->ssl_mode)
		return true;
	for (const char *const *mode = modes; *mode; mode++) {
		if (g_ascii_strcasecmp(place->ssl_mode, *mode) != 0)
			continue;
		g_free(place->ssl_mode);
		place->ssl_mode = g_strdup(*mode);
		return true;
	}
	return fail(place, error,
		    "ssl-mode is one of DISABLED, PREFERRED, REQUIRED, "
		    "VERIFY_CA and VERIFY_IDENTITY");
}

static char *not_empty(const char *text)
{
	return text && *text ? g_strdup(text) : NULL;
}

static bool set_parts(struct mysql_place *place, GUri *uri, GError **error)
{
	const char *path = g_uri_get_path(uri);

	place->host = not_empty(g_uri_get_host(uri));
	place->user = not_empty(g_uri_get_user(uri));
	place->password = g_strdup(g_uri_get_password(uri));
	place->port =
		g_uri_get_port(uri) > 0 ? (unsigned)g_uri_get_port(uri) : 0;
	place->database = not_empty(*path == '/' ? path + 1 : path);
	if (g_uri_get_query(uri) &&
	    !set_options(place, g_uri_get_query(uri), error))
		return false;
	return set_mode(place, error);
}

bool mysql_place_parse(struct mysql_place *place, const char *location,
		       GError **error)
{
	GUri *uri;
	bool fine;

	memset(place, 0, sizeof(*place));
	place->shown = scan_location(location);
	place->statement_seconds = STATEMENT_SECONDS;
	place->connect_seconds = CONNECT_SECONDS;
	/* The library's message would show what is wrong, password and all. */
	uri = g_uri_parse(location,
			  G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_QUERY,
			  NULL);
	if (!uri)
		return fail(place, error,
			    "not a location of the form mysql://USER@HOST:PORT/"
			    "DATABASE (odd characters are written as %XX)");
	fine = set_parts(place, uri, error);
	g_uri_unref(uri);
	return fine;
}

/* A password does not stay in memory that others get. */
static void forget(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	g_free(secret);
}

void mysql_place_clear(struct mysql_place *place)
{
	forget(place->password);
	g_free(place->shown);
	g_free(place->user);
	g_free(place->host);
	g_free(place->database);
	g_free(place->socket);
	g_free(place->ssl_mode);
	g_free(place->ssl_ca);
	g_free(place->ssl_cert);
	g_free(place->ssl_key);
	g_free(place->option_file);
	memset(place, 0, sizeof(*place));
}
