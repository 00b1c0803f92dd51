/*
 * words.h - whether bytes can hold an access to a database at all.
 *
 * Looked for in every file of a repository before anything else is done, so
 * it is one pass without memory: a byte that begins a word of interest and
 * does not follow another letter is compared with the few that begin so.
 */
#ifndef ANALYZERS_CODE_WORDS_H
#define ANALYZERS_CODE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "analyzers/code/rope.h"

/* Whether a verb of SQL stands in the bytes as a word with more behind it. */
bool words_sql(const char *bytes, size_t size);

/* Whether the bytes look as if a statement of SQL stood in them: a verb with
 * what must follow it, or in capitals. Stricter than words_sql(). */
bool words_statement(const char *bytes, size_t size);

/* The same for a statement that begins in the bytes and may go on behind
 * them, up to `end`. */
bool words_begin(const char *bytes, size_t size, const char *end);

/* Whether a word that a table's name follows is in the bytes. */
bool words_relation(const char *bytes, size_t size);

/* The same as words_sql() for the text of a rope. */
bool words_in_rope(const struct rope *rope);

/* Whether one of the words (a list that ends with NULL) is in the bytes,
 * with case, anywhere. */
bool words_any(const char *bytes, size_t size, const char *const *words);

#endif
