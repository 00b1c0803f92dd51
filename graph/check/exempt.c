/*
 * Exemptions that have had their day, those that nothing needs any more, and
 * those that the change adds: a baseline may only shrink.
 */

#include <string.h>

#include "graph/check/change_private.h"

/* --- what is still there ------------------------------------------------- */

struct living {
	struct finder *finder;
	GHashTable *by_object; /* id -> GArray of rows of head */
	GHashTable *blind;     /* fingerprints of head's blind spots */
};

static void living_init(struct living *living, struct finder *finder)
{
	const struct change *change = finder->change;
	const struct access_list *head = finder->head;

	living->finder = finder;
	living->by_object =
		g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
				      (GDestroyNotify)g_ptr_array_unref);
	for (uint32_t i = 0; i < head->n; i++) {
		const char *id = head->graph->nodes[head->rows[i].to].id;
		GPtrArray *rows = g_hash_table_lookup(living->by_object, id);

		if (!rows) {
			rows = g_ptr_array_new();
			g_hash_table_insert(living->by_object, (gpointer)id,
					    rows);
		}
		g_ptr_array_add(rows, &head->rows[i]);
	}
	living->blind =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (uint32_t i = 0; i < change->head->n_blind_spots; i++) {
		const struct blind_spot *spot = &change->head->blind_spots[i];
		char fingerprint[FINGERPRINT_SIZE];
		const char *old;

		if (!blind_counts(spot, change->source))
			continue;
		old = change->renamed
			      ? g_hash_table_lookup(change->renamed, spot->path)
			      : NULL;
		blind_fingerprint(fingerprint, spot, old ? old : spot->path);
		g_hash_table_add(living->blind, g_strdup(fingerprint));
	}
}

static void living_release(struct living *living)
{
	g_hash_table_unref(living->by_object);
	g_hash_table_unref(living->blind);
}

static bool row_lives(const struct living *living,
		      const struct exemption *exemption,
		      const struct access_row *row)
{
	if (exemption->operations && !(exemption->operations & row->operations))
		return false;
	return exemption_fits(exemption, living->finder->head, row);
}

static bool lives(const struct living *living,
		  const struct exemption *exemption)
{
	const struct access_list *head = living->finder->head;
	GPtrArray *rows;

	if (exemption->fingerprint &&
	    (g_hash_table_contains(living->finder->fingerprints,
				   exemption->fingerprint) ||
	     g_hash_table_contains(living->blind, exemption->fingerprint)))
		return true;
	if (!exemption->object)
		return false;
	/* Entries that were written by us have whole ids. */
	if (strchr(exemption->object, ':') &&
	    !strpbrk(exemption->object, "*")) {
		rows = g_hash_table_lookup(living->by_object,
					   exemption->object);
		for (guint i = 0; rows && i < rows->len; i++)
			if (row_lives(living, exemption, rows->pdata[i]))
				return true;
		return false;
	}
	for (uint32_t i = 0; i < head->n; i++)
		if (row_lives(living, exemption, &head->rows[i]))
			return true;
	return false;
}

/* --- findings ------------------------------------------------------------ */

static const char *what_of(struct report *report,
			   const struct exemption *exemption)
{
	struct arena *arena = &report->arena;

	if (exemption->object && exemption->accessor)
		return arena_printf(arena, "%s on %s", exemption->accessor,
				    exemption->object);
	return arena_strdup(arena, exemption->object ? exemption->object
						     : exemption->fingerprint);
}

static void add(struct finder *finder, enum rule rule, enum level level,
		const char *path, const struct exemption *exemption,
		const char *message)
{
	struct finding *finding = report_add(finder->report);
	const char *parts[] = {kind_name(&RULE, rule), exemption->fingerprint,
			       exemption->accessor, exemption->object};

	finding->rule = rule;
	finding->level = level;
	finding->path = arena_strdup(&finder->report->arena, path);
	finding->line = finding->end_line = path ? exemption->line : 0;
	finding->message = message;
	fingerprint_make(finding->fingerprint, parts, G_N_ELEMENTS(parts));
}

