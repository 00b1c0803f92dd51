/*
 * mask.h - commands as people may see them.
 *
 * Passwords stand in commands in few known ways; what looks like one is
 * replaced by "***". A heuristic: a secret in a word of its own, behind an
 * option that is not known here, would prove it wrong.
 */
#ifndef ANALYZERS_JOBS_MASK_H
#define ANALYZERS_JOBS_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "graph/arena.h"

/* Whether a variable or option of that name holds a secret. */
bool mask_is_secret(const char *name, size_t size);

/* The bytes with secrets masked, rows of blanks and newlines as one blank. */
char *mask_command(struct arena *arena, const char *bytes, size_t size);

#endif
