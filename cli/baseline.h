/*
 * baseline.h - the file of findings that are accepted for a time.
 *
 *	exemptions:
 *	  - rule: new-reader
 *	    fingerprint: "1f0c..."
 *	    accessor: "function:api/jobs/export.py#run"
 *	    object: "table:shop/public.orders"
 *	    operations: [select]
 *	    reason: "the last export of the year"
 *	    until: 2026-01-31
 *
 * Written by unmoor check --write-baseline, and edited by people: each entry
 * has a reason and an end. What is wrong in it is an error with its line.
 */
#ifndef CLI_BASELINE_H
#define CLI_BASELINE_H

#include <glib.h>

#include "graph/check/finding.h"

/* The path in a repository, unless told. */
#define BASELINE_NAME "unmoor-baseline.yaml"

/* Entries (struct exemption, freed with the array). NULL with an error;
 * `path` is for messages. */
GPtrArray *baseline_parse(const char *path, const char *bytes, gsize size,
			  GError **error);

/* No entry at all. */
GPtrArray *baseline_new(void);

/* The finding as an entry. */
void baseline_add(GPtrArray *entries, const struct finding *finding,
		  const char *reason, uint32_t until);

/* Writes the file whole or not at all. */
bool baseline_write(const GPtrArray *entries, const char *path, GError **error);

#endif