static void check_one(const struct living *living, const char *path,
		      const struct exemption *exemption, bool baseline)
{
	struct finder *finder = living->finder;
	struct arena *arena = &finder->report->arena;
	const char *what = what_of(finder->report, exemption);
	char *until = day_text(exemption->until);
	bool breaks = g_strcmp0(exemption->rule, "breaks-reader") == 0;

	if (lives(living, exemption)) {
		if (exemption->until < finder->change->today)
			add(finder, RULE_EXPIRED_EXEMPTION, LEVEL_WARNING, path,
			    exemption,
			    arena_printf(arena,
					 "the exemption of %s ended on %s (%s)",
					 what, until, exemption->reason));
	} else if (baseline && !breaks) {
		/* A policy is shared by repositories, and what breaks a reader
		 * happens once: neither can be told to be stale. */
		add(finder, RULE_STALE_EXEMPTION, LEVEL_NOTE, path, exemption,
		    arena_printf(arena,
				 "nothing needs the exemption of %s any more",
				 what));
	}
	g_free(until);
}

static bool same(const struct exemption *a, const struct exemption *b)
{
	return g_strcmp0(a->fingerprint, b->fingerprint) == 0 &&
	       g_strcmp0(a->accessor, b->accessor) == 0 &&
	       g_strcmp0(a->object, b->object) == 0 &&
	       a->operations == b->operations;
}

static char *key_of(const struct exemption *exemption)
{
	return g_strdup_printf("%s\n%s\n%s\n%u",
			       exemption->fingerprint ? exemption->fingerprint
						      : "",
			       exemption->accessor ? exemption->accessor : "",
			       exemption->object ? exemption->object : "",
			       exemption->operations);
}

/* Entries of one list that are not in the other: theirs are in `known`. */
static GHashTable *keys_of(struct exemption *const *entries, uint32_t n)
{
	GHashTable *keys =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (uint32_t i = 0; i < n; i++)
		g_hash_table_insert(keys, key_of(entries[i]), entries[i]);
	return keys;
}

static void find_growth(struct finder *finder)
{
	const struct change *change = finder->change;
	GHashTable *known = keys_of(change->baseline, change->n_baseline);

	for (uint32_t i = 0; i < change->n_baseline_head; i++) {
		const struct exemption *entry = change->baseline_head[i];
		char *key = key_of(entry);
		const struct exemption *old = g_hash_table_lookup(known, key);

		g_free(key);
		if (!old || !same(old, entry))
			add(finder, RULE_BASELINE_GROWS, LEVEL_NOTE,
			    change->baseline_path, entry,
			    arena_printf(&finder->report->arena,
					 "the baseline grows by %s (%s)",
					 what_of(finder->report, entry),
					 entry->reason));
		else if (old->until < entry->until)
			add(finder, RULE_BASELINE_GROWS, LEVEL_NOTE,
			    change->baseline_path, entry,
			    arena_printf(
				    &finder->report->arena,
				    "the exemption of %s is to last longer",
				    what_of(finder->report, entry)));
	}
	g_hash_table_unref(known);
}

void find_exemptions(struct finder *finder)
{
	const struct change *change = finder->change;
	const struct exemption *const *own;
	uint32_t n = policy_exemptions(change->policy, &own);
	GHashTable *kept =
		keys_of(change->baseline_head, change->n_baseline_head);
	struct living living;

	living_init(&living, finder);
	for (uint32_t i = 0; i < n; i++)
		check_one(&living, change->policy_path, own[i], false);
	for (uint32_t i = 0; i < change->n_baseline; i++) {
		char *key = key_of(change->baseline[i]);

		/* What the change itself takes out is done. */
		if (g_hash_table_contains(kept, key))
			check_one(&living, change->baseline_path,
				  change->baseline[i], true);
		g_free(key);
	}
	living_release(&living);
	g_hash_table_unref(kept);
	find_growth(finder);
	finder->report->n_baseline = change->n_baseline;
	finder->report->n_baseline_head = change->n_baseline_head;
}
