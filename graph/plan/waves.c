/*
 * Slices into waves. Slices that bridges hang together are put into an order
 * of their own; groups of slices without a bridge between them do not care
 * about each other, so they fill the same waves. A wave never holds two slices
 * with a bridge between them, and at most so many as the team says.
 *
 * Reference data goes first, as copies: it is read from everywhere.
 */

#include <stdlib.h>
#include <string.h>

#include "graph/plan/order.h"
#include "graph/plan/plan_private.h"

/* For each slice that a wave may have, so many that cannot come along are
 * passed over. */
#define AHEAD_A_SLICE 4

enum phase { PHASE_FIRST, PHASE_NORMAL, PHASE_LAST };

/* Slices that hang together by bridges. */
struct island {
	uint32_t *slices; /* in the order in which they move */
	uint32_t n, next; /* those before `next` are in waves */
	uint64_t cost;
	bool valued; /* the team gives one of its slices a high value */
};

struct scheduler {
	struct planner *planner;
	GArray *islands; /* struct island, the first to start first */
	uint8_t *phase;	 /* by slice */
	uint32_t *difficulty;
	uint32_t *island_of; /* by slice, index; or PLAN_ABSENT */
	uint32_t *local;     /* by slice: its number in its island */
	struct incidence_list {
		uint32_t *first, *bridges;
	} of;		       /* bridges by slice, without replication */
	uint32_t *wave_bridge; /* by bridge: the wave that has one of its
				  slices; 0: none */
	uint32_t wave, in_wave, at;
};

/* --- what speaks for early and late
 * -------------------------------------------
 */

/* Easy slices first: few to repoint, little to extract, nothing unseen. */
static uint32_t difficulty_of(const struct plan_slice *slice)
{
	uint32_t difficulty = slice->n_readers + slice->n_writers +
			      2 * slice->hidden.n + 3 * slice->spots.n;

	if (slice->value == VALUE_HIGH)
		difficulty /= 4;
	if (slice->value == VALUE_LOW)
		difficulty *= 2;
	return MIN(difficulty + 1, 1000u);
}

static void set_phase(struct scheduler *scheduler,
		      const struct plan_group *group, enum phase phase)
{
	const struct planner *planner = scheduler->planner;

	for (uint32_t i = 0; i < group->n_tables; i++) {
		uint32_t table = planner->table_of[group->tables[i]];

		if (table)
			scheduler->phase[planner->plan->tables[table - 1]
						 .slice] = (uint8_t)phase;
	}
}

static bool is_reference(const struct plan *plan, uint32_t slice)
{
	return plan->slices[slice].kind == SLICE_REFERENCE;
}

/* --- bridges by slice --- */

/* The end of a bridge, if it counts for the order; else PLAN_ABSENT. */
static uint32_t end_of(const struct plan *plan,
		       const struct plan_bridge *bridge, uint32_t i)
{
	uint32_t slice = plan->bridge_slices[bridge->slices.first + i];

	return bridge->kind == BRIDGE_REPLICATION || is_reference(plan, slice)
		       ? PLAN_ABSENT
		       : slice;
}

static void list_bridges(struct scheduler *scheduler)
{
	const struct plan *plan = scheduler->planner->plan;
	uint32_t *first = g_new0(uint32_t, plan->n_slices + 2), n = 0;

	for (uint32_t b = 0; b < plan->n_bridges; b++)
		for (uint32_t i = 0; i < plan->bridges[b].slices.n; i++) {
			uint32_t s = end_of(plan, &plan->bridges[b], i);

			if (s != PLAN_ABSENT)
				first[s + 2]++;
			n += s != PLAN_ABSENT;
		}
	for (uint32_t i = 0; i <= plan->n_slices; i++)
		first[i + 1] += first[i];
	scheduler->of.bridges = g_new(uint32_t, n + 1);
	for (uint32_t b = 0; b < plan->n_bridges; b++)
		for (uint32_t i = 0; i < plan->bridges[b].slices.n; i++) {
			uint32_t s = end_of(plan, &plan->bridges[b], i);

			if (s != PLAN_ABSENT)
				scheduler->of.bridges[first[s + 1]++] = b;
		}
	scheduler->of.first = first;
}

/* --- islands --- */

