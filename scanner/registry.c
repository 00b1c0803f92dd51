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
		    "path to one of these, REPOSITORY@REVISION, or a dump "
		    "that ends in .sql)",
		    shown);
	g_free(shown);
	return NULL;
}

char *scan_location(const char *location)
{
	const char *host = strstr(location, "://");
	const char *end, *at;

	if (!host)
		return g_strdup(location);
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
