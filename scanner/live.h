/*
 * live.h - the texts of a live catalog, and how they are written.
 *
 * A scanner of a server fills a struct live_texts while it lists, and then
 * serves read() from it; see analyzers/seen/README.md for what the texts say.
 * Everything is in memory until live_texts_clear().
 *
 *	live_begin(&texts, "table", parts, 2);
 *	live_attribute(&texts, "rows", "1200");
 *	live_end(&texts);
 */
#ifndef SCANNER_LIVE_H
#define SCANNER_LIVE_H

#include "scanner/scanner.h"

enum live_text { LIVE_PROPERTIES, LIVE_SCHEMA, LIVE_STATEMENTS, N_LIVE_TEXTS };

struct live_texts {
	GString *texts[N_LIVE_TEXTS]; /* in order of their paths; NULL or
					 empty: not listed */
	char ids[N_LIVE_TEXTS][SCAN_ID_SIZE];
	bool in_line, in_attributes;
};

void live_texts_init(struct live_texts *texts);
void live_texts_clear(struct live_texts *texts);

/* What list() and read() of a scanner are to a live source: calls for every
 * text and sets the revision to a hash of all; gives one of them. */
void live_texts_list(struct live_texts *texts, struct source *source,
		     bool (*each)(const struct scan_entry *entry,
				  void *payload),
		     void *payload);
bool live_texts_read(struct live_texts *texts, const struct source *source,
		     const char *path, const char *id, struct text *text,
		     GError **error);

/* --- JSON lines ---------------------------------------------------------- */

/* Appends a string in quotes, with escapes; bytes that are not UTF-8 become
 * U+FFFD. NULL gives null. */
void live_put_json(GString *out, const char *string);

/* {"kind":"table","name":["public","orders"] - more members may follow. */
void live_begin(struct live_texts *texts, const char *kind,
		const char *const *parts, unsigned n_parts);
void live_member_name(struct live_texts *texts, const char *name,
		      const char *const *parts, unsigned n_parts);
void live_member(struct live_texts *texts, const char *name, const char *value);

/* After all members: an attribute; NULL and "" say nothing. */
void live_attribute(struct live_texts *texts, const char *name,
		    const char *value);
void live_end(struct live_texts *texts);

/* A line that says what could not be read. */
void live_gap(struct live_texts *texts, enum reason reason, const char *pattern,
	      const char *detail);

/* A line of the text `statements`. All but the query may be NULL. */
struct live_statement {
	const char *query, *role, *host, *schema;
	const char *calls, *rows; /* digits */
};
void live_statement(struct live_texts *texts,
		    const struct live_statement *statement);

#endif
