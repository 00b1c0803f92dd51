/* plan_runbook.h - the runbook of a slice, onto a page; for plan_page.c. */
#ifndef OUTPUT_PLAN_RUNBOOK_H
#define OUTPUT_PLAN_RUNBOOK_H

#include "graph/plan/plan.h"
#include "output/page.h"

void plan_runbook(struct page *page, const struct plan *plan, uint32_t slice);

#endif
