/*
 * How a slice is moved, and why.
 *
 * Rules of thumb, the first that fits: reference data is replicated; what
 * nobody is known to write is copied in one go; what is of high value and has
 * blind spots that name it runs on both sides for a while, since only a
 * comparison shows what was missed; what fits into half of the downtime that
 * is tolerated, with few to repoint and few bridges, goes in one go; the rest
 * is moved in phases, the data following by change data capture.
 */

#include <string.h>

#include "graph/plan/plan_private.h"

/* Copying, with its checks, on machines of today: a rule of thumb that a
 * rehearsal replaces. */
#define BYTES_A_MINUTE (20ull * 1000 * 1000 * 60)
#define BYTES_A_ROW 200ull

#define BIG_BANG_USERS 10
#define BIG_BANG_BRIDGES 3

struct reasons {
	struct plan *plan;
	struct plan_slice *slice;
};

static void add(struct plan *plan, const char ***list, uint32_t *n,
		const char *format, va_list arguments)
{
	*ARENA_PUSH(&plan->arena, *list, *n) =
		arena_vprintf(&plan->arena, format, arguments);
}

static void because(struct reasons *r, const char *format, ...)
	G_GNUC_PRINTF(2, 3);
static void because(struct reasons *r, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add(r->plan, &r->slice->reasons, &r->slice->n_reasons, format,
	    arguments);
	va_end(arguments);
}

static void undecided(struct reasons *r, const char *format, ...)
	G_GNUC_PRINTF(2, 3);
static void undecided(struct reasons *r, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add(r->plan, &r->slice->undecided, &r->slice->n_undecided, format,
	    arguments);
	va_end(arguments);
}

/* Minutes that copying takes; SIZE_UNKNOWN where the map has no sizes. */
static uint64_t copy_minutes(const struct plan_slice *slice)
{
	uint64_t bytes = slice->bytes;

	if (bytes == SIZE_UNKNOWN && slice->rows != SIZE_UNKNOWN)
		bytes = slice->rows < UINT64_MAX / BYTES_A_ROW
				? slice->rows * BYTES_A_ROW
				: UINT64_MAX;
	return bytes == SIZE_UNKNOWN ? SIZE_UNKNOWN
				     : bytes / BYTES_A_MINUTE + 1;
}

/* Logic in the catalog that writes the slice. */
static uint32_t hidden_writers(const struct plan *plan,
			       const struct plan_slice *slice)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < slice->hidden.n; i++) {
		const struct plan_hidden *hidden =
			&plan->hidden[slice->hidden.first + i];

		n += (hidden->uses & USE_WRITES) != 0;
	}
	return n;
}

static bool has_skill(const struct plan *plan, const struct plan_slice *slice,
		      uint32_t skill)
{
	const struct plan_settings *settings = plan->settings;

	for (uint32_t u = 0; u < slice->users.n; u++) {
		const struct node *node =
			&plan->graph->nodes[plan->users[slice->users.first + u]
						    .node];

		for (uint32_t o = 0; o < node->n_owners; o++)
			for (uint32_t t = 0; t < settings->n_teams; t++)
				if ((settings->teams[t].skills & skill) &&
				    strcmp(settings->teams[t].owner,
					   node->owners[o]) == 0)
					return true;
	}
	return false;
}

