/*
 * analyzer.h - the registry of analyzers, and what one looks like.
 *
 * An analyzer turns one text into facts. It knows no catalog, no path and no
 * other text, and keeps no state between texts, so that texts are compiled
 * in parallel and cached by content. It never fails: what it cannot read is
 * a gap. To add one, write a file that defines `const struct analyzer
 * analyzer_NAME` and add ANALYZER(NAME) to analyzers.def, which is sorted.
 *
 * An analyzer that finds another language inside its text hands a guest to
 * analysis_guest(); it never includes another analyzer.
 */
#ifndef ANALYZERS_ANALYZER_H
#define ANALYZERS_ANALYZER_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "graph/fact.h"
#include "graph/text.h"

/* One run over an outermost text and all its guests. */
struct analysis {
	struct arena *arena; /* lives until the facts are delivered */
	/* Gets every fact, in order. The fact may be changed; it and what it
	 * points to lives until the analysis ends, or, where text.stream is
	 * set, until this returns. */
	void (*deliver)(struct analysis *analysis, struct fact *fact);
	void *payload;
	uint32_t ordinal; /* of the last definition; see analysis_ordinal() */
	uint32_t statements; /* of SQL that were begun, for fact.statement */
};

struct unit; /* unit.h */

struct analyzer {
	const char *name; /* the language: text.language, `unmoor facts` */

	/* Globs over the whole path ("*.py", "*" also matches "/") or, without
	 * a slash, over the base name ("CODEOWNERS"); ends with NULL. */
	const char *const *files;

	/* Whether a text that fits no glob, or fits that of several, is of this
	 * language, by its first bytes (a "#!" line). NULL: globs alone. */
	bool (*recognizes)(const char *name, const char *head, size_t size);

	/* False when nothing in these bytes can access a database or be a
	 * symbol of interest by itself (no verb, sink or mapping word): the
	 * text is put aside and compiled only when an import asks for it.
	 * NULL: always compiled. */
	bool (*may_access)(const char *bytes, size_t size);

	void (*analyze)(struct analysis *analysis, struct text *text);

	/* The deep pass over a text together with others of its source (see
	 * unit.h); delivers what it finds, also what analyze() found. NULL:
	 * there is none. */
	void (*deepen)(struct analysis *analysis, struct text *text,
		       struct unit *unit);
};

/* The analyzer of that name, or NULL. */
const struct analyzer *analyzer_find(const char *name);

/* The analyzer that reads the file, or NULL; `head` is its beginning (4 kB
 * are enough) and may be NULL when it is not at hand: then only globs count
 * and *unsure tells that the bytes would be needed to decide. */
const struct analyzer *analyzer_for(const char *path, const char *head,
				    size_t size, bool *unsure);

/* All analyzers in order of name; ends with NULL. */
const struct analyzer *const *analyzer_list(void);

/* Reads a text with the analyzer of its language, guests included. A text
 * without an analyzer gives a gap. */
void analyze(struct analysis *analysis, struct text *text);

/* As analyze(), with the facts appended to `bytes` in the form of fact.h. */
void analyze_to_bytes(struct text *text, GByteArray *bytes);

/* --- for analyzers ------------------------------------------------------- */

/* Delivers a fact. Where it has none, via, scope and accessor are those of
 * the text; its confidence is at most the text's; a missing end_line is its
 * line. */
void analysis_fact(struct analysis *analysis, const struct text *text,
		   struct fact *fact);

/* A blind spot at a line of the outermost host; `detail` may be NULL. */
void analysis_gap(struct analysis *analysis, const struct text *text,
		  enum reason reason, uint32_t line, const char *detail);

/* Reads a guest (made by text_guest()) now, its facts in place. */
void analysis_guest(struct analysis *analysis, struct text *guest);

/*
 * What a string is to the reader of SQL, from its structure. SQL_PROSE begins
 * as SQL does and goes on as people write ("Select a file from the list"):
 * read it if names decide. Cheap, no memory: strings are millions.
 */
enum sql_verdict {
	SQL_NOT,       /* no SQL: hand it to nobody */
	SQL_PROSE,     /* SQL's words, read more as prose */
	SQL_FRAGMENT,  /* a clause, a condition, half a statement */
	SQL_STATEMENT, /* begins as a statement and goes on as one */
};
enum sql_verdict analysis_judge(const char *bytes, size_t size,
				enum dialect dialect);

/* The next ordinal of a definition; rises through the whole text. */
uint32_t analysis_ordinal(struct analysis *analysis);

#endif
