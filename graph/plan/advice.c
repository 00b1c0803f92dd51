#include "graph/plan/advice.h"

#include <stdlib.h>
#include <string.h>

#include "graph/plan/advice_private.h"

void advice_add(struct advice *advice, struct advice_list *list,
		const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	*ARENA_PUSH(&advice->arena, list->lines, list->n) =
		arena_vprintf(&advice->arena, format, arguments);
	va_end(arguments);
}

const char *advice_bridge(enum bridge_kind kind)
{
	static const char *const how[N_BRIDGE_KINDS] = {
		[BRIDGE_KEY] = "drop the key while it crosses, look for "
			       "orphans every night, put it back afterwards",
		[BRIDGE_TRIGGER] = "replace it by change data capture or an "
				   "outbox before the wave",
		[BRIDGE_ROUTINE] = "move the logic into code or split it, "
				   "before the wave",
		[BRIDGE_VIEW] = "keep it on one side over a copy or a foreign "
				"table of the other",
		[BRIDGE_WRITER] = "write one side, let an outbox or change "
				  "data capture carry it to the other; one "
				  "transaction does not span both",
		[BRIDGE_STATEMENT] = "read first, then write: two statements "
				     "on two connections, or a copy to read",
		[BRIDGE_READER] = "read a copy of the other side, or join in "
				  "code",
		[BRIDGE_REPLICATION] = "keep the copy running"};

	return how[kind];
}

/* --- owners --- */

struct count {
	const char *owner;
	uint32_t n;
};

static void count_owner(GArray *counts, const char *owner)
{
	for (guint i = 0; i < counts->len; i++) {
		struct count *count = &g_array_index(counts, struct count, i);

		if (strcmp(count->owner, owner) == 0) {
			count->n++;
			return;
		}
	}
	g_array_append_vals(counts, &(struct count){owner, 1}, 1);
}

static void count_owners(GArray *counts, const struct node *node)
{
	for (uint32_t i = 0; i < node->n_owners; i++)
		count_owner(counts, node->owners[i]);
}

static int compare_counts(const void *a, const void *b)
{
	const struct count *x = a, *y = b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return strcmp(x->owner, y->owner);
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The most frequent but `other`; with nobody else `other` itself. */
static const char *most(GArray *counts, const char *other)
{
	g_array_sort(counts, compare_counts);
	for (guint i = 0; i < counts->len; i++) {
		const struct count *count =
			&g_array_index(counts, struct count, i);

		if (!other || strcmp(count->owner, other) != 0)
			return count->owner;
	}
	return counts->len ? other : NULL;
}

/* Owners of the users of the slice that use it so; 0: all of main code. */
static GArray *owners_of_users(const struct plan *plan,
			       const struct plan_slice *slice, uint32_t uses)
{
	GArray *counts = g_array_new(FALSE, FALSE, sizeof(struct count));

	for (uint32_t i = 0; i < slice->users.n; i++) {
		const struct plan_user *user =
			&plan->users[slice->users.first + i];

		if (!(user->uses & USE_ASIDE) && (!uses || user->uses & uses))
			count_owners(counts, &plan->graph->nodes[user->node]);
	}
	return counts;
}

static GArray *owners_of_tables(const struct plan *plan,
				const struct plan_slice *slice)
{
	GArray *counts = g_array_new(FALSE, FALSE, sizeof(struct count));

	for (uint32_t i = 0; i < slice->tables.n; i++) {
		uint32_t table = plan->members[slice->tables.first + i];

		count_owners(counts,
			     &plan->graph->nodes[plan->tables[table].node]);
	}
	return counts;
}

static void choose_approver(struct advice *advice, const struct plan *plan,
			    const struct plan_slice *slice)
{
	GArray *tables = owners_of_tables(plan, slice);
	GArray *writers = owners_of_users(plan, slice, USE_WRITES);

	if (slice->approver) {
		advice->approver = slice->approver;
		advice->approver_why = "unmoor.yaml says so";
	} else if ((advice->approver = most(tables, NULL))) {
		advice->approver_why = "owns the most of its tables";
	} else if ((advice->approver = most(writers, NULL))) {
		advice->approver_why = "owns the most of its writers; nobody "
				       "owns the tables";
	} else {
		advice->approver_why = "nobody owns its tables or a writer: "
				       "name somebody before the wave";
	}
	g_array_free(tables, TRUE);
	g_array_free(writers, TRUE);
}

static void choose_others(struct advice *advice, const struct plan *plan,
			  const struct plan_slice *slice)
{
	GArray *readers = owners_of_users(plan, slice, USE_READS);
	GArray *all = owners_of_users(plan, slice, 0);

	advice->validator = most(readers, advice->approver);
	advice->validator_why =
		!advice->validator ? "no reader has an owner: name somebody "
				     "who knows what the numbers should be"
		: g_strcmp0(advice->validator, advice->approver) == 0
			? "owns the most of its readers; better somebody else "
			  "than the approver"
			: "owns the most of its readers";
	for (guint i = 0; i < all->len; i++)
		advice_add(advice, &advice->signers, "%s",
			   g_array_index(all, struct count, i).owner);
	if (advice->signers.n)
		qsort(advice->signers.lines, advice->signers.n, sizeof(char *),
		      compare_lines);
	g_array_free(readers, TRUE);
	g_array_free(all, TRUE);
}

/* --- go or no-go --- */

static uint32_t n_crossing(const struct plan *plan,
			   const struct plan_slice *slice)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < slice->hidden.n; i++)
		n += plan->hidden[slice->hidden.first + i].crosses;
	return n;
}

