/*
 * plan_json.h - a migration plan as JSON, docs/plan.schema.json.
 *
 * Deterministic: one slice, bridge or wave a line. Ids are those of the map.
 * `wanted` has a byte a slice: slices without it, and bridges and waves that
 * touch none with it, are left out.
 */
#ifndef OUTPUT_PLAN_JSON_H
#define OUTPUT_PLAN_JSON_H

#include <stdio.h>

#include "graph/plan/plan.h"

bool plan_json_write(const struct plan *plan, const guint8 *wanted, FILE *out,
		     GError **error);

#endif
