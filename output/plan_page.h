/*
 * plan_page.h - a migration plan for people: an overview, and a runbook for
 * each slice; as text or as Markdown.
 *
 * The same plan gives the same bytes. Everything that a limit leaves out is
 * counted. g_free() what is returned.
 */
#ifndef OUTPUT_PLAN_PAGE_H
#define OUTPUT_PLAN_PAGE_H

#include <stdbool.h>

#include "graph/plan/plan.h"

/* `wave` 0: all of them. */
char *plan_page_overview(const struct plan *plan, uint32_t wave, bool markdown);
char *plan_page_runbook(const struct plan *plan, uint32_t slice, bool markdown);

/* "slice-orders.md"; the overview is PLAN_PAGE_OVERVIEW. */
#define PLAN_PAGE_OVERVIEW "plan.md"
char *plan_page_file(const struct plan_slice *slice);

#endif
