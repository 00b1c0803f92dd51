/*
 * advice.h - what a runbook of one slice says besides the plan itself: who
 * approves, what is checked, when it is rolled back, what people are told.
 *
 * Made when it is asked for, since a plan may have thousands of slices. The
 * advice borrows from the plan; advice_free() it. Nothing fails.
 *
 *	struct advice *advice = advice_new(plan, slice);
 *	... advice->checks ...
 *	advice_free(advice);
 */
#ifndef GRAPH_PLAN_ADVICE_H
#define GRAPH_PLAN_ADVICE_H

#include "graph/plan/plan.h"

/* Tables with queries, at most; `n_unqueried` counts the rest. */
#define ADVICE_TABLES_MAX 50

/* The same question in both dialects; the answers of both sides must be the
 * same. */
struct advice_query {
	const char *title;
	const char *postgresql, *mysql;
};

struct advice_list {
	const char **lines;
	uint32_t n;
};

struct advice {
	const char *approver; /* NULL: nobody can be named */
	const char *approver_why;
	const char *validator; /* NULL: nobody can be named */
	const char *validator_why;
	struct advice_list signers;	/* owners of what is repointed */
	struct advice_list checks;	/* go or no-go */
	struct advice_list triggers;	/* of a rollback */
	const char *traffic, *diverged; /* how it is rolled back */
	const char *notice;		/* in plain language */
	struct advice_query *queries;
	uint32_t n_queries, n_unqueried;
	struct arena arena;
};

struct advice *advice_new(const struct plan *plan, uint32_t slice);
void advice_free(struct advice *advice);

/* What keeps such a bridge working, a clause in plain words. */
const char *advice_bridge(enum bridge_kind kind);

#endif