/* Bridges that open with this slice's wave. */
static uint32_t n_opening(const struct plan *plan,
			  const struct plan_slice *slice)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < slice->bridges.n; i++) {
		const struct plan_bridge *bridge =
			&plan->bridges[plan->slice_bridges
					       [slice->bridges.first + i]];

		n += bridge->opens == slice->wave &&
		     bridge->closes != bridge->opens;
	}
	return n;
}

static void add_checks(struct advice *advice, const struct plan *plan,
		       const struct plan_slice *slice)
{
	static const char *const rehearsed[] = {
		[REHEARSAL_NONE] = "rehearse the move and the rollback with "
				   "full data; no rehearsal is said to be "
				   "planned",
		[REHEARSAL_PLANNED] = "the rehearsal that is planned is done, "
				      "with full data, rollback included",
		[REHEARSAL_DONE] = "the rehearsal is done (unmoor.yaml); its "
				   "times fit the downtime"};
	struct advice_list *checks = &advice->checks;
	uint32_t crossing = n_crossing(plan, slice);
	uint32_t opening = n_opening(plan, slice);

	if (crossing)
		advice_add(advice, checks,
			   "the hidden logic that uses other slices, too "
			   "(%u pieces), is extracted, and its replacement "
			   "runs",
			   crossing);
	if (opening)
		advice_add(advice, checks,
			   "the bridges that open with this wave (%u) are "
			   "built, watched and tested",
			   opening);
	if (slice->n_readers + slice->n_writers)
		advice_add(
			advice, checks,
			"all readers (%u) and writers (%u) can be pointed to "
			"the new place by configuration alone",
			slice->n_readers, slice->n_writers);
	if (slice->n_unowned)
		advice_add(advice, checks,
			   "every reader and writer without an owner (%u) has "
			   "one",
			   slice->n_unowned);
	if (slice->spots.n)
		advice_add(advice, checks,
			   "the blind spots that name its tables (%u) have "
			   "been looked at by a person",
			   slice->spots.n);
	if (plan->n_catalog_spots)
		advice_add(advice, checks,
			   "the server's own statistics of the last full "
			   "business cycle show no user of these tables that "
			   "is not listed (%" G_GUINT64_FORMAT
			   " blind spots may touch any table)",
			   plan->n_catalog_spots);
	advice_add(advice, checks, "%s", rehearsed[slice->rehearsal]);
	advice_add(advice, checks,
		   "every validation query gives the same on both sides");
	advice_add(advice, checks,
		   "a backup of the old side was restored once");
	for (uint32_t i = 0; i < advice->signers.n; i++)
		advice_add(advice, checks, "%s has signed",
			   advice->signers.lines[i]);
	if (!advice->approver)
		advice_add(advice, checks,
			   "somebody approves: nobody is named");
}

/* --- rollback --- */

