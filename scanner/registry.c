/* Every scanner, sorted, and what scanners share; see scanner.h. */
#include <string.h>

#include "scanner/scanner.h"

#define SCANNER(name) extern const struct scanner scanner_##name;
#include "scanner/scanners.def"
#undef SCANNER

#define SCANNER(name) &scanner_##name,
static const struct scanner *const scanners[] = {
#include "scanner/scanners.def"
	NULL};
#undef SCANNER

G_DEFINE_QUARK(unmoor - scan - error, scan_error)

const struct scanner *scanner_for(const char *location, GError **error)
{
	const struct scanner *best = NULL;
	int best_answer = 0;
	char *shown;

	for (const struct scanner *const *s = scanners; *s; s++) {
		int answer = (*s)->accepts(location);

		if (answer > best_answer) {
			best = *s;
			best_answer = answer;
		}
	}
	if (best)
		return best;
	shown = scan_location(location);
	g_set_error(error, SCAN_ERROR, SCAN_ERROR_MISSING,
		    "%s: no such repository, folder or dump (a source is a "
		    "path to one of these, REPOSITORY@REVISION, a dump that "
		    "ends in .sql, or postgresql://HOST/DATABASE or "
		    "mysql://HOST/DATABASE)",
		    shown);
	g_free(shown);
	return NULL;
}

bool scan_has_scheme(const char *location, const char *const *schemes)
{
	const char *end = strstr(location, "://");
	gsize length = end ? (gsize)(end - location) : 0;

	for (; end && *schemes; schemes++)
		if (strlen(*schemes) == length &&
		    g_ascii_strncasecmp(location, *schemes, length) == 0)
			return true;
	return false;
}

bool scan_is_database(const char *location)
{
	static const char *const schemes[] = {"postgresql", "postgres", "mysql",
					      "mariadb", NULL};

	return scan_has_scheme(location, schemes);
}

/* Appends those parameters of a query string that tell where a database is.
 * What is not known may be secret. */
static void put_parameters(GString *out, const char *query)
{
	static const char *const kept[] = {"host",   "hostaddr", "port",
					   "dbname", "service",	 "socket"};
	char **parameters = g_strsplit(query, "&", -1);
	char separator = '?';

	for (char **p = parameters; *p; p++) {
		gsize length = strcspn(*p, "=");

		for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
			if (strlen(kept[i]) != length ||
			    strncmp(kept[i], *p, length) != 0)
				continue;
			g_string_append_printf(out, "%c%s", separator, *p);
			separator = '&';
		}
	}
	g_strfreev(parameters);
}

/* A port is digits; whatever else stands there may be a password whose "@"
 * was forgotten. */
static void put_host(GString *out, const char *host, gsize length)
{
	const char *colon = g_strrstr_len(host, (gssize)length, ":");

	if (colon && strspn(colon + 1, "0123456789,]:[") <
			     (gsize)(host + length - colon - 1))
		length = (gsize)(colon - host);
	g_string_append_len(out, host, (gssize)length);
}

/*
 * A password may hold any byte when it is written wrongly, "/" and "?" too:
 * everything up to the last "@" is taken for user and password, unless that
 * stands in a parameter.
 */
static char *database_location(const char *location)
{
	GString *out = g_string_new(NULL);
	const char *host = strstr(location, "://") + 3;
	const char *at = strrchr(host, '@');
	const char *query = strchr(host, '?');
	gsize length;

	if (at && query && query < at && strchr(query, '=') &&
	    strchr(query, '=') < at)
		at = g_strrstr_len(host, query - host, "@");
	g_string_append_len(out, location, host - location);
	host = at ? at + 1 : host;
	length = strcspn(host, "/?#");
	put_host(out, host, length);
	host += length;
	length = strcspn(host, "?#");
	g_string_append_len(out, host, (gssize)length);
	if (host[length] == '?')
		put_parameters(out, host + length + 1);
	return g_string_free(out, FALSE);
}

char *scan_location(const char *location)
{
	const char *host = strstr(location, "://");
	const char *end, *at;

	if (!host)
		return g_strdup(location);
	if (scan_is_database(location))
		return database_location(location);
	host += 3;
	end = host + strcspn(host, "/?#");
	at = g_strrstr_len(host, end - host, "@");
	if (!at)
		return g_strdup(location);
	return g_strdup_printf("%.*s%s", (int)(host - location), location,
			       at + 1);
}

const char *scan_base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

void scan_blob_id(const char *bytes, size_t size, char id[SCAN_ID_SIZE])
{
	GChecksum *sha1 = g_checksum_new(G_CHECKSUM_SHA1);
	char head[32];
	int n = g_snprintf(head, sizeof(head), "blob %zu", size);

	g_checksum_update(sha1, (const guchar *)head, n + 1);
	g_checksum_update(sha1, (const guchar *)bytes, (gssize)size);
	g_strlcpy(id, g_checksum_get_string(sha1), SCAN_ID_SIZE);
	g_checksum_free(sha1);
}
