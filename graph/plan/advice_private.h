/* advice_private.h - what the files of the advice share. */
#ifndef GRAPH_PLAN_ADVICE_PRIVATE_H
#define GRAPH_PLAN_ADVICE_PRIVATE_H

#include "graph/plan/advice.h"

/* Adds a formatted line. */
void advice_add(struct advice *advice, struct advice_list *list,
		const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Fills advice->queries. */
void advice_query(struct advice *advice, const struct plan *plan,
		  const struct plan_slice *slice);

#endif
