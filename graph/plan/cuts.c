/*
 * Which ties would have to be cut so that a cycle too large for a slice falls
 * apart: a feedback arc set by the greedy method of Eades, Lin and Smyth.
 *
 * Tables that nothing leads to are taken from the front, tables that lead to
 * nothing from the back, and where there are none, the one with the most more
 * ties out than in goes to the front. Ties that then lead backwards are the
 * cuts. The set is good, not the smallest, which nobody can find fast.
 */

#include <stdlib.h>
#include <string.h>

#include "graph/plan/plan_private.h"

struct cutter {
	struct plan *plan;
	uint32_t slice;
	/* By table. */
	uint32_t *in, *out, *position;
	/* Arcs into each table, as a list: the next one by arc. */
	uint32_t *first_in, *next_in, *first_out, *next_out;
};

static void take(struct cutter *cutter, uint32_t table, uint32_t position)
{
	const struct plan_arc *arcs = cutter->plan->arcs;

	cutter->position[table] = position;
	for (uint32_t a = cutter->first_out[table]; a; a = cutter->next_out[a])
		cutter->in[arcs[a - 1].to]--;
	for (uint32_t a = cutter->first_in[table]; a; a = cutter->next_in[a])
		cutter->out[arcs[a - 1].from]--;
}

/* Takes everything that lies on no cycle of what is left; what is left. */
static uint32_t take_ends(struct cutter *cutter, uint32_t *rest, uint32_t n,
			  uint32_t *front, uint32_t *back)
{
	bool found = true;

	while (found) {
		uint32_t kept = 0;

		found = false;
		for (uint32_t i = 0; i < n; i++) {
			uint32_t table = rest[i];

			if (cutter->out[table] == 0)
				take(cutter, table, --*back);
			else if (cutter->in[table] == 0)
				take(cutter, table, (*front)++);
			else
				rest[kept++] = table;
		}
		found = kept < n;
		n = kept;
	}
	return n;
}

static void put_in_order(struct cutter *cutter, uint32_t *rest, uint32_t n)
{
	uint32_t front = 0, back = n;

	while ((n = take_ends(cutter, rest, n, &front, &back)) > 0) {
		uint32_t best = 0;

		for (uint32_t i = 1; i < n; i++)
			if ((int64_t)cutter->out[rest[i]] -
				    cutter->in[rest[i]] >
			    (int64_t)cutter->out[rest[best]] -
				    cutter->in[rest[best]])
				best = i;
		take(cutter, rest[best], front++);
		/* The order of the rest stays, so that ties are broken by id.
		 */
		memmove(rest + best, rest + best + 1,
			(n - best - 1) * sizeof(uint32_t));
		n--;
	}
}

static void link_arc(struct cutter *cutter, uint32_t index)
{
	const struct plan_arc *arc = &cutter->plan->arcs[index];

	cutter->out[arc->from]++;
	cutter->in[arc->to]++;
	cutter->next_out[index + 1] = cutter->first_out[arc->from];
	cutter->first_out[arc->from] = index + 1;
	cutter->next_in[index + 1] = cutter->first_in[arc->to];
	cutter->first_in[arc->to] = index + 1;
}

static void cut_slice(struct cutter *cutter)
{
	struct plan *plan = cutter->plan;
	struct plan_slice *slice = &plan->slices[cutter->slice];
	uint32_t *rest = g_new(uint32_t, slice->tables.n);

	memcpy(rest, plan->members + slice->tables.first,
	       slice->tables.n * sizeof(uint32_t));
	for (uint32_t i = 0; i < plan->n_arcs; i++)
		if (plan->tables[plan->arcs[i].from].slice == cutter->slice)
			link_arc(cutter, i);
	put_in_order(cutter, rest, slice->tables.n);
	slice->cuts.first = plan->n_cuts;
	for (uint32_t i = 0; i < plan->n_arcs; i++) {
		const struct plan_arc *arc = &plan->arcs[i];

		if (plan->tables[arc->from].slice != cutter->slice ||
		    cutter->position[arc->from] < cutter->position[arc->to])
			continue;
		*ARENA_PUSH(&plan->arena, plan->cuts, plan->n_cuts) = i;
		slice->cuts.n++;
	}
	g_free(rest);
}

void cuts_find(struct planner *planner)
{
	struct plan *plan = planner->plan;
	struct cutter cutter = {.plan = plan};
	uint32_t n = plan->n_tables + 1, arcs = plan->n_arcs + 2;

	cutter.in = g_new0(uint32_t, n);
	cutter.out = g_new0(uint32_t, n);
	cutter.position = g_new0(uint32_t, n);
	cutter.first_in = g_new0(uint32_t, n);
	cutter.first_out = g_new0(uint32_t, n);
	cutter.next_in = g_new0(uint32_t, arcs);
	cutter.next_out = g_new0(uint32_t, arcs);
	for (uint32_t i = 0; i < plan->n_slices; i++) {
		cutter.slice = i;
		if (plan->slices[i].n_cycle > planner->settings->slice_tables)
			cut_slice(&cutter);
	}
	g_free(cutter.in);
	g_free(cutter.out);
	g_free(cutter.position);
	g_free(cutter.first_in);
	g_free(cutter.first_out);
	g_free(cutter.next_in);
	g_free(cutter.next_out);
}
