/*
 * blind_spot.h - the closed list of reasons why a place was not understood.
 *
 * A blind spot is a row of the ledger: nothing is dropped silently. To add a
 * reason, add a row; the name is what JSON and `unmoor blind` show, the text
 * says what it means and what a user can do about it.
 */
#ifndef GRAPH_BLIND_SPOT_H
#define GRAPH_BLIND_SPOT_H

#define REASONS(X)                                                             \
	X(REASON_NONE, "none", "")                                             \
	X(REASON_AMBIGUOUS_NAME, "ambiguous-name",                             \
	  "the name is found in several catalogs and nothing says which")      \
	X(REASON_ANALYZER_CRASHED, "analyzer-crashed",                         \
	  "a worker died or ran out of memory or time on this text")           \
	X(REASON_BINARY, "binary", "the file is not text")                     \
	X(REASON_CHANGED_WHILE_READ, "changed-while-read",                     \
	  "the object was changed or dropped while the server was read")       \
	X(REASON_DYNAMIC_SQL, "dynamic-sql",                                   \
	  "a statement is built at run time and its text is not known")        \
	X(REASON_DYNAMIC_TABLE_NAME, "dynamic-table-name",                     \
	  "a table's name is built at run time; the pattern is what is known") \
	X(REASON_MISSING_BLOB, "missing-blob",                                 \
	  "the repository is a partial or shallow clone without this file")    \
	X(REASON_NO_ANALYZER, "no-analyzer",                                   \
	  "files of this class are not read by any analyzer")                  \
	X(REASON_NOT_SQL, "not-sql",                                           \
	  "strings that hold SQL's words but read as prose")                   \
	X(REASON_OTHER_LANGUAGE, "other-language",                             \
	  "a routine's body is in a language that is not read")                \
	X(REASON_PERMISSION_DENIED, "permission-denied",                       \
	  "the server does not let this user read it; see docs/catalogs.md")   \
	X(REASON_SOURCE_FAILED, "source-failed",                               \
	  "the source, or a part of it, could not be read")                    \
	X(REASON_SPECIAL_FILE, "special-file",                                 \
	  "a link, pipe, device or submodule, which is not followed")          \
	X(REASON_TOO_DEEP, "too-deep", "nesting goes past the limit")          \
	X(REASON_TOO_LARGE, "too-large", "the text is larger than the limit")  \
	X(REASON_TOO_MANY_MATCHES, "too-many-matches",                         \
	  "a name or pattern fits too many objects to list")                   \
	X(REASON_UNREADABLE_SQL, "unreadable-sql",                             \
	  "a stretch of SQL could not be understood")                          \
	X(REASON_UNREADABLE_TEXT, "unreadable-text",                           \
	  "the text is broken in its own language; the rest was read")         \
	X(REASON_UNRESOLVED_IMPORT, "unresolved-import",                       \
	  "SQL depends on a value of another file that was not found")         \
	X(REASON_UNRESOLVED_SCRIPT, "unresolved-script",                       \
	  "a script or file is run that no source holds")

#define REASON_CONSTANT(constant, name, text) constant,
enum reason { REASONS(REASON_CONSTANT) N_REASONS };

/* What the reason means, a clause in plain words. */
const char *reason_text(enum reason reason);

#endif
