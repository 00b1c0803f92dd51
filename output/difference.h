/*
 * difference.h - the difference of two maps as JSON (docs/diff.schema.json).
 */
#ifndef OUTPUT_DIFFERENCE_H
#define OUTPUT_DIFFERENCE_H

#include <stdio.h>

#include "graph/check/difference.h"

/* False with an error when writing fails. */
bool difference_write_json(const struct differences *differences, FILE *out,
			   GError **error);

#endif
