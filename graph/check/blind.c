/* Blind spots that a change adds: places that hide what is read or written. */

#include <string.h>

#include "graph/check/change_private.h"

bool blind_counts(const struct blind_spot *spot, const char *source)
{
	if (strcmp(spot->source, source) != 0 || !spot->path)
		return false;
	switch (spot->reason) {
	case REASON_ANALYZER_CRASHED:
	case REASON_DYNAMIC_SQL:
	case REASON_DYNAMIC_TABLE_NAME:
	case REASON_TOO_DEEP:
	case REASON_TOO_LARGE:
	case REASON_TOO_MANY_MATCHES:
	case REASON_UNREADABLE_SQL:
	case REASON_UNRESOLVED_IMPORT:
		return true;
	default:
		return false;
	}
}

static const char *before(const struct change *change, const char *path)
{
	const char *old = change->renamed
				  ? g_hash_table_lookup(change->renamed, path)
				  : NULL;

	return old ? old : path;
}

void blind_fingerprint(char fingerprint[FINGERPRINT_SIZE],
		       const struct blind_spot *spot, const char *path)
{
	const char *const parts[] = {"blind", kind_name(&REASON, spot->reason),
				     path, spot->pattern, spot->detail};

	fingerprint_make(fingerprint, parts, G_N_ELEMENTS(parts));
}

/* How often each fingerprint occurs at the merge base. */
static GHashTable *count_base(const struct change *change)
{
	GHashTable *counts =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (uint32_t i = 0; i < change->base->n_blind_spots; i++) {
		const struct blind_spot *spot = &change->base->blind_spots[i];
		char fingerprint[FINGERPRINT_SIZE];
		guint n;

		if (!blind_counts(spot, change->source))
			continue;
		blind_fingerprint(fingerprint, spot, spot->path);
		n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, fingerprint));
		g_hash_table_insert(counts, g_strdup(fingerprint),
				    GUINT_TO_POINTER(n + (guint)spot->count));
	}
	return counts;
}

/* The strictest state of what the blind spot may hide. */
static enum table_state state_of(const struct change *change,
				 const struct blind_spot *spot)
{
	enum table_state strictest = STATE_NONE;

	for (uint32_t i = 0; i < spot->n_candidates; i++) {
		uint32_t node = graph_find(change->head, spot->candidates[i]);

		if (node != GRAPH_ABSENT)
			strictest = MAX(strictest,
					policy_state(change->policy,
						     &change->head->nodes[node],
						     NULL));
	}
	return strictest;
}

static enum level level_of(const struct blind_spot *spot,
			   enum table_state state)
{
	if (state >= STATE_FROZEN)
		return LEVEL_ERROR;
	switch (spot->reason) {
	case REASON_DYNAMIC_SQL:
	case REASON_DYNAMIC_TABLE_NAME:
	case REASON_TOO_MANY_MATCHES:
		return state == STATE_OPEN ? LEVEL_NOTE : LEVEL_WARNING;
	default:
		return LEVEL_NOTE;
	}
}

static void add_spot(struct finder *finder, const struct blind_spot *spot,
		     const char *fingerprint)
{
	struct arena *arena = &finder->report->arena;
	const char *what = spot->pattern && strcmp(spot->pattern, "*") != 0
				   ? spot->pattern
				   : NULL;
	struct finding finding = {
		.rule = RULE_NEW_BLIND_SPOT,
		.path = arena_strdup(arena, spot->path),
		.line = spot->line,
		.end_line = spot->line,
		.state = state_of(finder->change, spot),
	};

	memcpy(finding.fingerprint, fingerprint, FINGERPRINT_SIZE);
	finding.level = level_of(spot, finding.state);
	finding.message = arena_printf(
		arena, "%s: %s%s%s%s%s%s%s", kind_name(&REASON, spot->reason),
		reason_text(spot->reason), what ? ", " : "", what ? what : "",
		spot->detail ? ", " : "", spot->detail ? spot->detail : "",
		finding.state >= STATE_FROZEN ? "; it may be a table that is "
					      : "",
		finding.state >= STATE_FROZEN
			? kind_name(&TABLE_STATE, finding.state)
			: "");
	finder_add(finder, &finding);
}

void find_blind_spots(struct finder *finder)
{
	const struct change *change = finder->change;
	GHashTable *counts = count_base(change);

	for (uint32_t i = 0; i < change->head->n_blind_spots; i++) {
		const struct blind_spot *spot = &change->head->blind_spots[i];
		char fingerprint[FINGERPRINT_SIZE];
		guint known;

		if (!blind_counts(spot, change->source) ||
		    !is_compared(change, spot->path))
			continue;
		blind_fingerprint(fingerprint, spot,
				  before(change, spot->path));
		known = GPOINTER_TO_UINT(
			g_hash_table_lookup(counts, fingerprint));
		if (known >= spot->count) {
			g_hash_table_insert(
				counts, g_strdup(fingerprint),
				GUINT_TO_POINTER(known - (guint)spot->count));
			continue;
		}
		add_spot(finder, spot, fingerprint);
	}
	g_hash_table_unref(counts);
}
