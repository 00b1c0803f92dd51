/*
 * embedded.h - statements of EXEC SQL, as a reader of SQL knows them.
 *
 * What the precompiler takes for itself is blanked: AT connection, FOR :n,
 * INTO :variables, indicators; host variables become placeholders. What
 * accesses nothing (BEGIN DECLARE SECTION, WHENEVER, INCLUDE, CONNECT) gives
 * NULL. The copy has the same size, so that every byte keeps its line; it
 * lives in the arena.
 */
#ifndef ANALYZERS_CODE_EMBEDDED_H
#define ANALYZERS_CODE_EMBEDDED_H

#include <stdint.h>

#include "graph/arena.h"

const char *embedded_sql(struct arena *arena, const char *bytes, uint32_t size);

#endif