static void find_islands(struct scheduler *scheduler)
{
	const struct plan *plan = scheduler->planner->plan;
	struct groups groups;

	groups_init(&groups, plan->n_slices);
	for (uint32_t b = 0; b < plan->n_bridges; b++) {
		uint32_t last = PLAN_ABSENT;

		for (uint32_t i = 0; i < plan->bridges[b].slices.n; i++) {
			uint32_t s = end_of(plan, &plan->bridges[b], i);

			if (s != PLAN_ABSENT && last != PLAN_ABSENT)
				groups_join(&groups, groups_find(&groups, last),
					    groups_find(&groups, s));
			if (s != PLAN_ABSENT)
				last = s;
		}
	}
	for (uint32_t i = 0; i < plan->n_slices; i++) {
		uint32_t group = groups_find(&groups, i);
		struct island *island;

		scheduler->island_of[i] = PLAN_ABSENT;
		if (is_reference(plan, i))
			continue;
		if (group == i) {
			struct island made = {g_new(uint32_t, groups.size[i]),
					      0, 0, 0, false};

			g_array_append_val(scheduler->islands, made);
			scheduler->island_of[i] = scheduler->islands->len - 1;
		}
		scheduler->island_of[i] = scheduler->island_of[group];
		island = &g_array_index(scheduler->islands, struct island,
					scheduler->island_of[i]);
		scheduler->local[i] = island->n;
		island->slices[island->n++] = i;
		island->valued |= plan->slices[i].value == VALUE_HIGH;
	}
	groups_release(&groups);
}

/* The bridges of an island as an order's: each is met at its first slice. */
static void pose(const struct scheduler *scheduler, const struct island *island,
		 GArray *first, GArray *ends)
{
	const struct plan *plan = scheduler->planner->plan;
	uint32_t zero = 0;

	g_array_append_val(first, zero);
	for (uint32_t i = 0; i < island->n; i++) {
		uint32_t slice = island->slices[i];

		for (uint32_t o = scheduler->of.first[slice];
		     o < scheduler->of.first[slice + 1]; o++) {
			const struct plan_bridge *bridge =
				&plan->bridges[scheduler->of.bridges[o]];
			guint begin = ends->len;
			bool mine = true;

			/* Slices are numbered in one order everywhere, so the
			 * first end is the smallest. */
			for (uint32_t e = 0; e < bridge->slices.n && mine;
			     e++) {
				uint32_t s = end_of(plan, bridge, e);

				if (s == PLAN_ABSENT)
					continue;
				mine = ends->len > begin || s == slice;
				g_array_append_val(ends, scheduler->local[s]);
			}
			if (!mine || ends->len - begin < 2)
				g_array_set_size(ends, begin);
			else
				g_array_append_val(first, ends->len);
		}
	}
}

static void order_island(struct scheduler *scheduler, struct island *island)
{
	struct plan *plan = scheduler->planner->plan;
	GArray *first = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	GArray *ends = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	uint32_t *sequence = g_new(uint32_t, island->n);
	uint32_t *difficulty = g_new(uint32_t, island->n);
	uint8_t *phase = g_new(uint8_t, island->n);
	struct order_problem problem = {
		.n = island->n, .difficulty = difficulty, .phase = phase};
	struct order_answer answer;

	pose(scheduler, island, first, ends);
	for (uint32_t i = 0; i < island->n; i++) {
		difficulty[i] = scheduler->difficulty[island->slices[i]];
		phase[i] = scheduler->phase[island->slices[i]];
	}
	problem.n_bridges = first->len - 1;
	problem.first = (const uint32_t *)(void *)first->data;
	problem.ends = (const uint32_t *)(void *)ends->data;
	answer = order_find(&problem, sequence);
	for (uint32_t i = 0; i < island->n; i++)
		sequence[i] = island->slices[sequence[i]];
	g_free(island->slices);
	island->slices = sequence;
	island->cost = answer.cost;
	plan->cost += answer.cost;
	plan->bound += answer.bound;
	plan->exact = plan->exact && answer.exact;
	g_array_free(first, TRUE);
	g_array_free(ends, TRUE);
	g_free(difficulty);
	g_free(phase);
}