static void add_rollback(struct advice *advice, const struct plan_slice *slice)
{
	static const char *const traffic[N_STRATEGIES] = {
		[STRATEGY_REPLICATION] = "readers go back to the old side by "
					 "configuration; it was never left",
		[STRATEGY_BIG_BANG] = "stop the writers, point readers and "
				      "writers to the old side by "
				      "configuration, start the writers",
		[STRATEGY_PHASED] = "point writers back first, then readers; "
				    "the old side is kept current by capture "
				    "in the other direction from the first "
				    "write on the new side",
		[STRATEGY_PARALLEL] = "switch the comparison off; the old side "
				      "stayed the truth until the end"};
	static const char *const diverged[N_STRATEGIES] = {
		[STRATEGY_REPLICATION] = "none: only the old side is written",
		[STRATEGY_BIG_BANG] = "writes on the new side since the switch "
				      "are lost unless they were logged: log "
				      "them from the first one, replay them by "
				      "key, and let the validator decide each "
				      "conflict",
		[STRATEGY_PHASED] = "capture in the other direction carries "
				    "them back; stop it at a known position, "
				    "compare by key, and let the validator "
				    "decide each conflict",
		[STRATEGY_PARALLEL] = "the new side's are dropped, after the "
				      "differences are kept for the search of "
				      "their cause"};
	struct advice_list *list = &advice->triggers;

	advice_add(advice, list,
		   "a validation query differs and nobody can say why within "
		   "30 minutes");
	advice_add(advice, list,
		   "errors of its readers or writers rise above twice the "
		   "usual for 10 minutes");
	if (slice->strategy == STRATEGY_PHASED ||
	    slice->strategy == STRATEGY_REPLICATION)
		advice_add(advice, list,
			   "the copy lags more than 5 minutes for 15 minutes");
	if (slice->strategy == STRATEGY_BIG_BANG &&
	    slice->downtime != DOWNTIME_UNKNOWN && slice->downtime > 0)
		advice_add(advice, list,
			   "%u of the %u minutes of downtime have passed and "
			   "validation has not begun",
			   slice->downtime * 2 / 3, slice->downtime);
	if (slice->bridges.n)
		advice_add(advice, list,
			   "a bridge stops and cannot be started "
			   "again within 15 minutes");
	advice_add(advice, list,
		   "somebody who is not on the list still uses the old tables "
		   "after the switch");
	advice->traffic = traffic[slice->strategy];
	advice->diverged = diverged[slice->strategy];
}

/* --- the notice --- */

static void write_notice(struct advice *advice, const struct plan *plan,
			 const struct plan_slice *slice)
{
	static const char *const what[N_STRATEGIES] = {
		[STRATEGY_REPLICATION] =
			"You will not notice anything: the data is copied, and "
			"the place you know stays.",
		[STRATEGY_BIG_BANG] =
			"For a short time it cannot be changed; we tell you "
			"the hour a week before.",
		[STRATEGY_PHASED] =
			"You should not notice anything; for some days both "
			"places are kept the same.",
		[STRATEGY_PARALLEL] =
			"You should not notice anything; for some weeks both "
			"places run side by side and are compared."};
	const char *anchor =
		plan->graph->nodes[plan->tables[slice->anchor].node].name;
	GString *text = g_string_new(NULL);

	g_string_append_printf(text, "We are moving the data around %s",
			       anchor);
	if (slice->tables.n > 1)
		g_string_append_printf(text, " (%u tables)", slice->tables.n);
	g_string_append_printf(
		text,
		" to a new place. %s If a report, an export or a script of "
		"yours uses this data and nobody has talked to you about it, "
		"please tell %s now: what we do not know of will stop working "
		"on that day. If something looks wrong afterwards, tell %s at "
		"once; we can go back.",
		what[slice->strategy],
		advice->approver ? advice->approver : "us",
		advice->approver ? "them" : "us");
	advice->notice = arena_strdup(&advice->arena, text->str);
	g_string_free(text, TRUE);
}

struct advice *advice_new(const struct plan *plan, uint32_t index)
{
	struct advice *advice = g_new0(struct advice, 1);
	const struct plan_slice *slice = &plan->slices[index];

	arena_init(&advice->arena);
	choose_approver(advice, plan, slice);
	choose_others(advice, plan, slice);
	add_checks(advice, plan, slice);
	add_rollback(advice, slice);
	write_notice(advice, plan, slice);
	advice_query(advice, plan, slice);
	return advice;
}

void advice_free(struct advice *advice)
{
	arena_release(&advice->arena);
	g_free(advice);
}
