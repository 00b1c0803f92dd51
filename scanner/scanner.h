/*
 * scanner.h - where texts come from: the registry of scanners.
 *
 * A scanner knows one kind of source (a repository, a folder, a dump). It
 * lists the texts of a source with an id of their content, and reads single
 * ones. The scan process lists; each worker opens the source for itself and
 * reads, so a handle is never shared between processes. Workers have no
 * network: a source that needs one is `live`, the scan process reads its
 * texts too and hands their bytes to workers. To add a scanner,
 * write a file that defines `const struct scanner scanner_NAME` and add
 * SCANNER(NAME) to scanners.def, which is sorted.
 *
 * Errors say what, where and what to do; a location in a message has no
 * password. A single text that cannot be read is an entry with a reason.
 */
#ifndef SCANNER_SCANNER_H
#define SCANNER_SCANNER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "graph/blind_spot.h"
#include "graph/kinds.h"
#include "graph/text.h"

/* A listed text. Strings are borrowed for the time of the call. */
struct scan_entry {
	const char *path;     /* in the source, "/" between parts, UTF-8 or
				 bytes as they are */
	const char *id;	      /* content id: hexadecimal, equal for equal bytes
				 wherever they come from (git's blob id); ""
				 where a reason says that it is not read */
	uint64_t size;	      /* bytes; 0 if not known */
	enum reason reason;   /* not REASON_NONE: not to be read, and why */
	const char *detail;   /* for the blind spot, or NULL */
	const char *language; /* set when the scanner knows it ("sql") */
};

/* An open source. Made by a scanner's open(), freed by its close(). */
struct source {
	const struct scanner *scanner;
	enum source_kind kind;
	enum dialect dialect; /* of a catalog; else DIALECT_GENERIC */
	char *location;	      /* for people and the map: no password, no path
				of this host; NULL: the source's name will do */
	char *revision;	      /* commit; or a hash of all ids; or NULL until
				listed */
	char *tree;	      /* equal when every text is equal (git's tree
				id); known right after open(), or NULL */
};

struct scanner {
	const char *name;

	/* read() is called by the process that has called list(), on the same
	 * handle and soon after. What it fills lives until close(). */
	bool live;

	/* Whether the location is of this kind, by its form and what is at
	 * that place; the higher answer wins, 0 is no. */
	int (*accepts)(const char *location);

	/* Opens a source; NULL with an error. Cheap: it lists nothing. */
	struct source *(*open)(const char *location, GError **error);

	/* Calls once for each text, in order of the paths' bytes. A callback
	 * that returns false stops it (not an error). */
	bool (*list)(struct source *source,
		     bool (*each)(const struct scan_entry *entry,
				  void *payload),
		     void *payload, GError **error);

	/*
	 * Reads one text by the path and id of its entry: fills bytes, size,
	 * name, and for a dump language, dialect, catalog and marks. What it
	 * fills lives until `release` is called with `*held`. False with an
	 * error when it is not there any more, has changed or cannot be read.
	 */
	bool (*read)(struct source *source, const char *path, const char *id,
		     struct text *text, void **held, GError **error);
	void (*release)(void *held);

	void (*close)(struct source *source);
};

/* The scanner for a location; NULL with an error that lists the forms. */
const struct scanner *scanner_for(const char *location, GError **error);

/* Texts larger than this are an entry with REASON_TOO_LARGE, unless they are
 * dumps. */
#define SCAN_TEXT_MAX (64u * 1024 * 1024)

#define SCAN_ERROR scan_error_quark()
enum scan_error {
	SCAN_ERROR_MISSING, /* nothing is there, or no such revision */
	SCAN_ERROR_FORM,    /* it is not what it should be, or is broken */
	SCAN_ERROR_ACCESS,  /* not permitted, not reachable */
	SCAN_ERROR_LARGE,   /* larger than a limit */
};
GQuark scan_error_quark(void);

/*
 * The location as it may be shown and stored: without user and password, and,
 * where it is a database's, without every parameter that does not say which
 * database is meant. g_free().
 */
char *scan_location(const char *location);

/* Whether the location is a URL of one of the schemes; ends with NULL. */
bool scan_has_scheme(const char *location, const char *const *schemes);

/* Of a database of any kind: what stands before its "://" says so. */
bool scan_is_database(const char *location);

/* What follows the last slash; a part of `path`. */
const char *scan_base_name(const char *path);

/* The SHA-1 that git gives to a blob of these bytes, in hexadecimal. */
#define SCAN_ID_SIZE 41
void scan_blob_id(const char *bytes, size_t size, char id[SCAN_ID_SIZE]);

#endif