static int compare_islands(const void *a, const void *b, void *payload)
{
	const struct scheduler *scheduler = payload;
	const struct island *x = a, *y = b;
	uint32_t dx = scheduler->difficulty[x->slices[0]];
	uint32_t dy = scheduler->difficulty[y->slices[0]];

	if (x->valued != y->valued)
		return x->valued ? -1 : 1;
	if (x->cost != y->cost)
		return x->cost < y->cost ? -1 : 1;
	if (dx != dy)
		return dx < dy ? -1 : 1;
	return x->slices[0] < y->slices[0] ? -1 : x->slices[0] > y->slices[0];
}

/* --- waves --- */

static void put(struct scheduler *scheduler, uint32_t slice)
{
	struct plan *plan = scheduler->planner->plan;

	plan->order[scheduler->at] = slice;
	plan->slices[slice].position = scheduler->at++;
	plan->slices[slice].wave = scheduler->wave;
	scheduler->in_wave++;
	for (uint32_t i = scheduler->of.first[slice];
	     i < scheduler->of.first[slice + 1]; i++)
		scheduler->wave_bridge[scheduler->of.bridges[i]] =
			scheduler->wave;
}

/* Whether it is bridged to a slice of this wave. */
static bool is_bridged(const struct scheduler *scheduler, uint32_t slice)
{
	for (uint32_t i = scheduler->of.first[slice];
	     i < scheduler->of.first[slice + 1]; i++)
		if (scheduler->wave_bridge[scheduler->of.bridges[i]] ==
		    scheduler->wave)
			return true;
	return false;
}

/*
 * Takes from the island, in its order, what this wave has room for. In a large
 * island the next slice mostly has a bridge to the one before; there a few
 * slices further on may come along, or the plan would have a wave for each
 * slice. That opens bridges earlier and closes them earlier.
 */
static void take_from(struct scheduler *scheduler, struct island *island,
		      enum phase phase)
{
	uint32_t most = scheduler->planner->settings->wave_slices;
	uint32_t ahead = island->n > ORDER_EXACT_MAX ? AHEAD_A_SLICE * most : 0;

	for (uint32_t i = island->next;
	     i < island->n && scheduler->in_wave < most; i++) {
		uint32_t slice = island->slices[i];

		if (scheduler->planner->plan->slices[slice].wave)
			continue;
		if (scheduler->phase[slice] != phase)
			break;
		if (!is_bridged(scheduler, slice))
			put(scheduler, slice);
		else if (ahead-- == 0)
			break;
	}
	while (island->next < island->n &&
	       scheduler->planner->plan->slices[island->slices[island->next]]
		       .wave)
		island->next++;
}

static bool has_more(const struct scheduler *scheduler,
		     const struct island *island, enum phase phase)
{
	return island->next < island->n &&
	       scheduler->phase[island->slices[island->next]] == phase;
}

/* Islands that were begun are ended before others begin: bridges that live
 * shorter are fewer. */
static void schedule_phase(struct scheduler *scheduler, enum phase phase)
{
	GArray *islands = scheduler->islands;
	guint begun = 0;

	for (;;) {
		while (begun < islands->len &&
		       !has_more(scheduler,
				 &g_array_index(islands, struct island, begun),
				 phase))
			begun++;
		if (begun == islands->len)
			return;
		scheduler->wave++;
		scheduler->in_wave = 0;
		for (guint i = begun;
		     i < islands->len &&
		     scheduler->in_wave <
			     scheduler->planner->settings->wave_slices;
		     i++)
			take_from(scheduler,
				  &g_array_index(islands, struct island, i),
				  phase);
	}
}

static void schedule_reference(struct scheduler *scheduler)
{
	const struct plan *plan = scheduler->planner->plan;

	for (uint32_t i = 0; i < plan->n_slices; i++) {
		if (!is_reference(plan, i))
			continue;
		scheduler->wave = 1;
		put(scheduler, i);
	}
}

/* Slices of a wave in the order of their names. */
static int compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void list_waves(struct planner *planner, uint32_t n_waves)
{
	struct plan *plan = planner->plan;
	uint32_t at = 0;

	plan->n_waves = n_waves;
	plan->waves =
		arena_alloc(&plan->arena, n_waves * sizeof(struct plan_wave));
	for (uint32_t w = 0; w < n_waves; w++) {
		struct plan_range *range = &plan->waves[w].slices;

		range->first = at;
		while (at < plan->n_slices &&
		       plan->slices[plan->order[at]].wave == w + 1)
			at++;
		range->n = at - range->first;
		qsort(plan->order + range->first, range->n, sizeof(uint32_t),
		      compare_numbers);
	}
	for (uint32_t i = 0; i < plan->n_slices; i++)
		plan->slices[plan->order[i]].position = i;
}

