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

	for (const struct scanner *const *s = scanners; *s; s++) {
		int answer = (*s)->accepts(location);

		if (answer > best_answer) {
			best = *s;
			best_answer = answer;
		}
	}
	if (!best)
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_MISSING,
			    "%s: no such repository, folder or dump (a source "
			    "is a path to one of these, REPOSITORY@REVISION, "
			    "or a dump that ends in .sql)",
			    location);
	return best;
}