/* The slice goes in one go if that fits; says what speaks against it. */
static bool fits_big_bang(struct reasons *r)
{
	const struct plan_slice *slice = r->slice;
	uint64_t minutes = copy_minutes(slice);
	uint32_t users = slice->users.n - slice->n_aside;

	if (slice->downtime == 0) {
		because(r, "no downtime is tolerated");
		return false;
	}
	if (users > BIG_BANG_USERS || slice->bridges.n > BIG_BANG_BRIDGES) {
		because(r,
			"%u readers and writers to repoint and %u bridges are "
			"too many to switch at one moment",
			users, slice->bridges.n);
		return false;
	}
	if (slice->downtime == DOWNTIME_UNKNOWN || minutes == SIZE_UNKNOWN) {
		because(r, "%s, so nothing says that one downtime is enough",
			minutes == SIZE_UNKNOWN
				? "the map has no sizes for it"
				: "the downtime that is tolerated is not said");
		undecided(r,
			  "whether it could go in one downtime: %s%s%s would "
			  "tell",
			  minutes == SIZE_UNKNOWN
				  ? "its sizes (a scan of the live server)"
				  : "",
			  minutes == SIZE_UNKNOWN &&
					  slice->downtime == DOWNTIME_UNKNOWN
				  ? " and "
				  : "",
			  slice->downtime == DOWNTIME_UNKNOWN
				  ? "plan: downtime in unmoor.yaml"
				  : "");
		return false;
	}
	if (minutes > slice->downtime / 2) {
		because(r,
			"copying takes about %" G_GUINT64_FORMAT
			" minutes, more than half of the %u that are tolerated",
			minutes, slice->downtime);
		return false;
	}
	because(r,
		"copying takes about %" G_GUINT64_FORMAT
		" minutes, %u are tolerated; %u readers and writers and %u "
		"bridges can be switched at one moment",
		minutes, slice->downtime, users, slice->bridges.n);
	return true;
}

static void choose_phased(struct reasons *r)
{
	struct plan_slice *slice = r->slice;

	slice->strategy = STRATEGY_PHASED;
	because(r, "so the data follows by change data capture, readers move "
		   "first, writers last");
	if (r->plan->settings->n_teams && !has_skill(r->plan, slice, SKILL_CDC))
		undecided(r, "who runs the change data capture: no team among "
			     "its owners has the skill cdc");
}

static void choose(struct reasons *r)
{
	struct plan_slice *slice = r->slice;
	uint32_t writers = slice->n_writers + hidden_writers(r->plan, slice);

	if (slice->kind == SLICE_REFERENCE) {
		slice->strategy = STRATEGY_REPLICATION;
		because(r, "many read it and no code is known to write it: a "
			   "copy on the new side serves all slices that "
			   "follow; the old side stays the origin until the "
			   "last of them has moved");
		if (writers)
			undecided(r,
				  "%u writers are known all the same; they "
				  "stay on the old side until the end",
				  writers);
	} else if (writers == 0) {
		slice->strategy = STRATEGY_BIG_BANG;
		because(r, "nobody is known to write it, so a copy does not "
			   "grow old; look at the blind spots before you "
			   "believe it");
		if (slice->n_readers + slice->hidden.n == 0)
			undecided(r, "whether it must move at all: no reader "
				     "and no writer is known either");
	} else if (slice->value == VALUE_HIGH && slice->spots.n > 0) {
		slice->strategy = STRATEGY_PARALLEL;
		because(r,
			"its value is high and %u blind spots name its tables: "
			"only a comparison of both sides shows what was "
			"missed",
			slice->spots.n);
	} else if (fits_big_bang(r)) {
		slice->strategy = STRATEGY_BIG_BANG;
	} else {
		choose_phased(r);
	}
}

void strategy_choose(struct planner *planner)
{
	struct plan *plan = planner->plan;

	for (uint32_t i = 0; i < plan->n_slices; i++) {
		struct plan_slice *slice = &plan->slices[i];
		struct reasons r = {plan, slice};

		choose(&r);
		if (slice->n_cycle > 1 &&
		    slice->n_cycle > planner->settings->slice_tables)
			undecided(&r,
				  "whether a cycle of %u tables, larger than a "
				  "slice should be, can be cut: without %u of "
				  "its ties, which are listed, none is left",
				  slice->n_cycle, slice->cuts.n);
		if (slice->n_unowned)
			undecided(&r,
				  "who answers for %u of its readers and "
				  "writers: they have no owner",
				  slice->n_unowned);
	}
}