/* --- the lives of bridges
 * ------------------------------------------------------
 */

static void live(struct planner *planner)
{
	struct plan *plan = planner->plan;
	uint32_t open = 0, copies = 0;
	uint32_t *ends = g_new0(uint32_t, plan->n_waves + 2);
	uint32_t *begins = g_new0(uint32_t, plan->n_waves + 2);

	for (uint32_t b = 0; b < plan->n_bridges; b++) {
		struct plan_bridge *bridge = &plan->bridges[b];

		bridge->opens = UINT32_MAX;
		for (uint32_t i = 0; i < bridge->slices.n; i++) {
			uint32_t s =
				plan->bridge_slices[bridge->slices.first + i];

			bridge->opens =
				MIN(bridge->opens, plan->slices[s].wave);
			bridge->closes =
				MAX(bridge->closes, plan->slices[s].wave);
		}
		if (bridge->opens == bridge->closes)
			continue;
		if (bridge->kind == BRIDGE_REPLICATION) {
			begins[bridge->opens]++;
			ends[bridge->closes]++;
		} else {
			plan->waves[bridge->opens - 1].opened++;
			plan->waves[bridge->closes - 1].closed++;
		}
	}
	for (uint32_t w = 0; w < plan->n_waves; w++) {
		struct plan_wave *wave = &plan->waves[w];

		open += wave->opened - wave->closed;
		copies += begins[w + 1] - ends[w + 1];
		wave->live = open;
		wave->replicas = copies;
	}
	g_free(begins);
	g_free(ends);
}

/* --- the whole --- */

static void scheduler_init(struct scheduler *scheduler, struct planner *planner)
{
	const struct plan *plan = planner->plan;
	uint32_t n = plan->n_slices;

	*scheduler = (struct scheduler){.planner = planner};
	scheduler->islands = g_array_new(FALSE, FALSE, sizeof(struct island));
	scheduler->phase = g_new(uint8_t, n + 1);
	scheduler->difficulty = g_new(uint32_t, n + 1);
	scheduler->island_of = g_new(uint32_t, n + 1);
	scheduler->local = g_new0(uint32_t, n + 1);
	scheduler->wave_bridge = g_new0(uint32_t, plan->n_bridges + 1);
	for (uint32_t i = 0; i < n; i++) {
		scheduler->phase[i] = PHASE_NORMAL;
		scheduler->difficulty[i] = difficulty_of(&plan->slices[i]);
	}
	set_phase(scheduler, &planner->settings->last, PHASE_LAST);
	set_phase(scheduler, &planner->settings->first, PHASE_FIRST);
	list_bridges(scheduler);
}

static void scheduler_release(struct scheduler *scheduler)
{
	for (guint i = 0; i < scheduler->islands->len; i++)
		g_free(g_array_index(scheduler->islands, struct island, i)
			       .slices);
	g_array_free(scheduler->islands, TRUE);
	g_free(scheduler->phase);
	g_free(scheduler->difficulty);
	g_free(scheduler->island_of);
	g_free(scheduler->local);
	g_free(scheduler->wave_bridge);
	g_free(scheduler->of.first);
	g_free(scheduler->of.bridges);
}

void waves_make(struct planner *planner)
{
	struct plan *plan = planner->plan;
	struct scheduler scheduler;

	scheduler_init(&scheduler, planner);
	plan->order =
		arena_alloc(&plan->arena, plan->n_slices * sizeof(uint32_t));
	plan->exact = true;
	find_islands(&scheduler);
	for (guint i = 0; i < scheduler.islands->len; i++)
		order_island(&scheduler, &g_array_index(scheduler.islands,
							struct island, i));
	if (scheduler.islands->len)
		qsort_r(scheduler.islands->data, scheduler.islands->len,
			sizeof(struct island), compare_islands, &scheduler);
	schedule_reference(&scheduler);
	schedule_phase(&scheduler, PHASE_FIRST);
	schedule_phase(&scheduler, PHASE_NORMAL);
	schedule_phase(&scheduler, PHASE_LAST);
	list_waves(planner, scheduler.wave);
	live(planner);
	scheduler_release(&scheduler);
}
